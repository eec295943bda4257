"""Powers: x², 10⁶, 10⁻³ and 2^8."""
# ruff: noqa: RUF001 - superscripts are the subject here

import re
import unicodedata
from typing import Final

from reelwright.film.text.reading.language import ReadingLanguage
from reelwright.film.text.reading.rule import Rule

SUPERSCRIPTS: Final = "⁰¹²³⁴⁵⁶⁷⁸⁹"


def power_rules(language: ReadingLanguage) -> list[Rule]:
    """Return the rules for raised digits; they follow the units, which may have some ("m²")."""
    raised = rf"(?P<exponent>[{SUPERSCRIPTS}⁻]+)"
    return [
        Rule(re.compile(rf"(?<=\d){raised} (?P<unit>{language.unit_pattern})(?![\w/])"), _power),
        Rule(re.compile(rf"(?<=[\w)])(?<!\d[.,]){raised}(?!\w)"), _power),
    ]


def caret_rules(language: ReadingLanguage) -> list[Rule]:
    """Return the rule for "10^27", which comes first: the exponent is no number of its own."""
    unit = rf"(?: (?P<unit>{language.unit_pattern})(?![\w/]))?"
    return [Rule(re.compile(rf"(?<=[\w)])\^(?P<exponent>[-−]?\d+)(?!\w){unit}"), _power)]


def _power(match: re.Match[str], language: ReadingLanguage) -> str | None:
    """Say an exponent and the unit of the whole number; squares and cubes have names of their own."""
    try:
        exponent = int(unicodedata.normalize("NFKC", match["exponent"]).replace("\u2212", "-"))
    except ValueError:  # two signs
        return None
    unit = language.units.get(match.groupdict().get("unit") or "")
    return f" {_raised(exponent, language)}{f' {unit.many}' if unit else ''}"


def _raised(exponent: int, language: ReadingLanguage) -> str:
    powers = language.table["powers"]
    if str(exponent) in powers:
        return str(powers[str(exponent)])
    numerals = language.numerals
    if exponent < 0:
        return str(powers["negative"].format(cardinal=numerals.cardinal(-exponent)))
    forms = {"cardinal": numerals.cardinal(exponent), "ordinal": numerals.ordinal(exponent, "f")}
    return str(powers["other"].format(**forms))
