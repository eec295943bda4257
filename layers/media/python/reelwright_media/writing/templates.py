"""The local writer: typed templates of fiction and moods. It needs no key and no network; the same idea gives the same text."""

from reelwright.film.script.generation import hook_texts, script_text
from reelwright.film.script.hooks import ranked_hooks
from reelwright.film.script.meaning import Embedder, cosine
from reelwright.film.script.model import Hook, Idea
from reelwright.film.script.subject import subject_of


class TemplateWriter:
    """A `TextProvider` of templates; with an embedder it also ranks hooks by meaning."""

    name = "templates"

    def __init__(self, embedder: Embedder | None = None) -> None:
        self._embedder = embedder

    def write_hook(self, idea: Idea) -> Hook:
        """Write the best hook of the idea's genre, and all variants with scores.

        Raises ContentError if the language is not English, NeedsPointsError for every prompt that names no genre.
        """
        topic, genre = subject_of(idea.prompt, idea.language)
        texts = hook_texts(topic, genre, idea)
        variants = ranked_hooks(texts, self._nearness(topic.text, texts))
        return Hook(text=variants[0].text, variants=variants)

    def write_script(self, idea: Idea, hook: str, *, rewrite: int, advice: tuple[str, ...]) -> str:
        """Write a script that begins with `hook`. `advice` is ignored; each rewrite uses other beats."""
        del advice
        topic, genre = subject_of(idea.prompt, idea.language)
        return script_text(topic, genre, idea, hook.strip(), rewrite)

    def _nearness(self, topic: str, texts: tuple[str, ...]) -> tuple[float, ...] | None:
        if self._embedder is None:
            return None
        vectors = self._embedder.embed([topic, *texts])
        return tuple(cosine(vectors[0], row) for row in vectors[1:])
