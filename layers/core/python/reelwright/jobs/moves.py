"""What a job becomes by each move: the one place that both stores of jobs take it from.

Every function takes the job as it is and returns it as it will be, one version on; where it goes is `next_state`'s word.
Whether the move may be written (state, attempt, limits) is for the store to hold in one transaction.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from reelwright.errors import IllegalTransitionError
from reelwright.jobs.lifecycle import ADMITTED_STATES, FINAL_STATES, JobEvent, JobState, next_state
from reelwright.jobs.model import HistoryRow, Job, JobFailure, JobResult

LOOK_AGAIN: Final = timedelta(seconds=60)
"""A job that waits for an event of ours is looked at by the sweeper after this."""
MESSAGE_TRUST: Final = timedelta(days=3)
"""So long an announced job is left to its message; the queues keep one for 4 days."""

KEY_LIFE: Final = timedelta(hours=24)
"""So long an idempotency key stands for its job."""

WAITING_STATES: Final = frozenset({JobState.PENDING, JobState.QUEUED, JobState.RETRYING})
"""Where no attempt runs: a cancel needs to stop nothing."""
COMING_BACK: Final = frozenset({JobEvent.RETRY_SCHEDULED, JobEvent.POSTPONED})
"""Ends of an attempt that another follows: not for a job that was asked to cancel."""
_REQUEUE_EVENTS: Final = frozenset({JobEvent.RETRY_DUE, JobEvent.RETRIED})

_MESSAGES: Final[dict[JobEvent, str]] = {
    JobEvent.ADMITTED: "Waiting in its queue",
    JobEvent.STARTED: "Started",
    JobEvent.COMPLETED: "Finished",
    JobEvent.FAILED: "Failed",
    JobEvent.RETRY_SCHEDULED: "Waiting to be tried again",
    JobEvent.POSTPONED: "Waiting for a provider",
    JobEvent.RETRY_DUE: "Waiting to be admitted",
    JobEvent.RETRIED: "Waiting to be admitted",
    JobEvent.CANCELLED: "Cancelled",
    JobEvent.ANSWERED_FROM_CACHE: "Finished: the same request had been done before",
}


@dataclass(frozen=True, kw_only=True)
class Move:
    """One transition: the job on both sides of it, and why."""

    before: Job
    after: Job
    event: JobEvent
    metadata: dict[str, Any]

    @property
    def frees_its_user(self) -> bool:
        """Return whether the job stops counting against its user's limit."""
        return self.before.state in ADMITTED_STATES and self.after.state not in ADMITTED_STATES

    def history_row(self, sequence: int) -> HistoryRow:
        """Return the row that the move leaves in the history."""
        return HistoryRow(
            sequence=sequence,
            at=self.after.updated_at,
            event=self.event,
            from_state=self.before.state,
            to_state=self.after.state,
            attempt=self.after.attempt,
            metadata=self.metadata,
        )


def creation_row(job: Job) -> HistoryRow:
    """Return the history row that stands for the job's creation."""
    return HistoryRow(
        sequence=1, at=job.created_at, event="created", from_state=None, to_state=job.state, attempt=job.attempt
    )


def stands_at(job: Job, state: JobState, attempt: int) -> bool:
    """Return whether the job is where a move would start from."""
    return job.state is state and job.attempt == attempt


def is_expired(job: Job, *, now: datetime) -> bool:
    """Return whether a finished job has outlived its retention: readers see it no more."""
    return job.expires_at is not None and job.expires_at <= now


def admit(job: Job, *, now: datetime) -> Move:
    """Return the move into the queue; the message is not sent yet."""
    changes = {"waiting_reason": None, "announced_at": None, "ticket": None, "due_at": now + LOOK_AGAIN}
    return _move(job, JobEvent.ADMITTED, now, changes, {"queue": job.queue})


def start(job: Job, *, attempt: int, pool: str, now: datetime) -> Move:
    """Return the move into an attempt. The last attempt's error stays readable until this one ends."""
    changes = {"attempt": attempt, "execution_arn": None, "due_at": None, "started_at": job.started_at or now}
    return _move(job, JobEvent.STARTED, now, changes, {"pool": pool})


