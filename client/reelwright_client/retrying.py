"""When to try again: pure decisions, so that both clients and every test share them."""

from dataclasses import dataclass, replace
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
    """A server that asks for more (`Retry-After`) gets no second try: the caller hears it at once."""

    def pause_seconds(self, attempt: int, asked_seconds: float | None, dice: float) -> float | None:
        """Return how long to pause after failed try `attempt` (from 1); None where it is time to give up.

        `dice` is uniform in 0-1. What the server asked for is a floor, with up to a tenth more so that those
        who were sent away together do not come back together.
        """
        if attempt >= self.attempts:
            return None
        if asked_seconds is not None:
            return asked_seconds * (1 + dice / 10) if asked_seconds <= self.longest_asked_seconds else None
        return self.backoff_seconds(attempt) * dice

    def backoff_seconds(self, attempt: int) -> float:
        """Return the bound of the pause after try number `attempt` (from 1)."""
        return float(min(self.longest_seconds, self.first_seconds * _DOUBLING ** min(attempt - 1, 32)))

    def patient(self) -> "RetryPolicy":
        """Return the policy of a long wait: it outlives a restart of the server (a minute of silence)."""
        return replace(self, attempts=max(self.attempts * 5, 20))


def asked_pause_seconds(response: httpx.Response) -> float | None:
    """Return the seconds of `Retry-After`, None without a readable one.

    A date is measured against the answer's own `Date`, so a wrong clock here does not matter.
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
