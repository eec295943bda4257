"""Where a word that is too long for any line is broken: the last resort before it is set too small to read."""

# ruff: noqa: RUF001 - marks and letters of many scripts are this file's subject, and some look alike

import unicodedata
from collections.abc import Mapping
from functools import cache
from typing import Final, NamedTuple

import pyphen

from reelwright.film.text.characters import script_of
from reelwright_media.typography.letters import clusters

HYPHEN: Final = "-"
_BREAKS_BEHIND: Final = frozenset("/\\-._?&=#@:,;~|–—")
"""In an address or a compound a line breaks behind these, and needs no hyphen of ours."""
_BESIDE: Final = 2
"""Letters that stay together at least at both ends of a word."""
_LONGEST_HYPHENATED: Final = 200
"""Letters; a longer chunk is no word, and is broken as an address is."""
_HYPHENATED: Final = frozenset({"latin", "korean"})
"""Scripts whose letters stand apart, Greek and Cyrillic included, and that show by a hyphen that a word goes on."""
_WITHIN_WORDS: Final = frozenset("'’-\u00ad")
_AROUND_WORDS: Final = "¿¡.,;:!?…\"'“”„«»()[]"
_JOINED: Final = frozenset({"arabic", "devanagari"})
"""Scripts whose letters change or tear when a word is broken: it is set smaller instead."""


class Fragment(NamedTuple):
    """A part of a word as it is drawn, and whether its hyphen is ours: then nothing may follow it on its line."""

    text: str
    is_hyphenated: bool


def fragments(word: str, limit: float, letter_width: Mapping[str, float], language: str | None) -> list[Fragment]:
    """Return a word in parts no wider than `limit`, the hyphens that we add included; whole where it may not break.

    `letter_width` has the width of each cluster of letters and of the hyphen, all in one unit. A part that begins a line
    is as long as fits, up to a place where the language hyphenates.
    """
    letters = clusters(word)
    if any(script_of(letter[0]) in _JOINED for letter in letters):
        return [Fragment(word, is_hyphenated=False)]
    hyphenated = len(letters) <= _LONGEST_HYPHENATED and _is_word(word)
    good = _places(word, letters, language) if hyphenated else _behind_marks(letters)
    hyphen = letter_width[HYPHEN] if hyphenated and script_of(word[0]) in _HYPHENATED else 0.0
    found: list[Fragment] = []
    first = 0
    while first < len(letters):
        end = _fitting(letters, first, limit, hyphen, letter_width)
        better = [place for place in good if first < place <= end] if end < len(letters) else []
        end = max(better, default=end)
        part = "".join(letters[first:end])
        goes_on = bool(hyphen) and end < len(letters) and part[-1] not in _BREAKS_BEHIND
        found.append(Fragment(part + HYPHEN if goes_on else part, goes_on))
        first = end
    return found


def _fitting(letters: list[str], first: int, limit: float, hyphen: float, letter_width: Mapping[str, float]) -> int:
    """Return where the longest part from `first` on ends that fits, of one cluster at least."""
    rest = sum(letter_width[letter] for letter in letters[first:])
    if rest <= limit:
        return len(letters)
    used, end = hyphen, first
    while end < len(letters) and used + letter_width[letters[end]] <= limit:
        used += letter_width[letters[end]]
        end += 1
    return max(end, first + 1)


def _is_word(word: str) -> bool:
    """Return whether a chunk is letters with marks of a sentence around it; an address has such marks, or digits, inside."""
    return all(
        unicodedata.category(letter)[0] in "LM" or letter in _WITHIN_WORDS for letter in word.strip(_AROUND_WORDS)
    )


def _places(word: str, letters: list[str], language: str | None) -> list[int]:
    """Return where the language breaks the word, counted in clusters; everywhere but near its ends where none is known."""
    dictionary = _dictionary(language or "")
    ends = [0]
    for letter in letters:
        ends.append(ends[-1] + len(letter))
    own = [place for place in range(1, len(letters)) if letters[place - 1] in _BREAKS_BEHIND]
    if dictionary is None:
        return [*own, *range(_BESIDE, len(letters) - _BESIDE + 1)]
    return [*own, *(ends.index(place) for place in dictionary.positions(word) if place in ends)]


def _behind_marks(letters: list[str]) -> list[int]:
    return [place for place in range(1, len(letters)) if letters[place - 1] in _BREAKS_BEHIND]


@cache
def _dictionary(language: str) -> pyphen.Pyphen | None:
    """Return the hyphenation of a language (those of LibreOffice); None where there is none."""
    known = pyphen.language_fallback(language.replace("-", "_")) if language else None
    return None if known is None else pyphen.Pyphen(lang=known, left=_BESIDE, right=_BESIDE)
