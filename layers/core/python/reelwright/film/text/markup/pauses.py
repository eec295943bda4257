"""Pauses that a script asks for, as marks within its text until it is cut at them."""

import re
from typing import Final

DEFAULT_PAUSE_SECONDS: Final = 1.0
LONGEST_PAUSE_SECONDS: Final = 5.0
"""More is a mistake or a joke: a viewer takes five still seconds for the end of the film."""
_OPEN, _CLOSE = "\ue000", "\ue001"
"""Characters of private use: they mean nothing in any script, and cleaning drops them."""
_MARK: Final = re.compile(f"{_OPEN}(\\d+){_CLOSE}")
_LENGTH: Final = re.compile(r"(\d+(?:[.,]\d+)?)\s*(ms|milli\w*|s|sec\w*|seg\w*|sek\w*)?\b", re.IGNORECASE)
_LONG: Final = re.compile(r"\b(?:long|larga|longue|lange|lunga|longa)\b", re.IGNORECASE)
_LONG_SECONDS: Final = 2.0


def without_marks(text: str) -> str:
    """Return a text in which nobody has written what looks like a pause mark."""
    return text.replace(_OPEN, "").replace(_CLOSE, "")


def pause_mark(words: str) -> str:
    """Return the mark of a pause as long as the words say: "pause 500ms", "long pause"; else of one second."""
    return f"\n{_OPEN}{round(1000 * _seconds(words))}{_CLOSE}\n"


def cut_at_pauses(text: str) -> list[tuple[str, float]]:
    """Return the pieces of a text between its pause marks, each with the seconds of the pause behind it."""
    parts = _MARK.split(text)
    lengths = [*(int(length) / 1000 for length in parts[1::2]), 0.0]
    return list(zip(parts[::2], lengths, strict=True))


def _seconds(words: str) -> float:
    length = _LENGTH.search(words)
    if length is None:
        return _LONG_SECONDS if _LONG.search(words) else DEFAULT_PAUSE_SECONDS
    seconds = float(length[1].replace(",", "."))
    if (length[2] or "").lower().startswith("m"):
        seconds /= 1000
    return min(LONGEST_PAUSE_SECONDS, seconds)
