"""Figures of a script that its sources do not have: the sign of an invented fact that can be found without a model."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

_FIGURE: Final = re.compile(r"\d+(?:[.,\u202f\u00a0 ']\d+)*")
_SEPARATORS: Final = re.compile(r"[,\u202f\u00a0 ']")
_LEAST_DIGITS: Final = 2
"""A single digit ("3 reasons") counts what the script itself lists."""


def figures_not_in(sources: Iterable[str], script: str) -> tuple[str, ...]:
    """List the figures of the script that no source has, in order, each once. `1,000`, `1 000` and `1000` are equal."""
    known = {value for source in sources for value, _ in _figures(source)}
    missing = [text for value, text in _figures(script) if value not in known]
    return tuple(dict.fromkeys(missing))


def _figures(text: str) -> Iterator[tuple[str, str]]:
    """Yield each figure as its digits without separators, and as written; `2.50` keeps no trailing zero."""
    for found in _FIGURE.finditer(text):
        value = _SEPARATORS.sub("", found[0])
        whole, dot, part = value.rpartition(".")
        value = value if not dot else f"{whole}.{part.rstrip('0')}".rstrip(".")
        if sum(map(str.isdigit, found[0])) >= _LEAST_DIGITS:
            yield value, found[0]
