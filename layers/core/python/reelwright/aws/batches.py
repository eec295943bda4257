"""`ports.Batches` on the table: each write is one transaction, conditional on the version of the batch's row."""

import time
import uuid
from collections.abc import Callable
from typing import TYPE_CHECKING

from reelwright.aws import keys
from reelwright.aws.batch_items import (
    batch_attributes,
    batch_item_attributes,
    batch_item_of,
    batch_of,
    group_attributes,
    group_of,
)
from reelwright.aws.charges import charge_write
from reelwright.aws.job_adding import key_write, new_job_writes, used_key
from reelwright.aws.job_moves import effect_writes, transition_writes
from reelwright.aws.table import SortRange, Table
from reelwright.aws.writes import ABSENT, Condition, Write, above_zero, below, equals
from reelwright.batches.model import Batch, BatchItem, ErrorGroup
from reelwright.batches.moves import BatchMove
from reelwright.batches.weighed import CommitOutcome, Committed
from reelwright.jobs.quota import Charge
from reelwright.pipeline.table import (
    BATCH_PREFIX,
    BY_DUE,
    ENDED_BATCH,
    OPEN_BATCH,
    PARTITION_KEY,
    SORT_KEY,
    stamp,
)
from reelwright.ports import BatchPage, Clock, IdempotencyKey, MoveOutcome

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from mypy_boto3_dynamodb import DynamoDBClient


