"""The rules of each language in order, and words rewritten by them."""

from collections.abc import Sequence
from functools import cache
from typing import Final

from reelwright.film.text.reading.bare_units import bare_unit_rules
from reelwright.film.text.reading.durations import duration_rules
from reelwright.film.text.reading.english import english_rules
from reelwright.film.text.reading.fractions import fraction_rules
from reelwright.film.text.reading.labels import label_rules
from reelwright.film.text.reading.language import ReadingLanguage, reading_language
from reelwright.film.text.reading.links import link_rules
from reelwright.film.text.reading.measures import measure_rules, measuring_language
from reelwright.film.text.reading.moments import moment_rules
from reelwright.film.text.reading.powers import caret_rules, power_rules
from reelwright.film.text.reading.primes import prime_rules
from reelwright.film.text.reading.quantities import quantity_rules
from reelwright.film.text.reading.ranks import rank_rules
from reelwright.film.text.reading.romans import roman_rules
from reelwright.film.text.reading.rule import Rule, rewritten
from reelwright.film.text.reading.shortened import acronym_rules, shortened_rules, slash_rules
from reelwright.film.text.reading.signs import sign_rules
from reelwright.film.text.reading.weekdays import weekday_rules

LONGEST_WORD: Final = 500
"""Characters; a longer word is not read: the time of a pattern can grow with the square of the length, and `int` raises
ValueError above 4300 digits."""
_HELD: Final = "\ufffc"
"""Stands for such a word among the others; no rule matches it."""

_SUBSCRIPTS: Final = {0x2080 + digit: str(digit) for digit in range(10)}
"""Digits below the line belong to formulas, where people also write plain ones: H2O."""


def said_words(words: Sequence[str], language: str) -> list[str]:
    """Return the words as they are said, one for one; the same words for a language without a table."""
    known = reading_language(language) or measuring_language(language)
    if known is None:
        return list(words)
    bounded = [_HELD if len(word) > LONGEST_WORD else word.translate(_SUBSCRIPTS) for word in words]
    read = rewritten(bounded, _rules(language), known)
    return [word if len(word) > LONGEST_WORD else said for word, said in zip(words, read, strict=True)]


@cache
def _rules(language: str) -> tuple[Rule, ...]:
    known, measuring = reading_language(language), measuring_language(language)
    return tuple(_ordered(known)) if known else tuple(measure_rules(measuring)) if measuring else ()


def _ordered(language: ReadingLanguage) -> list[Rule]:
    """Return every rule; the order decides where two could read the same characters."""
    if language.code == "en":
        return english_rules(language)
    return [
        *link_rules(),
        *caret_rules(language),
        *weekday_rules(language),
        *duration_rules(),
        *moment_rules(language),
        *roman_rules(),
        *rank_rules(language),
        *label_rules(),
        *fraction_rules(language),
        *prime_rules(),
        *quantity_rules(language),
        *bare_unit_rules(language),
        *power_rules(language),
        *shortened_rules(language),
        *acronym_rules(language),
        *slash_rules(),
        *sign_rules(language),
    ]
