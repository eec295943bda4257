"""Breaks words that are too wide for a line, where the alternative would be unreadably small type."""

from collections.abc import Mapping
from functools import cache
from typing import Final, NamedTuple

import pyphen

from reelwright.film.text.breaking import is_tied, may_be_broken, may_end_line, takes_hyphen
from reelwright.film.text.lettering import clusters_of

HYPHEN: Final = "-"
_BESIDE: Final = 2
"""Fewest letters before and after a hyphen within a word."""
_LONGEST_HYPHENATED: Final = 200
"""Letters. A longer chunk is not a word; it is broken without hyphens, like an address."""


class Fragment(NamedTuple):
    """A part of a word as drawn. `is_hyphenated`: it ends with an inserted hyphen, so it must end its line."""

    text: str
    is_hyphenated: bool


def fragments(word: str, limit: float, letter_width: Mapping[str, float], language: str | None) -> list[Fragment]:
    """Break a word into parts no wider than `limit`, inserted hyphens included; a word that may not break stays whole.

    `letter_width` maps each grapheme cluster and the hyphen to its width, in the unit of `limit`. Each part is as long as
    fits, and ends at a hyphenation point of the language if there is one.
    """
    if not may_be_broken(word):
        return [Fragment(word, is_hyphenated=False)]
    letters = clusters_of(word)
    hyphenated = len(letters) <= _LONGEST_HYPHENATED and takes_hyphen(word)
    good = _places(word, letters, language) if hyphenated else _behind_marks(letters)
    hyphen = letter_width[HYPHEN] if hyphenated else 0.0
    found: list[Fragment] = []
    first = 0
    while first < len(letters):
        end = _fitting(letters, first, limit, hyphen, letter_width)
        better = [place for place in good if first < place <= end] if end < len(letters) else []
        end = max(better, default=_untied(letters, first, end))
        part = "".join(letters[first:end])
        goes_on = hyphenated and end < len(letters) and not may_end_line(part)
        found.append(Fragment(part + HYPHEN if goes_on else part, goes_on))
        first = end
    return found


def _fitting(letters: list[str], first: int, limit: float, hyphen: float, letter_width: Mapping[str, float]) -> int:
    """Find the end of the longest fitting part that starts at `first`; it has at least one cluster."""
    rest = sum(letter_width[letter] for letter in letters[first:])
    if rest <= limit:
        return len(letters)
    used, end = hyphen, first
    while end < len(letters) and used + letter_width[letters[end]] <= limit:
        used += letter_width[letters[end]]
        end += 1
    return max(end, first + 1)


def _untied(letters: list[str], first: int, end: int) -> int:
    """Move `end` back until no closing punctuation would start the next line; keep `end` if that is impossible."""
    for place in range(end, first, -1):
        if place == len(letters) or not is_tied(letters[place - 1], letters[place]):
            return place
    return end


def _places(word: str, letters: list[str], language: str | None) -> list[int]:
    """List hyphenation points as cluster indices; without a dictionary, every point that is not near an end."""
    dictionary = _dictionary(language or "")
    own = _behind_marks(letters)
    if dictionary is None:
        return [*own, *range(_BESIDE, len(letters) - _BESIDE + 1)]
    ends = [0]
    for letter in letters:
        ends.append(ends[-1] + len(letter))
    return [*own, *(ends.index(place) for place in dictionary.positions(word) if place in ends)]


def _behind_marks(letters: list[str]) -> list[int]:
    return [place for place in range(1, len(letters)) if may_end_line(letters[place - 1])]


@cache
def _dictionary(language: str) -> pyphen.Pyphen | None:
    """Load the LibreOffice hyphenation dictionary of a language; None if there is none."""
    known = pyphen.language_fallback(language.replace("-", "_")) if language else None
    return None if known is None else pyphen.Pyphen(lang=known, left=_BESIDE, right=_BESIDE)
