"""Mutants of the guards of batches: each is the table of batches with one guard weakened, in the place of the real one."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from reelwright.batches.model import Batch, BatchItem
from reelwright.batches.moves import BatchMove
from reelwright.batches.states import BatchState, ItemState
from reelwright.batches.weighed import Committed
from reelwright.jobs.quota import Charge
from reelwright.ports import IdempotencyKey, MoveOutcome
from tests.faults.watched_batches import WatchedBatches

NO_LIMIT: Final = 1_000_000


class CommitFromAnyVersion(WatchedBatches):
    """A write does not look at what the batch has become."""

    def commit(self, move: BatchMove) -> MoveOutcome:
        """Write from whatever was read."""
        stored = self._batches.get(move.after.batch_id)
        if stored is not None:
            move = replace(move, before=move.before.model_copy(update={"version": stored.version}))
        return super().commit(move)


class ReleaseBeyondWindow(WatchedBatches):
    """A release does not look at what is open."""

    def get(self, batch_id: str) -> Batch | None:
        """Return the batch with room for everything."""
        batch = super().get(batch_id)
        return None if batch is None else batch.model_copy(update={"concurrency": NO_LIMIT})


class ReleaseBeyondBudget(WatchedBatches):
    """A release does not look at the limit in dollars."""

    def get(self, batch_id: str) -> Batch | None:
        """Return the batch without a limit."""
        batch = super().get(batch_id)
        return None if batch is None else batch.model_copy(update={"max_cost_usd": None})


class ReleaseAfterCancel(WatchedBatches):
    """A release does not look at the state."""

    def get(self, batch_id: str) -> Batch | None:
        """Return a cancelled batch as one that runs."""
        batch = super().get(batch_id)
        stopping = batch is not None and batch.state is BatchState.CANCELLING
        return batch.model_copy(update={"state": BatchState.RUNNING}) if batch is not None and stopping else batch

    def commit(self, move: BatchMove) -> MoveOutcome:
        """Keep the state: only the release is blind to it."""
        stored = self._batches.get(move.after.batch_id)
        if stored is not None and stored.state is BatchState.CANCELLING and move.after.state is BatchState.RUNNING:
            move = replace(move, after=move.after.model_copy(update={"state": stored.state}))
        return super().commit(move)


class SettleAgain(WatchedBatches):
    """A settlement does not look at which end of the job was settled."""

    def item(self, batch_id: str, line: int) -> BatchItem | None:
        """Return the row as if no end were in it."""
        item = super().item(batch_id, line)
        return None if item is None else item.model_copy(update={"job_history": 0})


class RunCompletedAgain(WatchedBatches):
    """A resume does not spare the lines that have their film."""

    def items(self, batch_id: str, *, first: int, last: int) -> tuple[BatchItem, ...]:
        """Return completed lines as failed ones."""
        return tuple(map(_failed, super().items(batch_id, first=first, last=last)))

    def item(self, batch_id: str, line: int) -> BatchItem | None:
        """Return a completed line as a failed one."""
        item = super().item(batch_id, line)
        return None if item is None else _failed(item)


def _failed(item: BatchItem) -> BatchItem:
    done = item.state in {ItemState.COMPLETED, ItemState.CACHED}
    return item.model_copy(update={"state": ItemState.FAILED}) if done else item


class AddBeyondDay(WatchedBatches):
    """A commit does not count the lines on the day."""

    def add(self, batch: Batch, *, key: IdempotencyKey, charge: Charge | None, open_limit: int) -> Committed:
        """Add the batch for nothing."""
        unlimited = None if charge is None else charge.model_copy(update={"limit": None})
        return super().add(batch, key=key, charge=unlimited, open_limit=open_limit)


class SweepNoBatches(WatchedBatches):
    """The sweeper looks at no batch: what lost events left stays."""

    def due(self, *, before: datetime, limit: int) -> tuple[Batch, ...]:
        """Return nothing."""
        return super().due(before=before, limit=limit)[:0]


BATCH_MUTANTS: Final[Sequence[type[WatchedBatches]]] = (
    CommitFromAnyVersion,
    ReleaseBeyondWindow,
    ReleaseBeyondBudget,
    ReleaseAfterCancel,
    SettleAgain,
    RunCompletedAgain,
    AddBeyondDay,
    SweepNoBatches,
)
