"""The batches in memory, watched from outside."""

from typing import Any

from reelwright.batches.model import Batch
from reelwright.batches.moves import BatchMove
from reelwright.batches.weighed import CommitOutcome, Committed
from reelwright.jobs.quota import Charge
from reelwright.ports import Clock, IdempotencyKey, MoveOutcome
from tests.faults.batch_promises import BatchLedger
from tests.memory.batches import MemoryBatches


class WatchedBatches(MemoryBatches):
    """`MemoryBatches` that tells of its writes; `changed` holds the batches whose records the stream carries."""

    def __init__(self, jobs: Any, clock: Clock, ledger: BatchLedger) -> None:
        super().__init__(jobs, clock)
        self._ledger = ledger
        self.changed: list[str] = []

    def add(self, batch: Batch, *, key: IdempotencyKey, charge: Charge | None, open_limit: int) -> Committed:
        """Store a batch."""
        is_new = batch.batch_id not in self._batches
        committed = super().add(batch, key=key, charge=charge, open_limit=open_limit)
        if committed.outcome is CommitOutcome.COMMITTED and is_new:
            self._ledger.batch_added(batch, charge)
            self.changed.append(batch.batch_id)
        return committed

    def commit(self, move: BatchMove) -> MoveOutcome:
        """Write the move."""
        outcome = super().commit(move)
        if outcome is MoveOutcome.MOVED:
            self._ledger.batch_moved(move)
            before, after = move.before, move.after
            if (before.state, before.generation) != (after.state, after.generation):
                self.changed.append(after.batch_id)
        return outcome
