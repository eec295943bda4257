"""The cost of a line break between two words, and of no break there.

Lowest after punctuation, higher before conjunctions and prepositions, highest between an article and its noun. The classes of
words are those of `text.breaking`.
"""

from typing import Final

from reelwright.film.text.abbreviations import abbreviation_of, stop_belongs_to
from reelwright.film.text.breaking import Breaking, breaking_of
from reelwright.film.text.characters import OPENING_MARKS, is_opening
from reelwright.film.text.sentences import ends_clause, ends_sentence

SENTENCE_INSIDE: Final = 6.0
CLAUSE_INSIDE: Final = 1.8
"""The cost of punctuation within a line."""
WHOLE: Final = 1000.0
"""The cost of separating an article from its noun, or the words of a quantity. It exceeds the sum of all other costs, so a
line ends there only if both do not fit into one line."""
_ENDING_WITH: Final[dict[Breaking, float]] = {"bound": WHOLE, "leaning": 3.5}
"""The cost of a line that ends with such a word."""
_BEGINNING_WITH: Final[dict[Breaking, float]] = {
    "back": 1.6,
    "bound": 1.5,
    "leaning": 0.15,
    "opening": 0.15,
    "free": 1.5,
}
"""The cost of a next line that begins with such a word."""

_MARKS_BEHIND: Final = ".,;:!?)]»”’\"'"  # noqa: RUF001 - marks look alike
_MARKS_AFTER_A_SPACE: Final = f"{_MARKS_BEHIND}»›…–—-"  # noqa: RUF001 - marks look alike
"""Marks that French and dashes put after a space: no line begins with one."""
_CLOSING_NAMES: Final = frozenset("jr sr inc ltd co corp bros ph.d m.d d.c ltda s.a s.l s.p.a s.r.l cie".split())  # noqa: SIM905 - data
_STANDING_ALONE: Final = frozenset({"al", "ecc", "etc"})
_STREETS: Final = frozenset({"ave", "blvd", "ct", "dr", "hwy", "ln", "pl", "rd", "sq", "st", "str"})
_DIRECTIONS: Final = frozenset({"E", "N", "NE", "NW", "S", "SE", "SW", "W"})


def parting_cost(word: str, following: str, *, before: str = "", language: str = "en") -> float:
    """Price a line break between two words: 0 at a mark, highest between an article and its noun.

    `before` is the word before them: it decides whether a full stop belongs to an abbreviation or a list number.
    """
    if _is_of(following, _MARKS_AFTER_A_SPACE) or _is_of(word, OPENING_MARKS) or _leans_back(following, word, language):
        return WHOLE
    if ends_sentence(word, following, language, before=before) or ends_clause(word):
        return 0.0
    if _leans_on(word, following, before=before, language=language):
        return WHOLE
    begins = "opening" if is_opening(following[:1] or " ") else breaking_of(following)
    return _ENDING_WITH.get(breaking_of(word), _BEGINNING_WITH[begins])


def _is_of(word: str, marks: str) -> bool:
    return bool(word) and not word.strip(marks)


def _leans_on(word: str, following: str, *, before: str, language: str) -> bool:
    """Check whether an abbreviation belongs to the next word: "Dr. Lee", "No. 5", and the parts of "z. B."."""
    bare = word.lstrip(OPENING_MARKS)
    if not bare.endswith(".") or not following:
        return False
    row = abbreviation_of(bare, language)
    if row is not None and row.role not in {"title", "number"}:
        return False
    if row is not None and row.key in _STREETS and following[:1].islower():
        return False  # "on 5th St. in Austin": no saint
    return stop_belongs_to(bare.removesuffix("."), before=before, following=following, language=language)


def _leans_back(word: str, before: str, language: str) -> bool:
    """Check whether an abbreviation closes what stands before it: "5th St.", "Smith Jr.", "Washington, D.C.", "5 p.m."."""
    bare, named = word.strip(f"{OPENING_MARKS}{_MARKS_BEHIND}"), before.strip(f"{OPENING_MARKS}{_MARKS_BEHIND}")
    is_named = named[:1].isupper() or named[:1].isdecimal()
    if bare in _DIRECTIONS:
        return abbreviation_of(named, language) is not None and is_named
    row = abbreviation_of(bare, language) if "." in word else None
    if row is None or not is_named:
        return False
    if row.key in _CLOSING_NAMES:
        return True
    if before.endswith((",", ";", ":")) or row.key in _STANDING_ALONE:
        return False
    return row.role == "ending" or (row.key in _STREETS and (not named[:1].isdecimal() or named[-2:].isalpha()))


def reading_on_cost(word: str, following: str = "", *, before: str = "", language: str = "en") -> float:
    """Compute the cost of a line that continues after a word."""
    ends = ends_sentence(word, following, language, before=before)
    return SENTENCE_INSIDE * ends + CLAUSE_INSIDE * ends_clause(word)
