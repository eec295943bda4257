"""Dates, times of day, decades and telephone numbers."""
# ruff: noqa: RUF001 - signs and dashes of many languages are the subject here

import re
from typing import Final

from reelwright.film.text.reading.language import ReadingLanguage
from reelwright.film.text.reading.rule import Rule, preceding, text_before

_HOURS: Final = 24
_MINUTES: Final = 60
_LOW_MINUTE: Final = 10
_LAST_DAY: Final = 31
_MONTHS: Final = 12
_BEHIND_WEEKDAY: Final = re.compile(r"(\b[Aa]m|\b[Vv]om|\b[Zz]um|\b[Dd]e[mnr]) [A-Z][a-z]+\.?, $")
_REACH_OF_CUE: Final = 25


def moment_rules(language: ReadingLanguage) -> list[Rule]:
    """Return the rules of this file, in the forms that the language writes."""
    time = language.table["time"]
    dotted = (
        [Rule(re.compile(rf"(?:{time['dotted']})(\d{{1,2}})\.(\d\d)(?!\d|[.,]\d|\s?%)"), _time)]
        if "dotted" in time
        else []
    )
    if time.get("dotted_unit"):
        dotted = [Rule(re.compile(r"(?<![\d.,])(\d{1,2})\.(\d\d) (?=Uhr)(Uhr)"), _time)]
    units = time["words"]
    return [
        Rule(re.compile(r"\+(?=(?:[ .()-]{0,2}\d){7})\d{1,3}(?:[ .-]?\(?\d+\)?){2,}(?!\w)"), _phone),
        Rule(
            re.compile(r"(?<![\w.,-])\d{2,4}(?:[ .-]\d{2,4}){2,4}(?![\w-])|(?<![\w.,-])\d{7,12}(?!\w)"), _phone_with_cue
        ),
        *(Rule(re.compile(rf"(?<![\w.,]){phone}(?![\w.,]\d)"), _phone) for phone in language.table["phones"]),
        Rule(
            re.compile(r"(?<![\w.,-])\d{2,4}(?:-\d{2,4}){2,}(?![\w-])|(?<![\w.,])\(\d{3}\) ?\d{3}-\d{4}"),
            _phone_or_date,
        ),
        Rule(re.compile(r"(?<![\w.,/])(\d{1,2})[º°]?([/.-])(\d{1,2})\2(\d{4}|\d\d)(?![\w/])(?!\.\d)"), _date),
        *dotted,
        *_first_day_rules(language),
        *([Rule(re.compile(r"(?<![\w.,])(\d{1,2})\.(\d{1,2})\.(?![\w])"), _day)] if language.code == "de" else []),
        Rule(re.compile(r"(?<![\w.,:])(\d):(\d\d):(\d\d)(?: ?h)?(?![\w:])"), _duration),
        Rule(re.compile(rf"(?<![\w.,:])(\d{{1,2}}):(\d\d)(?::\d\d)?(?: ?({units}))?(?![\w:])"), _time),
        Rule(re.compile(r"(?<![\w.,])(\d{1,2}) ?h ?(\d\d)(?! ?min)(?!\w)"), _time),
        Rule(
            re.compile(r"(?<![\w.,])24 ?h?/7(?: ?[jdg]/7)?(?!\w)|(?<![\w.,])24 ?/ ?7(?!\w)"),
            lambda _, known: known.word("round_the_clock"),
        ),
        Rule(
            re.compile(r"(?<!\w)['’](\d\d)(?=[\s.,;:!?)]|$)"),
            lambda match, known: known.numerals.cardinal(int(match[1])),
        ),
    ]


def _first_day_rules(language: ReadingLanguage) -> list[Rule]:
    """Return the rule for "1 mai", where the language says the first and not one."""
    if language.table["first_day"] in {"", language.numerals.cardinal(1)}:
        return []
    months = "|".join(language.table["months"].split())
    first = re.compile(rf"(?<![\w.,])1(?= (?:de )?(?:{months})\b)")
    return [Rule(first, lambda _, known: str(known.table["first_day"]))]


def say_day(day: int, month: int, language: ReadingLanguage) -> str | None:
    """Say a day and its month without a year; None for numbers that are neither."""
    months = language.table["months"].split()
    if not (0 < day <= _LAST_DAY and 0 < month <= _MONTHS):
        return None
    said = (day == 1 and language.table["first_day"]) or language.numerals.cardinal(day)
    return str(language.table["date"].format(day=said, month=months[month - 1], year="")).removesuffix(" de ").strip()


