"""Jobs in a dictionary: the memory twin of `aws/jobs.py`, short and with the same outcomes.

One lock makes each call what a transaction is there. What a job becomes by a move is `jobs.moves`' word in both.
"""

import threading
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Any, Concatenate, Final, NamedTuple, ParamSpec, TypeVar

from reelwright.errors import IllegalTransitionError
from reelwright.jobs import moves
from reelwright.jobs.cursor import read_cursor, write_cursor
from reelwright.jobs.lifecycle import ADMITTED_STATES, FINAL_STATES, JobEvent, JobState
from reelwright.jobs.model import HistoryRow, Job, JobFailure, JobResult, Lease, StepRow
from reelwright.ports import (
    AddOutcome,
    AddResult,
    AdmitOutcome,
    Clock,
    IdempotencyKey,
    JobPage,
    MoveOutcome,
    StartOutcome,
)

KEY_LIFE: Final = timedelta(hours=24)

P = ParamSpec("P")
R = TypeVar("R")


class _UsedKey(NamedTuple):
    fingerprint: str
    job_id: str
    expires_at: datetime


def _alone(
    method: Callable[Concatenate["MemoryJobs", P], R],
) -> Callable[Concatenate["MemoryJobs", P], R]:
    """Run the method under the store's lock."""

    @wraps(method)
    def locked(self: "MemoryJobs", *args: P.args, **kwargs: P.kwargs) -> R:
        with self.lock:
            return method(self, *args, **kwargs)

    return locked


