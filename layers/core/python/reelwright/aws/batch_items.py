"""Conversion between batches and items of the table, as `aws/items.py` does it for jobs."""

from typing import Final

from reelwright.aws.items import Item, Scalar, attributes_of, fields_of
from reelwright.batches.model import Batch, BatchItem, ErrorGroup
from reelwright.pipeline.table import DUE_ORDER, DUE_SHARD, ENDED_BATCH, OPEN_BATCH, stamp

_BATCH_JSON: Final = frozenset({"options", "manifest", "estimate", "open_items", "settled", "run", "recent_seconds"})
_ITEM_JSON: Final = frozenset({"error", "files", "replaced"})
_GROUP_JSON: Final = frozenset({"samples"})


def batch_attributes(batch: Batch) -> dict[str, Scalar]:
    """Convert a batch, with the attributes of the index of due work."""
    return {**attributes_of(batch), **_index_attributes(batch)}


def batch_of(item: Item) -> Batch:
    """Convert a META item of a batch."""
    return Batch.model_validate(fields_of(Batch, item, _BATCH_JSON))


def batch_item_attributes(item: BatchItem) -> dict[str, Scalar]:
    """Convert a released line."""
    return attributes_of(item)


def batch_item_of(item: Item) -> BatchItem:
    """Convert an ITEM item."""
    return BatchItem.model_validate(fields_of(BatchItem, item, _ITEM_JSON))


def group_attributes(group: ErrorGroup) -> dict[str, Scalar]:
    """Convert a group of errors."""
    return attributes_of(group)


def group_of(item: Item) -> ErrorGroup:
    """Convert an ERROR item."""
    return ErrorGroup.model_validate(fields_of(ErrorGroup, item, _GROUP_JSON))


def _index_attributes(batch: Batch) -> dict[str, Scalar]:
    if batch.due_at is not None:
        return {DUE_SHARD: OPEN_BATCH, DUE_ORDER: stamp(batch.due_at)}
    if batch.expires_at is not None:
        return {DUE_SHARD: ENDED_BATCH, DUE_ORDER: stamp(batch.expires_at)}
    return {}
