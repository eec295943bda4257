"""When to try again: pure decisions, so that both clients and every test share them."""

import random
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from email.utils import parsedate_to_datetime
from typing import Final

import httpx

_DOUBLING: Final = 2.0


@dataclass(frozen=True, kw_only=True)
class RetryPolicy:
    """How patient a client is. `attempts` counts the first try.

    Pauses are "full jitter": uniform between 0 and a doubling bound, which spreads a crowd of clients best
    (M. Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015).
    """

    attempts: int = 4
    first_seconds: float = 0.5
    """The bound of the first pause."""
    longest_seconds: float = 8.0
    """The bound of every pause."""
    longest_asked_seconds: float = 60.0
    """If the server asks for more (`Retry-After`), the error is raised at once instead."""

    def pause_seconds(self, attempt: int, asked_seconds: float | None, dice: float) -> float | None:
        """How long to pause after failed try `attempt` (from 1); None: give up. `dice` is uniform in 0-1.

        The server's wish is a floor. Up to a tenth is added, so that clients who were turned away at the same time
        do not return at the same time.
        """
        if attempt >= self.attempts:
            return None
        if asked_seconds is not None:
            return asked_seconds * (1 + dice / 10) if asked_seconds <= self.longest_asked_seconds else None
        return self.backoff_seconds(attempt) * dice

    def backoff_seconds(self, attempt: int) -> float:
        """Double the bound of the pause with each try; `attempt` is the failed one, from 1."""
        return float(min(self.longest_seconds, self.first_seconds * _DOUBLING ** min(attempt - 1, 32)))

    def patient(self) -> "RetryPolicy":
        """Derive the policy of a long wait, which survives a restart of the server (about a minute without answers)."""
        return replace(self, attempts=max(self.attempts * 5, 20))


def asked_pause_seconds(response: httpx.Response) -> float | None:
    """Read `Retry-After` in seconds; None without a readable one.

    A date is measured against the answer's own `Date`, so a wrong local clock does not matter.
    """
    text = response.headers.get("retry-after", "").strip()
    try:
        return max(0.0, float(text))
    except ValueError:
        pass
    try:
        later, now = (parsedate_to_datetime(word) for word in (text, response.headers.get("date", "")))
        return max(0.0, (later - now).total_seconds())
    except (ValueError, TypeError):
        return None


AsyncSleep = Callable[[float], Awaitable[None]]
Sleep = Callable[[float], None]


@dataclass(frozen=True, kw_only=True)
class Terms:
    """The conditions of a client: its patience, a clock in monotonic seconds, and dice uniform in 0-1."""

    policy: RetryPolicy = field(default_factory=RetryPolicy)
    now: Callable[[], float] = time.monotonic
    dice: Callable[[], float] = random.random

    def pause_seconds(
        self, attempt: int, *, asked_seconds: float | None = None, policy: RetryPolicy | None = None
    ) -> float | None:
        """How long to pause after failed try `attempt` (from 1), by `policy` or the own one; None: give up."""
        return (policy or self.policy).pause_seconds(attempt, asked_seconds, self.dice())
