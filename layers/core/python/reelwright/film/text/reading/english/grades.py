"""Marks, odds and counts that are written as two figures or as a letter with a sign: "9/10", "a B-", "1/10 chance"."""
# ruff: noqa: RUF001 - dashes are the subject here

import re
from typing import Final

from reelwright.film.text.reading.language import ReadingLanguage
from reelwright.film.text.reading.rule import Rule, preceding
from reelwright.film.text.reading.scores import is_near

_BEFORE_GRADE: Final = frozenset("a an and earned from get gets got grade grades of or solid straight to with".split())  # noqa: SIM905 - data
_ODDS: Final = frozenset({"chance", "chances", "odds", "probability", "risk"})


def grade_rules() -> list[Rule]:
    """List the rule of a letter with a minus behind it; "A+" is read by the signs."""
    return [Rule(re.compile(r"(?<![\w-])([A-F])[-−–](?=[\s.,;!?)]|$)"), _grade)]


def _grade(match: re.Match[str], language: ReadingLanguage) -> str | None:
    is_grade = preceding(match).casefold() in _BEFORE_GRADE or is_near(match, "grades", language, whole=True)
    return f"{match[1]} {language.word('minus')}" if is_grade else None


def is_mark(match: re.Match[str], over: str, language: ReadingLanguage) -> bool:
    """Tell the mark "1/10" from the part "1/5 abstained": the lowest mark needs a word of rating near it."""
    return over != "1" or is_near(match, "ratings", language)


def are_odds(noun: str) -> bool:
    """Say whether two figures give odds, "a 1/10 chance"."""
    return noun.casefold() in _ODDS
