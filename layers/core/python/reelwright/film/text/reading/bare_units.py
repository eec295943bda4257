"""Units without a number: "per kg", "le prix au m²", "wie viele kWh"."""

import re
from collections.abc import Iterable
from typing import Final

from reelwright.film.text.reading.language import ReadingLanguage, either
from reelwright.film.text.reading.rule import Rule

_CERTAIN: Final = re.compile(
    r"\w*[a-z][A-Z]\w*|[GMKkT]B|°[CF]|.*[²³/].*|km|kg|cm|mm|mg|ml|mL|kph|mph|kmh|mpg|lbs|oz|sq ft"
)
"""Units that are no words: behind "the" or "in", a "bar", a "min" or an "m" may be anything."""


def bare_unit_rules(language: ReadingLanguage) -> list[Rule]:
    """List the rules: `bare_units` of a language's table has the words before a unit, by the form in which it is said."""
    certain = [sign for sign in language.units if _CERTAIN.fullmatch(sign)]
    words: dict[str, str] = language.table["bare_units"]
    return [
        _rule(words["per"], language.units, is_one=True),
        _rule(words["one"], certain, is_one=True),
        _rule(words["many"], certain, is_one=False),
    ]


def _rule(words: str, signs: Iterable[str], *, is_one: bool) -> Rule:
    """Build the rule of units behind some words."""
    openers = "|".join(rf"(?<=\b{word}\s)" for word in words.split())
    return Rule(
        re.compile(rf"(?:{openers})(?P<unit>{either(signs)})(?![\w'’/²³]|\s?\d)", re.IGNORECASE),  # noqa: RUF001
        lambda match, known: _name(match["unit"], known, is_one=is_one),
    )


def _name(sign: str, language: ReadingLanguage, *, is_one: bool) -> str | None:
    """Name a unit; None where a word differs from it by its capitals."""
    unit = language.units.get(sign)
    return None if unit is None else unit.one if is_one else unit.many
