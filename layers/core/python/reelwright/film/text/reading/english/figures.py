"""What every English rule needs: how a number is written and said, and how a year is."""

import re
from typing import Final

from reelwright.film.text.reading.language import ReadingLanguage

NUMBER: Final = (
    r"(?:\d{1,3}(?:[ \u00a0\u202f]\d{3}){2,}|\d{1,2}(?:,\d\d)+,\d{3}|\d{1,3}(?:,\d{3})+(?:\.\d+)?"
    r"|\d+(?:[.,]\d+)?|(?<![\w.,])\.\d+)(?![\d])"
)
"""A number: commas group thousands, a point is decimal; a comma before one or two digits is taken for a decimal mark."""
DASH: Final = r"(?:\s[-\u2013\u2014]\s|[-\u2013\u2014])"
"""A dash between two numbers; with a space on one side only it is a sign: "the index, at 500 -0.3%"."""
_GROUPED: Final = re.compile(r"\d{1,3}(?:,\d{3})+|\d{1,2}(?:,\d\d)+,\d{3}")
"""Thousands, or the lakhs of India: 1,00,000."""
_LONGEST_CARDINAL: Final = 15
_CENT_DIGITS: Final = 2
SERIAL_DIGITS: Final = range(3, 5)
"""The lengths of numbers that name something, which are said by pairs."""
_HUNDRED: Final = 100
_THOUSAND: Final = 1000


def say_number(written: str, language: ReadingLanguage) -> str:
    """Say a number as written: `1,250.5`, `.5`, `10,5`, `007`."""
    whole, mark, fraction = _parted("".join(written.split()))
    if not mark:
        return say_whole(whole, language)
    if mark == "," and len(fraction) == _CENT_DIGITS:  # a foreign price: "3,99"
        return f"{say_whole(whole, language)} {say_two_digits(int(fraction), language)}"
    return f"{say_whole(whole or '0', language)} {language.word('point')} {language.numerals.digits(fraction)}"


def say_whole(digits: str, language: ReadingLanguage) -> str:
    """Say a whole number; digit by digit with leading zeros ("double oh seven") or beyond a quadrillion."""
    if digits.startswith("00") and len(digits) == 3:  # noqa: PLR2004 - agents, not numbers
        return f"double oh {language.numerals.cardinal(int(digits))}"
    if (digits[0] == "0" and len(digits) > 1) or len(digits) > _LONGEST_CARDINAL:
        return language.numerals.digits(digits)
    return language.numerals.cardinal(int(digits))


def say_two_digits(value: int, language: ReadingLanguage) -> str:
    """Say the last two digits of a year, a time or a serial: "oh five", "ten"."""
    return f"oh {language.numerals.cardinal(value)}" if value < 10 else language.numerals.cardinal(value)  # noqa: PLR2004


def say_serial(digits: str, language: ReadingLanguage) -> str:
    """Say three or four digits of a name by pairs: "Room 101" is "one oh one", "A380" "three eighty"."""
    if digits.endswith("00") or digits[0] == "0":
        return say_whole(digits, language)
    return f"{say_whole(digits[:-2], language)} {say_two_digits(int(digits[-2:]), language)}"


def say_year(year: int, language: ReadingLanguage) -> str:
    """Say a year: 1905 is "nineteen oh five", 1900 "nineteen hundred", 2005 "two thousand five", 2024 "twenty twenty four"."""
    century, rest = divmod(year, _HUNDRED)
    if year % _THOUSAND < 10 or year < _THOUSAND:  # noqa: PLR2004 - 2000 to 2009
        return language.numerals.cardinal(year)
    if rest == 0:
        return f"{language.numerals.cardinal(century)} hundred"
    return f"{language.numerals.cardinal(century)} {say_two_digits(rest, language)}"


def in_plural(said: str) -> str:
    """Put the words of a number in the plural: "fifteens", "fifties", "sixes"."""
    return f"{said[:-1]}ies" if said.endswith("y") else f"{said}es" if said.endswith("x") else f"{said}s"


def is_whole(written: str) -> bool:
    """Say whether a number has no decimals and no leading zero."""
    whole, mark, _ = _parted(written)
    return not mark and (whole == "0" or not whole.startswith("0"))


def is_one(written: str) -> bool:
    """Say whether the singular follows."""
    return written == "1"


def _parted(written: str) -> tuple[str, str, str]:
    """Part a number into its whole digits, its decimal mark and the digits behind it."""
    grouped = _GROUPED.match(written)
    if grouped and (len(grouped[0]) == len(written) or written[len(grouped[0])] == "."):
        whole, mark, fraction = written.partition(".")
        return whole.replace(",", ""), mark, fraction
    found = re.fullmatch(r"(\d*)([.,]?)(\d*)", written)
    return (found[1], found[2], found[3]) if found else (written, "", "")
