"""What a job becomes by each move: the one place that both stores of jobs take it from.

Every function takes the job as it is and returns it as it will be, one version on; where it goes is `next_state`'s word.
Whether the move may be written (state, attempt, limits) is for the store to hold in one transaction.
"""

from datetime import datetime, timedelta
from typing import Final

from reelwright.errors import IllegalTransitionError
from reelwright.jobs.lifecycle import FINAL_STATES, JobEvent, JobState, next_state
from reelwright.jobs.model import HistoryRow, Job, JobFailure, JobResult, StepRow
from reelwright.values import Value

LOOK_AGAIN: Final = timedelta(seconds=60)
"""A job that waits for an event of ours is looked at by the sweeper after this."""
MESSAGE_TRUST: Final = timedelta(days=3)
"""So long an announced job is left to its message; the queues keep one for 4 days."""
MOST_RUNNING_PROGRESS: Final = 0.99
"""Only COMPLETED shows 1: steps' shares never add up to more than this."""

WAITING_STATES: Final = frozenset({JobState.PENDING, JobState.QUEUED, JobState.RETRYING})
"""Where no attempt runs: a cancel needs to stop nothing."""
REQUEUE_EVENTS: Final = frozenset({JobEvent.RETRY_DUE, JobEvent.RETRIED})

_MESSAGES: Final[dict[JobEvent, str]] = {
    JobEvent.ADMITTED: "Waiting in its queue",
    JobEvent.STARTED: "Started",
    JobEvent.COMPLETED: "Finished",
    JobEvent.FAILED: "Failed",
    JobEvent.RETRY_SCHEDULED: "Waiting to be tried again",
    JobEvent.RETRY_DUE: "Waiting to be admitted",
    JobEvent.RETRIED: "Waiting to be admitted",
    JobEvent.CANCELLED: "Cancelled",
}


def admitted(job: Job, *, now: datetime) -> Job:
    """Return the job in its queue, not yet announced."""
    return _moved(
        job,
        JobEvent.ADMITTED,
        now,
        {"waiting_reason": None, "announced_at": None, "due_at": now + LOOK_AGAIN},
    )


def over_limit(job: Job, *, active_limit: int, now: datetime) -> Job | None:
    """Return the PENDING job with the reason of its waiting; None where it says so already and is not due to be looked at.

    None keeps the table's stream quiet: the write wakes the outbox, which tries again, which must not write again.
    """
    reason = f"You have {active_limit} jobs queued or running; this one starts when one of them ends."
    if job.waiting_reason == reason and job.due_at is not None and job.due_at > now:
        return None
    return _changed(job, now, {"waiting_reason": reason, "due_at": now + LOOK_AGAIN})


def announced(job: Job, *, now: datetime) -> Job:
    """Return the QUEUED job with its message sent."""
    return _changed(job, now, {"announced_at": now, "due_at": now + MESSAGE_TRUST})


def started(job: Job, *, attempt: int, now: datetime) -> Job:
    """Return the job in its attempt. The last attempt's error stays readable until this one ends."""
    changes = {"attempt": attempt, "execution_arn": None, "due_at": None, "started_at": job.started_at or now}
    return _moved(job, JobEvent.STARTED, now, changes)


def finished(
    job: Job,
    event: JobEvent,
    *,
    now: datetime,
    result: JobResult | None = None,
    error: JobFailure | None = None,
    due_at: datetime | None = None,
    expires_at: datetime | None = None,
) -> Job:
    """Return the job at the end of an attempt, or of its waiting: final, or RETRYING with one retry more."""
    changes: dict[str, object] = {"waiting_reason": None, "due_at": None, "error": error or job.error}
    if next_state(job.state, event) in FINAL_STATES:
        changes |= {"completed_at": now, "expires_at": expires_at, "result": result or job.result}
    else:
        changes |= {"retry_count": job.retry_count + 1, "due_at": due_at}
    if event is JobEvent.COMPLETED:
        changes |= {"progress": 1.0, "error": None}
    return _moved(job, event, now, changes)


def cancelled(job: Job, *, now: datetime, expires_at: datetime) -> Job | None:
    """Return the waiting job as cancelled; None where it does not wait."""
    if job.state not in WAITING_STATES:
        return None
    return finished(job, JobEvent.CANCELLED, now=now, expires_at=expires_at)


def requeued(job: Job, event: JobEvent, *, now: datetime) -> Job:
    """Return the job at the door again; raises IllegalTransitionError for an event that does not bring one back.

    `retried` is a fresh start by hand: all automatic retries are there again and an old wish to cancel is forgotten.
    """
    if event not in REQUEUE_EVENTS:
        raise IllegalTransitionError(f"{event.value} does not bring a job back")
    changes: dict[str, object] = {"announced_at": None, "due_at": now + LOOK_AGAIN}
    if event is JobEvent.RETRIED:
        changes |= {"retry_count": 0, "cancel_requested": False, "completed_at": None, "expires_at": None}
    return _moved(job, event, now, changes)


def is_expired(job: Job, *, now: datetime) -> bool:
    """Return whether a finished job has outlived its retention: readers see it no more."""
    return job.expires_at is not None and job.expires_at <= now


def first_row(job: Job) -> HistoryRow:
    """Return the history row that stands for the job's creation."""
    return HistoryRow(
        sequence=1,
        at=job.created_at,
        event="created",
        from_state=None,
        to_state=job.state,
        attempt=job.attempt,
    )


class StepChange(Value):
    """A step's row as it will be stored, and what that adds to its job."""

    row: StepRow
    progress: float
    cost_usd: float


def step_change(stored: StepRow | None, row: StepRow, *, weight: float) -> StepChange:
    """Return what a report about a step comes to beside the stored row.

    The fraction never falls. A step that is done stays done with its key, output and cost: a later attempt's `running` or
    `failed` only renews attempt, time and error. Done again (a rewrite, a later attempt) shows the new artefact; its cost
    is the first one's, because that is what the job was charged.
    """
    if stored is None:
        return StepChange(row=row, progress=weight * row.fraction, cost_usd=_charge(None, row))
    fraction = max(stored.fraction, row.fraction)
    changes: dict[str, object] = {"fraction": fraction}
    if stored.state != "done":
        merged = row.model_copy(update=changes | {"key": row.key or stored.key})
    elif row.state == "done":
        merged = row.model_copy(update=changes | {"key": row.key or stored.key, "cost_usd": stored.cost_usd})
    else:
        changes |= {"attempt": row.attempt, "error": row.error, "updated_at": row.updated_at}
        merged = stored.model_copy(update=changes)
    return StepChange(row=merged, progress=weight * (fraction - stored.fraction), cost_usd=_charge(stored, row))


def _charge(stored: StepRow | None, row: StepRow) -> float:
    done_before = stored is not None and stored.state == "done"
    return row.cost_usd if row.state == "done" and not done_before else 0.0


def _moved(job: Job, event: JobEvent, now: datetime, changes: dict[str, object]) -> Job:
    target = next_state(job.state, event)
    return _changed(job, now, {"state": target, "progress_message": _MESSAGES[event], **changes})


def _changed(job: Job, now: datetime, changes: dict[str, object]) -> Job:
    return job.model_copy(update={"version": job.version + 1, "updated_at": now, **changes})
