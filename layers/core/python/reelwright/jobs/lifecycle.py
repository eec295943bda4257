"""The life of a job, as one table.

Theory of operation. A job is in exactly one of seven states. An *event* moves it; the table below has all transitions. Every
write that moves a job is conditional on the state (and attempt) from which the move was decided, so of two concurrent moves
one fails and its writer is informed. Final states have empty rows; only an explicit `retried` of an operator or owner leaves
FAILED, with a new attempt. No other code compares states to decide a move.

    PENDING    accepted and stored; waits until the user's limit permits it
    QUEUED     admitted; its message is in an SQS queue
    EXECUTING  an attempt runs in the state machine and holds a lease
    RETRYING   the attempt failed, or was postponed, and a later one can succeed; waits until its due time. Or the attempt made
               the storyboard, and the film waits for its owner's approval
    COMPLETED  the result is available
    FAILED     a retry cannot succeed, or no automatic retry is left
    CANCELLED  the job was cancelled
"""

from enum import StrEnum
from typing import Final, Literal

from reelwright.errors import IllegalTransitionError


class JobState(StrEnum):
    """The state of a job."""

    PENDING = "PENDING"
    QUEUED = "QUEUED"
    EXECUTING = "EXECUTING"
    RETRYING = "RETRYING"
    COMPLETED = "COMPLETED"
    FAILED = "FAILED"
    CANCELLED = "CANCELLED"


StatusWord = Literal["pending", "queued", "executing", "retrying", "completed", "failed", "cancelled"]
STATUS_WORDS: Final[dict[JobState, StatusWord]] = {
    JobState.PENDING: "pending",
    JobState.QUEUED: "queued",
    JobState.EXECUTING: "executing",
    JobState.RETRYING: "retrying",
    JobState.COMPLETED: "completed",
    JobState.FAILED: "failed",
    JobState.CANCELLED: "cancelled",
}
"""The states in lower case: public as `status` in answers, webhooks and `job.json`, which clients of the former system read."""


class JobEvent(StrEnum):
    """An event in the life of a job."""

    ADMITTED = "admitted"
    STARTED = "started"
    COMPLETED = "completed"
    FAILED = "failed"
    RETRY_SCHEDULED = "retry_scheduled"
    POSTPONED = "postponed"
    HELD = "held"
    EDITED = "edited"
    APPROVED = "approved"
    RETRY_DUE = "retry_due"
    CANCELLED = "cancelled"
    RETRIED = "retried"
    ANSWERED_FROM_CACHE = "answered_from_cache"


TRANSITIONS: Final[dict[JobState, dict[JobEvent, JobState]]] = {
    JobState.PENDING: {
        JobEvent.ADMITTED: JobState.QUEUED,
        JobEvent.ANSWERED_FROM_CACHE: JobState.COMPLETED,
        JobEvent.CANCELLED: JobState.CANCELLED,
    },
    JobState.QUEUED: {
        JobEvent.STARTED: JobState.EXECUTING,
        JobEvent.CANCELLED: JobState.CANCELLED,
        JobEvent.FAILED: JobState.FAILED,
    },
    JobState.EXECUTING: {
        JobEvent.COMPLETED: JobState.COMPLETED,
        JobEvent.FAILED: JobState.FAILED,
        JobEvent.RETRY_SCHEDULED: JobState.RETRYING,
        JobEvent.POSTPONED: JobState.RETRYING,
        JobEvent.HELD: JobState.RETRYING,
        JobEvent.CANCELLED: JobState.CANCELLED,
    },
    JobState.RETRYING: {
        JobEvent.RETRY_DUE: JobState.PENDING,
        JobEvent.EDITED: JobState.PENDING,
        JobEvent.APPROVED: JobState.PENDING,
        JobEvent.CANCELLED: JobState.CANCELLED,
    },
    JobState.COMPLETED: {},
    JobState.FAILED: {JobEvent.RETRIED: JobState.PENDING},
    JobState.CANCELLED: {},
}

FINAL_STATES: Final = frozenset({JobState.COMPLETED, JobState.FAILED, JobState.CANCELLED})
"""The ends of a job: webhooks are sent, retention starts."""

ADMITTED_STATES: Final = frozenset({JobState.QUEUED, JobState.EXECUTING})
"""The states that count against the user's limit of active jobs."""

STATE_ALIASES: Final[dict[str, JobState]] = {
    "started": JobState.EXECUTING,
    "processing": JobState.EXECUTING,
    "running": JobState.EXECUTING,
    "success": JobState.COMPLETED,
    "failure": JobState.FAILED,
}
"""Words of the previous system, accepted in filters."""


def next_state(state: JobState, event: JobEvent) -> JobState:
    """Look up the target state of `event` in `state`; raises IllegalTransitionError if the table has no such row."""
    try:
        return TRANSITIONS[state][event]
    except KeyError:
        raise IllegalTransitionError(f"{event.value} does not apply to a job that is {state.value}") from None


def parse_state(word: str) -> JobState | None:
    """Look up the state of a filter word, in any case, aliases included; None for an unknown word."""
    alias = STATE_ALIASES.get(word.lower())
    if alias is not None:
        return alias
    try:
        return JobState(word.upper())
    except ValueError:
        return None
