"""Whether, and when, a failed attempt is tried again (J6)."""

from datetime import datetime, timedelta
from typing import Final

from reelwright.values import Value

RETRY_DELAYS_SECONDS: Final = (60, 300, 1800, 7200, 7200)
"""The wait before retry 1, 2, … 5. After the last there is none."""
JITTER_SHARE: Final = 0.10
"""Up to this share of the delay is added at random, so that jobs that failed together do not return together."""


class RetryDecision(Value):
    """Either a due time for the next attempt, or none: the job has failed for good."""

    due_at: datetime | None


def decide_retry(
    *, retry_count: int, retryable: bool, now: datetime, jitter: float, scale: float = 1.0
) -> RetryDecision:
    """Decide about an attempt that failed after `retry_count` retries were already spent.

    `jitter` is a random number in 0-1 from the caller; `scale` shrinks the delays in the local environment, so that
    they can be watched.
    """
    if not retryable or retry_count >= len(RETRY_DELAYS_SECONDS):
        return RetryDecision(due_at=None)
    delay = RETRY_DELAYS_SECONDS[retry_count] * (1 + JITTER_SHARE * jitter) * scale
    return RetryDecision(due_at=now + timedelta(seconds=delay))
