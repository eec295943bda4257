"""The promises of batches, checked from outside at every write and at rest. Numbers are those of `docs/reliability.md`."""

# ruff: noqa: D401 - methods here are things that happen, told as sentences

from collections import Counter
from collections.abc import Callable
from typing import Final

from reelwright.batches.model import Batch
from reelwright.batches.moves import BatchMove
from reelwright.batches.states import BatchState, ItemState
from reelwright.jobs.output_keys import batch_outcome_key
from reelwright.jobs.quota import Charge, day_of
from tests.memory.batches import MemoryBatches

PROMISE: Final = 8
"""The number of everything that is promised of batches."""
_CENT: Final = 1e-6
_DONE: Final = frozenset({ItemState.COMPLETED, ItemState.CACHED})
Require = Callable[[bool, int, str], None]


class BatchLedger:
    """What was really written of batches."""

    def __init__(self, require: Require) -> None:
        self._broken = require
        self.first: dict[str, Batch] = {}
        self.days: Counter[tuple[str, str]] = Counter()
        self._items: dict[tuple[str, int], ItemState] = {}
        self._released: Counter[tuple[str, int, int]] = Counter()
        self._settled: Counter[tuple[str, str, int]] = Counter()
        self._stopped: set[str] = set()

    def _require(self, holds: bool, what: str) -> None:  # noqa: FBT001 - reads as a sentence
        self._broken(holds, PROMISE, what)

    def batch_added(self, batch: Batch, charge: Charge | None) -> None:
        """A batch exists from now on, and its lines are counted on its day."""
        self.first[batch.batch_id] = batch
        self._require(charge is not None, f"{batch.batch_id} was counted nowhere")
        self.days[batch.user_id, day_of(batch.created_at)] += 0 if charge is None else charge.amount

    def batch_moved(self, move: BatchMove) -> None:
        """Judge a write."""
        before, after = move.before, move.after
        name = after.batch_id
        for charge in move.charges:
            self.days[after.user_id, charge.period] += charge.amount
        if after.generation > before.generation:
            self._stopped.discard(name)
        if after.state is BatchState.CANCELLING:
            self._stopped.add(name)
        self._require(sum(after.counts.model_dump().values()) == after.lines, f"{name} counts {after.counts}")
        if move.item is None:
            return
        place = (name, move.item.line)
        if move.item.state is ItemState.OPEN:
            self._judge_release(move, place)
        else:
            end = (name, move.item.job_id, move.item.job_history)
            self._settled[end] += 1
            self._require(self._settled[end] == 1, f"{end} was settled {self._settled[end]} times")
        self._items[place] = move.item.state

    def _judge_release(self, move: BatchMove, place: tuple[str, int]) -> None:
        after, name = move.after, place[0]
        first, item = self.first[name], move.item
        self._released[*place, after.generation] += 1
        self._require(self._released[*place, after.generation] == 1, f"line {place} has two jobs in one generation")
        self._require(name not in self._stopped, f"line {place} was released after a cancel")
        self._require(len(after.open_items) <= first.window, f"{name} has {len(after.open_items)} open")
        most = first.max_cost_usd
        held = after.spent_usd + after.reserved_usd
        self._require(most is None or held <= most + _CENT, f"{name} holds {held} of {most}")
        repeats = self._items.get(place) in _DONE and not after.repeats_completed
        self._require(not repeats, f"line {place} had its film and is run again")
        self._require(item is not None and item.state is ItemState.OPEN, f"line {place} is not open")

    def check_now(self, batches: MemoryBatches) -> None:
        """Recount every batch from its items; an expired one loses them bit by bit."""
        for batch in _visible(batches):
            rows = batches.items(batch.batch_id, first=1, last=batch.lines)
            states = Counter(row.state for row in rows)
            counted = {ItemState.OPEN: len(batch.open_items)} | {
                ItemState(word.upper()): count for word, count in batch.settled.model_dump().items()
            }
            wrong = {state: (count, states[state]) for state, count in counted.items() if states[state] != count}
            self._require(not wrong, f"{batch.batch_id} counts, and has: {wrong}")
            bill = sum(row.cost_usd for row in rows)
            self._require(
                abs(bill - batch.spent_usd) < _CENT, f"{batch.batch_id} spent {batch.spent_usd}, its items {bill}"
            )

    def check_rest(self, batches: MemoryBatches, published: Callable[[str], bool]) -> None:
        """Nothing is open any more; what has ended has said so."""
        self.check_now(batches)
        for batch in _visible(batches):
            rests = batch.state in {BatchState.ENDED, BatchState.PAUSED, BatchState.READY} and not batch.open_items
            self._require(rests, f"{batch.batch_id} is still {batch.state} with {len(batch.open_items)} open")
            told = batch.state is not BatchState.ENDED or published(batch_outcome_key(batch.batch_id))
            self._require(told, f"{batch.batch_id} has ended untold")

    def is_quiet(self, batches: MemoryBatches) -> bool:
        """Whether every batch rests."""
        return all(
            batch.state in {BatchState.PAUSED, BatchState.READY} and not batch.open_items
            if batch.state is not BatchState.ENDED
            else batch.due_at is None
            for batch in _visible(batches)
        )


def _visible(batches: MemoryBatches) -> list[Batch]:
    return [batch for batch in batches.stored() if batches.get(batch.batch_id) is not None]
