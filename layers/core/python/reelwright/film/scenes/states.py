"""States that no icon shows: blood that is blue, a lamp that is dark.

An icon has one colour, and its lamps burn. A sentence that says otherwise of the thing that it names is set in type.
"""

from collections.abc import Sequence
from typing import Final

from reelwright.film.text.languages import is_head_first
from reelwright.film.text.wordlists import words

_LIT: Final = frozenset({"desk lamp", "lamp", "candle", "flashlight", "fire"})
"""Concepts whose pictures burn or shine."""
_RED: Final = frozenset({"blood"})
"""Concepts whose pictures are red and nothing else."""
_STATE_REACH: Final = 4
"""Words from a thing to its state: "the lamp of the tower was dark"."""
_BECOMES_REACH: Final = 2
"""Words from a thing to "is", and from there to the colour: "the blood of octopuses is deep blue"."""


def contradicts(concept: str, spoken: Sequence[str], start: int, end: int, language: str) -> bool:
    """Check whether a sentence gives the thing at these words a state or colour that its picture does not have."""
    if concept in _LIT and _is_unlit(spoken, start, end, language):
        return True
    if concept in _RED and (beside := colour_beside(spoken, start, end, language)) is not None:
        return beside not in words("red", language)
    behind = spoken[end : end + _BECOMES_REACH]
    place = next((end + at for at, word in enumerate(behind) if word in words("becomes", language)), None)
    if place is None:
        return False
    return any(word in words("colours", language) for word in spoken[place + 1 : place + 1 + _BECOMES_REACH])


def colour_beside(spoken: Sequence[str], start: int, end: int, language: str) -> str | None:
    """Find the colour that directly belongs to the thing at these words: "blue blood", "sangre azul"; None without one."""
    beside = spoken[end : end + 1] if is_head_first(language) else spoken[max(0, start - 1) : start]
    return next((word for word in beside if word in words("colours", language)), None)


def _is_unlit(spoken: Sequence[str], start: int, end: int, language: str) -> bool:
    unlit = words("unlit", language)
    before, behind = spoken[max(0, start - 1) : start], spoken[end : end + _STATE_REACH]
    off = [word for word, after in zip(behind, [*behind[1:], ""], strict=False) if word in unlit and after != "of"]
    return bool(off) or any(word in unlit for word in before)
