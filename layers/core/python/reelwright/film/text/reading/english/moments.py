"""Dates, times of day, decades and telephone numbers."""
# ruff: noqa: RUF001 - apostrophes and dashes are the subject here

import re
from typing import Final

from reelwright.film.text.reading.english.figures import in_plural, say_two_digits, say_year
from reelwright.film.text.reading.language import ReadingLanguage
from reelwright.film.text.reading.rule import Rule, following, preceding
from reelwright.film.text.reading.scores import is_near

_LAST_DAY: Final = 31
_HOURS: Final = 24
_MIDNIGHT: Final = re.compile("00:00(?::00)?")
_MINUTES: Final = 60
_CENTURY: Final = 1900
_YOUNG_CENTURY: Final = 40
"""A year of two digits below this one belongs to our century."""
_HALF_DAY: Final = r"(?:\s?(?P<half>[apAP])\.?[mM](?P<stop>\.)?(?!\w))"
_PHONES: Final = (
    r"(?<![\w.,-])(?:\+?\d{1,3}[\s.-])?\(?\d{3}\)?[\s.-]\d{3}[\s.-]\d{4}(?![\w-])",
    r"(?<!\w)\+(?=(?:[\s.()-]{0,2}\d){7})\d{1,3}(?:[\s.-]?\(?\d+\)?){2,}(?!\w)",
    r"(?<![\w.,-])\d{3}-\d{4}(?![\w-])",
    r"(?<![\w.,-])\d+(?:-\d+){3,}-?[\dX]?(?![\w-])",  # ISBN and other keys
    r"(?<![\w.,-])\d{3}-\d\d-\d{4}(?![\w-])",  # social security
    r"(?<![\w.,-])\d{4}(?: \d{4}){3}(?![\w-])",  # bank cards
    r"(?<![\w.,-])(?<!\d )\(?0(?!00)\d{2,4}\)?(?:[ -]\d{3,4}){1,3}(?![\w-])",  # with the prefix of a long-distance call
    r"(?<![\w.,-])1[38]00 \d{3} \d{3}(?![\w-])",  # Australia
    r"(?<=[Cc]all )\d{5,}|(?<=[Tt]ext )\d{5,}|(?<=[Dd]ial )\d{3,}",
    r"(?<=[A-Z] to )\d{5,6}(?!\w|[.,]\d)",
)


def moment_rules(language: ReadingLanguage) -> list[Rule]:
    """List the rules of this file."""
    months = language.table["months"].replace(" ", "|")
    short = language.table["short_months"].replace(" ", "|")
    month = rf"(?P<month>{months}|(?:{short})\.?)"
    day = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
    year = r"(?P<year>(?:1\d|20)\d\d)(?![\d,])"
    return [
        *(Rule(re.compile(pattern), _phone) for pattern in _PHONES),
        Rule(re.compile(r"(?<![\w.,$#-])(?:911|999|112|988|411|311|211)(?!\w|[.,]\d|-\d|\s?%)"), _short_phone),
        Rule(re.compile(r"(?<![\w.,-])(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)(?![\w-])"), _numbered),
        Rule(
            re.compile(r"(?<![\w.,-])(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)T(?=\d\d:\d\d)"),
            _numbered_before_time,
        ),
        Rule(
            re.compile(r"(?<=\dT)(\d\d):(\d\d)(?::(?:00()|(\d\d))(?:\.\d+)?)?(?P<half>)(?=Z|[+-]\d|\s|[.,]|$)"), _time
        ),
        Rule(re.compile(r"(?<![\w.,/])(\d{1,2})([/.])(\d{1,2})\2(\d{4}|\d\d)(?![\w/]|\.\d)"), _slashed),
        Rule(re.compile(r"(?<![\w.,/])(\d{1,2})/(\d{1,2})(?![\w/%]|\.\d)"), _day_of_month),
        Rule(
            re.compile(
                rf"(?<!\w){month}\s{day}[-–](?P<last>\d{{1,2}})(?:st|nd|rd|th)?(?![\w:%-]|[.,]\d)(?:,?\s{year})?"
            ),
            _days,
        ),
        Rule(re.compile(rf"(?<!\w){month}\s{day}(?![\w:%]|[.,]\d)(?:,?\s{year})?"), _named),
        Rule(re.compile(rf"(?<![\w.,:]){day}\s{month}(?!\w)(?:,?\s{year})?"), _named_day_first),
        Rule(
            re.compile(rf"(?<!\w)({short})\.?(?=\s(?:[’']\d\d|(?:19|20)\d\d)(?!\w))"),
            lambda match, known: _month(match[1], known),
        ),
        Rule(re.compile(r"(?<![\w.,:$-])(\d{1,2})[-–](?=\d{1,2}(?::\d\d)?\s?[apAP]\.?[mM])"), _first_hour),
        Rule(re.compile(rf"(?<![\w.,:])(\d{{1,2}}):(\d\d)(?::(\d\d))?(?!(?!ish\b)[\w:]){_HALF_DAY}?"), _time),
        Rule(re.compile(rf"(?<![\w.,:])(\d{{1,2}}):(\d\d)(){_HALF_DAY}"), _time),
        Rule(re.compile(rf"(?<![\w.,:$])(\d{{1,2}})()(){_HALF_DAY}"), _time),
        Rule(re.compile(r"(?<![\w.,])(\d{1,2})/(\d{1,2})c(?!\w)"), _broadcast),
        Rule(re.compile(r"(?<![\w.,])24/7/365(?!\w)"), lambda *_: "twenty four seven three sixty five"),
        Rule(re.compile(r"(?<![\w.,])24(?:\s?/\s?|-)7(?!\w)"), lambda _, known: known.word("round_the_clock")),
        Rule(
            re.compile(r"(?<![\w.,$€£])1,?(0{2,3}(?:,000)*)[’']?s(?!\w)"),
            lambda match, known: (
                f"{known.numerals.cardinal(int('1' + match[1].replace(',', ''))).removeprefix('one ')}s"
            ),
        ),
        Rule(re.compile(r"(?<![\w.,$€£])(\d{2,3}0)[’']?s(?!\w)"), _decade),
        Rule(re.compile(r"[’'‘]?(?<![\w$€£])(\d0)[’']?s(?!\w)"), _decade),
        Rule(
            re.compile(r"(?<![\w.,$€£-])(\d+)(?:-(\d))?[’']s(?!\w)|(?<=[a-z] )(\d{2}[1-9])(?:-(\d))?s(?!\w)"), _plural
        ),
        Rule(re.compile(r"[’'‘](?<![\w][’'])(\d\d)(?=[\s.,;:!?)]|$)"), _short_year),
    ]


