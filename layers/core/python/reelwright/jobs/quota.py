"""The limits of one user: active jobs, creates a minute and a day (Q7), uploads, dry runs, retries and failed work.

The reasons for the figures are in decision 27.
"""

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
    minute_dry_runs: int
    """A dry run costs about as much as the check of a create; the limit is far above what a form sends."""
    daily_uploads: int
    daily_upload_bytes: int
    open_upload_bytes: int
    """The bytes of all uploads that no job has used yet."""
    open_batches: int
    """Batches that have not ended, the paused ones included."""
    daily_failed_seconds: int
    """The seconds of attempts that failed by the request's own fault; above it, jobs wait for the next UTC day."""

    @property
    def active_items(self) -> int:
        """The number of active jobs up to which items of batches are admitted: one place stays for the owner's other jobs."""
        return max(min(1, self.active_jobs), self.active_jobs - 1)


_GIGABYTE: Final = 2**30

ALLOWANCES: Final[dict[Tier, Allowance]] = {
    "free": Allowance(
        daily_jobs=5,
        active_jobs=2,
        minute_jobs=10,
        minute_dry_runs=30,
        daily_uploads=50,
        daily_upload_bytes=_GIGABYTE // 2,
        open_upload_bytes=_GIGABYTE // 2,
        open_batches=1,
        daily_failed_seconds=30 * 60,
    ),
    "standard": Allowance(
        daily_jobs=100,
        active_jobs=4,
        minute_jobs=60,
        minute_dry_runs=120,
        daily_uploads=500,
        daily_upload_bytes=5 * _GIGABYTE,
        open_upload_bytes=2 * _GIGABYTE,
        open_batches=5,
        daily_failed_seconds=2 * 3600,
    ),
    "premium": Allowance(
        daily_jobs=None,
        active_jobs=8,
        minute_jobs=240,
        minute_dry_runs=480,
        daily_uploads=5_000,
        daily_upload_bytes=50 * _GIGABYTE,
        open_upload_bytes=10 * _GIGABYTE,
        open_batches=20,
        daily_failed_seconds=8 * 3600,
    ),
}


MAX_HAND_RETRIES: Final = 5
"""How often the owner of a job may retry it by hand; each retry has all five automatic ones."""

Counter = Literal["daily", "minute", "dry_runs", "failed_seconds"]
"""The counters of a user by UTC day or clock minute: created and retried jobs (day, minute), dry runs (minute), and
seconds of failed work (day)."""


class Charge(Value):
    """An amount that a write adds to one counter of a user; the write is refused if the count would exceed `limit`."""

    counter: Counter
    period: str
    """The day or minute, as `day_of` and `minute_of` format it."""
    amount: int = 1
    limit: int | None = None


class CreateLimits(Value):
    """The number of jobs a user may create a UTC day and a clock minute; None is no limit."""

    daily: int | None = None
    minute: int | None = None


WindowName = Literal["daily", "minute", "dry-runs", "uploads", "upload-bytes", "open-upload-bytes"]


class Window(Value):
    """One limit and what remains of it; `remaining` is None if the count is unknown."""

    name: WindowName
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
    return max(1, round((next_day(now) - now).total_seconds()))


def retry_charges(limits: CreateLimits, now: datetime) -> tuple[Charge, ...]:
    """List the charges of a retry by hand: one job of the day and one of the minute."""
    minute = Charge(counter="minute", period=minute_of(now), limit=limits.minute)
    return (
        Charge(counter="daily", period=day_of(now), limit=limits.daily),
        *(() if limits.minute is None else (minute,)),
    )


def next_day(now: datetime) -> datetime:
    """Compute the next UTC midnight, when the daily counters reset."""
    utc = now.astimezone(timezone.utc)
    return (utc + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)


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
        found.append(minute_window("minute", limits.minute, now))
    return tuple(found)


def minute_window(name: WindowName, limit: int, now: datetime) -> Window:
    """Describe a limit of the clock minute whose count is unknown."""
    return Window(
        name=name,
        limit=limit,
        length_seconds=MINUTE_SECONDS,
        remaining=None,
        reset_seconds=MINUTE_SECONDS - now.second,
    )
