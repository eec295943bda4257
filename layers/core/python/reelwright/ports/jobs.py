"""The table of jobs."""

from datetime import datetime
from enum import Enum
from typing import Protocol

from reelwright.jobs.lifecycle import JobState
from reelwright.jobs.listing import MOST_READ
from reelwright.jobs.model import HistoryRow, Job, Lease, PoolCounts, RecordedJob, StepRow
from reelwright.jobs.moves import Move, Note
from reelwright.values import Value


class AddOutcome(Enum):
    """Outcome of `Jobs.add`."""

    ADDED = "added"
    REPLAYED = "replayed"
    """The idempotency key was used before with the same body: `AddResult.job_id` is that job."""
    KEY_REUSED = "key_reused"
    """The key was used before with another body."""
    OVER_DAILY_LIMIT = "over_daily_limit"
    OVER_MINUTE_LIMIT = "over_minute_limit"
    """Created too fast; over both limits the outcome is OVER_DAILY_LIMIT."""


class AddResult(Value):
    """Outcome of `Jobs.add` and the id of the request's job (None over a limit).

    `today` counts the user's jobs of the day, this one included, if a daily limit was given. It is read in parallel with the
    write, so it may miss simultaneous creates, and is None if the read took too long.
    """

    outcome: AddOutcome
    job_id: str | None = None
    today: int | None = None


class IdempotencyKey(Value):
    """A client's key and the fingerprint of its request body; kept for 24 hours."""

    key: str
    fingerprint: str


class MoveOutcome(Enum):
    """Outcome of a conditional write."""

    MOVED = "moved"
    LOST = "lost"
    """The job had moved on since it was read; nothing was written."""
    OVER_LIMIT = "over_limit"
    """The move's limit is reached, or an old lease of the job exists; nothing was written."""


class JobPage(Value):
    """A page of jobs, newest first; `cursor` is the place of the last job, None on the last page."""

    jobs: tuple[Job, ...]
    cursor: str | None = None


class Jobs(Protocol):
    """The table of jobs: reads, and writes that are each one conditional transaction and safe to repeat."""

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
        """Store a PENDING job, its first history row (`created`) and the key, and count it on the user's day: all or nothing.

        The day's counter is conditional on `daily_limit` (None: no limit, still counted); `minute_limit` also counts and
        limits the user's jobs of `minute`. A replay counts nothing.
        """

    def commit(self, move: Move) -> MoveOutcome:
        """Write a move and everything it carries in one transaction.

        Conditional on state, attempt and history_count of `move.before`: of doubled, late and racing moves one is MOVED, the
        others are LOST. LOST also for an expired job, and with `unless_cancelled` for a job whose cancel was requested.
        OVER_LIMIT: `move.limit` or one of `move.unreached` is reached, a kept result answers `move.unless_kept`, or another
        lease of the job exists.
        Counters that drifted to 0 do not block a move. `move.copies` exist once the job has moved.
        """

    def note(self, note: Note) -> MoveOutcome:
        """Write a note on a job that has not moved since `note.before`, else LOST. The lease gets an execution too."""

    def release_lease(self, lease: Lease) -> MoveOutcome:
        """Remove a lease whose attempt is over (the job is not EXECUTING with it) and free its place in its shard."""

    def remove(self, job: Job) -> None:
        """Remove a finished job with its history and steps; a no-op if it does not exist or has moved on."""

    def get(self, job_id: str) -> Job | None:
        """Return the job, strongly consistent; None if it does not exist or its `expires_at` is past."""

    def recorded(self, job_id: str) -> RecordedJob | None:
        """Return the job with its history, by one strongly consistent read; None as in `get`.

        A transition that is made during the read may be in the job and not in the history.
        """

    def history(self, job_id: str) -> tuple[HistoryRow, ...]:
        """Return all transitions, oldest first."""

    def finished_like(self, user_id: str, fingerprint: str) -> Job | None:
        """Return the user's job that last completed under the fingerprint, strongly consistent; None once it has expired."""

    def list_of_user(
        self,
        user_id: str,
        *,
        state: JobState | None,
        task_name: str | None,
        limit: int,
        cursor: str | None,
        skip: int = 0,
        title: str = "",
        since: datetime | None = None,
        most_read: int = MOST_READ,
    ) -> JobPage:
        """Return the user's jobs after `cursor`, newest first, eventually consistent, without the first `skip`.

        Skipping reads index rows only. The store trusts the cursor: callers sign the cursors they publish (`jobs.cursor`).
        With the beginning of a `title` it reads at most about `most_read` jobs: the page can then have fewer than `limit`
        jobs, or none, although its cursor says that the list goes on.
        """

    def counts_of_user(self, user_id: str, *, task_name: str | None = None) -> dict[JobState, int]:
        """Count the user's jobs (of one task, if named) by state."""

    def next_pending(self, user_id: str) -> Job | None:
        """Return the user's oldest PENDING job that is no item of a batch; else the oldest item; None if there is none."""

    def due(self, state: JobState, *, before: datetime, limit: int) -> tuple[Job, ...]:
        """Return jobs of a waiting state whose `due_at` is past, most overdue first, eventually consistent."""

    def unpublished(self, *, before: datetime, limit: int) -> tuple[Job, ...]:
        """Return ended jobs without a noted outcome whose `due_at` is past, eventually consistent."""

    def expired(self, *, before: datetime, limit: int) -> tuple[Job, ...]:
        """Return finished jobs whose `expires_at` is past."""

    def lease(self, job_id: str) -> Lease | None:
        """Return the job's lease, strongly consistent."""

    def leases(self) -> tuple[Lease, ...]:
        """Return every lease, strongly consistent."""

    def counts_of_pool(self, pool: str, *, shards: int) -> PoolCounts:
        """Return the pool's counters, strongly consistent; `polling_order` derives the next queue from `served`."""

    def steps(self, job_id: str) -> tuple[StepRow, ...]:
        """Return the job's steps by name."""

    def step(self, job_id: str, name: str) -> StepRow | None:
        """Return one step, strongly consistent."""

    def save_step(
        self,
        job_id: str,
        row: StepRow,
        *,
        weight: float,
        message: str | None,
        now: datetime,
        until_cancelled: bool = False,
    ) -> MoveOutcome:
        """Write a step and add `weight` x (growth of its fraction) to the job's progress, with `message`: one transaction.

        `weight` is a share 0-1 of the whole job. The stored fraction never falls: a lower one keeps the old, so a
        repeated or late write adds nothing. LOST if the job is not EXECUTING with `row.attempt` (the attempt is over);
        the job's cost grows by `row.cost_usd` when the step becomes done and was not before. With `until_cancelled` it is
        LOST too once the job's cancellation is requested.
        """
