"""Everyday kinds that a pattern alone tells, as data: `languages/en-kinds.json` lists them.

A row has a `pattern`, the words to `say`, and for a doubtful one the subject (`near`) of which a word must stand near it.
`<name>` in a pattern stands for a list of the file's `lists`. In what is said, `{2}` is the second group as it is written
and `{ordinal 2}` its reading; a part in `[...]` is left out where a group in it is empty.
"""

import json
import re
from collections.abc import Callable, Mapping
from functools import cache
from importlib import resources
from typing import Any, Final

from reelwright.film.text.reading.english.figures import say_number, say_serial, say_two_digits, say_whole, say_year
from reelwright.film.text.reading.language import ReadingLanguage
from reelwright.film.text.reading.romans import roman_value
from reelwright.film.text.reading.rule import Rule, Sayer

_SLOT: Final = re.compile(r"\{(?:(\w+) )?(\d)\}")
_OPTIONAL: Final = re.compile(r"\[([^\]]*)\]")
_LIST: Final = re.compile(r"<(\w+)>")
_REACH: Final = 60
"""How many characters away a word of the subject may stand."""


def kind_rules() -> list[Rule]:
    """List the rules of the file, in its order."""
    table = _table()
    return [
        Rule(re.compile(_LIST.sub(lambda found: table["lists"][found[1]], row["pattern"])), _sayer(row))
        for row in table["kinds"]
    ]


def _sayer(row: Mapping[str, str]) -> Sayer:
    near = re.compile(rf"(?<!\w)(?:{_table()['near'][row['near']]})(?!\w)", re.IGNORECASE) if "near" in row else None

    def say(match: re.Match[str], language: ReadingLanguage) -> str | None:
        if near and not _is_near(near, match):
            return None
        wanted = _OPTIONAL.sub(lambda part: part[1] if _has_groups(part[1], match) else "", row["say"])
        return _SLOT.sub(lambda slot: _READINGS[slot[1] or "written"](match[int(slot[2])], language), wanted)

    return say


def _is_near(near: re.Pattern[str], match: re.Match[str]) -> bool:
    """Search the text around a match, and not the match itself."""
    before = match.string[max(0, match.start() - _REACH) : match.start()]
    return bool(near.search(before) or near.search(match.string[match.end() : match.end() + _REACH]))


def _has_groups(part: str, match: re.Match[str]) -> bool:
    return all(match[int(slot[2])] for slot in _SLOT.finditer(part))


def _month(written: str, language: ReadingLanguage) -> str:
    months: list[str] = language.table["months"].split()
    return next(month for month in months if month.startswith(written[:3]))


_READINGS: Final[Mapping[str, Callable[[str, ReadingLanguage], str]]] = {
    "written": lambda text, _: text,
    "lower": lambda text, _: text.lower(),
    "letters": lambda text, _: " ".join(text.upper()),
    "number": say_number,
    "whole": say_whole,
    "pairs": lambda text, known: say_serial(text, known) if len(text) > 2 else say_whole(text, known),  # noqa: PLR2004
    "signs": lambda text, known: " ".join(known.numerals.digits(s) if s.isdigit() else s.upper() for s in text),
    "digits": lambda text, known: known.numerals.digits(text),
    "two": lambda text, known: say_two_digits(int(text), known),
    "ordinal": lambda text, known: known.numerals.ordinal(int(text)),
    "year": lambda text, known: say_year(int(text), known),
    "part": lambda text, _: {"½": "a half", "¼": "a quarter", "¾": "three quarters"}[text],
    "month": _month,
    "month_number": lambda text, known: known.table["months"].split()[int(text) - 1],
    "direction": lambda text, known: " ".join(known.table["directions"][letter] for letter in text),
    "roman": lambda text, known: known.numerals.cardinal(roman_value(text.upper())),
    "roman_ordinal": lambda text, known: known.numerals.ordinal(roman_value(text)),
}


@cache
def _table() -> Mapping[str, Any]:
    file = resources.files("reelwright.film.text.reading").joinpath("languages", "en-kinds.json")
    table: dict[str, Any] = json.loads(file.read_text("utf-8"))
    return table
