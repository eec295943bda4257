r"""Lengths of time in several parts, and hours from one to another: "2h15min30s", "2'30\"", "9h-18h"."""
# ruff: noqa: RUF001 - primes and dashes are the subject here

import re
from collections.abc import Iterable
from typing import Final

from reelwright.film.text.reading.language import ReadingLanguage
from reelwright.film.text.reading.rule import Rule

_HOURS: Final = 24
_MINUTES: Final = 60
_PRIMES: Final = ("['’′]", '["″”]')
_SIGNS: Final = ("h", "min", "s")
_JOINED: Final = frozenset({"es", "it", "pt"})
"""Languages that say "and" before the last part."""


def duration_rules() -> list[Rule]:
    """Return the rules of this file; a clock's time with one sign, "10h45", is read by the rules of moments."""
    minute, second = _PRIMES
    hour = r"(?:(\d{1,3}) ?h(?:rs?)? ?)"
    return [
        Rule(re.compile(rf"(?<![\w.,]){hour}?(\d{{1,2}}) ?{minute} ?(\d{{1,2}}) ?{second}(?!\w)"), _duration),
        Rule(re.compile(rf"(?<=°)( ?)(\d{{1,2}}) ?{minute}(?: ?(\d{{1,2}}) ?{second})?(?!\w)"), _angle),
        Rule(re.compile(rf"(?<![\w.,]){hour}(\d{{1,2}}) ?m(?:ins?)?(?: ?(\d{{1,2}}) ?s(?:ec)?)?(?!\w)"), _duration),
        Rule(re.compile(r"(?<![\w.,])()(\d{1,2}) ?min ?(\d{1,2}) ?s(?:eg|ec)?(?!\w)"), _duration),
        Rule(re.compile(r"(?<![\w.,-])(\d{1,2}) ?h ?(\d\d)? ?[-–] ?(\d{1,2}) ?h ?(\d\d)?(?!\w)"), _opening_hours),
    ]


def _duration(match: re.Match[str], language: ReadingLanguage) -> str | None:
    if language.code == "en" and match[0][-1] in '"″”' and not match[1]:
        return None  # feet and inches
    return _joined(_parts(zip(match.groups(), _SIGNS, strict=True), language), language)


def _angle(match: re.Match[str], language: ReadingLanguage) -> str:
    r"""Say the minutes and seconds of "40°26'46\""."""
    return f" {' '.join(_parts(zip((match[2], match[3]), _SIGNS[1:], strict=True), language))}"


def _parts(values: Iterable[tuple[str | None, str]], language: ReadingLanguage) -> list[str]:
    said = []
    for digits, sign in values:
        if digits:
            unit, value = language.units[sign], int(digits)
            number = language.numerals.cardinal(value, unit.gender, before_noun=True)
            name = f"{number} {unit.one if value == 1 else unit.many}"
            said.append(name.replace("una o", "un'o") if language.code == "it" else name)
    return said


def _joined(parts: list[str], language: ReadingLanguage) -> str:
    if len(parts) > 1 and language.code in _JOINED:
        return f"{' '.join(parts[:-1])} {language.word('and')} {parts[-1]}"
    return " ".join(parts)


def _opening_hours(match: re.Match[str], language: ReadingLanguage) -> str | None:
    """Say "9h30-18h"."""
    first = _hour(match[1], match[2], language)
    last = _hour(match[3], match[4], language)
    return first and last and f"{first} {language.word('to')} {last}"


def _hour(hour: str, minute: str | None, language: ReadingLanguage) -> str | None:
    value = int(hour)
    if value > _HOURS or int(minute or 0) >= _MINUTES or "time" not in language.table:
        return None
    one, many = language.table["time"]["unit"]
    said = language.numerals.cardinal(value, language.units["h"].gender, before_noun=True)
    minutes = f" {language.numerals.cardinal(int(minute))}" if minute else ""
    return f"{said} {one if value <= 1 else many}{minutes}"
