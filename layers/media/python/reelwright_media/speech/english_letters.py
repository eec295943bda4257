"""The letter A in English: espeak-ng reads a single A as the article ("use uh eye" for "use A I")."""

import re
from typing import Final

_ALONE: Final = r"(?![\w'-])"
_RUN: Final = re.compile(rf"\b[A-Z](?: [A-Z]{_ALONE})+")
_HALF_DAY: Final = re.compile(r"(?<=\ba) (?=m\b)")
_NAMED: Final = re.compile(
    r"\b(?:an|the|vitamins?|hepatitis|influenza|grade|plan|type|class|group|team|level|option|section|model) A (?=\w)",
    re.IGNORECASE,
)
"""Words after which A is a letter: "an" and "the" exclude the article, the other words are numbered by letters."""
_ACRONYMS: Final = frozenset({"A A A", "A D H D", "A K A", "A M A", "A P I", "A P R", "A S M R", "A T M"})
"""Acronyms that may start a clause. There, other runs of three letters are an article and an acronym: "A T V costs more"."""
_ARTICLE_LETTERS: Final = 3


def letters_joined(text: str) -> str:
    """Replace spaces beside each letter A by punctuation, so that espeak reads its name; character positions do not change."""
    text = _RUN.sub(_joined, _HALF_DAY.sub(".", text))
    return _NAMED.sub(lambda match: match[0] if match[0][-2] == "a" else f"{match[0][:-1]}-", text)


def _joined(match: re.Match[str]) -> str:
    """Put full stops around each A of a run of letters."""
    run = match[0]
    has_article = match.start() == 0 and len(run.split()) >= _ARTICLE_LETTERS and run not in _ACRONYMS
    first = "A " if has_article and run.startswith("A ") else ""
    return first + re.sub(r"(?<=A) | (?=A)", ".", run[len(first) :])
