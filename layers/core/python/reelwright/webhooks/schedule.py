"""The retry schedule of webhooks."""

from datetime import datetime, timedelta
from typing import Final

WAITS_SECONDS: Final = (0, 5, 300, 1_800, 7_200, 18_000, 36_000, 36_000)
"""Before each try; together 27.6 hours. The longest is below the 12 hours that SQS hides a message at most (its guide)."""
MOST_TRIES: Final = len(WAITS_SECONDS)
LONGEST_WAIT_SECONDS: Final = 36_000
"""Maximum `Retry-After` of a receiver that is respected."""
MARGIN: Final = timedelta(minutes=5)
"""The last try is at least this long before the job's removal, which also removes the webhook's data."""
SHORTEST_WAIT: Final = timedelta(seconds=1)


def next_try(
    tries: int, *, ended_at: datetime, retry_after_seconds: float | None, scale: float, removed_at: datetime | None
) -> datetime | None:
    """Return the time of the next try after `tries` tries of the schedule; None after the last.

    `scale` shrinks the waits, but not a receiver's `Retry-After`. A try that is due after the job's removal moves to just
    before it and is the last.
    """
    if tries >= MOST_TRIES:
        return None
    asked = min(retry_after_seconds or 0.0, LONGEST_WAIT_SECONDS)
    at = ended_at + timedelta(seconds=max(WAITS_SECONDS[tries] * scale, asked))
    if removed_at is None or at <= removed_at - MARGIN:
        return at
    brought_forward = removed_at - MARGIN
    return brought_forward if brought_forward >= ended_at + SHORTEST_WAIT else None
