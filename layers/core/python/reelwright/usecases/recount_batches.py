"""Recount the batches that have not ended from the rows of their items (promise 3)."""

from collections import Counter
from typing import Final

from reelwright.batches.model import Batch, BatchItem
from reelwright.batches.states import ItemState
from reelwright.ports import World
from reelwright.values import Value

_MOST: Final = 100
"""Batches of one recount."""
_CENT: Final = 1e-6


class BatchDrift(Value):
    """A batch whose own figures differ from its items' rows."""

    batch_id: str
    counted: dict[str, int]
    found: dict[str, int]
    off_by_usd: float


def recount_batches(*, world: World) -> tuple[BatchDrift, ...]:
    """Return the batches whose counts, open jobs or bill do not match their rows; there should be none.

    A batch that is written to while its rows are read is left to the next recount: its version tells.
    """
    drifts = (_drift(batch.batch_id, world=world) for batch in world.batches.open_batches(limit=_MOST))
    return tuple(drift for drift in drifts if drift is not None)


def _drift(batch_id: str, *, world: World) -> BatchDrift | None:
    before = world.batches.get(batch_id)
    if before is None:
        return None
    items = world.batches.items(batch_id, first=1, last=before.lines)
    after = world.batches.get(batch_id)
    if after is None or after.version != before.version:
        return None
    counted, found = _counted(before), _found(items)
    off_by = before.spent_usd - sum(item.cost_usd for item in items)
    if counted == found and abs(off_by) < _CENT:
        return None
    return BatchDrift(batch_id=batch_id, counted=counted, found=found, off_by_usd=off_by)


def _counted(batch: Batch) -> dict[str, int]:
    return {"open": len(batch.open_items), **batch.settled.model_dump()}


def _found(items: tuple[BatchItem, ...]) -> dict[str, int]:
    states = Counter(item.state for item in items)
    names = (ItemState.OPEN, ItemState.COMPLETED, ItemState.CACHED, ItemState.FAILED, ItemState.CANCELLED)
    return {name.value.lower(): states[name] for name in names}