class DynamoBatches:
    """`ports.Batches`; the docstrings of the port hold. `sleep` waits (seconds) before a disturbed call is repeated."""

    def __init__(
        self,
        table_name: str,
        client: "DynamoDBClient",
        clock: Clock,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._table = Table(table_name, client, sleep)
        self._clock = clock

    def add(self, batch: Batch, *, key: IdempotencyKey, charge: Charge | None, open_limit: int) -> Committed:
        """Write the batch, its place in its owner's list, the key and both counters."""
        now, user_id = self._clock(), batch.user_id
        writes = {
            "batch": Write(
                action="Put",
                key=keys.batch_key(batch.batch_id),
                condition=Condition(expression=ABSENT),
                item=batch_attributes(batch),
            ),
            "listed": Write(
                action="Put",
                key=keys.owned_batch_key(user_id, batch.batch_id),
                item={"batch_id": batch.batch_id},
            ),
            "key": key_write(key, user_id=user_id, stands_for=batch.batch_id, now=now),
            "open": _one_more(user_id, limit=open_limit),
        }
        if charge is not None:
            writes["day"] = charge_write(user_id, charge, now)
        failed = self._table.transact(writes)
        if not failed or "batch" in failed:
            return Committed(outcome=CommitOutcome.COMMITTED, batch_id=batch.batch_id)
        used = used_key(key, user_id=user_id, table=self._table, now=now)
        if used is not None:
            outcome = CommitOutcome.REPLAYED if used.same else CommitOutcome.KEY_REUSED
            return Committed(outcome=outcome, batch_id=used.stands_for)
        over_day = "day" in failed
        outcome = CommitOutcome.OVER_DAILY_LIMIT if over_day else CommitOutcome.OVER_OPEN_BATCHES
        return Committed(outcome=outcome, batch_id=batch.batch_id)

    def commit(self, move: BatchMove) -> MoveOutcome:
        """Write the batch's row as a whole: its version guards it, and with it everything that the move carries."""
        now = self._clock()
        charges = {f"charge-{one.counter}": charge_write(move.after.user_id, one, now) for one in move.charges}
        failed = self._table.transact(_writes_of(move) | charges)
        if failed and failed <= {"open", *charges}:
            return MoveOutcome.OVER_LIMIT
        return MoveOutcome.LOST if failed else MoveOutcome.MOVED

    def get(self, batch_id: str) -> Batch | None:
        """Return the batch unless it is gone or expired."""
        item = self._table.get(keys.batch_key(batch_id))
        batch = None if item is None else batch_of(item)
        return None if batch is None or batch.is_expired(self._clock()) else batch

    def item(self, batch_id: str, line: int) -> BatchItem | None:
        """Return the row of a line."""
        item = self._table.get(keys.item_key(batch_id, line))
        return None if item is None else batch_item_of(item)

    def items(self, batch_id: str, *, first: int, last: int) -> tuple[BatchItem, ...]:
        """Return the rows of lines."""
        between = SortRange("BETWEEN", keys.item_key(batch_id, first).sk, keys.item_key(batch_id, last).sk)
        pages = self._table.pages(keys.batch_partition(batch_id), sort=between)
        return tuple(batch_item_of(item) for page in pages for item in page)

    def groups(self, batch_id: str) -> tuple[ErrorGroup, ...]:
        """Return the groups of errors."""
        pages = self._table.pages(keys.batch_partition(batch_id), sort=SortRange("begins_with", keys.GROUP_PREFIX))
        found = [group_of(item) for page in pages for item in page]
        return tuple(sorted(found, key=lambda group: -group.count))

    def list_of_user(self, user_id: str, *, limit: int, cursor: str | None) -> BatchPage:
        """Read the rows of the owner's list from the newest on; ids sort by time."""
        partition, first = keys.owned_batch_key(user_id, "")
        before = SortRange("begins_with", first) if cursor is None else SortRange("<", f"{BATCH_PREFIX}{cursor}")
        found: list[Batch] = []
        for page in self._table.pages(partition, sort=before, forward=False, page_size=limit + 1):
            listed = [row for row in page if row[SORT_KEY].startswith(first)]
            found += self._visible(row["batch_id"] for row in listed)
            if len(found) > limit:
                return BatchPage(batches=tuple(found[:limit]), cursor=found[limit - 1].batch_id)
            if len(listed) < len(page):
                break
        return BatchPage(batches=tuple(found))

    def due(self, *, before: "datetime", limit: int) -> tuple[Batch, ...]:
        """Return due batches."""
        batches = self._indexed(OPEN_BATCH, before=before, limit=limit)
        return tuple(one for one in batches if one.due_at is not None and one.due_at <= before)

    def open_batches(self, *, limit: int) -> tuple[Batch, ...]:
        """Return batches that have not ended."""
        return tuple(self._indexed(OPEN_BATCH, before=None, limit=limit))

    def expired(self, *, before: "datetime", limit: int) -> tuple[Batch, ...]:
        """Return expired batches."""
        return tuple(one for one in self._indexed(ENDED_BATCH, before=before, limit=limit) if one.is_expired(before))

    def remove_items(self, batch: Batch, items: "Sequence[BatchItem]") -> None:
        """Remove rows of items."""
        self._table.delete_many(keys.item_key(batch.batch_id, item.line) for item in items)

    def remove(self, batch: Batch) -> None:
        """Remove the rows; the batch's own comes last, so that the next clean-up finds it after a crash in between."""
        key = keys.batch_key(batch.batch_id)
        stored = self._table.get(key)
        if stored is None or batch_of(stored).version != batch.version or batch.ended_at is None:
            return
        for page in self._table.pages(key.pk, only=(PARTITION_KEY, SORT_KEY)):
            rows = (keys.Key(item[PARTITION_KEY], item[SORT_KEY]) for item in page)
            self._table.delete_many(row for row in rows if row != key)
        self._table.delete_many([keys.owned_batch_key(batch.user_id, batch.batch_id)])
        self._table.write(Write(action="Delete", key=key, condition=equals(version=batch.version)))

    def _visible(self, batch_ids: "Iterable[str]") -> list[Batch]:
        now = self._clock()
        items = self._table.get_many(keys.batch_key(batch_id) for batch_id in batch_ids)
        return [batch for batch in map(batch_of, items) if not batch.is_expired(now)]

    def _indexed(self, shard: str, *, before: "datetime | None", limit: int) -> list[Batch]:
        sort = None if before is None else SortRange("<=", stamp(before))
        rows = self._table.first(shard, index=BY_DUE, sort=sort, limit=limit)
        found = (keys.Key(row[PARTITION_KEY], row[SORT_KEY]) for row in rows)
        return [batch_of(item) for item in self._table.get_many(found)]


def _writes_of(move: BatchMove) -> dict[str, Write]:
    after, batch_id = move.after, move.after.batch_id
    writes = {
        "batch": Write(
            action="Put",
            key=keys.batch_key(batch_id),
            condition=equals(version=move.before.version),
            item=batch_attributes(after),
        )
    }
    if move.item is not None:
        key = keys.item_key(batch_id, move.item.line)
        writes["item"] = Write(action="Put", key=key, item=batch_item_attributes(move.item))
    if move.new_job is not None:
        writes |= new_job_writes(move.new_job)
    if move.job_move is not None:
        writes |= transition_writes(move.job_move, mark=uuid.uuid4().hex) | effect_writes(move.job_move)
    if move.opens:
        writes["open"] = _one_more(after.user_id, limit=move.open_limit or 0)
    if move.closes:
        writes["open"] = _one_less(after.user_id)
    return writes | {group.group: _group_write(batch_id, group) for group in move.groups}


def _group_write(batch_id: str, group: ErrorGroup) -> Write:
    key = keys.group_key(batch_id, group.group)
    if group.count <= 0:
        return Write(action="Delete", key=key)
    return Write(action="Put", key=key, item=group_attributes(group))


def _one_more(user_id: str, *, limit: int) -> Write:
    return Write(
        action="Update", key=keys.open_batches_key(user_id), condition=below(limit, counter="open"), add={"open": 1}
    )


def _one_less(user_id: str) -> Write:
    return Write(action="Update", key=keys.open_batches_key(user_id), condition=above_zero("open"), add={"open": -1})