class MemoryJobs:
    """`ports.Jobs` in memory. `clock` tells what has expired."""

    def __init__(self, clock: Clock) -> None:
        self.lock: Final = threading.RLock()
        self._clock = clock
        self._jobs: dict[str, Job] = {}
        self._history: dict[str, list[HistoryRow]] = {}
        self._steps: dict[str, dict[str, StepRow]] = {}
        self._leases: dict[str, Lease] = {}
        self._keys: dict[tuple[str, str], _UsedKey] = {}
        self._days: Counter[tuple[str, str]] = Counter()
        self._active: Counter[str] = Counter()
        self._served: Counter[str] = Counter()

    @_alone
    def add(self, job: Job, *, key: IdempotencyKey | None, daily_limit: int | None, day: str) -> AddResult:
        """Store a new job; see `ports.Jobs.add`."""
        if job.job_id in self._jobs:
            return AddResult(outcome=AddOutcome.ADDED, job_id=job.job_id)
        used = None if key is None else self._keys.get((job.user_id, key.key))
        if key is not None and used is not None and used.expires_at > self._clock():
            same = used.fingerprint == key.fingerprint
            return AddResult(
                outcome=AddOutcome.REPLAYED if same else AddOutcome.KEY_REUSED, job_id=used.job_id
            )
        if daily_limit is not None and self._days[job.user_id, day] >= daily_limit:
            return AddResult(outcome=AddOutcome.OVER_DAILY_LIMIT)
        self._days[job.user_id, day] += 1
        if key is not None:
            self._keys[job.user_id, key.key] = _UsedKey(
                key.fingerprint, job.job_id, self._clock() + KEY_LIFE
            )
        self._jobs[job.job_id] = job
        self._history[job.job_id] = [moves.first_row(job)]
        return AddResult(outcome=AddOutcome.ADDED, job_id=job.job_id)

    @_alone
    def get(self, job_id: str) -> Job | None:
        """Return the job unless it is gone or expired."""
        job = self._jobs.get(job_id)
        return None if job is None or moves.is_expired(job, now=self._clock()) else job

    @_alone
    def list_of_user(
        self, user_id: str, *, state: JobState | None, task_name: str | None, limit: int, cursor: str | None
    ) -> JobPage:
        """Return a page of the user's jobs, newest first; raises RequestError for a cursor of another query."""
        query = {"user_id": user_id, "state": state, "task_name": task_name}
        before = None if cursor is None else read_cursor(cursor, **query)  # type: ignore[arg-type] # one dict, two calls
        chosen = [
            job
            for job in self._of_user(user_id)
            if state in (None, job.state)
            and task_name in (None, job.task_name)
            and (before is None or _position(job) < before)
        ]
        page = tuple(chosen[:limit])
        more = write_cursor(_position(page[-1]), **query) if len(chosen) > limit else None  # type: ignore[arg-type] # as above
        return JobPage(jobs=page, cursor=more)

    @_alone
    def history(self, job_id: str) -> tuple[HistoryRow, ...]:
        """Return every transition in order."""
        return tuple(self._history.get(job_id, ()))

    @_alone
    def counts_of_user(self, user_id: str) -> dict[JobState, int]:
        """Return how many of the user's jobs are in each state."""
        counts = Counter(job.state for job in self._of_user(user_id))
        return {state: counts[state] for state in JobState}

    @_alone
    def daily_count(self, user_id: str, day: str) -> int:
        """Return how many jobs the user has created on a UTC day."""
        return self._days[user_id, day]

    @_alone
    def active_count(self, user_id: str) -> int:
        """Return how many of the user's jobs count against the limit of running ones."""
        return self._active[user_id]

    @_alone
    def admit(self, job: Job, *, active_limit: int, now: datetime) -> AdmitOutcome:
        """PENDING -> QUEUED within the user's limit."""
        held = self._jobs.get(job.job_id)
        if held is None or held.state is not JobState.PENDING:
            return AdmitOutcome.LOST
        if self._active[held.user_id] >= active_limit:
            waiting = moves.over_limit(held, active_limit=active_limit, now=now)
            if waiting is not None:
                self._jobs[held.job_id] = waiting
            return AdmitOutcome.OVER_LIMIT
        self._active[held.user_id] += 1
        self._move(held, moves.admitted(held, now=now), JobEvent.ADMITTED, {"queue": held.queue})
        return AdmitOutcome.ADMITTED

    @_alone
    def next_pending(self, user_id: str) -> Job | None:
        """Return the user's oldest PENDING job, or None."""
        pending = [job for job in self._of_user(user_id) if job.state is JobState.PENDING]
        return pending[-1] if pending else None

    @_alone
    def mark_announced(self, job_id: str, *, attempt: int, now: datetime) -> MoveOutcome:
        """Note that the message of the QUEUED job's next attempt was sent."""
        held = self._at(job_id, JobState.QUEUED, attempt - 1)
        if held is None:
            return MoveOutcome.LOST
        self._jobs[job_id] = moves.announced(held, now=now)
        return MoveOutcome.MOVED

    @_alone
    def start(
        self, job_id: str, *, attempt: int, lease: Lease, capacity: int, now: datetime
    ) -> StartOutcome:
        """QUEUED -> EXECUTING with the lease, within the pool's capacity."""
        if self._at(job_id, JobState.EXECUTING, attempt) is not None:
            return StartOutcome.ALREADY_STARTED if self._holds(job_id, attempt) else StartOutcome.LOST
        held = self._at(job_id, JobState.QUEUED, attempt - 1)
        if held is None or held.cancel_requested:
            return StartOutcome.LOST
        if self.running(lease.pool) >= capacity or job_id in self._leases:
            return StartOutcome.AT_CAPACITY
        self._leases[job_id] = lease
        self._served[lease.pool] += 1
        self._move(
            held, moves.started(held, attempt=attempt, now=now), JobEvent.STARTED, {"pool": lease.pool}
        )
        return StartOutcome.STARTED

    @_alone
    def running(self, pool: str) -> int:
        """Return how many leases count against the pool."""
        return sum(lease.pool == pool for lease in self._leases.values())

    @_alone
    def served(self, pool: str) -> int:
        """Return how many starts the pool has ever made."""
        return self._served[pool]

    @_alone
    def note_execution(self, job_id: str, *, attempt: int, execution_arn: str) -> None:
        """Write the execution's ARN on the job and its lease while the attempt runs."""
        held = self._at(job_id, JobState.EXECUTING, attempt)
        if held is None:
            return
        arn = {"execution_arn": execution_arn}
        self._jobs[job_id] = held.model_copy(update={"version": held.version + 1, **arn})
        if self._holds(job_id, attempt):
            self._leases[job_id] = self._leases[job_id].model_copy(update=arn)

    @_alone
    def finish(
        self,
        job_id: str,
        *,
        attempt: int,
        event: JobEvent,
        now: datetime,
        result: JobResult | None = None,
        error: JobFailure | None = None,
        due_at: datetime | None = None,
        expires_at: datetime | None = None,
        metadata: dict[str, Any] | None = None,
    ) -> MoveOutcome:
        """Leave EXECUTING, with the lease and the active count."""
        held = self._at(job_id, JobState.EXECUTING, attempt)
        if held is None or (event is JobEvent.RETRY_SCHEDULED and held.cancel_requested):
            return MoveOutcome.LOST
        after = moves.finished(
            held, event, now=now, result=result, error=error, due_at=due_at, expires_at=expires_at
        )
        self._move(held, after, event, metadata)
        if self._holds(job_id, attempt):
            del self._leases[job_id]
        return MoveOutcome.MOVED

    @_alone
    def cancel_waiting(self, job: Job, *, now: datetime, expires_at: datetime) -> MoveOutcome:
        """Cancel a job that no attempt runs for."""
        held = self._at(job.job_id, job.state, job.attempt)
        after = None if held is None else moves.cancelled(held, now=now, expires_at=expires_at)
        if held is None or after is None:
            return MoveOutcome.LOST
        self._move(held, after, JobEvent.CANCELLED, None)
        return MoveOutcome.MOVED

    @_alone
    def fail_queued(
        self, job: Job, *, error: JobFailure, now: datetime, expires_at: datetime
    ) -> MoveOutcome:
        """QUEUED -> FAILED: its message is dead."""
        held = self._at(job.job_id, JobState.QUEUED, job.attempt)
        if held is None:
            return MoveOutcome.LOST
        after = moves.finished(held, JobEvent.FAILED, now=now, error=error, expires_at=expires_at)
        self._move(held, after, JobEvent.FAILED, {"code": error.code})
        return MoveOutcome.MOVED

    @_alone
    def request_cancel(self, job_id: str, *, attempt: int, now: datetime) -> MoveOutcome:
        """Set the wish to cancel on an EXECUTING job."""
        held = self._at(job_id, JobState.EXECUTING, attempt)
        if held is None:
            return MoveOutcome.LOST
        if not held.cancel_requested:
            changes = {"cancel_requested": True, "version": held.version + 1, "updated_at": now}
            self._jobs[job_id] = held.model_copy(update=changes)
        return MoveOutcome.MOVED

    @_alone
    def requeue(self, job: Job, *, event: JobEvent, now: datetime) -> MoveOutcome:
        """Bring a RETRYING or FAILED job back to PENDING."""
        after = moves.requeued(job, event, now=now)
        held = self._at(job.job_id, job.state, job.attempt)
        if held is None or moves.is_expired(held, now=self._clock()):
            return MoveOutcome.LOST
        after = moves.requeued(held, event, now=now)
        self._move(held, after, event, None)
        return MoveOutcome.MOVED
