"""What one user may have at once and a day (Q7)."""

from datetime import datetime, timedelta, timezone
from typing import Final

from reelwright.jobs.priority import Tier
from reelwright.values import Value


class Allowance(Value):
    """The limits of a tier. `daily_jobs` None means no limit; `active_jobs` counts queued and running ones."""

    daily_jobs: int | None
    active_jobs: int


ALLOWANCES: Final[dict[Tier, Allowance]] = {
    "free": Allowance(daily_jobs=5, active_jobs=2),
    "standard": Allowance(daily_jobs=100, active_jobs=4),
    "premium": Allowance(daily_jobs=None, active_jobs=8),
}


def day_of(now: datetime) -> str:
    """Return the UTC day a job counts on, `YYYY-MM-DD`."""
    return now.astimezone(timezone.utc).date().isoformat()


def seconds_to_reset(now: datetime) -> int:
    """Return whole seconds until the daily count starts anew (next UTC midnight), at least 1."""
    utc = now.astimezone(timezone.utc)
    midnight = (utc + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    return max(1, round((midnight - utc).total_seconds()))
