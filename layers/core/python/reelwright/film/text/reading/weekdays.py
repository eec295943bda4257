"""Days of the week in short: "Mo.-Fr.", "Mon-Fri" and "Sat., May 4"."""
# ruff: noqa: RUF001 - dashes are the subject here

import re
from typing import Final

from reelwright.film.text.reading.language import ReadingLanguage, either
from reelwright.film.text.reading.rule import Rule
from reelwright.film.text.reading.shortened import kept_stop

_TO: Final = "a|à|al|au|bis|to|thru|through"
_HOUR: Final = r"\d{1,2}(?:[:.]\d\d)?"


def weekday_rules(language: ReadingLanguage) -> list[Rule]:
    """Return the rules of this file: two days with a dash between, and one with a stop before a date or a comma."""
    days = either(_written(language))
    return [
        Rule(re.compile(rf"(?<!\w)({days})\.?(?:\s?[-–]\s?)()({days})(?!\w)(?:\.(?=\s\w))?"), _span),
        Rule(
            re.compile(rf"(?<!\w)({days})(?= {_HOUR}(?:\s?[-–]\s?{_HOUR})?\s?(?:[ap]\.?m\b|[AP]M\b|Uhr\b|h\b))"), _day
        ),
        Rule(re.compile(rf"(?<!\w)({days})\.? ({_TO}) ({days})(?!\w)(?:\.(?=[\s,]))?"), _span),
        Rule(re.compile(rf"(?<!\w)({days})(?=, (?:{_months(language)})\b)"), _day),
        Rule(re.compile(rf"(?<!\w)({days})(?=(?:,| &| and| y| et| e| und) (?:{days})\b)"), _day),
        Rule(re.compile(rf"(?:(?<=& )|(?<=and ))({days})(?= \d| at\b)"), _day),
        Rule(re.compile(r"(?<!\w)(Mon|Tues?|Wed|Thu|Thurs?|Fri)\."), _english_day),
        Rule(
            re.compile(r"(?:(?<=\bon )|(?<=\bnext )|(?<=\bthis )|(?<=\blast )|(?<=\bevery ))(Sat|Sun)\."), _english_day
        ),
        Rule(re.compile(rf"(?<!\w)({days})\.(?=,|\s\d)"), _day),
    ]


def _written(language: ReadingLanguage) -> dict[str, str]:
    """Return the names by their short forms, also with the capital that begins a sentence."""
    days = dict(language.table["weekdays"])
    return {**{short.capitalize(): name for short, name in days.items()}, **days}


def _day(match: re.Match[str], language: ReadingLanguage) -> str:
    """Say "Sat."."""
    return _written(language)[match[1]]


def _english_day(match: re.Match[str], language: ReadingLanguage) -> str | None:
    """Say "Fri. at nine"; "Sat." and "Sun." are words as well."""
    return _day(match, language) + kept_stop(match, language) if language.code == "en" else None


def _months(language: ReadingLanguage) -> str:
    return f"{language.table['months']} {language.table.get('short_months', '')}".strip().replace(" ", "|")


def _span(match: re.Match[str], language: ReadingLanguage) -> str:
    """Say "Mo.-Fr.", "seg. a sex." and "L a V"."""
    days = _written(language)
    return f"{days[match[1]]} {match[2] or language.word('to')} {days[match[3]]}"
