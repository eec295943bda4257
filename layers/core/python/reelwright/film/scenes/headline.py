"""The large type on a picture: a figure, or the strongest words."""

import re
from typing import Final

from reelwright.film.text.characters import (
    CLAUSE_MARKS,
    CLOSING_MARKS,
    DASHES,
    OPENING_MARKS,
    SENTENCE_MARKS,
    width_of,
)
from reelwright.film.text.sentences import split_clauses, split_sentences

LONGEST_HEADLINE: Final = 24
"""Characters that stay readable in large type on a phone."""
_UNITS: Final = (
    r"(?:\s?(?:%|x\b|\u00d7|°[CF]?|percent\b|per\s?cent\b|por ciento\b|Prozent\b|"
    r"times\b|million\b|billion\b|trillion\b|thousand\b|hundred\b|millones\b|millions\b|Millionen\b|"
    r"years?\b|days?\b|hours?\b|minutes?\b|seconds?\b|weeks?\b|months?\b|degrees?\b|"
    r"km\b|kilometers?\b|kilometres?\b|meters?\b|metres?\b|miles?\b|feet\b|tons?\b|kg\b|pounds?\b|mph\b|"
    r"facts?\b|reasons?\b|steps?\b|ways?\b|tips?\b|rules?\b|secrets?\b|things?\b|habits?\b|mistakes?\b|lessons?\b|"
    r"calories\b|people\b|grams?\b|goals?\b|points?\b|AM\b|PM\b|a\.m\.|p\.m\.))"
)
_FIGURE: Final = re.compile(
    rf"(?<![\w.])[$€£¥#]?\d[\d.,:]*\d(?:{_UNITS}){{0,2}}|(?<![\w.])[$€£¥#]?\d(?:{_UNITS}){{0,2}}"
)
_COUNTED: Final = re.compile(
    r"\b(?:two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|thirty|fifty|hundred|a hundred|"
    r"a thousand|a million|a billion|one million|one billion|two thousand)"
    rf"(?:\s(?:more|simple|short|small|big|strange|hundred|thousand|million|billion))?{_UNITS}",
    re.IGNORECASE,
)


_MARKS: Final = f" {SENTENCE_MARKS}{CLAUSE_MARKS}{CLOSING_MARKS}{OPENING_MARKS}{DASHES}-"
_CONJUNCTION: Final = re.compile(
    r"\s(?:and|or|but|that|because|which|who|until|when|y|o|pero|que|et|ou|mais|e|ma|che|und|oder|dass)\s"
)


def figure_of(text: str) -> str | None:
    """Return the first figure of the text with its unit ("1,000 times", "70%", "three facts"), if it fits."""
    matches = [match for pattern in (_FIGURE, _COUNTED) for match in pattern.finditer(text)]
    for match in sorted(matches, key=lambda found: found.start()):
        figure = re.sub(r"(?<=\d)\s*times\b", "x", " ".join(match.group().split()))
        if len(figure) <= LONGEST_HEADLINE and not _enumerates(text, match):
            return figure
    return None


def strong_words(text: str, keywords: tuple[str, ...]) -> str | None:
    """Return the strongest short phrase: a whole short sentence or clause, else the best keyword that fits."""
    for sentence in split_sentences(text):
        clauses = split_clauses(sentence)
        parts = [part for clause in clauses for part in _CONJUNCTION.split(clause)]
        for clause in (sentence, *clauses, *parts):
            bare = clause.strip(_MARKS)
            if _is_strong(bare) and _holds_one(bare, keywords):
                return bare
    return next((word for word in keywords if width_of(word) <= LONGEST_HEADLINE), None)


def _holds_one(words: str, keywords: tuple[str, ...]) -> bool:
    return not keywords or any(keyword.casefold() in words.casefold() for keyword in keywords)


def _is_strong(words: str) -> bool:
    count = len(words.split())
    return bool(words) and width_of(words) <= LONGEST_HEADLINE and (count > 1 or len(words) > 3)  # noqa: PLR2004 - "and"


def _enumerates(text: str, match: re.Match[str]) -> bool:
    """Return whether the figure only numbers a list: "1. Wake up"."""
    return text[match.end() : match.end() + 2] in {". ", ") "} and len(match.group()) <= 2 and match.start() == 0  # noqa: PLR2004
