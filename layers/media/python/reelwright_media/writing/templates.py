"""The local writer: typed templates. It needs no key and no network; the same idea gives the same text."""

from typing import Final

from reelwright.errors import NeedsPointsError
from reelwright.film.script.generation import cued_genre, genre_templates, hook_texts, refuse_foreign, script_text
from reelwright.film.script.hooks import ranked_hooks
from reelwright.film.script.meaning import Embedder, cosine
from reelwright.film.script.model import Genre, Hook, Idea
from reelwright.film.script.topic import Topic, asks_for_facts, topic_of

_DEFAULT_GENRE: Final[Genre] = "educational"
_NEEDS_POINTS: Final = (
    "The prompt asks for facts, and no text model is set up here that knows them: send the points yourself as"
    " script_content, one sentence each."
)


class TemplateWriter:
    """A `TextProvider` of templates; with an embedder it also ranks hooks by meaning."""

    name = "templates"

    def __init__(self, embedder: Embedder | None = None) -> None:
        self._embedder = embedder

    def write_hook(self, idea: Idea) -> Hook:
        """Write the best hook of the idea's genre, and all variants with scores.

        Raises ContentError if the prompt has no topic or the language is not English, NeedsPointsError if it asks for facts.
        """
        topic, genre = self._subject(idea)
        texts = hook_texts(topic, genre, idea)
        variants = ranked_hooks(texts, self._nearness(topic.text, texts))
        return Hook(text=variants[0].text, variants=variants)

    def write_script(self, idea: Idea, hook: str, *, rewrite: int, advice: tuple[str, ...]) -> str:
        """Write a script that begins with `hook`. `advice` is ignored; each rewrite uses other beats."""
        del advice
        topic, genre = self._subject(idea)
        return script_text(topic, genre, idea, hook.strip(), rewrite)

    def _subject(self, idea: Idea) -> tuple[Topic, Genre]:
        """Choose topic and genre: the requested genre, else one that the prompt names, else the default; none is guessed.

        Raises NeedsPointsError for a prompt that asks a question or for a list.
        """
        refuse_foreign(idea.language)
        if asks_for_facts(idea.prompt):
            raise NeedsPointsError(_NEEDS_POINTS)
        genre = idea.genre or cued_genre(idea.prompt) or _DEFAULT_GENRE
        return topic_of(idea.prompt, otherwise=genre_templates()[genre].topic), genre

    def _nearness(self, topic: str, texts: tuple[str, ...]) -> tuple[float, ...] | None:
        if self._embedder is None:
            return None
        vectors = self._embedder.embed([topic, *texts])
        return tuple(cosine(vectors[0], row) for row in vectors[1:])
