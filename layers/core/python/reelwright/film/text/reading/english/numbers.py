"""Ranks, ranges, years, serial numbers, Roman numerals and plain numbers."""
# ruff: noqa: RUF001, RUF002 - dashes and superscripts are the subject here

import re
from typing import Final

from reelwright.film.text.reading.english.figures import (
    DASH,
    NUMBER,
    SERIAL_DIGITS,
    is_whole,
    say_number,
    say_serial,
    say_two_digits,
    say_whole,
    say_year,
)
from reelwright.film.text.reading.language import ReadingLanguage
from reelwright.film.text.reading.romans import roman_value
from reelwright.film.text.reading.rule import Rule, following, preceding, text_before
from reelwright.film.text.stopwords import stop_words

_YEARS: Final = range(1100, 2100)
_YEARS_WITH_A_CUE: Final = range(1000, 2200)
_HUNDREDS: Final = range(1100, 2000, 100)
_NO_NOUNS: Final = stop_words("en") | {"vs", "versus"}
_ROMAN: Final = r"(?=[IVXL])(?:XL|L?X{0,3})(?:IX|IV|V?I{0,3})"
_MODEL_BEFORE: Final = re.compile(r"\b[A-Z]+\d+ $")
"""A machine whose versions have numerals: "A7 IV"."""
_CODE_BEFORE: Final = re.compile(r"\b(?:zip|pin|postcode|passcode|code|otp)(?:: | is )$", re.IGNORECASE)
_OWNER: Final = re.compile(r"([^\W\d_]+)['’]s $")
"""The maker in "Boeing's 737"."""
_GIVEN_BEFORE: Final = re.compile(r"\b([A-Z][a-z]+) (?:[A-Z]\. )?[A-Z][\w'’-]+ $")
"""The first name of "Robert Griffin III"."""
_NAME_BEHIND: Final = re.compile(r"\. ([A-Z]\w+)")
_LAND_BEHIND: Final = re.compile(r" of [A-Z]")
_EQUALS: Final = re.compile(r"\s?=")


def rank_rules() -> list[Rule]:
    """List the rule of ranks: "21st"."""
    return [Rule(re.compile(r"(?<![\w.,])(\d{1,3}(?:,\d{3})*|\d+)(?:st|nd|rd|th)(?!\w)"), _rank)]


def number_rules(_language: ReadingLanguage) -> list[Rule]:
    """List the rules of years, serial numbers, Roman numerals and plain numbers."""
    return [
        Rule(re.compile(r"(?<![\w.,/])((?:1\d|20)\d\d)/(\d\d|(?:1\d|20)\d\d)(?![\w/]|[.,]\d)"), _season),
        Rule(re.compile(rf"(?<![\w.,-]){NUMBER}{DASH}{NUMBER}(?![\w-])"), _range),
        Rule(re.compile(r"(?<![\w.,-])[-−](?=[\d.])(?P<number>" + NUMBER + r")(?!\w)"), _negative),
        Rule(re.compile(rf"(?<![\w.,]){NUMBER}(?![^\W_]|[.,]\d)"), _plain),
        Rule(re.compile(rf"(?<![\w.'’-])({_ROMAN})(?![\w-]|['’](?!s\b))(?<!\s)"), _roman),
        Rule(re.compile("[\u2160-\u216b]"), lambda match, known: known.numerals.cardinal(ord(match[0]) - 0x215F)),
    ]


def _rank(match: re.Match[str], language: ReadingLanguage) -> str:
    return language.numerals.ordinal(int(match[1].replace(",", "")))


def _range(match: re.Match[str], language: ReadingLanguage) -> str | None:
    """Say "5-10", "2010–2015" and "1939-45"."""
    parts = re.split(r"\s?[-–—]\s?", match[0])
    if len(parts) != 2:  # noqa: PLR2004 - a number with a sign
        return None
    first, second = parts
    if _EQUALS.match(match.string, match.end()) and " " in match[0]:
        return f"{say_number(first, language)} minus {say_number(second, language)}"
    if first.isdigit() and int(first) in _YEARS and len(first) == 4 and second.isdigit():  # noqa: PLR2004
        if len(second) == 2:  # noqa: PLR2004
            return f"{say_year(int(first), language)} to {say_two_digits(int(second), language)}"
        if len(second) == 4:  # noqa: PLR2004
            return f"{say_year(int(first), language)} to {say_year(int(second), language)}"
    return f"{say_number(first, language)} to {say_number(second, language)}"


