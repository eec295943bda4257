"""Whether and when a failed attempt is retried (J6), and how long a job waits for a provider (Q6)."""

from datetime import datetime, timedelta
from typing import Final

from reelwright.values import Value

RETRY_DELAYS_SECONDS: Final = (60, 300, 1800, 7200, 7200)
"""The waits before retries 1 to 5; there is no sixth."""
JITTER_SHARE: Final = 0.10
"""Up to this share of the delay is added at random, so that jobs that failed together do not return together."""

SHORTEST_WAIT_SECONDS: Final = 60.0
"""The shortest wait after an attempt that found no available provider."""
SPREAD_SECONDS: Final = 30.0
"""At most this is added at random to a wait, so that jobs that wait for one provider do not return together."""
MAX_WAIT_SECONDS: Final = 24 * 3600.0
"""The longest total wait of a job for providers; after it, failures spend retries, so that no job waits forever."""


class RetryDecision(Value):
    """The due time of the next attempt; None: no retry."""

    due_at: datetime | None


def decide_retry(
    *, retry_count: int, retryable: bool, now: datetime, jitter: float, scale: float = 1.0
) -> RetryDecision:
    """Decide about an attempt that failed after `retry_count` retries were used. Without a due time the job is FAILED.

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
    """Decide about an attempt whose provider is unavailable until `ask_again_at`; no due time: treat it as a failure.

    `waited_seconds` is what the job has waited so far; `jitter` and `scale` are those of `decide_retry`.
    """
    if ask_again_at is None:
        return RetryDecision(due_at=None)
    soonest = now + timedelta(seconds=SHORTEST_WAIT_SECONDS * scale)
    due_at = max(ask_again_at, soonest) + timedelta(seconds=SPREAD_SECONDS * jitter * scale)
    waited = waited_seconds + (due_at - now).total_seconds()
    return RetryDecision(due_at=due_at if waited <= MAX_WAIT_SECONDS * scale else None)
