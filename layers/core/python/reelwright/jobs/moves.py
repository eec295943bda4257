"""Every move of a job, decided once: what the job becomes, and what is written in the same transaction.

A use case reads a job, calls one of these functions, and hands the result to `Jobs.commit` (a Move: another state) or
`Jobs.note` (a Note: the same state). `next_state` decides the target state. The functions are pure. The store decides only
whether the write may happen: it is conditional on the job being where the move starts from, and on the limit.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final

from reelwright.errors import IllegalTransitionError
from reelwright.jobs.cautions import Caution
from reelwright.jobs.dead_letter import DeadLetter, DeadLetterReason, letter_of_job
from reelwright.jobs.lifecycle import ADMITTED_STATES, FINAL_STATES, JobEvent, JobState, next_state
from reelwright.jobs.model import HistoryRow, Job, JobFailure, JobResult, Lease, StepRow
from reelwright.jobs.priority import Tier
from reelwright.jobs.progress import answered_step
from reelwright.jobs.quota import Charge, next_day
from reelwright.jobs.request import CreateJob
from reelwright.jobs.scene_edits import SceneEdit, merged

LOOK_AGAIN: Final = timedelta(seconds=60)
"""The sweeper looks at a job whose next event has not come for so long."""
MESSAGE_TRUST: Final = timedelta(days=3)
"""The sweeper leaves an announced job to its message for so long; the queues keep a message for 4 days."""

KEY_LIFE: Final = timedelta(hours=24)
"""How long an idempotency key is kept."""

WAITING_STATES: Final = frozenset({JobState.PENDING, JobState.QUEUED, JobState.RETRYING})
"""No attempt runs in these: a cancel has nothing to stop."""
COMING_BACK: Final = frozenset({JobEvent.RETRY_SCHEDULED, JobEvent.POSTPONED, JobEvent.HELD})
"""Ends of an attempt that another attempt follows."""
APPROVAL: Final = "approval"
"""The public reason of a film that waits for its owner."""
APPROVAL_LIFE: Final = timedelta(days=3)
"""A film without an approval by then is cancelled: its artefacts expire after a week."""
_REQUEUE_EVENTS: Final = frozenset({JobEvent.RETRY_DUE, JobEvent.RETRIED})

_MESSAGES: Final[dict[JobEvent, str]] = {
    JobEvent.ADMITTED: "Waiting in its queue",
    JobEvent.STARTED: "Started",
    JobEvent.COMPLETED: "Finished",
    JobEvent.FAILED: "Failed",
    JobEvent.RETRY_SCHEDULED: "Waiting to be tried again",
    JobEvent.POSTPONED: "Waiting for a provider",
    JobEvent.HELD: "Waiting for your approval",
    JobEvent.EDITED: "Waiting to be admitted",
    JobEvent.APPROVED: "Waiting to be admitted",
    JobEvent.RETRY_DUE: "Waiting to be admitted",
    JobEvent.RETRIED: "Waiting to be admitted",
    JobEvent.CANCELLED: "Cancelled",
    JobEvent.ANSWERED_FROM_CACHE: "Finished: the same request had been done before",
}


@dataclass(frozen=True, kw_only=True)
class Move:
    """One transition and everything that is written with it, all or nothing."""

    before: Job
    after: Job
    event: JobEvent
    metadata: dict[str, Any]
    limit: int | None = None
    """What must not be reached yet: the capacity of the shard that `takes` names, else the user's active jobs."""
    takes: Lease | None = None
    """The lease that the attempt gets; its shard of the pool counts one more running and one more served."""
    frees: Lease | None = None
    """The lease that the attempt gives back, with its place in its shard."""
    unless_cancelled: bool = False
    """The move is lost if the owner has asked to cancel since the job was read."""
    fingerprint: str | None = None
    """The request that the completed job answers from now on."""
    letter: DeadLetter | None = None
    copies: tuple[StepRow, ...] = ()
    """Finished steps of another job that become the job's own."""
    charges: tuple[Charge, ...] = ()
    """What the move adds to the counters of the job's user; beyond the limit of one of them the move is not made."""

    unless_kept: str | None = None
    """The fingerprint of a request; the move is not made if a kept result of the user answers it."""
    unreached: tuple[Charge, ...] = ()
    """Limits of the user's counters; the move is not made once one of them is reached, and adds nothing to them."""

    @property
    def counts_its_user(self) -> bool:
        """Whether the job starts counting against its user's limit."""
        return self.before.state not in ADMITTED_STATES and self.after.state in ADMITTED_STATES

    @property
    def frees_its_user(self) -> bool:
        """Whether the job stops counting against its user's limit."""
        return self.before.state in ADMITTED_STATES and self.after.state not in ADMITTED_STATES

    @property
    def removes_letter(self) -> bool:
        """Whether the job's dead letter is removed, because an operator or its owner retried the job."""
        return self.event is JobEvent.RETRIED

    @property
    def history_row(self) -> HistoryRow:
        """The row that the move leaves in the history."""
        return HistoryRow(
            sequence=self.after.history_count,
            at=self.after.updated_at,
            event=self.event,
            from_state=self.before.state,
            to_state=self.after.state,
            attempt=self.after.attempt,
            metadata=self.metadata,
        )


