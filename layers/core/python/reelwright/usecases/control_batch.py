"""Confirm, pause and cancel a batch. Each is idempotent: a repeat changes nothing and returns the batch."""

from collections.abc import Callable
from typing import Final

from reelwright.batches import moves
from reelwright.batches.model import Batch
from reelwright.batches.states import BatchOutcome, BatchState, PauseReason
from reelwright.jobs.caller import Caller
from reelwright.ports import MoveOutcome, World
from reelwright.refusals import Conflict, TryAgain
from reelwright.usecases.advance_batch import cancel_open_items
from reelwright.usecases.read_batches import get_batch

_TRIES: Final = 20
"""Jobs of the batch are released and settled meanwhile: each makes one try fail."""
Decide = Callable[[Batch], moves.BatchMove | None]


def confirm_batch(batch_id: str, *, caller: Caller, world: World) -> Batch:
    """Start a READY batch; a no-op once it was started. Raises Conflict for one that is ending or has ended."""

    def decide(batch: Batch) -> moves.BatchMove | None:
        if batch.state is BatchState.READY:
            return moves.confirm(batch, now=world.clock())
        _refuse_in(batch, BatchState.CANCELLING, BatchState.ENDED, verb="confirmed")
        return None

    return change_batch(batch_id, decide, caller=caller, world=world)


def pause_batch(batch_id: str, *, caller: Caller, world: World) -> Batch:
    """Pause a RUNNING batch; a no-op if it is paused. Raises Conflict in any other state."""

    def decide(batch: Batch) -> moves.BatchMove | None:
        if batch.state is BatchState.RUNNING:
            return moves.pause(batch, PauseReason.BY_USER, now=world.clock())
        _refuse_in(batch, BatchState.READY, BatchState.CANCELLING, BatchState.ENDED, verb="paused")
        return None

    return change_batch(batch_id, decide, caller=caller, world=world)


def cancel_batch(batch_id: str, *, caller: Caller, world: World) -> Batch:
    """Cancel a batch and its open jobs: after the return no job of the batch starts any more.

    A repeat cancels what is still open. Raises Conflict for a batch that has ended otherwise.
    """

    def decide(batch: Batch) -> moves.BatchMove | None:
        if batch.state is BatchState.ENDED and batch.outcome is not BatchOutcome.CANCELLED:
            _refuse_in(batch, BatchState.ENDED, verb="cancelled")
        if batch.state in {BatchState.CANCELLING, BatchState.ENDED}:
            return None
        return moves.cancel(batch, now=world.clock())

    batch = change_batch(batch_id, decide, caller=caller, world=world)
    cancel_open_items(batch, world=world)
    return batch


def change_batch(batch_id: str, decide: Decide, *, caller: Caller, world: World) -> Batch:
    """Read, decide, commit; again if the batch changed in between. `decide` returns None if nothing is to be done.

    Raises NotFound for others' batches, and TryAgain if the batch changes all the time.
    """
    for _ in range(_TRIES):
        batch = get_batch(batch_id, caller=caller, world=world)
        move = decide(batch)
        if move is None:
            return batch
        if world.batches.commit(move) is MoveOutcome.MOVED:
            return move.after
    raise TryAgain("The batch changed during the request; try again in a second.")


def _refuse_in(batch: Batch, *states: BatchState, verb: str) -> None:
    if batch.state in states:
        raise Conflict(f"The batch is {batch.state.value}; it cannot be {verb}.")
