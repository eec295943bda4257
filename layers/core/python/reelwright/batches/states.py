"""The life of a batch and of its items, as tables.

Theory of operation. A batch is in exactly one state, and an *event* moves it; `BATCH_TRANSITIONS` has all transitions. The
store keeps batches from READY or RUNNING on: before its commit a manifest is only weighed, and a refused one leaves nothing.
Every write to a batch is conditional on the version from which it was decided, so of two concurrent writes one fails, reads
the batch again and decides anew.

A resume starts another *generation*: a new plan of lines to release. In each a line has at most one job and one settlement.
"""

from enum import StrEnum
from typing import Final

from reelwright.errors import IllegalTransitionError
from reelwright.jobs.lifecycle import JobState


class BatchState(StrEnum):
    """The state of a batch."""

    VALIDATING = "VALIDATING"
    REFUSED = "REFUSED"
    READY = "READY"
    RUNNING = "RUNNING"
    PAUSED = "PAUSED"
    CANCELLING = "CANCELLING"
    ENDED = "ENDED"


class BatchEvent(StrEnum):
    """An event in the life of a batch."""

    ACCEPTED = "accepted"
    HELD = "held"
    REFUSED = "refused"
    CONFIRMED = "confirmed"
    PAUSED = "paused"
    RESUMED = "resumed"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    ENDED = "ended"


BATCH_TRANSITIONS: Final[dict[BatchState, dict[BatchEvent, BatchState]]] = {
    BatchState.VALIDATING: {
        BatchEvent.ACCEPTED: BatchState.RUNNING,
        BatchEvent.HELD: BatchState.READY,
        BatchEvent.REFUSED: BatchState.REFUSED,
    },
    BatchState.REFUSED: {},
    BatchState.READY: {
        BatchEvent.CONFIRMED: BatchState.RUNNING,
        BatchEvent.CANCELLED: BatchState.CANCELLING,
        BatchEvent.EXPIRED: BatchState.CANCELLING,
    },
    BatchState.RUNNING: {
        BatchEvent.PAUSED: BatchState.PAUSED,
        BatchEvent.CANCELLED: BatchState.CANCELLING,
        BatchEvent.EXPIRED: BatchState.CANCELLING,
        BatchEvent.ENDED: BatchState.ENDED,
    },
    BatchState.PAUSED: {
        BatchEvent.RESUMED: BatchState.RUNNING,
        BatchEvent.CANCELLED: BatchState.CANCELLING,
        BatchEvent.EXPIRED: BatchState.CANCELLING,
    },
    BatchState.CANCELLING: {BatchEvent.ENDED: BatchState.ENDED},
    BatchState.ENDED: {BatchEvent.RESUMED: BatchState.RUNNING},
}

BATCH_SENTENCES: Final[dict[BatchState, str]] = {
    BatchState.VALIDATING: "The manifest is read, judged and priced line by line. Nothing of it is stored as a batch yet.",
    BatchState.REFUSED: "The manifest has errors: nothing was created. Correct it and send it again.",
    BatchState.READY: "Accepted and priced; waits for its confirmation (`start: on_confirm`).",
    BatchState.RUNNING: "Releases its lines as jobs, never more at once than its window.",
    BatchState.PAUSED: "Releases nothing more; jobs that were released go on. `reason` says why.",
    BatchState.CANCELLING: "Cancelled or expired: releases nothing more, and ends with its last open job.",
    BatchState.ENDED: "No job is open and the results are written. `outcome` says how it ended.",
}


class PauseReason(StrEnum):
    """Why a batch is PAUSED, or on its way to its end."""

    BY_USER = "by_user"
    BUDGET = "budget"
    """The next line could exceed the batch's `max_cost_usd`."""
    FAILURES = "failures"
    """The batch's `stop_after` was reached."""
    EXPIRED = "expired"
    """The batch had not ended within `expires_after_hours`."""


class BatchOutcome(StrEnum):
    """How a batch ended."""

    ALL_SUCCEEDED = "all_succeeded"
    SOME_FAILED = "some_failed"
    ALL_FAILED = "all_failed"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    STOPPED = "stopped"
    """Expired while it was paused because of failures or of its budget."""


class ItemState(StrEnum):
    """The state of one line of a batch. The store has rows of released lines only: the other states follow from the batch."""

    WAITING = "WAITING"
    """Not released yet."""
    OPEN = "OPEN"
    """Its job exists and has not ended."""
    COMPLETED = "COMPLETED"
    CACHED = "CACHED"
    """Completed with the kept result of an equal request, at no cost."""
    FAILED = "FAILED"
    CANCELLED = "CANCELLED"
    """Its job was cancelled, or the batch was before the line was released."""
    REFUSED = "REFUSED"
    """The line has errors (`on_invalid: skip`)."""
    EXPIRED = "EXPIRED"
    """The batch expired before the line was released."""


ITEM_ENDS: Final[dict[JobState, ItemState]] = {
    JobState.COMPLETED: ItemState.COMPLETED,
    JobState.FAILED: ItemState.FAILED,
    JobState.CANCELLED: ItemState.CANCELLED,
}
"""The end of a job -> the state of its item."""
SUCCEEDED: Final = frozenset({ItemState.COMPLETED, ItemState.CACHED})
"""The states of an item with a film."""
OPEN_BATCH_STATES: Final = frozenset({BatchState.READY, BatchState.RUNNING, BatchState.PAUSED, BatchState.CANCELLING})
"""The states of a stored batch that has not ended; they count against its owner's limit of open batches."""


def next_batch_state(state: BatchState, event: BatchEvent) -> BatchState:
    """Look up the target state of `event` in `state`; raises IllegalTransitionError if the table has no such row."""
    try:
        return BATCH_TRANSITIONS[state][event]
    except KeyError:
        raise IllegalTransitionError(f"{event.value} does not apply to a batch that is {state.value}") from None