def _phone(match: re.Match[str], language: ReadingLanguage) -> str | None:
    """Say digit by digit; None for years with a dash between."""
    if re.fullmatch(r"(?:1\d|20)\d\d-(?:1\d|20)\d\d", match[0]):
        return None
    plus = "plus " if match[0].startswith("+") else ""
    return plus + language.numerals.digits(match[0])


def _short_phone(match: re.Match[str], language: ReadingLanguage) -> str | None:
    """Say "911" digit by digit near a word of calls; elsewhere it is a number, as in "a Porsche 911"."""
    return language.numerals.digits(match[0]) if is_near(match, "calls", language) else None


def _numbered(match: re.Match[str], language: ReadingLanguage) -> str | None:
    return _date(int(match["day"]), int(match["month"]), match["year"], language)


def _numbered_before_time(match: re.Match[str], language: ReadingLanguage) -> str | None:
    """Say the date of a time stamp; the time follows without a space."""
    said = _numbered(match, language)
    return said and f"{said} "


def _slashed(match: re.Match[str], language: ReadingLanguage) -> str | None:
    """Say 12/25/2023: the month first in American English, unless the figures say otherwise."""
    first, second = int(match[1]), int(match[3])
    day_first = language.is_british or match[2] == "."
    if second > 12 or first > 12:  # noqa: PLR2004 - no month has these numbers
        day_first = first > 12  # noqa: PLR2004 - the same
    day, month = (first, second) if day_first else (second, first)
    return _date(day, month, match[4], language)


def _day_of_month(match: re.Match[str], language: ReadingLanguage) -> str | None:
    """Say "on 5/6"; without such a word it is no date."""
    if preceding(match).casefold() not in language.table["date_openers"].split() or (match[1], match[2]) == ("9", "11"):
        return None
    if preceding(match).casefold() == "by" and is_near(match, "changes", language, whole=True):
        return None  # "cut by 1/3"
    first, second = int(match[1]), int(match[2])
    return _date(first, second, "", language) if language.is_british else _date(second, first, "", language)


def _named(match: re.Match[str], language: ReadingLanguage) -> str | None:
    """Say "July 4, 1776" and "Dec. 25"."""
    if int(match["day"]) > _LAST_DAY:
        return None
    said = f"{_month(match['month'], language)} {language.numerals.ordinal(int(match['day']))}"
    return _with_year(said, match["year"], language)


def _broadcast(match: re.Match[str], language: ReadingLanguage) -> str:
    """Say "9/8c", the hour of a broadcast in two time zones."""
    return f"{language.numerals.cardinal(int(match[1]))} {language.numerals.cardinal(int(match[2]))} central"