@dataclass(frozen=True, kw_only=True)
class Note:
    """A change of a job that stays in its state; it leaves no row in the history."""

    before: Job
    after: Job

    @property
    def execution_arn(self) -> str | None:
        """The execution that was noted and belongs on the attempt's lease too; None for other notes."""
        return None if self.after.execution_arn == self.before.execution_arn else self.after.execution_arn


def new_job(
    job_id: str,
    request: CreateJob,
    *,
    user_id: str,
    tier: Tier,
    now: datetime,
    cautions: tuple[Caution, ...] = (),
    parent_job_id: str | None = None,
) -> Job:
    """Make the PENDING job of a request; the sweeper looks at it again after `LOOK_AGAIN`."""
    return Job(
        job_id=job_id,
        user_id=user_id,
        tier=tier,
        task_name=request.task_name,
        request=request,
        cautions=cautions,
        queue=request.queue(tier),
        created_at=now,
        updated_at=now,
        due_at=now + LOOK_AGAIN,
        parent_job_id=parent_job_id,
    )


def creation_row(job: Job) -> HistoryRow:
    """Return the first row of a new job's history."""
    return HistoryRow(
        sequence=1, at=job.created_at, event="created", from_state=None, to_state=job.state, attempt=job.attempt
    )


def is_running(job: Job, attempt: int) -> bool:
    """Whether the job is in this very attempt."""
    return job.state is JobState.EXECUTING and job.attempt == attempt


def is_queued_for(job: Job, attempt: int) -> bool:
    """Whether the job waits in its queue for this very attempt."""
    return job.state is JobState.QUEUED and job.attempt == attempt - 1


def is_expired(job: Job, *, now: datetime) -> bool:
    """Whether a finished job has outlived its retention: readers see it no more."""
    return job.expires_at is not None and job.expires_at <= now


def admit(
    job: Job, *, active_limit: int, now: datetime, unless_kept: str | None = None, unreached: tuple[Charge, ...] = ()
) -> Move:
    """Move a PENDING job into its queue; the message is not sent yet, so the sweeper looks again after `LOOK_AGAIN`."""
    changes = {"waiting_reason": None, "announced_at": None, "ticket": None, "due_at": now + LOOK_AGAIN}
    return _move(
        job,
        JobEvent.ADMITTED,
        now,
        changes,
        metadata={"queue": job.queue},
        limit=active_limit,
        unless_kept=unless_kept,
        unreached=unreached,
    )


def start(job: Job, *, lease: Lease, capacity: int, now: datetime) -> Move:
    """Move a QUEUED job into its next attempt. The last attempt's error stays readable until this one ends."""
    changes = {
        "attempt": job.attempt + 1,
        "execution_arn": None,
        "due_at": None,
        "started_at": job.started_at or now,
        "attempt_started_at": now,
    }
    return _move(
        job,
        JobEvent.STARTED,
        now,
        changes,
        metadata={"pool": lease.pool},
        limit=capacity,
        takes=lease,
        unless_cancelled=True,
    )


