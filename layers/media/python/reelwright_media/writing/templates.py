"""The local writer: typed templates. It needs no key and no network; the same idea gives the same text."""

from typing import Final

from reelwright.film.script.generation import cued_genre, genre_templates, hook_texts, refuse_foreign, script_text
from reelwright.film.script.hooks import ranked_hooks
from reelwright.film.script.meaning import Embedder, cosine
from reelwright.film.script.model import Genre, Hook, Idea
from reelwright.film.script.topic import Topic, topic_of

_GENRE_THRESHOLD: Final = 0.16
"""Cosine between a topic and a genre's gloss below which the guess is ignored (USE: unrelated texts have ~0)."""
_DEFAULT_GENRE: Final[Genre] = "educational"


class TemplateWriter:
    """A `TextProvider` of templates; with an embedder it also guesses genres and ranks hooks by meaning."""

    name = "templates"

    def __init__(self, embedder: Embedder | None = None) -> None:
        self._embedder = embedder

    def write_hook(self, idea: Idea) -> Hook:
        """Write the best hook of the idea's genre, and all variants with scores.

        Raises ContentError if the prompt has no topic or the language is not English.
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
        """Choose topic and genre: the requested genre, else one cued by the prompt, else the nearest in meaning."""
        refuse_foreign(idea.language)
        cued = idea.genre or cued_genre(idea.prompt)
        topic = topic_of(idea.prompt, otherwise=genre_templates()[cued or _DEFAULT_GENRE].topic)
        if idea.genre is None and topic.question:
            return topic, _DEFAULT_GENRE
        return topic, cued or self._nearest_genre(topic.text)

    def _nearest_genre(self, topic: str) -> Genre:
        if self._embedder is None:
            return _DEFAULT_GENRE
        genres = list(genre_templates())
        vectors = self._embedder.embed([topic, *(genre_templates()[genre].gloss for genre in genres)])
        nearest, genre = max((cosine(vectors[0], row), genre) for row, genre in zip(vectors[1:], genres, strict=True))
        return genre if nearest >= _GENRE_THRESHOLD else _DEFAULT_GENRE

    def _nearness(self, topic: str, texts: tuple[str, ...]) -> tuple[float, ...] | None:
        if self._embedder is None:
            return None
        vectors = self._embedder.embed([topic, *texts])
        return tuple(cosine(vectors[0], row) for row in vectors[1:])
