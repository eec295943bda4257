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
        Rule(re.compile(rf"(?<!\w)({days})\.?(?:\s?[-–]\s?)({days})(?!\w)(?:\.(?=\s\w))?"), _span),
        Rule(
            re.compile(rf"(?<!\w)({days})(?= {_HOUR}(?:\s?[-–]\s?{_HOUR})?\s?(?:[ap]\.?m\b|[AP]M\b|Uhr\b|h\b))"),
            lambda match, known: _written(known)[match[1]],
        ),
        Rule(re.compile(rf"(?<!\w)({days})\.? ({_TO}) ({days})(?!\w)(?:\.(?=[\s,]))?"), _joined_span),
        Rule(
            re.compile(rf"(?<!\w)({days})(?=, (?:{_months(language)})\b)"),
            lambda match, known: _written(known)[match[1]],
        ),
        Rule(
            re.compile(rf"(?<!\w)({days})(?=(?:,| &| and| y| et| e| und) (?:{days})\b)"),
            lambda match, known: _written(known)[match[1]],
        ),
        Rule(
            re.compile(rf"(?:(?<=& )|(?<=and ))({days})(?= \d| at\b)"), lambda match, known: _written(known)[match[1]]
        ),
        Rule(re.compile(r"(?<!\w)(Mon|Tues?|Wed|Thu|Thurs?|Fri)\."), _english_day),
        Rule(
            re.compile(r"(?:(?<=\bon )|(?<=\bnext )|(?<=\bthis )|(?<=\blast )|(?<=\bevery ))(Sat|Sun)\."), _english_day
        ),
        Rule(re.compile(rf"(?<!\w)({days})\.(?=,|\s\d)"), lambda match, known: _written(known)[match[1]]),
    ]


def _written(language: ReadingLanguage) -> dict[str, str]:
    """Return the names by their short forms, also with the capital that begins a sentence."""
    days = dict(language.table["weekdays"])
    return {**{short.capitalize(): name for short, name in days.items()}, **days}


def _english_day(match: re.Match[str], language: ReadingLanguage) -> str | None:
    """Say "Fri. at nine"; "Sat." and "Sun." are words as well."""
    return _written(language)[match[1]] + kept_stop(match, language) if language.code == "en" else None


def _months(language: ReadingLanguage) -> str:
    return f"{language.table['months']} {language.table.get('short_months', '')}".strip().replace(" ", "|")


def _joined_span(match: re.Match[str], language: ReadingLanguage) -> str:
    """Say "seg. a sex." and "L a V"."""
    days = _written(language)
    return f"{days[match[1]]} {match[2]} {days[match[3]]}"


def _span(match: re.Match[str], language: ReadingLanguage) -> str:
    days = _written(language)
    return f"{days[match[1]]} {language.word('to')} {days[match[2]]}"
