"""The hourly recount's reads and corrections on the one table.

Running jobs are counted from their leases, waiting and ended ones from the rows of the index of due work, which holds every
job that does not run. A job that moves during the count is recognized by its id: the kind that is read last wins.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from pydantic_core import from_json

from reelwright.aws import keys
from reelwright.aws.items import Item, lease_of
from reelwright.aws.table import Table
from reelwright.aws.writes import ABSENT, Condition, Write, equals
from reelwright.figures.counters import state_counter, subject_of
from reelwright.figures.recount import Census, CounterReading, RecountRecord, Scope, Suspect
from reelwright.jobs.lifecycle import ADMITTED_STATES, JobState
from reelwright.jobs.model import Lease
from reelwright.pipeline.table import (
    BY_DUE,
    EXPIRING,
    PARTITION_KEY,
    SORT_KEY,
    UNPUBLISHED,
    WITH_BATCH,
    due_shards,
    stamp,
)
from reelwright.ports import MoveOutcome

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_WAITING: Final = (JobState.PENDING, JobState.QUEUED, JobState.RETRYING)
_COUNTED: Final = ("job_id", "user_id", "queue", "task_name", "state")


class _Counter(NamedTuple):
    """The place of a counter: its row, the attribute that goes up and down, and the one that only grows."""

    key: keys.Key
    value: str
    gained: str


def _counter(name: str) -> _Counter:
    kind, (of, *_) = subject_of(name)
    if kind == "pool":
        return _Counter(keys.pool_key(of), "running", "served")
    return _Counter(keys.active_key(of), "active", "admitted")


class DynamoRecounts:
    """`ports.Recounts` on the table. `sleep` waits (seconds) before a disturbed call is repeated."""

    def __init__(self, table_name: str, client: "DynamoDBClient", sleep: Callable[[float], None] = time.sleep) -> None:
        self._table = Table(table_name, client, sleep)

    def readings(self, counters: Sequence[str]) -> dict[str, CounterReading]:
        """Return the counters of pools and users."""
        places = {name: _counter(name) for name in counters}
        items = self._table.get_many(place.key for place in places.values())
        found = {keys.Key(item[PARTITION_KEY], item[SORT_KEY]): item for item in items}
        return {name: _reading(place, found.get(place.key, {})) for name, place in places.items()}

    def census(self, scope: Scope) -> Census:
        """Count the rows."""
        if scope is Scope.RUNNING:
            return Census(running=Counter(lease.counted_in for lease in self._leases()))
        live = {item["job_id"]: item for state in _WAITING for item in self._due(state.value)}
        leases = self._leases()
        live |= {item["job_id"]: item for item in self._running(leases)}
        states: Counter[str] = Counter()
        for item in self._ended() if scope is Scope.ALL else ():
            live.pop(item["job_id"], None)
            states[_state_counter(item)] += 1
        states.update(_state_counter(item) for item in live.values())
        return Census(
            running=Counter(lease.counted_in for lease in leases),
            active=Counter(item["user_id"] for item in live.values() if item["state"] in ADMITTED_STATES),
            states=states,
            waiting_users=frozenset(item["user_id"] for item in live.values() if item["state"] == JobState.PENDING),
        )

    def correct(self, suspect: Suspect) -> MoveOutcome:
        """Subtract `off_by` from a pool's or user's counter if its value is unchanged."""
        place = _counter(suspect.counter)
        stands = _says(place.value, suspect.seen.value) & _says(place.gained, suspect.seen.gained)
        write = Write(action="Update", key=place.key, condition=stands, add={place.value: -suspect.off_by})
        return MoveOutcome.LOST if self._table.transact({"counter": write}) else MoveOutcome.MOVED

    def last(self) -> RecountRecord | None:
        """Return the record of the last recount."""
        item = self._table.get(keys.recount_key())
        return None if item is None else RecountRecord(at=item["at"], suspects=from_json(item["suspects"]))

    def save(self, record: RecountRecord, *, after: RecountRecord | None) -> MoveOutcome:
        """Replace the record `after`."""
        write = Write(
            action="Put",
            key=keys.recount_key(),
            condition=Condition(expression=ABSENT) if after is None else equals(at=stamp(after.at)),
            item={"at": stamp(record.at), "suspects": _suspects_json(record)},
        )
        return MoveOutcome.LOST if self._table.transact({"record": write}) else MoveOutcome.MOVED

    def _leases(self) -> list[Lease]:
        return [lease_of(item) for page in self._table.pages_of(keys.LEASES) for item in page]

    def _due(self, kind: str) -> Iterator[Item]:
        for page in self._table.pages_of(due_shards(kind), index=BY_DUE, only=_COUNTED):
            yield from page

    def _ended(self) -> Iterator[Item]:
        """Yield every ended job once; one that is published meanwhile is listed as both kinds."""
        unpublished = {item["job_id"]: item for item in self._due(UNPUBLISHED)}
        yield from unpublished.values()
        for kind in (EXPIRING, WITH_BATCH):
            yield from (item for item in self._due(kind) if item["job_id"] not in unpublished)

    def _running(self, leases: Sequence[Lease]) -> list[Item]:
        """Read the jobs of the leases, with their current state."""
        return self._table.get_many(keys.job_key(lease.job_id) for lease in leases)


def _reading(place: _Counter, item: Item) -> CounterReading:
    return CounterReading(value=int(item.get(place.value, 0)), gained=int(item.get(place.gained, 0)))


def _says(attribute: str, value: int) -> Condition:
    """Return the condition that a counter has this value; one that was never written is 0."""
    never = f"attribute_not_exists(#{attribute}) OR " if value == 0 else ""
    return Condition(expression=f"{never}#{attribute} = :seen_{attribute}", values={f":seen_{attribute}": value})


def _state_counter(item: Item) -> str:
    return state_counter(item["queue"], item["task_name"], item["state"])


def _suspects_json(record: RecountRecord) -> str:
    return "[" + ",".join(suspect.model_dump_json() for suspect in record.suspects) + "]"
