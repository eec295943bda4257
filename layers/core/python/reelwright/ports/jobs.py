"""The table of jobs: every move, conditional on where it starts."""

from datetime import datetime
from enum import Enum
from typing import Any, Protocol

from reelwright.jobs.dead_letter import DeadLetterReason
from reelwright.jobs.lifecycle import JobEvent, JobState
from reelwright.jobs.model import HistoryRow, Job, JobFailure, JobResult, Lease, StepRow
from reelwright.values import Value


class AddOutcome(Enum):
    """What became of a new job."""

    ADDED = "added"
    REPLAYED = "replayed"
    """The idempotency key was used before with the same body: `AddResult.job_id` is that job."""
    KEY_REUSED = "key_reused"
    """The key was used before with another body."""
    OVER_DAILY_LIMIT = "over_daily_limit"
    OVER_MINUTE_LIMIT = "over_minute_limit"
    """Created too fast; over both limits it is the day's that is named."""


class AddResult(Value):
    """Outcome of `Jobs.add` and the job that stands for the request now (None over a limit).

    `today` counts the user's jobs of the day, this one included, where a daily limit was given; it is read beside the write, so
    it may miss creates of this very moment, and is None where reading took too long.
    """

    outcome: AddOutcome
    job_id: str | None = None
    today: int | None = None


class IdempotencyKey(Value):
    """A client's key with the fingerprint of the body it came with; kept for 24 hours."""

    key: str
    fingerprint: str


class AdmitOutcome(Enum):
    """What became of an admission."""

    ADMITTED = "admitted"
    OVER_LIMIT = "over_limit"
    """The user has enough queued and running jobs; `waiting_reason` says so on the job."""
    LOST = "lost"
    """The job is not PENDING any more."""


class StartOutcome(Enum):
    """What became of a start."""

    STARTED = "started"
    AT_CAPACITY = "at_capacity"
    LOST = "lost"
    """The job is not QUEUED for this attempt any more: the message is late or doubled."""
    ALREADY_STARTED = "already_started"
    """This very attempt holds the lease: an earlier run crashed after the write; go on from there."""


class MoveOutcome(Enum):
    """What became of a conditional move."""

    MOVED = "moved"
    LOST = "lost"
    """The job was not where the move starts from; nothing was written."""


class JobPage(Value):
    """A page of jobs, newest first; `cursor` is the place of the last, None where there are no more behind it."""

    jobs: tuple[Job, ...]
    cursor: str | None = None