def _days(match: re.Match[str], language: ReadingLanguage) -> str | None:
    """Say "Jan. 4-7, 2024"."""
    if not 0 < int(match["day"]) < int(match["last"]) <= _LAST_DAY:
        return None
    first, last = (language.numerals.ordinal(int(match[name])) for name in ("day", "last"))
    return _with_year(f"{_month(match['month'], language)} {first} to {last}", match["year"], language)


def _named_day_first(match: re.Match[str], language: ReadingLanguage) -> str | None:
    """Say "4 July 1776"."""
    if not 0 < int(match["day"]) <= _LAST_DAY or (
        match["month"] == "May" and not match["year"] and following(match)[:1].islower()
    ):
        return None
    article = "" if preceding(match).casefold() == "the" else "the "
    said = f"{article}{language.numerals.ordinal(int(match['day']))} of {_month(match['month'], language)}"
    return _with_year(said, match["year"], language)


def _with_year(said: str, year: str | None, language: ReadingLanguage) -> str:
    return said if year is None else f"{said}, {say_year(int(year), language)}"


def _month(written: str, language: ReadingLanguage) -> str:
    months: list[str] = language.table["months"].split()
    return next(month for month in months if month.startswith(written.rstrip(".")[:3]))


def _date(day: int, month: int, year: str, language: ReadingLanguage) -> str | None:
    """Say a date of numbers; None for numbers that are no day and month."""
    months = language.table["months"].split()
    if not (0 < day <= _LAST_DAY and 0 < month <= len(months)):
        return None
    ordinal = language.numerals.ordinal(day)
    said = f"the {ordinal} of {months[month - 1]}" if language.is_british else f"{months[month - 1]} {ordinal}"
    return f"{said} {say_year(_full_year(year), language)}" if year else said


def _full_year(year: str) -> int:
    value = int(year)
    return value if len(year) > 2 else value + (_CENTURY + 100 if value < _YOUNG_CENTURY else _CENTURY)  # noqa: PLR2004


def _time(match: re.Match[str], language: ReadingLanguage) -> str | None:
    """Say a time of day; None for what is none: "25:70"."""
    hour, minute = int(match[1]), int(match[2] or 0)
    if hour > _HOURS or minute >= _MINUTES:
        return None
    if _MIDNIGHT.fullmatch(match[0]):
        return "midnight"
    parts = [language.numerals.cardinal(hour)]
    if minute:
        parts.append(say_two_digits(minute, language))
    elif match[2] and not match["half"]:
        parts.append("o'clock" if hour <= _HOURS // 2 else "hundred")
    if match[3]:
        parts.append(say_two_digits(int(match[3]), language))
    if match["half"]:
        parts.append(f"{match['half'].lower()} m{_kept_stop(match)}")
    return " ".join(parts)


def _first_hour(match: re.Match[str], language: ReadingLanguage) -> str:
    """Say the "3-" of "3-4pm"."""
    return f"{language.numerals.cardinal(int(match[1]))} to "


def _kept_stop(match: re.Match[str]) -> str:
    """Keep the full stop of "p.m." where it also ends the sentence."""
    rest = match.string[match.end() :].strip("\"'»”)")
    return "." if match["stop"] and (not rest or following(match)[:1].isupper()) else ""


def _decade(match: re.Match[str], language: ReadingLanguage) -> str | None:
    """Say "1990s", "1800s" and "'90s"; None where the number counts seconds, as in "wait 30s"."""
    if preceding(match).casefold() in language.table["seconds_after"].split() and match[0] == f"{match[1]}s":
        return None
    years = int(match[1])
    if len(match[1]) > 2 and years % 100 == 0:  # noqa: PLR2004 - hundreds
        said = language.numerals.cardinal(years) if years % 1000 == 0 else say_year(years, language)
        return f"{said}s"
    if years == 0:
        return "two thousands"  # "the early '00s"
    tens = language.numerals.cardinal(years % 100)
    century = f"{language.numerals.cardinal(years // 100)} " if years > 100 else ""  # noqa: PLR2004
    return century + in_plural(tens)


def _plural(match: re.Match[str], language: ReadingLanguage) -> str | None:
    """Say "the 5's" and "Boeing 747s"; None where the number counts seconds."""
    digits, variant = match[1] or match[3], match[2] or match[4]
    if match[3] and not is_near(match, "serials", language):
        return None
    number = language.numerals.cardinal(int(digits[-2:]))
    hundreds = f"{language.numerals.cardinal(int(digits[:-2]))} " if digits[:-2] else ""
    last = language.numerals.cardinal(int(variant)) if variant else number
    said = hundreds + (f"{number} {last}" if variant else number)
    return in_plural(said)


def _short_year(match: re.Match[str], language: ReadingLanguage) -> str:
    """Say the "'98" of "the summer of '98"."""
    return say_two_digits(int(match[1]), language)
