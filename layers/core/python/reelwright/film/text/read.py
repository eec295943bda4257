"""Parses a script: its spoken part, cut into passages, sentences, clauses and words."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from reelwright.film.text.breaking import breaking_of
from reelwright.film.text.characters import direction_of_text
from reelwright.film.text.cleaning import speakable
from reelwright.film.text.markup import PassageText, ScriptFormat, unmark
from reelwright.film.text.model import Clause, Passage, Script, Sentence, Word, WordKind
from reelwright.film.text.quantities import ChunkKind, kinds_of
from reelwright.film.text.sentences import split_clauses, split_sentences
from reelwright.film.text.words import words_of

_KINDS: Final[dict[ChunkKind, WordKind]] = {
    "number": "figure",
    "words": "figure",
    "east_asian": "figure",
    "year": "year",
    "time": "time",
    "ordinal": "ordinal",
    "roman": "word",
    "code": "code",
    "address": "url",
    "currency": "currency",
    "unit": "unit",
    "plain": "word",
}


@lru_cache(maxsize=32)
def read(script: str, language: str, script_format: ScriptFormat = "plain") -> Script:
    """Parse the spoken part of a script in a BCP 47 `language`. Deterministic."""
    unmarked = unmark(script, script_format)
    return Script(
        language=language,
        passages=tuple(_passage(piece, language) for piece in unmarked.passages),
        left_out=unmarked.left_out,
    )


def _passage(piece: PassageText, language: str) -> Passage:
    sentences = tuple(_sentence(text, language) for text in split_sentences(piece.text, language))
    return Passage(text=piece.text, sentences=sentences, pause_seconds=piece.pause_seconds)


def _sentence(text: str, language: str) -> Sentence:
    clauses = tuple(Clause(words=_words(words_of(clause, language), language)) for clause in split_clauses(text))
    return Sentence(text=text, clauses=clauses)


def _words(written: Sequence[str], language: str) -> tuple[Word, ...]:
    return tuple(_word(word, kind) for word, kind in zip(written, kinds_of(written, language), strict=True))


def _word(written: str, kind: ChunkKind) -> Word:
    says = speakable(written) or kind in {"currency", "unit"}
    return Word(
        written=written,
        shown=written,
        kind=_KINDS[kind] if says else "mark",
        direction=direction_of_text(written),
        breaking=breaking_of(written),
    )
