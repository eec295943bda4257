"""The local writer: typed templates of fiction and moods. It needs no key and no network; the same idea gives the same text."""

from typing import Final

from reelwright.errors import NeedsPointsError
from reelwright.film.script.generation import genre_templates, hook_texts, refuse_foreign, script_text
from reelwright.film.script.genres import names_something_real, wish_of
from reelwright.film.script.hooks import ranked_hooks
from reelwright.film.script.meaning import Embedder, cosine
from reelwright.film.script.model import Genre, Hook, Idea
from reelwright.film.script.topic import Topic, asks_for_facts, topic_of

_NEEDS_POINTS: Final = (
    "No text model is set up here that knows the topic of the prompt: send the points yourself as script_content, one sentence"
    ' each. A prompt alone is enough for a genre of fiction or mood, such as "a funny video about my cat".'
)


class TemplateWriter:
    """A `TextProvider` of templates; with an embedder it also ranks hooks by meaning."""

    name = "templates"

    def __init__(self, embedder: Embedder | None = None) -> None:
        self._embedder = embedder

    def write_hook(self, idea: Idea) -> Hook:
        """Write the best hook of the idea's genre, and all variants with scores.

        Raises ContentError if the language is not English, NeedsPointsError for every prompt that names no genre.
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
        """Find the genre that the prompt names, and its topic. Raises NeedsPointsError where templates would only pretend.

        They would for a question, for a list, for real names and years, and for motivation that is not about doing something.
        """
        refuse_foreign(idea.language)
        wish = wish_of(idea.prompt)
        if wish is None or asks_for_facts(idea.prompt, wish.topic) or names_something_real(wish.topic):
            raise NeedsPointsError(_NEEDS_POINTS)
        topic = topic_of(wish.topic or genre_templates()[wish.genre].topic)
        if wish.genre == "motivational" and topic.kind != "gerund":
            raise NeedsPointsError(_NEEDS_POINTS)
        return topic, wish.genre

    def _nearness(self, topic: str, texts: tuple[str, ...]) -> tuple[float, ...] | None:
        if self._embedder is None:
            return None
        vectors = self._embedder.embed([topic, *texts])
        return tuple(cosine(vectors[0], row) for row in vectors[1:])
