"""Figures with their units, as a text writes them."""

import re
from collections.abc import Iterator
from typing import Final

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


def figures(text: str) -> Iterator[str]:
    """Give the figures of the text in order, each with its unit; a number that only numbers a list is none."""
    matches = [match for pattern in (_FIGURE, _COUNTED) for match in pattern.finditer(text)]
    for match in sorted(matches, key=lambda found: found.start()):
        if not _enumerates(text, match):
            yield re.sub(r"(?<=\d)\s*times\b", "x", " ".join(match.group().split()))


def _enumerates(text: str, match: re.Match[str]) -> bool:
    """Return whether the figure only numbers a list: "1. Wake up"."""
    return text[match.end() : match.end() + 2] in {". ", ") "} and len(match.group()) <= 2 and match.start() == 0  # noqa: PLR2004
