"""Tallies on the one table: sums in shards, and a guard row per job that records how much of it is counted.

The sums of a queue and task are in `SHARDS` items, a job's always in the same one, so that writers rarely conflict, and
queries of a few small partitions read all. Counter names are stored with `__` for dots: expressions allow only letters,
digits and underscores. The guard outlives its job by a week, so that late changes are not counted again.
"""

import time
import uuid
from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import reduce
from operator import add
from typing import TYPE_CHECKING, Final

from reelwright.aws import keys
from reelwright.aws.items import Item, counted_attributes, counted_of, number
from reelwright.aws.table import Table
from reelwright.aws.writes import ABSENT, Condition, Write, equals
from reelwright.figures.counting import Counted, deltas, removal
from reelwright.figures.estimate import estimate
from reelwright.figures.tally import Tally
from reelwright.jobs.model import HistoryRow, Job
from reelwright.pipeline.table import PARTITION_KEY, SORT_KEY, TTL_ATTRIBUTE, shard_of
from reelwright.ports import Clock, OnCounted, ignore_tally

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

SHARDS: Final = 32
"""At 200 jobs a second each item is in 19 transactions a second, of some 10 ms; a few hundred small items in all."""
GUARD_LIFE: Final = timedelta(days=7)
"""Lifetime of a removed job's guard; a stream record lives for one day."""
_SEEN_MARK: Final = ":is_mark"
"""The value of `equals(mark=...)`."""
_TRIES: Final = 5
"""Each lost race is another process's count of the same job, which leaves nothing new to count."""


class DynamoTallies:
    """`ports.Tallies` on one DynamoDB table (`pipeline.table`). `sleep` waits (seconds) before a disturbed call is repeated."""

    def __init__(
        self,
        table_name: str,
        client: "DynamoDBClient",
        clock: Clock,
        sleep: Callable[[float], None] = time.sleep,
        on_counted: OnCounted = ignore_tally,
    ) -> None:
        self._table = Table(table_name, client, sleep)
        self._clock = clock
        self._on_counted = on_counted

    def count(self, job: Job, history: Sequence[HistoryRow], *, counted: int | None = None) -> bool:
        """Add what the job's history holds beyond what was counted of it."""
        expected = estimate(job.request).run_seconds
        mark = uuid.uuid4().hex
        added = Tally()
        guessed = None if counted is None else _guess(job, history[:counted])
        for _ in range(_TRIES):
            part, seen = guessed or self._read(job)
            guessed = None
            lost_answer = mark == seen.values.get(_SEEN_MARK)
            if not lost_answer:
                if part.is_current(history):
                    return False
                added = deltas(part, history, estimated_seconds=expected)
            if lost_answer or self._add(seen, part.after(history), added, mark):
                self._on_counted(added)
                return True
        raise RuntimeError(f"job {job.job_id} is counted by others without end")

    def forget(self, job_id: str) -> None:
        """Take a removed job out of its state; its guard stays for a week."""
        for _ in range(_TRIES):
            item = self._guard(job_id)
            counted = None if item is None else counted_of(item)
            if item is None or counted is None or counted.state is None:
                return
            if self._add(equals(mark=item["mark"]), counted.forgotten(), removal(counted), uuid.uuid4().hex):
                return
        raise RuntimeError(f"job {job_id} is counted by others without end")

    def all(self) -> tuple[Tally, ...]:
        """Return one tally a queue and task, shards summed; strongly consistent, which a shard alone is."""
        shards: dict[str, list[Tally]] = defaultdict(list)
        for page in self._table.pages_of(keys.STATS):
            for item in page:
                place = item[SORT_KEY].rpartition("#")[0]
                queue, task_name = place.split("#")
                shards[place].append(Tally(queue=queue, task_name=task_name, counters=_counters(item)))
        return tuple(reduce(add, shards[place]) for place in sorted(shards))

    def of_user(self, user_id: str) -> Tally:
        """Return the tally of one user's jobs."""
        item = self._table.get(keys.user_stats_key(user_id))
        return Tally() if item is None else Tally(counters=_counters(item))

    def _guard(self, job_id: str) -> Item | None:
        return self._table.get(keys.counted_key(job_id))

    def _read(self, job: Job) -> tuple[Counted, Condition]:
        """Read the job's part in the sums, and the condition that its guard is still as it was read."""
        item = self._guard(job.job_id)
        if item is None:
            return Counted.nothing_of(job), Condition(expression=ABSENT)
        return counted_of(item), equals(mark=item["mark"])

    def _add(self, seen: Condition, counted: Counted, added: Tally, mark: str) -> bool:
        """Write the sums and the guard, on the condition that the guard is as seen; False where it is not."""
        sums = {_wire_name(name): number(value) for name, value in added.counters.items()}
        ends = {} if counted.state is not None else {TTL_ATTRIBUTE: int((self._clock() + GUARD_LIFE).timestamp())}
        shard = shard_of(counted.job_id, SHARDS)
        writes = {
            "guard": Write(
                action="Put",
                key=keys.counted_key(counted.job_id),
                condition=seen,
                item={**counted_attributes(counted), "mark": mark, **ends},
            ),
            "sums": Write(action="Update", key=keys.stats_key(counted.queue, counted.task_name, shard), add=sums),
            "user": Write(action="Update", key=keys.user_stats_key(counted.user_id), add=sums),
        }
        return not self._table.transact(writes)


def _guess(job: Job, history: Sequence[HistoryRow]) -> tuple[Counted, Condition]:
    """Suppose that these rows are counted; the condition holds if they are."""
    nothing = Counted.nothing_of(job)
    if not history:
        return nothing, Condition(expression=ABSENT)
    part = nothing.after(history)
    return part, equals(rows=part.rows, state=history[-1].to_state.value)


def _wire_name(counter: str) -> str:
    return counter.replace(".", "__")


def _counters(item: Item) -> dict[str, float]:
    names = item.keys() - {PARTITION_KEY, SORT_KEY}
    return {name.replace("__", "."): float(item[name]) for name in names}