def finish(
    job: Job,
    event: JobEvent,
    *,
    now: datetime,
    result: JobResult | None = None,
    error: JobFailure | None = None,
    due_at: datetime | None = None,
    expires_at: datetime | None = None,
    waiting_reason: str | None = None,
    metadata: dict[str, Any] | None = None,
) -> Move:
    """Return the move out of an attempt or of waiting: into a final state, or RETRYING.

    `retry_scheduled` spends a retry; `postponed` spends none, but its wait is added up.
    """
    changes: dict[str, Any] = {"waiting_reason": waiting_reason, "due_at": None, "error": error or job.error}
    target = next_state(job.state, event)
    if target in FINAL_STATES:
        changes |= {"completed_at": now, "expires_at": expires_at, "result": result or job.result}
        changes |= {"due_at": now + LOOK_AGAIN}  # until its outcome is published: the stream's record may be lost
    elif event is JobEvent.POSTPONED:
        wait = 0.0 if due_at is None else (due_at - now).total_seconds()
        changes |= {"waited_seconds": job.waited_seconds + wait, "due_at": due_at}
    else:
        changes |= {"retry_count": job.retry_count + 1, "due_at": due_at}
    if target is JobState.COMPLETED:
        changes |= {"progress": 1.0, "error": None}
    return _move(job, event, now, changes, metadata)


def answer(job: Job, *, source: Job, result: JobResult, now: datetime, expires_at: datetime) -> Move:
    """Return the move of a PENDING job to what an earlier job of the same request left."""
    return finish(
        job,
        JobEvent.ANSWERED_FROM_CACHE,
        now=now,
        result=result,
        expires_at=expires_at,
        metadata={"source_job_id": source.job_id},
    )


def requeue(job: Job, event: JobEvent, *, now: datetime) -> Move:
    """Return the move back to PENDING; raises IllegalTransitionError for an event that does not bring a job back.

    `retried` is a fresh start by hand: all automatic retries are there again and an old wish to cancel is forgotten.
    """
    if event not in _REQUEUE_EVENTS:
        raise IllegalTransitionError(f"{event.value} does not bring a job back")
    changes: dict[str, Any] = {"announced_at": None, "due_at": now + LOOK_AGAIN, "waiting_reason": None}
    if event is JobEvent.RETRIED:
        changes |= {"retry_count": 0, "waited_seconds": 0.0, "cancel_requested": False}
        changes |= {"completed_at": None, "expires_at": None}
    return _move(job, event, now, changes)


def wait_for_user(job: Job, *, active_limit: int, now: datetime) -> Job | None:
    """Return the PENDING job with why it waits; None where it says so already and need not be looked at yet.

    None keeps the table's stream quiet: the write wakes the outbox, which tries again, which must not write again.
    """
    reason = f"You have {active_limit} jobs queued or running; this one starts when one of them ends."
    if job.waiting_reason == reason and job.due_at is not None and job.due_at > now:
        return None
    return _change(job, now, {"waiting_reason": reason, "due_at": now + LOOK_AGAIN})


def announce(job: Job, *, now: datetime, ticket: int | None) -> Job:
    """Return the QUEUED job with its message sent; a ticket that it holds already is kept."""
    held = ticket if job.ticket is None else job.ticket
    return _change(job, now, {"announced_at": now, "ticket": held, "due_at": now + MESSAGE_TRUST})


def note_execution(job: Job, execution_arn: str) -> Job:
    """Return the job with its execution; `updated_at` stays, because nothing about the job has moved."""
    return _change(job, job.updated_at, {"execution_arn": execution_arn})


def publish(job: Job) -> Job:
    """Return the ended job with its outcome in the bucket: nobody need look at it again."""
    return _change(job, job.updated_at, {"due_at": None})


def ask_to_cancel(job: Job, *, now: datetime) -> Job:
    """Return the EXECUTING job with its owner's wish."""
    return _change(job, now, {"cancel_requested": True})


def _move(
    job: Job, event: JobEvent, now: datetime, changes: dict[str, Any], metadata: dict[str, Any] | None = None
) -> Move:
    state = next_state(job.state, event)
    after = _change(job, now, {"state": state, "progress_message": _MESSAGES[event], **changes})
    return Move(before=job, after=after, event=event, metadata=metadata or {})


def _change(job: Job, now: datetime, changes: dict[str, Any]) -> Job:
    return job.model_copy(update={"version": job.version + 1, "updated_at": now, **changes})
