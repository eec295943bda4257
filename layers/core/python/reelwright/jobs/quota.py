"""The limits of one user: active jobs, creates a minute and a day (Q7)."""

from datetime import datetime, timedelta, timezone
from typing import Final, Literal

from reelwright.jobs.priority import Tier
from reelwright.values import Value

DAY_SECONDS: Final = 24 * 60 * 60
MINUTE_SECONDS: Final = 60


class Allowance(Value):
    """The limits of a tier. `daily_jobs` None means no limit; `active_jobs` counts queued and running ones.

    `minute_jobs` bounds how fast jobs are created: far above what a person does, far below what keeps others out.
    """

    daily_jobs: int | None
    active_jobs: int
    minute_jobs: int


ALLOWANCES: Final[dict[Tier, Allowance]] = {
    "free": Allowance(daily_jobs=5, active_jobs=2, minute_jobs=10),
    "standard": Allowance(daily_jobs=100, active_jobs=4, minute_jobs=60),
    "premium": Allowance(daily_jobs=None, active_jobs=8, minute_jobs=240),
}


class CreateLimits(Value):
    """The number of jobs a user may create a UTC day and a clock minute; None is no limit."""

    daily: int | None = None
    minute: int | None = None


class Window(Value):
    """One limit and what remains of it; `remaining` is None if the count is unknown."""

    name: Literal["daily", "minute"]
    limit: int
    length_seconds: int
    remaining: int | None
    reset_seconds: int


def day_of(now: datetime) -> str:
    """Format the UTC day a job counts on, `YYYY-MM-DD`."""
    return now.astimezone(timezone.utc).date().isoformat()


def minute_of(now: datetime) -> str:
    """Format the minute a job counts in, `YYYY-MM-DDTHH:MM` UTC."""
    return now.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M")


def seconds_to_reset(now: datetime) -> int:
    """Count the whole seconds until the daily count resets (next UTC midnight), at least 1."""
    utc = now.astimezone(timezone.utc)
    midnight = (utc + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    return max(1, round((midnight - utc).total_seconds()))


def windows(limits: CreateLimits, now: datetime, *, today: int | None = None) -> tuple[Window, ...]:
    """List the limits; `today` is the number of jobs created this day, None if unknown.

    The jobs of a minute are not counted for an answer, so what is left of that limit is unknown until it is reached.
    """
    found = []
    if limits.daily is not None:
        found.append(
            Window(
                name="daily",
                limit=limits.daily,
                length_seconds=DAY_SECONDS,
                remaining=None if today is None else max(0, limits.daily - today),
                reset_seconds=seconds_to_reset(now),
            )
        )
    if limits.minute is not None:
        found.append(
            Window(
                name="minute",
                limit=limits.minute,
                length_seconds=MINUTE_SECONDS,
                remaining=None,
                reset_seconds=MINUTE_SECONDS - now.second,
            )
        )
    return tuple(found)
