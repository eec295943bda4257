"""Signs between and before words: &, =, ≤, §, ©."""
# ruff: noqa: RUF001 - signs that look alike are the subject here

import re
from typing import Final

from reelwright.film.text.reading.rule import Rule

_SIGNS: Final = (
    (r"&", " and "),
    (r"(?<=\w)\+(?![\w+])", " plus"),
    (r"(?<=[ap]m)[-–](?=\d)|(?<=\d:\d\d)[-–](?=\d)", " to "),
    (r"\+(?=\s?\w)|(?<=\s)\+(?=\s)", "plus "),
    (r"=", " equals "),
    (r"≠", " is not equal to "),
    (r"≤|<=", " is less than or equal to "),
    (r"≥|>=", " is greater than or equal to "),
    (r"(?<=[\w\s])<(?=[\s\d])", " is less than "),
    (r"(?<=[\w\s])>(?=[\s\d])", " is greater than "),
    (r"[~≈](?=\s?\d)", "about "),
    (r"±", "plus or minus "),
    (r"[×·](?=\s?\d)|(?<=\s)×(?=\s)", " times "),
    (r"÷", " divided by "),
    (r"(?<=\d\s)[-−](?=\s\d)", "minus"),
    (r"√", "the square root of "),
    (r"∞", "infinity"),
    (r"π", "pi"),
    (r"§§?", "section "),
    (r"№\s?|#(?=\d)", "number "),
    (r"©", "copyright "),
    (r"[™®]", ""),
    (r"(?<=\d)\s?%", " percent"),
    (r"(?<=\s)@(?=\s)", "at"),
    (r"(?<=\d)°", " degrees"),
)


def sign_rules() -> list[Rule]:
    """List the rules of this file."""
    return [
        *(_named(pattern, said) for pattern, said in _SIGNS),
        Rule(re.compile(r"(?<=[\d)])\(([a-z])\)"), lambda match, _: f" {match[1].upper()} "),
    ]


def _named(pattern: str, said: str) -> Rule:
    return Rule(re.compile(pattern), lambda *_: said)
