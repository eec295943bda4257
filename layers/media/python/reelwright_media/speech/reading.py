"""Splits words for a voice into pronounced text and punctuation, and drops characters that the voice cannot read.

The words come from `reelwright.film.text.reading`, which has already expanded figures, signs and abbreviations. Punctuation
is kept because it controls pauses and intonation.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from reelwright.film.text.languages import primary_language
from reelwright.film.text.sentences import stop_is_part
from reelwright.film.text.voicing import edges_of, in_plain_digit, is_letter_of, is_sign_of
from reelwright.film.text.words import on_one_line

_PRONOUNCED_ALONE: Final = frozenset("&%@+=")
_PRONOUNCED: Final = _PRONOUNCED_ALONE | frozenset("$\u20ac\u00a3\u00a5\u00b0/-'\u00d7\u00f7.,: ")
_OPENING: Final = frozenset('"\u201c(')
_CLOSING: Final = frozenset('.,!?;:\u2014\u2026"\u201d)')
_ENDING: Final = frozenset(".!?\u2026")
_WRITTEN_AS: Final = str.maketrans({"\u0964": ".", "\u0965": "."})
"""The stops of Devanagari, by the mark that the voice knows."""
_READ_SCRIPTS: Final = ("LATIN", "GREEK")
_ALSO_READ: Final = {"hi": "DEVANAGARI"}
"""Further scripts by primary language."""


@dataclass(frozen=True, slots=True)
class VoicedWord:
    """One word for the voice: `said` is pronounced ('' is silence); `before` and `after` are punctuation."""

    said: str
    before: str
    after: str

    @property
    def ends_sentence(self) -> bool:
        """Whether the sentence ends after the word."""
        return not _ENDING.isdisjoint(self.after)


def voiced_words(words: Sequence[str], language: str = "en") -> tuple[VoicedWord, ...]:
    """Prepare each word for a voice that reads Latin and Greek letters, and those of the language's own script."""
    neighbours = zip(["", *words[:-1]], words, [*words[1:], ""], strict=True)
    return tuple(_voiced(word, before, after, language) for before, word, after in neighbours)


def readable_share(text: str, language: str = "en") -> float:
    """Share of the letters of `text` that the voice reads in the language, 0-1; 1 if there are no letters."""
    letters = [mark for mark in text if mark.isalpha()]
    return sum(_is_read(mark, language) for mark in letters) / len(letters) if letters else 1.0


def _voiced(word: str, preceding: str, following: str, language: str) -> VoicedWord:
    """Split a word into leading punctuation, pronounced text and trailing punctuation."""
    before, core, after = edges_of(word)
    if after.startswith(".") and stop_is_part(core, following, language, before=preceding):
        after = after[1:]
        core = f"{core}." if "." in core else core
    return VoicedWord(_said(core, language), _marks(before, _OPENING), _marks(after.translate(_WRITTEN_AS), _CLOSING))


def _said(core: str, language: str) -> str:
    """Keep the characters that the voice can read; others are silent."""
    digits = map(in_plain_digit, core)
    kept = "".join(mark for mark in digits if _is_read(mark, language) or mark in _PRONOUNCED or mark.isdecimal())
    return on_one_line(kept) if any(mark.isalnum() or mark in _PRONOUNCED_ALONE for mark in kept) else ""


def _marks(text: str, known: frozenset[str]) -> str:
    """Keep the known marks of `text`, and repeated ones once ("!!!" gives "!")."""
    return "".join(mark for mark, _ in groupby(mark for mark in text if mark in known))


def _is_read(mark: str, language: str) -> bool:
    own = _ALSO_READ.get(primary_language(language))
    if own is None:
        return is_letter_of(mark, _READ_SCRIPTS)
    # Vowel signs of an Indic script are marks, not letters, and belong to the word.
    return is_letter_of(mark, (*_READ_SCRIPTS, own)) or is_sign_of(mark, own)
