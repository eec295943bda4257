"""`DynamoJobs`: how a job enters the table, what its steps leave there, and how it goes."""

import uuid
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import date, datetime, timedelta, timezone
from functools import cached_property
from typing import Final

from botocore.exceptions import BotoCoreError, ClientError

from reelwright.aws import keys
from reelwright.aws.items import Item, Scalar, history_attributes, job_attributes, number, step_attributes, step_of
from reelwright.aws.job_moves import DynamoJobMoves
from reelwright.aws.writes import ABSENT, Condition, Write, below, equals
from reelwright.jobs import moves
from reelwright.jobs.checkpoints import step_change
from reelwright.jobs.lifecycle import FINAL_STATES, JobState
from reelwright.jobs.model import Job, StepRow
from reelwright.pipeline.table import PARTITION_KEY, SORT_KEY, TTL_ATTRIBUTE, stamp
from reelwright.ports import AddOutcome, AddResult, IdempotencyKey, MoveOutcome

_DAY_LIFE: Final = timedelta(days=3)
"""A day's counter may go when every time zone has left the day."""
_MINUTE_LIFE: Final = timedelta(hours=1)
_STEP_TRIES: Final = 10
_PATIENCE_SECONDS: Final = 0.1
"""How long a finished create waits for the count that was read beside it: a header is not worth more."""


