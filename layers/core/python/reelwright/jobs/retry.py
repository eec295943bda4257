"""Whether, and when, a failed attempt is tried again (J6), or one that found no provider goes on (Q6)."""

from datetime import datetime, timedelta
from typing import Final

from reelwright.values import Value

RETRY_DELAYS_SECONDS: Final = (60, 300, 1800, 7200, 7200)
"""The wait before retry 1, 2, … 5. After the last there is none."""
JITTER_SHARE: Final = 0.10
"""Up to this share of the delay is added at random, so that jobs that failed together do not return together."""

SHORTEST_WAIT_SECONDS: Final = 60.0
"""An attempt that found no provider is not followed by the next one sooner."""
SPREAD_SECONDS: Final = 30.0
"""Up to this is added at random to a wait, so that all who wait for one provider do not return together."""
MAX_WAIT_SECONDS: Final = 24 * 3600.0
"""A job waits for providers so long in all; after that its failures spend retries, so that nothing waits for ever."""


class RetryDecision(Value):
    """Either a due time for the next attempt, or none."""

    due_at: datetime | None


def decide_retry(
    *, retry_count: int, retryable: bool, now: datetime, jitter: float, scale: float = 1.0
) -> RetryDecision:
    """Decide about an attempt that failed after `retry_count` retries were already spent; no due time: failed for good.

    `jitter` is a random number in 0-1 from the caller; `scale` shrinks the delays in the local environment, so that
    they can be watched.
    """
    if not retryable or retry_count >= len(RETRY_DELAYS_SECONDS):
        return RetryDecision(due_at=None)
    delay = RETRY_DELAYS_SECONDS[retry_count] * (1 + JITTER_SHARE * jitter) * scale
    return RetryDecision(due_at=now + timedelta(seconds=delay))


def decide_wait(
    *, ask_again_at: datetime | None, waited_seconds: float, now: datetime, jitter: float, scale: float = 1.0
) -> RetryDecision:
    """Decide about an attempt that found no provider to ask before `ask_again_at`; no due time: it is a plain failure.

    `waited_seconds` is what the job has waited so far; `jitter` and `scale` are those of `decide_retry`.
    """
    if ask_again_at is None:
        return RetryDecision(due_at=None)
    soonest = now + timedelta(seconds=SHORTEST_WAIT_SECONDS * scale)
    due_at = max(ask_again_at, soonest) + timedelta(seconds=SPREAD_SECONDS * jitter * scale)
    waited = waited_seconds + (due_at - now).total_seconds()
    return RetryDecision(due_at=due_at if waited <= MAX_WAIT_SECONDS * scale else None)
