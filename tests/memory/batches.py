"""Batches in dictionaries, with the outcomes of `aws/batches.py`. The lock of the jobs makes each call a transaction."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from reelwright.batches.model import Batch, BatchItem, ErrorGroup
from reelwright.batches.moves import BatchMove
from reelwright.batches.weighed import CommitOutcome, Committed
from reelwright.jobs.quota import Charge
from reelwright.ports import BatchPage, Clock, IdempotencyKey, MoveOutcome
from tests.memory.jobs import MemoryJobs


class MemoryBatches:
    """`ports.Batches` in memory; the docstrings of the port hold."""

    def __init__(self, jobs: MemoryJobs, clock: Clock) -> None:
        self._jobs = jobs
        self._clock = clock
        self._batches: dict[str, Batch] = {}
        self._items: dict[str, dict[int, BatchItem]] = {}
        self._groups: dict[str, dict[str, ErrorGroup]] = {}
        self.opened: Counter[str] = Counter()

    def add(self, batch: Batch, *, key: IdempotencyKey, charge: Charge | None, open_limit: int) -> Committed:
        """Store a batch, its key and both counts."""
        with self._jobs.lock:
            user_id, batch_id = batch.user_id, batch.batch_id
            if batch_id in self._batches:
                return Committed(outcome=CommitOutcome.COMMITTED, batch_id=batch_id)
            used = self._jobs.used_key(user_id, key)
            if used is not None:
                same = used.fingerprint == key.fingerprint
                outcome = CommitOutcome.REPLAYED if same else CommitOutcome.KEY_REUSED
                return Committed(outcome=outcome, batch_id=used.job_id)
            charges = () if charge is None else (charge,)
            if self._jobs.quotas.over(user_id, charges) is not None:
                return Committed(outcome=CommitOutcome.OVER_DAILY_LIMIT, batch_id=batch_id)
            if self.opened[user_id] >= open_limit:
                return Committed(outcome=CommitOutcome.OVER_OPEN_BATCHES, batch_id=batch_id)
            self._jobs.quotas.charge(user_id, charges)
            self._jobs.use_key(user_id, key, stands_for=batch_id)
            self.opened[user_id] += 1
            self._batches[batch_id] = batch
            self._items[batch_id], self._groups[batch_id] = {}, {}
            return Committed(outcome=CommitOutcome.COMMITTED, batch_id=batch_id)

    def commit(self, move: BatchMove) -> MoveOutcome:
        """Write the move and what it carries."""
        with self._jobs.lock:
            after, batch_id = move.after, move.after.batch_id
            stored = self._batches.get(batch_id)
            if stored is None or stored.version != move.before.version:
                return MoveOutcome.LOST
            if self._jobs.quotas.over(after.user_id, move.charges) is not None:
                return MoveOutcome.OVER_LIMIT
            if move.opens and self.opened[after.user_id] >= (move.open_limit or 0):
                return MoveOutcome.OVER_LIMIT
            if move.new_job is not None and not self._jobs.insert(move.new_job):
                return MoveOutcome.LOST
            if move.job_move is not None and self._jobs.commit(move.job_move) is not MoveOutcome.MOVED:
                return MoveOutcome.LOST
            self._jobs.quotas.charge(after.user_id, move.charges)
            self.opened[after.user_id] += move.opens - move.closes
            self._batches[batch_id] = after
            if move.item is not None:
                self._items[batch_id][move.item.line] = move.item
            for group in move.groups:
                self._groups[batch_id].pop(group.group, None)
                if group.count > 0:
                    self._groups[batch_id][group.group] = group
            return MoveOutcome.MOVED

    def get(self, batch_id: str) -> Batch | None:
        """Return the batch unless it is gone or expired."""
        batch = self._batches.get(batch_id)
        return None if batch is None or batch.is_expired(self._clock()) else batch

    def item(self, batch_id: str, line: int) -> BatchItem | None:
        """Return the row of a line."""
        return self._items.get(batch_id, {}).get(line)

    def items(self, batch_id: str, *, first: int, last: int) -> tuple[BatchItem, ...]:
        """Return the rows of lines."""
        rows = self._items.get(batch_id, {})
        with self._jobs.lock:
            return tuple(rows[line] for line in sorted(rows) if first <= line <= last)

    def groups(self, batch_id: str) -> tuple[ErrorGroup, ...]:
        """Return the groups of errors."""
        with self._jobs.lock:
            return tuple(sorted(self._groups.get(batch_id, {}).values(), key=lambda group: -group.count))

    def list_of_user(self, user_id: str, *, limit: int, cursor: str | None) -> BatchPage:
        """Return a page of the user's batches, newest first."""
        mine = [one for one in self.stored() if one.user_id == user_id and not one.is_expired(self._clock())]
        rest = sorted(mine, key=lambda one: one.batch_id, reverse=True)
        rest = [one for one in rest if cursor is None or one.batch_id < cursor]
        return BatchPage(batches=tuple(rest[:limit]), cursor=rest[limit - 1].batch_id if len(rest) > limit else None)

    def due(self, *, before: datetime, limit: int) -> tuple[Batch, ...]:
        """Return due batches."""
        waiting = [(one.due_at, one) for one in self.stored() if one.due_at is not None and one.due_at <= before]
        return tuple(one for _, one in sorted(waiting, key=lambda pair: pair[0])[:limit])

    def open_batches(self, *, limit: int) -> tuple[Batch, ...]:
        """Return batches that have not ended."""
        return tuple(one for one in self.stored() if one.due_at is not None)[:limit]

    def expired(self, *, before: datetime, limit: int) -> tuple[Batch, ...]:
        """Return expired batches."""
        return tuple(one for one in self.stored() if one.is_expired(before) and one.due_at is None)[:limit]

    def remove_items(self, batch: Batch, items: Sequence[BatchItem]) -> None:
        """Remove rows of items."""
        with self._jobs.lock:
            for item in items:
                self._items.get(batch.batch_id, {}).pop(item.line, None)

    def remove(self, batch: Batch) -> None:
        """Remove an ended batch."""
        with self._jobs.lock:
            stored = self._batches.get(batch.batch_id)
            if stored is not None and stored.version == batch.version and batch.ended_at is not None:
                del self._batches[batch.batch_id], self._items[batch.batch_id], self._groups[batch.batch_id]

    def stored(self) -> tuple[Batch, ...]:
        """Return every stored batch, expired ones too."""
        with self._jobs.lock:
            return tuple(self._batches.values())
