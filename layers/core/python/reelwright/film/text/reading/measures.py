"""Money and units of languages without a table of their own: `languages/others.json` names them.

Their voices read figures well but name a currency where it stands, skip its sign, or spell a unit ("k m slash h"). Here
the number comes first and the unit behind it, in the form that the number asks for.
"""

import json
import re
from collections.abc import Callable, Mapping
from functools import cache
from importlib import resources
from typing import Any, Final

from reelwright.film.text.languages import primary_language
from reelwright.film.text.reading.amounts import NUMBER, Amount, amount_of
from reelwright.film.text.reading.language import ReadingLanguage, Unit, either
from reelwright.film.text.reading.rule import Rule

_CENT_DIGITS: Final = 2
_WITHOUT_SPACES: Final = frozenset({"ja", "ko", "zh"})
"""Where letters follow a unit at once."""


@cache
def measuring_language(language: str) -> ReadingLanguage | None:
    """Return what is known of a BCP 47 language; None for one that is not in the table."""
    rows = json.loads(resources.files(__package__).joinpath("languages", "others.json").read_text("utf-8"))
    code = primary_language(language)
    return ReadingLanguage(code, _table(rows[code])) if code in rows else None


def measure_rules(language: ReadingLanguage) -> list[Rule]:
    """Return the rules for a currency before or behind its number, and for a unit behind it."""
    currencies = {sign: Unit(*names) for sign, names in language.table["currencies"].items()}
    units = {**{sign: Unit(*names) for sign, names in language.table["units"].items()}, **currencies}
    end = "" if language.code in _WITHOUT_SPACES else r"(?!\w)"

    def say(match: re.Match[str], known: ReadingLanguage) -> str:
        return _measured(match, currencies[match["before"]] if match["before"] else units[match["unit"]], known)

    number = rf"(?P<minus>[-\u2212])?(?P<number>{NUMBER})"
    return [
        Rule(re.compile(rf"(?<![\d.,])(?P<before>{either(currencies)})\s?{number}(?P<unit>)(?![\d])"), say),
        Rule(re.compile(rf"(?<![\d.,])(?P<before>){number}\s?(?P<unit>{either(units)}){end}"), say),
    ]


def _table(row: Mapping[str, Any]) -> Mapping[str, Any]:
    """Bring a row into the form of a table."""
    numerals = {"library": row.get("library", ""), "decimals": "digits", "feminine": row.get("feminine", [])}
    words = {name: row.get(name, "") for name in ("minus", "comma")}
    return {**row, "numerals": numerals, "words": words}


def _measured(match: re.Match[str], unit: Unit, language: ReadingLanguage) -> str:
    """Say the number, then what it counts."""
    amount = amount_of(match["number"])
    minus = f"{language.word('minus')} " if match["minus"] else ""
    joint = "" if language.code in _WITHOUT_SPACES - {"ko"} else " "
    if language.table.get("cents") and unit.cent and len(amount.fraction) == _CENT_DIGITS:
        cents = language.numerals.cardinal(int(amount.fraction)) if int(amount.fraction) else ""
        return f"{minus}{language.numerals.cardinal(amount.whole)} {unit.many} {cents}".strip()
    plural = _PLURALS.get(language.table.get("plural", ""), _two_forms)
    return f"{minus}{_number(match['number'], amount, unit, language)}{joint}{plural(amount, unit)}"


def _number(written: str, amount: Amount, unit: Unit, language: ReadingLanguage) -> str:
    """Say whole numbers in words where they are known; the voice reads others as they are written."""
    if amount.fraction or not language.table["numerals"]["library"]:
        return written
    return language.numerals.cardinal(amount.whole, unit.gender)


def _two_forms(amount: Amount, unit: Unit) -> str:
    return unit.one if amount.is_one else unit.many


def _slavic(amount: Amount, unit: Unit) -> str:
    """Russian and Ukrainian: by the last digit, so that 21 takes the singular."""
    if amount.fraction:
        return unit.few or unit.many
    last, tens = amount.whole % 10, amount.whole % 100
    if last == 1 and tens != 11:  # noqa: PLR2004 - the teens take the plural
        return unit.one
    return (unit.few or unit.many) if last in {2, 3, 4} and tens not in {12, 13, 14} else unit.many


def _polish(amount: Amount, unit: Unit) -> str:
    """Polish and Czech: as Russian, yet only one itself takes the singular."""
    if amount.is_one:
        return unit.one
    form = _slavic(amount, unit)
    return unit.many if form == unit.one else form


_PLURALS: Final[Mapping[str, Callable[[Amount, Unit], str]]] = {"slavic": _slavic, "polish": _polish}
