"""How near texts are to concepts in meaning, by the sentence embeddings of one film."""

from functools import lru_cache
from typing import Final, Literal, NamedTuple

from reelwright.film.scenes.concepts import Concept, ConceptTable
from reelwright.film.scenes.lexicon import NamedIcon
from reelwright.film.script.meaning import Embedder, cosine
from reelwright.film.text.characters import SPACELESS
from reelwright.film.text.languages import primary_language
from reelwright.film.text.tokens import content_words, word_variants

WORD_THRESHOLD: Final = 0.65
"""Lowest cosine between a word and a concept's first word at which they count as synonyms.

Measured with USE-multilingual: translations have .66 (الكافيين, coffee) to .97 (dinero, money), the nearest wrong
ones .69, but those are near several concepts at once (`WORD_MARGIN`).
"""
ENGLISH_WORD_THRESHOLD: Final = 0.85
"""For English, whose common words are in the table: an unlisted word must be a real synonym ("sign" is no "signal").

A word of another language may have its spelling: "pane", bread in Italian, has .82.
"""
WORD_MARGIN: Final = 0.05
"""Smallest lead in cosine of the best concept over the best one of another theme."""
SENTENCE_THRESHOLD: Final = 0.38
"""Lowest cosine between a sentence and a concept's gloss at which the sentence counts as about it."""
_EMBEDDED: Final = frozenset("ar de en es fr it ja ko nl pl pt ru th tr zh".split())  # noqa: SIM905 - data
"""Languages that USE-multilingual was trained on: words of others are near to anything ("Ong mật", honey bee, to a hat)."""
_AS_NEAR: Final = 0.04
"""Among concepts of one theme whose cosines differ by less, the broadest is chosen: "bird", not "rooster"."""
_BROAD_CONCEPT_WORDS: Final = 4
"""Fewest words of a concept for comparison with whole sentences: a narrow one ("rooster") is near to arbitrary sentences."""
_WORDS_EMBEDDED_PER_THOUGHT: Final = 7


class Synonym(NamedTuple):
    """A concept that a text does not name, but is near to: its cosine (0-1), and the place of the word among those compared."""

    concept: Concept
    similarity: float
    position: int = 0


class Nearness:
    """Compares the texts of one film with concepts; each text is embedded once."""

    def __init__(self, table: ConceptTable, embedder: Embedder, language: str) -> None:
        self._table = table
        self._embedder = embedder
        self._language = language
        self._vectors: dict[str, list[float]] = {}
        self.knows_language: bool = primary_language(language) in _EMBEDDED
        """Whether words of the film's language can be compared at all."""

    def of_glosses(self, text: str, concepts: tuple[Concept, ...]) -> dict[str, float]:
        """Compute the cosine of the text to each concept's gloss; negative ones become 0."""
        if not concepts:
            return {}
        vectors = self._embedded([text, *(concept.gloss for concept in concepts)])
        return {
            concept.name: max(0.0, cosine(vectors[0], row)) for concept, row in zip(concepts, vectors[1:], strict=True)
        }

    def of_icons(self, text: str, icons: tuple[NamedIcon, ...]) -> dict[str, tuple[float, float]]:
        """Compute the cosines of the English name of each icon to the word that names it, and to the sentence."""
        if not icons:
            return {}
        names = [one.icon.partition(":")[2].replace("-", " ") for one in icons]
        sentence, *vectors = self._embedded([text, *(one.word for one in icons), *names])
        pairs = zip(icons, vectors, vectors[len(icons) :], strict=False)
        return {one.icon: (cosine(word, icon), max(0.0, cosine(sentence, icon))) for one, word, icon in pairs}

    def of_words(self, word: str, other: str) -> float:
        """Compute the cosine of two words."""
        return cosine(*self._embedded([word, other]))

    def synonyms(self, text: str) -> list[Synonym]:
        """Find the concepts that words of a text mean without being listed."""
        if not self.knows_language:
            return []
        written = dict.fromkeys(content_words(text, self._language))
        words = [word for word in written if not SPACELESS.search(word)][:_WORDS_EMBEDDED_PER_THOUGHT]
        variants = [variant for word in words for variant in word_variants(word)]
        threshold = ENGLISH_WORD_THRESHOLD if self._language.lower().startswith("en") else WORD_THRESHOLD
        found = []
        for position, vector in enumerate(self._embedded(variants)):
            concept, similarity, margin = self._nearest(vector, "words")
            if similarity >= threshold and margin >= WORD_MARGIN:
                found.append(Synonym(concept, similarity, position))
        return found

    def meant(self, text: str) -> Synonym | None:
        """Find the concept nearest to the whole sentence; None if none is near enough."""
        if not self.knows_language:
            return None
        concept, similarity, _ = self._nearest(self._embedded([text])[0], "glosses")
        return Synonym(concept, similarity) if similarity >= SENTENCE_THRESHOLD else None

    def _embedded(self, texts: list[str]) -> list[list[float]]:
        """Embed texts, each once a film: glosses and sentences come back with every thought and item."""
        new = [text for text in dict.fromkeys(texts) if text not in self._vectors]
        self._vectors.update(zip(new, self._embedder.embed(new) if new else (), strict=True))
        return [self._vectors[text] for text in texts]

    def _nearest(self, vector: list[float], kind: Literal["words", "glosses"]) -> tuple[Concept, float, float]:
        """Find the nearest concept, its cosine, and its lead over the best concept of another theme."""
        rows = _table_vectors(self._table, self._embedder, kind)  # type: ignore[arg-type] # objects hash by identity
        cosines = [cosine(vector, row) for row in rows]
        least = _BROAD_CONCEPT_WORDS if kind == "glosses" else 1
        pairs = [pair for pair in zip(cosines, self._table.concepts, strict=True) if len(pair[1].words) >= least]
        ranked = sorted(pairs, key=lambda pair: -pair[0])
        similarity = ranked[0][0]
        near = [one for cos, one in ranked if cos > similarity - _AS_NEAR and one.theme == ranked[0][1].theme]
        concept = max(near, key=lambda one: len(one.words))
        foreign = next(other for other, rival in ranked if rival.theme != concept.theme)
        return concept, similarity, similarity - foreign


@lru_cache(maxsize=4)
def _table_vectors(table: ConceptTable, embedder: Embedder, kind: Literal["words", "glosses"]) -> list[list[float]]:
    """Compute a vector for each concept, once per process: a few hundred short texts, 0.25 seconds."""
    return embedder.embed([concept.words[0] if kind == "words" else concept.gloss for concept in table.concepts])