def finish(
    job: Job,
    event: JobEvent,
    *,
    now: datetime,
    lease: Lease | None = None,
    result: JobResult | None = None,
    error: JobFailure | None = None,
    due_at: datetime | None = None,
    expires_at: datetime | None = None,
    waiting_reason: str | None = None,
    metadata: dict[str, Any] | None = None,
    fingerprint: str | None = None,
    dead_letter: DeadLetterReason | None = None,
    copies: tuple[StepRow, ...] = (),
    cost_usd: float = 0.0,
    charges: tuple[Charge, ...] = (),
) -> Move:
    """Move a job out of an attempt or out of waiting: into a final state, or RETRYING.

    `lease` is the job's lease as read; it is freed if it is the lease of this attempt. `retry_scheduled` spends a retry;
    `postponed` spends none and adds up the wait; `held` spends none and waits for its owner. All
    are lost if the owner has asked to cancel meanwhile: the next look at the job sees that. `fingerprint` counts for COMPLETED
    only, `dead_letter` for FAILED only. `cost_usd` is added to the job's cost, `charges` to its user's counters.
    """
    changes: dict[str, Any] = {"waiting_reason": waiting_reason, "due_at": None, "error": error or job.error}
    changes["cost_usd"] = job.cost_usd + cost_usd
    target = next_state(job.state, event)
    if target in FINAL_STATES:
        changes |= {"completed_at": now, "expires_at": expires_at, "result": result or job.result, "held_at": None}
        changes |= {"due_at": now + LOOK_AGAIN}  # until its outcome is published: the stream's record may be lost
    elif event is JobEvent.POSTPONED:
        wait = 0.0 if due_at is None else (due_at - now).total_seconds()
        changes |= {"waited_seconds": job.waited_seconds + wait, "due_at": due_at}
    elif event is JobEvent.HELD:
        changes |= {"error": None, "held_at": now, "due_at": now + APPROVAL_LIFE, "waiting_reason": APPROVAL}
    else:
        changes |= {"retry_count": job.retry_count + 1, "due_at": due_at}
    if target is JobState.COMPLETED:
        changes |= {"progress": 1.0, "error": None}
    move = _move(
        job,
        event,
        now,
        changes,
        metadata=metadata,
        frees=lease if lease is not None and is_running(job, lease.attempt) else None,
        unless_cancelled=event in COMING_BACK,
        fingerprint=fingerprint if target is JobState.COMPLETED else None,
        copies=copies,
        charges=charges,
    )
    return move if dead_letter is None else replace(move, letter=letter_of_job(move.after, dead_letter))


def answer(
    job: Job,
    *,
    source: Job,
    steps: tuple[StepRow, ...],
    result: JobResult,
    fingerprint: str,
    now: datetime,
    expires_at: datetime | None,
) -> Move:
    """Complete a PENDING job with what `source`, an earlier job of the same request, left: `result` and its `steps`."""
    copies = (answered_step(row, job, now=now) for row in steps)
    return finish(
        job,
        JobEvent.ANSWERED_FROM_CACHE,
        now=now,
        result=result,
        expires_at=expires_at,
        metadata={"source_job_id": source.job_id},
        fingerprint=fingerprint,
        copies=tuple(row for row in copies if row is not None),
    )


def requeue(
    job: Job, event: JobEvent, *, now: datetime, by_owner: bool = False, charges: tuple[Charge, ...] = ()
) -> Move:
    """Move a RETRYING or FAILED job back to PENDING; raises IllegalTransitionError for any other event.

    `retried` is a fresh start by hand: all automatic retries are available again and an old wish to cancel is forgotten.
    A retry `by_owner` counts on the job and adds `charges`; one by an operator does not.
    """
    if event not in _REQUEUE_EVENTS:
        raise IllegalTransitionError(f"{event.value} does not bring a job back")
    changes: dict[str, Any] = {"announced_at": None, "due_at": now + LOOK_AGAIN, "waiting_reason": None}
    if event is JobEvent.RETRIED:
        changes |= {"retry_count": 0, "waited_seconds": 0.0, "cancel_requested": False}
        changes |= {"completed_at": None, "expires_at": None, "hand_retries": job.hand_retries + by_owner}
    return _move(job, event, now, changes, charges=charges)


