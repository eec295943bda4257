"""The clock, the ids and the environment's secret."""

from datetime import datetime
from typing import Protocol


class Secrets(Protocol):
    """The environment's one master secret, and keys derived from it."""

    def key(self, purpose: str) -> bytes:
        """Derive the secret 32 bytes of a purpose (HMAC-SHA256 of its name); the same purpose gives the same bytes."""


class Clock(Protocol):
    """The current time."""

    def __call__(self) -> datetime:
        """Return now, UTC, timezone-aware."""


class Ids(Protocol):
    """The source of job ids."""

    def __call__(self) -> str:
        """Return a new id: unguessable, at most 40 characters of `[a-z0-9]`, sorting by time."""