def _season(match: re.Match[str], language: ReadingLanguage) -> str:
    """Say "the 2023/24 season"."""
    second = say_two_digits(int(match[2]), language) if len(match[2]) == 2 else say_year(int(match[2]), language)  # noqa: PLR2004
    return f"{say_year(int(match[1]), language)} {second}"


def _negative(match: re.Match[str], language: ReadingLanguage) -> str:
    return f"{language.word('minus')} {say_number(match['number'], language)}"


def _plain(match: re.Match[str], language: ReadingLanguage) -> str:
    """Say a number that nothing measures: a code, a serial, a year, or a count."""
    written = match[0]
    owner = _OWNER.search(text_before(match))
    before = (owner[1] if owner else preceding(match)).casefold()
    if not (written.isdigit() and is_whole(written)):
        return say_number(written, language)
    if before in language.table["zips"].split() or _CODE_BEFORE.search(text_before(match)):
        return language.numerals.digits(written)
    value = int(written)
    is_serial = before in language.table["serials"].split() or following(match) in {"error", "errors"}
    if len(written) in SERIAL_DIGITS and is_serial:
        return say_serial(written, language)
    if len(written) == 4 and _is_year(match, value, before, language):  # noqa: PLR2004 - a year's digits
        return say_year(value, language)
    if value in _HUNDREDS:
        return f"{language.numerals.cardinal(value // 100)} hundred"
    return say_whole(written, language)


def _is_year(match: re.Match[str], value: int, before: str, language: ReadingLanguage) -> bool:
    """Tell "in 1905" and "1905 began" from "1905 people"."""
    if value in _YEARS_WITH_A_CUE and match.string[match.start() - 1 : match.end() + 1] == f"({value})":
        return True
    years = language.table["years"]
    noun = following(match)
    counts = noun in years["plurals"].split() or (
        noun.islower() and noun.endswith("s") and noun not in _NO_NOUNS and not noun.endswith("ss")
    )
    if value in _YEARS_WITH_A_CUE and before in years["before"].split():
        return not counts or before in {"in", "since", "by"}
    return value in _YEARS and not counts


def _is_initial(match: re.Match[str]) -> bool:
    """Tell the initial of "Samuel L. Jackson" from the numeral of "Henry V"."""
    name = _NAME_BEHIND.match(match.string, match.end())
    return match[1] == "L" or (len(match[1]) == 1 and name is not None and name[1].casefold() not in _NO_NOUNS)


def _is_ruler(match: re.Match[str], before: str, language: ReadingLanguage) -> bool:
    """Tell "Abdullah II of Jordan" and "Robert Griffin III" from "Part II of the book" and from "Rocky II"."""
    if len(match[1]) == 1 or not before[:1].isupper():
        return False
    given = _GIVEN_BEFORE.search(text_before(match))
    is_named = given is not None and given[1].casefold() in language.table["romans"]["kings"].split()
    return is_named or _LAND_BEHIND.match(match.string, match.end()) is not None


def _roman(match: re.Match[str], language: ReadingLanguage) -> str | None:
    """Say "Louis XIV", "World War II" and "Chapter IV"; None for the pronoun I and for what is no numeral."""
    letters = match[1]
    if not letters:
        return None
    before, value = preceding(match), roman_value(letters)
    romans = language.table["romans"]
    if before.casefold() in romans["cues"].split():
        return language.numerals.cardinal(value)
    if before.casefold() in romans["kings"].split() and before[:1].isupper() and not _is_initial(match):
        is_pronoun = (
            letters == "I" and following(match)[:1].islower() and following(match) not in romans["after_kings"].split()
        )
        return None if is_pronoun else f"the {language.numerals.ordinal(value)}"
    if _is_ruler(match, before, language):
        return f"the {language.numerals.ordinal(value)}"
    is_after_name = before[:1].isupper() or _MODEL_BEFORE.search(text_before(match)) is not None
    is_numeral = letters != "XL" if len(letters) > 1 else letters == "V" and not following(match)[:1].isupper()
    return language.numerals.cardinal(value) if is_after_name and is_numeral else None
