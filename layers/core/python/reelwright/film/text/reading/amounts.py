"""Amounts: numbers as a script writes them, and as words."""
# ruff: noqa: RUF001 - signs and dashes of many languages are the subject here

import re
from dataclasses import dataclass
from typing import Final

from reelwright.film.text.reading.language import ReadingLanguage
from reelwright.film.text.reading.numerals import Gender

NUMBER: Final = (
    r"(?:\d{1,3}(?:,\d{3}){2,}(?:\.\d+)?|\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d{1,3}(?:[ '’]\d{3})+(?:,\d+)?"
    r"|\d+\.\d+|\d+(?:,\d+)?)(?!\d)"
)
"""A pattern for a number: groups of three with any mark between them, and a decimal comma or point."""
_GROUPS: Final = re.compile(r"\d{1,3}(?:(,)\d{3}(?:,\d{3})+|(,)000|(?:[.' ’]\d{3})+)(?:[.,]\d+)?")
"""Thousands; one group behind a comma is a decimal ("42,195 km") unless it is round ("5,000")."""
_PARTS: Final = re.compile(r"(\d+)([.,]?)(\d*)")


@dataclass(frozen=True, slots=True)
class Amount:
    """A number as written: its whole part, the digits behind the mark, and whether that mark is a point."""

    whole: int
    fraction: str = ""
    is_point: bool = False

    @property
    def is_one(self) -> bool:
        """Say whether the singular follows."""
        return self.whole == 1 and not self.fraction.strip("0")


def amount_of(written: str) -> Amount:
    """Parse a number: groups of three are thousands, whatever stands between them; else a mark is decimal."""
    grouped = _GROUPS.fullmatch(written)
    if grouped:
        whole, _, fraction = written.partition("." if grouped[1] or grouped[2] else ",")
        return Amount(int(re.sub(r"\D", "", whole)), fraction)
    parts = _PARTS.match(written)
    return Amount(int(parts[1]), parts[3], parts[2] == ".") if parts else Amount(0)


def shifted(amount: Amount, zeros: int) -> Amount:
    """Multiply by a power of ten."""
    digits = amount.fraction.ljust(zeros, "0")
    return Amount(int(f"{amount.whole}{digits[:zeros]}"), digits[zeros:])


def spelt(amount: Amount, language: ReadingLanguage, gender: Gender = "", *, before_noun: bool = False) -> str:
    """Return an amount as words."""
    if not amount.fraction:
        return language.numerals.cardinal(amount.whole, gender, before_noun=before_noun)
    mark = language.word("point" if amount.is_point else "comma")
    return f"{language.numerals.cardinal(amount.whole)} {mark} {language.numerals.decimals(amount.fraction)}"


def whole(written: str, language: ReadingLanguage) -> str:
    """Return the words of a plain run of digits."""
    return language.numerals.cardinal(int(written))


def is_singular(amount: Amount, language: ReadingLanguage) -> bool:
    """Say whether the singular follows: in French and Portuguese for all below two."""
    if language.code in {"fr", "pt"}:
        return amount.whole < 2  # noqa: PLR2004 - two is the first plural
    return amount.is_one