def _phone(match: re.Match[str], language: ReadingLanguage) -> str:
    """Say digit by digit; French groups pairs."""
    groups = re.findall(r"\d+", match[0])
    plus = [language.word("plus")] if match[0].startswith("+") else []
    if language.table.get("phone_pairs"):
        said = [
            language.numerals.digits(group) if group[0] == "0" else language.numerals.cardinal(int(group))
            for group in groups
        ]
    else:
        said = [language.numerals.digits(group) for group in groups]
    return " ".join([*plus, *said])


def _phone_with_cue(match: re.Match[str], language: ReadingLanguage) -> str | None:
    """Say digits behind a word that announces a telephone number; None elsewhere."""
    cues = tuple(language.table["phone_cues"].split())
    before = re.findall(r"\w+", text_before(match)[-_REACH_OF_CUE:].casefold())
    return _phone(match, language) if any(word.startswith(cues) for word in before) else None


def _phone_or_date(match: re.Match[str], language: ReadingLanguage) -> str | None:
    """Tell 2024-05-17 from 555-123-4567."""
    iso = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", match[0])
    if iso:
        return _dated(int(iso[3]), int(iso[2]), iso[1], match, language)
    return None if re.fullmatch(r"\d{1,2}-\d{1,2}-\d{2,4}", match[0]) else _phone(match, language)


def _date(match: re.Match[str], language: ReadingLanguage) -> str | None:
    return _dated(int(match[1]), int(match[3]), match[4], match, language)


def _dated(day: int, month: int, year: str, match: re.Match[str], language: ReadingLanguage) -> str | None:
    """Say a date; None for numbers that are no day and month."""
    months = language.table["months"].split()
    if not (0 < day <= _LAST_DAY and 0 < month <= len(months)):
        return None
    numerals = language.numerals
    said_year = numerals.year(int(year))
    if language.code == "de":
        return f"{_german_day(day, month, match, language)} {said_year}"
    said_day = (day == 1 and language.table["first_day"]) or numerals.cardinal(day)
    return str(language.table["date"].format(day=said_day, month=months[month - 1], year=said_year))


def _day(match: re.Match[str], language: ReadingLanguage) -> str | None:
    """Say a German date without its year."""
    day, month = int(match[1]), int(match[2])
    is_date = 0 < day <= _LAST_DAY and 0 < month <= _MONTHS
    return _german_day(day, month, match, language) if is_date else None


def _german_day(day: int, month: int, match: re.Match[str], language: ReadingLanguage) -> str:
    """Say "24.12." by two ordinals, declined alike, as dates in figures are read."""
    behind_weekday = _BEHIND_WEEKDAY.search(text_before(match))
    article = behind_weekday[1] if behind_weekday else preceding(match)
    return " ".join(language.declined(language.numerals.ordinal(value), article) for value in (day, month))


def _duration(match: re.Match[str], language: ReadingLanguage) -> str:
    """Say "2:01:09" as hours, minutes and seconds."""
    parts = ((int(value), language.units[sign]) for value, sign in zip(match.groups(), ("h", "min", "s"), strict=True))
    return " ".join(
        f"{language.numerals.cardinal(value, unit.gender, before_noun=True)} {unit.one if value == 1 else unit.many}"
        for value, unit in parts
        if value
    )


def _time(match: re.Match[str], language: ReadingLanguage) -> str | None:
    hour, minute = int(match[1]), int(match[2])
    if hour > _HOURS or minute >= _MINUTES:
        return None
    time = language.table["time"]
    has_unit = (match.re.groups > 2 and bool(match[3])) or "h" in match[0]  # noqa: PLR2004 - the third group is the unit
    said = language.numerals.cardinal(hour, "f" if time["gender"] == "f" else "", before_noun=True)
    minutes = language.numerals.cardinal(minute)
    one, many = time["unit"]
    kind = _kind(minute, has_unit=has_unit)
    form = time["quarter"].get(str(minute)) if 0 < hour <= _HOURS // 2 and not has_unit else None
    plain = form or time[kind]
    return str(plain.format(hour=said, minute=minutes, unit=one if hour <= 1 else many))


def _kind(minute: int, *, has_unit: bool) -> str:
    if minute == 0:
        return "with_unit" if has_unit else "full"
    if has_unit:
        return "unit_minutes"
    return "low" if minute < _LOW_MINUTE else "minutes"