def edit(job: Job, edits: tuple[SceneEdit, ...], *, now: datetime) -> Move:
    """Bring a held film back with changed scenes; its next attempt ends with the storyboard again."""
    return _release(job, JobEvent.EDITED, now, {"scene_edits": merged(job.scene_edits, edits)})


def approve(job: Job, *, now: datetime) -> Move:
    """Bring a held film back to be made."""
    return _release(job, JobEvent.APPROVED, now, {"approved_at": now})


def _release(job: Job, event: JobEvent, now: datetime, changes: dict[str, Any]) -> Move:
    free = {"held_at": None, "waiting_reason": None, "announced_at": None, "due_at": now + LOOK_AGAIN}
    return _move(job, event, now, {**free, **changes})


def wait_for_user(job: Job, *, active_limit: int, now: datetime) -> Note | None:
    """Note on a PENDING job that it waits for another one to end; None as in `wait_because`."""
    jobs = "job" if active_limit == 1 else "jobs"
    reason = f"You have reached your limit of {active_limit} concurrent {jobs}; this job starts when another one ends."
    return wait_because(job, reason, now=now)


def wait_because(job: Job, reason: str, *, now: datetime, until: datetime | None = None) -> Note | None:
    """Note on a PENDING job why it waits, `until` when at most; None if the job already says so and is not due.

    None keeps the table's stream quiet: each write wakes the outbox, which tries again and must not write again.
    """
    if job.waiting_reason == reason and job.due_at is not None and job.due_at > now:
        return None
    return _note(job, now, {"waiting_reason": reason, "due_at": until or now + LOOK_AGAIN})


def wait_for_tomorrow(job: Job, *, seconds: int, now: datetime) -> Note | None:
    """Note on a PENDING job that its user's failed work of the day is used up; None as in `wait_because`."""
    reason = (
        f"Attempts of your jobs that could not succeed have used up {seconds // 60} minutes of work today; "
        "this job starts after 00:00 UTC. Correct the scripts or files that failed."
    )
    return wait_because(job, reason, now=now, until=next_day(now))


def announce(job: Job, *, now: datetime, ticket: int | None) -> Note:
    """Note on a QUEUED job that its message was sent; a ticket that it holds already is kept."""
    held = ticket if job.ticket is None else job.ticket
    return _note(job, now, {"announced_at": now, "ticket": held, "due_at": now + MESSAGE_TRUST})


def note_execution(job: Job, execution_arn: str) -> Note:
    """Note the execution of the running attempt; `updated_at` stays, because the job made no progress."""
    return _note(job, job.updated_at, {"execution_arn": execution_arn})


def publish(job: Job) -> Note:
    """Note on an ended job that its outcome is in the bucket: the sweeper looks at it no more."""
    return _note(job, job.updated_at, {"due_at": None})


def request_cancel(job: Job, *, now: datetime) -> Note:
    """Note on an EXECUTING job that its owner requested a cancel."""
    return _note(job, now, {"cancel_requested": True})


def _move(
    job: Job,
    event: JobEvent,
    now: datetime,
    changes: dict[str, Any],
    *,
    metadata: dict[str, Any] | None = None,
    **effects: Any,
) -> Move:
    changes = {"history_count": job.history_count + 1, "progress_message": _MESSAGES[event], **changes}
    after = _changed(job, now, {"state": next_state(job.state, event), **changes})
    return Move(before=job, after=after, event=event, metadata=metadata or {}, **effects)


def _note(job: Job, now: datetime, changes: dict[str, Any]) -> Note:
    return Note(before=job, after=_changed(job, now, changes))


def _changed(job: Job, now: datetime, changes: dict[str, Any]) -> Job:
    return job.model_copy(update={"version": job.version + 1, "updated_at": now, **changes})
