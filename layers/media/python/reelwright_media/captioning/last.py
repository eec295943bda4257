"""Keeping what was made last, since a line goes forward and older states are not asked for again."""

from collections.abc import Callable
from typing import Generic, TypeVar

Key = TypeVar("Key")
Kept = TypeVar("Kept")


class Last(Generic[Key, Kept]):
    """What was made last, by what it was made from; asking for something else makes that and forgets the old."""

    def __init__(self, make: Callable[[Key], Kept]) -> None:
        self._make = make
        self._kept: tuple[Key, Kept] | None = None

    def __call__(self, key: Key) -> Kept:
        """Return what is made from the key."""
        if self._kept is None or self._kept[0] != key:
            self._kept = (key, self._make(key))
        return self._kept[1]
