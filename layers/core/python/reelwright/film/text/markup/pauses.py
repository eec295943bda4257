"""Pauses requested by a script: stored as marks within the text until the text is cut at them."""

import re
from typing import Final

DEFAULT_PAUSE_SECONDS: Final = 1.0
LONGEST_PAUSE_SECONDS: Final = 5.0
"""Longer requests are cut to this: viewers take five silent seconds for the end of the film."""
_OPEN, _CLOSE = "\ue000", "\ue001"
"""Private-use characters: no script contains them with a meaning, and cleaning removes them."""
_MARK: Final = re.compile(f"{_OPEN}(\\d+){_CLOSE}")
_LENGTH: Final = re.compile(r"(\d+(?:[.,]\d+)?)\s*(ms|milli\w*|s|sec\w*|seg\w*|sek\w*)?\b", re.IGNORECASE)
_LONG: Final = re.compile(r"\b(?:long|larga|longue|lange|lunga|longa)\b", re.IGNORECASE)
_LONG_SECONDS: Final = 2.0


def without_marks(text: str) -> str:
    """Remove the characters of pause marks from a user's text, so that no text can forge one."""
    return text.replace(_OPEN, "").replace(_CLOSE, "")


def pause_mark(words: str) -> str:
    """Build the mark of a pause from its words, "pause 500ms" or "long pause"; one second if they name no length."""
    return f"\n{_OPEN}{round(1000 * _seconds(words))}{_CLOSE}\n"


def cut_at_pauses(text: str) -> list[tuple[str, float]]:
    """Cut a text at its pause marks; each piece has the seconds of the pause after it."""
    if _OPEN not in text:
        return [(text, 0.0)]
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