class Jobs(Protocol):
    """The table of jobs. Every write is one transaction, conditional on where it came from, and safe to repeat."""

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
        """Store a PENDING job, its first history row (`created`), the key and one more on the user's day: all or nothing.

        The day's counter is conditional on `daily_limit` (None: uncounted limit, still counted); with `minute_limit` the
        user's jobs of `minute` are counted too, and bounded. A replay counts nothing.
        """

    def get(self, job_id: str) -> Job | None:
        """Return the job, strongly consistent; None where there is none or its `expires_at` is past (see `now` of init)."""

    def list_of_user(
        self,
        user_id: str,
        *,
        state: JobState | None,
        task_name: str | None,
        limit: int,
        cursor: str | None,
        skip: int = 0,
    ) -> JobPage:
        """Return the user's jobs, newest first, eventually consistent: those behind `cursor`, the first `skip` left out.

        Skipping reads index rows alone. Whoever hands a cursor out signs it and takes back only what he signed
        (`jobs.cursor`): here a place is believed.
        """

    def history(self, job_id: str) -> tuple[HistoryRow, ...]:
        """Return every transition in order."""

    def counts_of_user(self, user_id: str, *, task_name: str | None = None) -> dict[JobState, int]:
        """Return how many of the user's jobs (of one task, if named) are in each state."""

    def daily_count(self, user_id: str, day: str) -> int:
        """Return how many jobs the user has created on a UTC day."""

    def admit(self, job: Job, *, active_limit: int, now: datetime) -> AdmitOutcome:
        """PENDING -> QUEUED and one more on the user's active count, within the limit; `due_at` becomes now + 60 s.

        Over the limit the job stays PENDING and `waiting_reason` is set (once).
        """

    def next_pending(self, user_id: str) -> Job | None:
        """Return the user's oldest PENDING job, or None."""

    def mark_announced(self, job_id: str, *, attempt: int, now: datetime, ticket: int | None = None) -> MoveOutcome:
        """Note on a QUEUED job that the message for its next attempt (`attempt`) was sent; LOST otherwise.

        `ticket` (`jobs.waiting`) stays with the job while it is QUEUED: the first one holds.
        """

    def start(self, job_id: str, *, attempt: int, lease: Lease, capacity: int, now: datetime) -> StartOutcome:
        """QUEUED -> EXECUTING with this attempt number, plus the lease, within the pool's capacity: one transaction.

        The job must be QUEUED with `attempt - 1` attempts behind it and not be asked to cancel.
        """

    def served(self, pool: str) -> int:
        """Return how many starts the pool has ever made: the turn that `polling_order` reads."""

    def note_execution(self, job_id: str, *, attempt: int, execution_arn: str) -> None:
        """Write the execution's ARN on the job and its lease; a no-op when the attempt is over."""

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
        waiting_reason: str | None = None,
        metadata: dict[str, Any] | None = None,
        fingerprint: str | None = None,
        dead_letter: DeadLetterReason | None = None,
    ) -> MoveOutcome:
        """Move EXECUTING -> COMPLETED, FAILED, CANCELLED or RETRYING: job, history, lease and active count in one transaction.

        Conditional on state EXECUTING and `attempt`: of doubled and late calls one moves, the others are LOST.
        COMPLETED sets progress to 1; RETRYING sets `due_at` and, by `retry_scheduled`, adds 1 to `retry_count`; by
        `postponed` it spends no retry: the wait is added to `waited_seconds`. With `fingerprint` the same transaction
        makes a completed job the one that `finished_like` finds. RETRYING is LOST for a job that is asked to cancel.
        With `dead_letter` (FAILED only) the same transaction writes the job's dead letter.
        """

    def finished_like(self, user_id: str, fingerprint: str) -> Job | None:
        """Return the user's job that last completed under the fingerprint, strongly consistent; None once it has expired."""

    def answer(
        self, job: Job, *, source: Job, result: JobResult, fingerprint: str, now: datetime, expires_at: datetime
    ) -> MoveOutcome:
        """PENDING -> COMPLETED with what `source` left: `result`, and copies of its finished steps, which cost nothing.

        Conditional on PENDING and `job.attempt`; nothing is counted or freed. The steps are there once the job is
        COMPLETED, and the job is then the one that `finished_like` finds.
        """

    def cancel_waiting(self, job: Job, *, now: datetime, expires_at: datetime) -> MoveOutcome:
        """PENDING, QUEUED or RETRYING -> CANCELLED, conditional on `job.state` and `job.attempt`; frees the active count."""

    def fail_queued(self, job: Job, *, error: JobFailure, now: datetime, expires_at: datetime) -> MoveOutcome:
        """QUEUED -> FAILED, conditional on `job.attempt`: its message is dead. Frees the active count.

        The same transaction writes the job's dead letter (`poison_message`).
        """

    def request_cancel(self, job_id: str, *, attempt: int, now: datetime) -> MoveOutcome:
        """Set `cancel_requested` on an EXECUTING job; MOVED again when it is set already; LOST when the attempt is over."""

    def requeue(self, job: Job, *, event: JobEvent, now: datetime) -> MoveOutcome:
        """RETRYING -> PENDING (`retry_due`) or FAILED -> PENDING (`retried`), conditional on state and attempt.

        The same transaction removes the dead letter of a job that is `retried`; LOST for a job that has expired.
        """

    def due(self, state: JobState, *, before: datetime, limit: int) -> tuple[Job, ...]:
        """Return jobs of a waiting state whose `due_at` is past, most overdue first, eventually consistent."""

    def unpublished(self, *, before: datetime, limit: int) -> tuple[Job, ...]:
        """Return ended jobs whose outcome nobody noted and whose `due_at` is past, eventually consistent."""

    def mark_published(self, job: Job) -> MoveOutcome:
        """Note that the outcome of an ended job lies in the bucket: `due_at` goes.

        Conditional on state, attempt and `completed_at`: LOST where the job has moved on. Noted already is MOVED, unwritten.
        """

    def leases(self) -> tuple[Lease, ...]:
        """Return every lease, strongly consistent."""

    def release_lease(self, lease: Lease) -> MoveOutcome:
        """Remove a lease that outlived its attempt (the job is not EXECUTING with it) and free its capacity."""

    def expired(self, *, before: datetime, limit: int) -> tuple[Job, ...]:
        """Return finished jobs whose `expires_at` is past."""

    def remove(self, job: Job) -> None:
        """Remove a finished job with its history and steps; a no-op when it is gone."""

    def steps(self, job_id: str) -> tuple[StepRow, ...]:
        """Return the job's steps by name."""

    def step(self, job_id: str, name: str) -> StepRow | None:
        """Return one step, strongly consistent."""

    def save_step(self, job_id: str, row: StepRow, *, weight: float, message: str | None, now: datetime) -> MoveOutcome:
        """Write a step and add `weight` x (growth of its fraction) to the job's progress, with `message`: one transaction.

        `weight` is a share 0-1 of the whole job. The stored fraction never falls: a lower one keeps the old, so a
        repeated or late write adds nothing. LOST when the job is not EXECUTING with `row.attempt` (the attempt is over);
        the job's cost grows by `row.cost_usd` when the step becomes done and was not before.
        """

    def check(self) -> None:
        """Read one item; raises what the table raises. For the health route."""
