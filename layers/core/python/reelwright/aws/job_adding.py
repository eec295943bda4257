"""How a job enters the table: the job, its key and its counters in one transaction."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import date, datetime, timezone
from functools import cached_property
from typing import Final, NamedTuple

from botocore.exceptions import BotoCoreError, ClientError

from reelwright.aws import keys
from reelwright.aws.charges import DAY_LIFE, charge_write
from reelwright.aws.items import Item, history_attributes, job_attributes, request_attributes
from reelwright.aws.table import Table
from reelwright.aws.writes import ABSENT, Condition, Write, below
from reelwright.jobs import moves
from reelwright.jobs.model import Job
from reelwright.jobs.quota import Charge
from reelwright.pipeline.table import TTL_ATTRIBUTE, stamp
from reelwright.ports import AddOutcome, AddResult, Clock, IdempotencyKey

_PATIENCE_SECONDS: Final = 0.1
"""Maximum wait of a finished create for the parallel read of the count, which only fills a header."""


class JobAdder:
    """`add` of `ports.Jobs`."""

    def __init__(self, table: Table, clock: Clock) -> None:
        self._table = table
        self._clock = clock

    def add(
        self,
        job: Job,
        *,
        key: IdempotencyKey | None,
        daily_limit: int | None,
        day: str,
        minute_limit: int | None = None,
        minute: str = "",
    ) -> AddResult:
        """Store a new job, its first history row and its key, and count it on its day and in its minute.

        If a job with this id exists, it is this one, and a response was lost. Another thread reads the day's count in
        parallel with the transaction, only if the response shows the remaining quota.
        """
        day_key = keys.quota_key(job.user_id, day)
        counted = None if daily_limit is None else self._beside(lambda: self._table.get(day_key))
        writes = {
            **new_job_writes(job),
            "day": Write(
                action="Update",
                key=day_key,
                condition=Condition() if daily_limit is None else below(daily_limit, counter="created_count"),
                assign={TTL_ATTRIBUTE: _epoch(_midnight(day) + DAY_LIFE), "last_job_id": job.job_id},
                add={"created_count": 1},
            ),
        }
        if minute_limit is not None:
            charge = Charge(counter="minute", period=minute, limit=minute_limit)
            writes["minute"] = charge_write(job.user_id, charge, self._clock())
        if key is not None:
            writes["key"] = key_write(key, user_id=job.user_id, stands_for=job.job_id, now=self._clock())
        failed = self._table.transact(writes)
        if not failed or "job" in failed:
            return AddResult(outcome=AddOutcome.ADDED, job_id=job.job_id, today=_with_this(counted, job.job_id))
        replay = None if key is None else self._replay(job, key)
        if replay is not None:
            return replay.model_copy(update={"today": _so_far(counted)})
        return AddResult(outcome=AddOutcome.OVER_DAILY_LIMIT if "day" in failed else AddOutcome.OVER_MINUTE_LIMIT)

    def _beside(self, read: Callable[[], Item | None]) -> Future[Item | None]:
        return self._readers.submit(read)

    @cached_property
    def _readers(self) -> ThreadPoolExecutor:
        """The thread for reads in parallel with a write, created on first use."""
        return ThreadPoolExecutor(max_workers=2, thread_name_prefix="beside")

    def _replay(self, job: Job, key: IdempotencyKey) -> AddResult | None:
        """Return the result for a used key; None if the key is free, so that the day's limit was the failed condition."""
        used = used_key(key, user_id=job.user_id, table=self._table, now=self._clock())
        if used is None:
            return None
        return AddResult(outcome=AddOutcome.REPLAYED if used.same else AddOutcome.KEY_REUSED, job_id=used.stands_for)


def new_job_writes(job: Job) -> dict[str, Write]:
    """Return the writes of a new job: the job, its request and its first history row."""
    return {
        "job": Write(
            action="Put",
            key=keys.job_key(job.job_id),
            condition=Condition(expression=ABSENT),
            item=job_attributes(job),
        ),
        "request": Write(action="Put", key=keys.request_key(job.job_id), item=request_attributes(job)),
        "history": Write(
            action="Put",
            key=keys.history_key(job.job_id, 1),
            item={**history_attributes(moves.creation_row(job)), "mark": job.job_id},
        ),
    }


def key_write(key: IdempotencyKey, *, user_id: str, stands_for: str, now: datetime) -> Write:
    """Return the write of an idempotency key, which fails while the key stands for something else."""
    gone = Condition(expression=f"{ABSENT} OR #expires_at <= :now", values={":now": stamp(now)})
    return Write(
        action="Put",
        key=keys.idempotency_key(user_id, key.key),
        condition=gone,
        item={
            "job_id": stands_for,
            "fingerprint": key.fingerprint,
            "expires_at": stamp(now + moves.KEY_LIFE),
            TTL_ATTRIBUTE: _epoch(now + moves.KEY_LIFE),
        },
    )


class UsedIdempotencyKey(NamedTuple):
    """A used key: the job or batch it stands for, and whether it was used with the same body."""

    stands_for: str
    same: bool


def used_key(key: IdempotencyKey, *, user_id: str, table: Table, now: datetime) -> UsedIdempotencyKey | None:
    """Read a used key; None if it is free."""
    used = table.get(keys.idempotency_key(user_id, key.key))
    if used is None or used["expires_at"] <= stamp(now):
        return None
    return UsedIdempotencyKey(used["job_id"], used["fingerprint"] == key.fingerprint)


Counted = Future[Item | None] | None
"""The pending read of the day's row; None if it was not requested."""


def _day_row(counted: Counted) -> Item | None:
    """Return the row; None if the read was not requested, failed or timed out."""
    if counted is None:
        return None
    try:
        return counted.result(timeout=_PATIENCE_SECONDS) or {}
    except (TimeoutError, BotoCoreError, ClientError):
        return None


def _so_far(counted: Counted) -> int | None:
    row = _day_row(counted)
    return None if row is None else int(row.get("created_count", 0))


def _with_this(counted: Counted, job_id: str) -> int | None:
    """Return the day's count including this job; a row that names the job was read after the write and includes it."""
    row = _day_row(counted)
    if row is None:
        return None
    return int(row.get("created_count", 0)) + (row.get("last_job_id") != job_id)


def _midnight(day: str) -> datetime:
    return datetime.combine(date.fromisoformat(day), datetime.min.time(), tzinfo=timezone.utc)


def _epoch(at: datetime) -> int:
    return int(at.timestamp())
