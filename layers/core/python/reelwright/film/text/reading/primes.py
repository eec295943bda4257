"""A prime behind a number: minutes of play or of a clock, and inches of a screen."""
# ruff: noqa: RUF001 - apostrophes and primes are the subject here

import re
from typing import Final

from reelwright.film.text.reading.amounts import amount_of, is_singular, spelt
from reelwright.film.text.reading.language import ReadingLanguage, Unit
from reelwright.film.text.reading.rule import Rule, preceding, text_before

_OPENING_QUOTE: Final = re.compile(r"(?<!\w)['’\"](?=\w)")
_ADDED: Final = re.compile(r"\d['’′]\s?\+\s?$")
_DOUBLE: Final = frozenset('"″”')


def prime_rules() -> list[Rule]:
    """Return the rules of this file; a mark that closes a quotation is none of them."""
    return [Rule(re.compile(r"(?<![\w.,'’\"])(\d{1,3}(?:[.,]\d)?)[\"″”'’′](?![\w'’])"), _primed)]


def _primed(match: re.Match[str], language: ReadingLanguage) -> str | None:
    r"""Say "90'" and "27\""; None where a quotation is open."""
    if _OPENING_QUOTE.search(match.string, 0, match.start()):
        return None
    amount = amount_of(match[1])
    is_inch = match[0][-1] in _DOUBLE
    unit = Unit(*language.table["primes"]["inch" if is_inch else "minute"])
    if not is_inch and preceding(match).casefold() in language.listed("ranks", "minutes"):
        return language.numerals.ordinal(amount.whole)
    if not is_inch and _ADDED.search(text_before(match)):
        return spelt(amount, language)  # "90'+3'"
    name = unit.one if is_singular(amount, language) else unit.many
    return f"{spelt(amount, language, unit.gender, before_noun=True)} {name}"
