"""Signs between and before words: &, §, ×, ±, =, ≤, √. The words come from `words` of each language's table."""
# ruff: noqa: RUF001, RUF002 - signs and dashes of many languages are the subject here

import re
from typing import Final

from reelwright.film.text.reading.language import ReadingLanguage
from reelwright.film.text.reading.rule import Rule

_MEASURED: Final = r"\s?[$€£]\d|\s?\d[\d.,]*\s?(?:%|°|[a-z]{1,2}\b|min\b|hrs\b|kcal\b|mph\b|lbs\b)"
"""Amounts: between a word and such a thing, < and > compare no two numbers."""
_BEFORE_LIMIT: Final = r"(?:(?<=[^\W\d_]{2}\s)|(?<=[,;:(]\s)|(?<=\()|^)"
"""What stands before < and > that compare nothing: a word, a mark, or nothing."""
_SIGNS: Final = (
    (r"&", "and"),
    (r"(?<=[\w)])\+(?![\w+])", "plus"),
    (r"(?:(?<=[Nn]oon)|(?<=\d[apAP][mM])|(?<=\d [apAP][mM])|(?<=[apAP]\.[mM]\.))\s?[-–—]\s?(?=\d)", "to"),
    (r"(?<=\d:\d\d)[-–](?=\d)|(?<=\d:\d\d)\s[-–—]\s(?=\d{1,2}:\d\d)|(?<=[%°CF\d])–(?=[-−\d$€£])|(?<=\d%)-(?=\d)", "to"),
    (r"(?<=\d[kKMBT])[-–](?=[$€£]?\d)|(?<=\d[bm]n)[-–](?=[$€£]?\d)|(?<=\d[\"″'′])[-–](?=\d)", "to"),
    (r"(?<=[½⅓⅔¼¾⅕⅛⅜⅝⅞])[-–](?=\d)|(?<=\d)[-–](?=\d*[½⅓⅔¼¾⅕⅛⅜⅝⅞]|\d+\s\d/\d)|(?<=\d/\d)[-–](?=\d)", "to"),
    (r"\+(?=\s?\w)|(?<=\s)\+(?=\s)", "plus"),
    (r"≠|!=", "unequal"),
    (r"≤|<=", "at_most"),
    (r"≥|>=", "at_least"),
    (r"={1,3}", "equals"),
    (rf"{_BEFORE_LIMIT}<(?={_MEASURED})", "under"),
    (rf"{_BEFORE_LIMIT}>(?={_MEASURED})", "over_limit"),
    (r"(?<=[\w\s])<(?=[\s\d])", "less"),
    (r"(?<=[\w\s])>(?=[\s\d])", "greater"),
    (r"[~≈](?=\s?\d)", "about"),
    (r"±", "plus_minus"),
    (r"[×·](?=\s?\d)|(?<=\s)×(?=\s)|(?<=\d\s)x(?=\s10[\^⁻⁰¹²³⁴-⁹])", "times"),
    (r"÷|(?<=\d\s)/(?=\s\d+(?:\.\d+)?\s?=)", "divided"),
    (r"(?<=\d\s)[-−](?=\s\d)", "minus"),
    (r"√", "root"),
    (r"∞", "infinity"),
    (r"π", "pi"),
    (r"§§?", "section"),
    (r"№\s?|#(?=\d)", "number"),
    (r"©", "copyright"),
    (r"[™®]", ""),
    (r"(?<=\d)\s?%", "percent"),
    (r"(?<=\s)@(?=\s)", "at"),
    (r"(?<=\d)°", "degrees"),
    (r"(?<=[A-Ga-gioóé])♭", "flat"),
    (r"(?<=[A-Ga-giloóé])♯", "sharp"),
    (r"(?<=\d°[CF])/(?=\d)|(?<=\d[a-z]{2})/(?=\d)|(?<=\d\s[a-z]{2})/(?=\d)", "or"),
    (r"(?<=\w)/(?=\w)", ""),
)
"""Patterns in the order in which they are tried, and the name of the word; a language without the word skips the sign."""


def sign_rules(language: ReadingLanguage) -> list[Rule]:
    """List the rules of this file."""
    return [
        *(_named(pattern, language.word(name)) for pattern, name in _SIGNS if not name or language.word(name)),
        Rule(re.compile(r"(?<=\))\((?=\d{1,2}\))|(?<=\)\(\d)\)"), lambda *_: " "),
        Rule(re.compile(r"(?<=[\d)])\(([a-z])\)"), lambda match, known: f" {known.spelt(match[1])} "),
    ]


def _named(pattern: str, said: str) -> Rule:
    return Rule(re.compile(pattern), lambda *_: f" {said} " if said else " ")
