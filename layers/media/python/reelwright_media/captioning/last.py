"""A cache of one entry. Frames are rendered in order, so older states of a line are not needed again."""

from collections.abc import Callable
from typing import Generic, TypeVar

Key = TypeVar("Key")
Kept = TypeVar("Kept")


class LastResult(Generic[Key, Kept]):
    """Caches the last result of `make`; another key replaces it."""

    def __init__(self, make: Callable[[Key], Kept]) -> None:
        self._make = make
        self._kept: tuple[Key, Kept] | None = None

    def __call__(self, key: Key) -> Kept:
        """Return `make(key)`, from the cache if `key` is the last one."""
        if self._kept is None or self._kept[0] != key:
            self._kept = (key, self._make(key))
        return self._kept[1]
