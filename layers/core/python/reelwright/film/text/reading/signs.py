"""Signs between and before words: &, §, ×, ±, =, %."""
# ruff: noqa: RUF001, RUF002 - signs and dashes of many languages are the subject here

import re
from typing import Final

from reelwright.film.text.reading.rule import Rule

_SIGNS: Final = (
    (r"(?<!\S)&(?!\S)|(?<=\w)&(?=\w)", "and"),
    (r"§§?", "section"),
    (r"(?<!\S)[×·](?!\S)|(?<=\d)[×·](?=\d)", "times"),
    (r"(?<!\S)÷(?!\S)", "divided"),
    (r"(?<!\S)±(?!\S)", "plus_minus"),
    (r"(?<!\S)\+(?!\S)|(?<=[\w)])\+(?=\d)", "plus"),
    (r"(?<!\S)[-−](?= ?\d)(?<=\d [-−])", "minus"),
    (r"(?<!\S)=(?!\S)|(?<=\w)=(?=\w)", "equals"),
    (r"(?<!\S)<(?!\S)|<(?=\d)", "less"),
    (r"(?<!\S)>(?!\S)|>(?=\d)", "greater"),
    (r"(?<!\S)[≈~](?= ?\d)", "about"),
    (r"(?<!\S)@(?!\S)", "at"),
    (r"№", "number"),
)


def sign_rules() -> list[Rule]:
    """Return the rules of this file."""
    return [
        *(_named(pattern, name) for pattern, name in _SIGNS),
        Rule(re.compile(r"(?<=[\d)])\(([a-z])\)"), lambda match, _: f" {match[1].upper()} "),
        Rule(re.compile(r"(?<=[^\W\d_])/(?=[^\W\d_])"), lambda *_: " "),
    ]


def _named(pattern: str, name: str) -> Rule:
    return Rule(re.compile(pattern), lambda _, language: language.word(name))