class DynamoJobs(DynamoJobMoves):
    """`ports.Jobs` on one DynamoDB table (`pipeline.table`)."""

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
        """Store a new job, its first history row, its key and one more on its day and in its minute.

        A job of this id that is there already is this one: an answer was lost on the way. The day's count is read beside
        the transaction, by another thread, and only where somebody wants to know what is left.
        """
        day_key = keys.quota_key(job.user_id, day)
        counted = None if daily_limit is None else self._beside(lambda: self._table.get(day_key))
        writes = {
            "job": Write(
                action="Put",
                key=keys.job_key(job.job_id),
                condition=Condition(expression=ABSENT),
                item={**job_attributes(job), "history_count": 1},
            ),
            "history": Write(
                action="Put",
                key=keys.history_key(job.job_id, 1),
                item={**history_attributes(moves.creation_row(job)), "mark": job.job_id},
            ),
            "day": Write(
                action="Update",
                key=day_key,
                condition=Condition() if daily_limit is None else below(daily_limit, counter="created_count"),
                assign={TTL_ATTRIBUTE: _epoch(_midnight(day) + _DAY_LIFE), "last_job_id": job.job_id},
                add={"created_count": 1},
            ),
        }
        if minute_limit is not None:
            writes["minute"] = Write(
                action="Update",
                key=keys.rate_key(job.user_id, minute),
                condition=below(minute_limit, counter="created_count"),
                assign={TTL_ATTRIBUTE: _epoch(self._clock() + _MINUTE_LIFE)},
                add={"created_count": 1},
            )
        if key is not None:
            writes["key"] = self._key_write(job, key)
        failed = self._table.transact(writes)
        if not failed or "job" in failed:
            return AddResult(outcome=AddOutcome.ADDED, job_id=job.job_id, today=_with_this(counted, job.job_id))
        replay = None if key is None else self._replay(job, key)
        if replay is not None:
            return replay.model_copy(update={"today": _so_far(counted)})
        return AddResult(outcome=AddOutcome.OVER_DAILY_LIMIT if "day" in failed else AddOutcome.OVER_MINUTE_LIMIT)

    def save_step(self, job_id: str, row: StepRow, *, weight: float, message: str | None, now: datetime) -> MoveOutcome:
        """Write a step and what it adds to the job: one transaction of two items, again if the step was written beside us.

        The step's row carries the mark of who wrote it last: the write is conditional on the mark that was read, and
        finding one's own tells that an answer was lost.
        """
        mark = uuid.uuid4().hex
        for _ in range(_STEP_TRIES):
            stored = self._table.get(keys.step_key(job_id, row.name))
            if stored is not None and stored["mark"] == mark:
                return MoveOutcome.MOVED
            change = step_change(None if stored is None else step_of(stored), row, weight=weight)
            said: dict[str, Scalar] = {} if message is None else {"progress_message": message}
            job = Write(
                action="Update",
                key=keys.job_key(job_id),
                condition=equals(state=JobState.EXECUTING.value, attempt=row.attempt),
                assign={"updated_at": stamp(now), **said},
                add={"version": 1, "progress": number(change.progress), "cost_usd": number(change.cost_usd)},
            )
            step = Write(
                action="Put",
                key=keys.step_key(job_id, row.name),
                condition=Condition(expression=ABSENT) if stored is None else equals(mark=stored["mark"]),
                item={**step_attributes(change.row), "mark": mark},
            )
            failed = self._table.transact({"job": job, "step": step})
            if "job" in failed:
                return MoveOutcome.LOST
            if not failed:
                return MoveOutcome.MOVED
        raise RuntimeError(f"step {row.name} of job {job_id} is written by others without end")

    def remove(self, job: Job) -> None:
        """Remove a finished job with its history and steps.

        The job's own row goes last: a crash in between leaves it for the next clean-up to find.
        """
        held = self._held(job.job_id)
        if job.state not in FINAL_STATES or (held and not moves.stands_at(held.job, job.state, job.attempt)):
            return
        for page in self._table.pages(keys.job_partition(job.job_id), only=(PARTITION_KEY, SORT_KEY)):
            rows = (keys.Key(item[PARTITION_KEY], item[SORT_KEY]) for item in page)
            self._table.delete_many(row for row in rows if row != keys.job_key(job.job_id))
        if held is not None:
            here = equals(state=job.state.value, attempt=job.attempt, history_count=held.history_count)
            self._table.write(Write(action="Delete", key=keys.job_key(job.job_id), condition=here))

    def _beside(self, read: Callable[[], Item | None]) -> Future[Item | None]:
        return self._readers.submit(read)

    @cached_property
    def _readers(self) -> ThreadPoolExecutor:
        """The thread for reads beside a write; made by the first."""
        return ThreadPoolExecutor(max_workers=2, thread_name_prefix="beside")

    def _key_write(self, job: Job, key: IdempotencyKey) -> Write:
        now = self._clock()
        gone = Condition(expression=f"{ABSENT} OR #expires_at <= :now", values={":now": stamp(now)})
        return Write(
            action="Put",
            key=keys.idempotency_key(job.user_id, key.key),
            condition=gone,
            item={
                "job_id": job.job_id,
                "fingerprint": key.fingerprint,
                "expires_at": stamp(now + moves.KEY_LIFE),
                TTL_ATTRIBUTE: _epoch(now + moves.KEY_LIFE),
            },
        )

    def _replay(self, job: Job, key: IdempotencyKey) -> AddResult | None:
        """Return the answer of a key that is in use; None where it is free, and the day's limit was in the way."""
        used = self._table.get(keys.idempotency_key(job.user_id, key.key))
        if used is None or used["expires_at"] <= stamp(self._clock()):
            return None
        same = used["fingerprint"] == key.fingerprint
        return AddResult(outcome=AddOutcome.REPLAYED if same else AddOutcome.KEY_REUSED, job_id=used["job_id"])


Counted = Future[Item | None] | None
"""The day's row as it is being read, None where nobody asked."""


def _day_row(counted: Counted) -> Item | None:
    """Return the row as it was read; None where it was not, in time or at all."""
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
    """Return the day's count with this job, which the row names where it was read after the write."""
    row = _day_row(counted)
    if row is None:
        return None
    return int(row.get("created_count", 0)) + (row.get("last_job_id") != job_id)


def _midnight(day: str) -> datetime:
    return datetime.combine(date.fromisoformat(day), datetime.min.time(), tzinfo=timezone.utc)


def _epoch(at: datetime) -> int:
    return int(at.timestamp())
