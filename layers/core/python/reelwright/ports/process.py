"""What a process is given: the clock, ids, the environment's secret."""

from datetime import datetime
from typing import Protocol


class Secrets(Protocol):
    """The environment's one master secret, and keys derived from it."""

    def key(self, purpose: str) -> bytes:
        """Return 32 bytes that only this environment knows, always the same for one purpose (HMAC-SHA256 of its name)."""


class Clock(Protocol):
    """Tells the time."""

    def __call__(self) -> datetime:
        """Return now, UTC, timezone-aware."""


class Ids(Protocol):
    """Makes job ids."""

    def __call__(self) -> str:
        """Return a new id: unguessable, at most 40 characters of `[a-z0-9]`, sorting by time."""
