"""Numbers with a letter that name a place or a kind: "Exit 7A", "Saal 12B", "tipo 2B"; no amperes, volts or billions."""

import re

from reelwright.film.text.reading.language import ReadingLanguage
from reelwright.film.text.reading.rule import Rule, preceding, text_before

_SEVERAL = re.compile(r"([^\W\d_]+) (?:\d{1,4}[A-Z](?:,| (?:and|or|y|o|et|ou|e|und|oder)) )+$")
"""The noun and the labels before this one: "Seats 12A and 12B"."""


def label_rules() -> list[Rule]:
    """Return the rule of this file; it comes before the rules of units."""
    return [Rule(re.compile(r"(?<![\w.,/-])(\d{1,4})([A-Z])(?![\w/°]|[.,]\d)"), _label)]


def _label(match: re.Match[str], language: ReadingLanguage) -> str | None:
    """Say the number and the letter; None where the word before announces no label."""
    several = _SEVERAL.search(text_before(match))
    word = several[1] if several else preceding(match)
    is_label = word.casefold() in language.listed("labels", "nouns")
    return f"{language.numerals.cardinal(int(match[1]))} {match[2]}" if is_label else None
