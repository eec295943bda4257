"""The hourly recount: compares counters with the rows that they count.

Theory of operation. A counter cannot be read in the same instant as the rows it counts, so it is read before and after
them. Each counter has a companion that only grows: how often one was added. Both readings together bound what moved
meanwhile, and so the number of rows. A counter outside these bounds is *suspected*. An index may be a moment
behind and a stream's reader a few seconds, so a suspect is read again a minute later. Only a counter that is off again, in
the same direction and by more than what moved in that minute, is *proven*, by the smaller of both differences. A repair
never changes a counter by more than that.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from enum import Enum
from typing import Final

from reelwright.figures.counters import pool_counter, state_counter, subject_of, user_counter
from reelwright.figures.tally import Tally
from reelwright.jobs.lifecycle import FINAL_STATES, JobState
from reelwright.values import Value

LOOK_TWICE_AFTER: Final = timedelta(seconds=55)
"""Between the two looks. The sweeper runs each minute, and the scheduler may be some seconds early."""


class CounterReading(Value):
    """A counter as read: its value, and how often one was ever added (for a tally's state: all transitions)."""

    value: int = 0
    gained: int = 0


CounterReadings = Mapping[str, CounterReading]


class Census(Value):
    """Numbers counted from the rows. Keys are shards of pools, user ids, and `state_counter`s; missing ones are 0."""

    running: dict[str, int] = {}
    active: dict[str, int] = {}
    states: dict[str, int] = {}
    waiting_users: frozenset[str] = frozenset()
    """Users with PENDING jobs: an inflated counter would block them forever."""

    def counters(self) -> tuple[str, ...]:
        """List the counters of users who have jobs in these rows."""
        users = sorted(self.waiting_users | self.active.keys())
        return tuple(map(user_counter, users))

    def counted(self) -> dict[str, int]:
        """List the correct value of every counter."""
        pools = {pool_counter(shard): count for shard, count in self.running.items()}
        users = {user_counter(user_id): count for user_id, count in self.active.items()}
        return {**pools, **users, **self.states}


class Suspect(Value):
    """A counter that is too high by at least `off_by` (below 0: too low); `seen` is its last reading."""

    counter: str
    off_by: int
    seen: CounterReading


class RecountRecord(Value):
    """The state between two looks: when the first one was, and its suspects; no suspects after the second look."""

    at: datetime
    suspects: tuple[Suspect, ...] = ()


class Scope(Enum):
    """What a look covers: all that fits into the sweeper's run."""

    RUNNING = "running"
    """Pools against leases."""
    LIVE = "live"
    """Users too, against their waiting and running jobs."""
    ALL = "all"
    """Tallies too, against all stored jobs."""


MOST_ROWS: Final = 500_000
"""Rows of the index that a look reads at most: 40 µs each on a whole core, in a run of 120 s that reads live ones twice."""


def scope_of(tallies: Sequence[Tally]) -> Scope:
    """Decide how much a look covers, by the number of jobs in the tallies."""
    ended = sum(tally.in_state(state) for tally in tallies for state in FINAL_STATES)
    live = sum(tally.in_state(state) for tally in tallies for state in JobState if state not in FINAL_STATES)
    if live > MOST_ROWS:
        return Scope.RUNNING
    return Scope.LIVE if live + ended > MOST_ROWS else Scope.ALL


class Look(Enum):
    """The look that is due now, if any."""

    NONE = "none"
    FIRST = "first"
    SECOND = "second"


def look_due(last: RecountRecord | None, *, now: datetime) -> Look:
    """Decide which look is due: the first once an hour, the second a minute after a first one with suspects."""
    if last is None or _hour(last.at) < _hour(now):
        return Look.FIRST
    if last.suspects and now - last.at >= LOOK_TWICE_AFTER:
        return Look.SECOND
    return Look.NONE


def _hour(at: datetime) -> datetime:
    return at.replace(minute=0, second=0, microsecond=0)


def state_readings(tallies: Sequence[Tally]) -> dict[str, CounterReading]:
    """Read the state counters of the tallies; all transitions of their queue and task serve as the growing companion."""
    return {
        state_counter(tally.queue, tally.task_name, state.value): CounterReading(
            value=tally.in_state(state), gained=tally.moves
        )
        for tally in tallies
        for state in JobState
    }


def suspects(before: CounterReadings, counted: Mapping[str, int], after: CounterReadings) -> tuple[Suspect, ...]:
    """List every counter whose number of rows is outside the bounds of both readings."""
    names = sorted(before.keys() | counted.keys() | after.keys())
    return tuple(_suspects(before, counted, after, names))


def _suspects(
    before: CounterReadings, counted: Mapping[str, int], after: CounterReadings, names: Sequence[str]
) -> Iterator[Suspect]:
    for name in names:
        first, last = before.get(name, CounterReading()), after.get(name, CounterReading())
        gained = last.gained - first.gained
        lost = max(0, first.value + gained - last.value)
        off_by = _outside(counted.get(name, 0), low=first.value - lost, high=first.value + gained)
        if off_by:
            yield Suspect(counter=name, off_by=off_by, seen=last)


def _outside(number: int, *, low: int, high: int) -> int:
    """Measure how far the bounds are above a number; negative if they are below it, 0 if they hold it."""
    return max(0, low - number) or min(0, high - number)


def proven(first: Sequence[Suspect], second: Sequence[Suspect]) -> tuple[Suspect, ...]:
    """List the counters that both looks found off in the same direction, with the smaller difference.

    Pools are counted from strong reads; for what is counted through an index or a stream, what moved between the looks
    may be the lag's, and is taken off.
    """
    earlier = {suspect.counter: suspect for suspect in first}
    found = (_proof(earlier[one.counter], one) for one in second if one.counter in earlier)
    return tuple(suspect for suspect in found if suspect is not None)


def _proof(first: Suspect, second: Suspect) -> Suspect | None:
    if (first.off_by > 0) is not (second.off_by > 0):
        return None
    lag = 0 if subject_of(second.counter).kind == "pool" else second.seen.gained - first.seen.gained
    least = min(abs(first.off_by), abs(second.off_by)) - lag
    sign = 1 if second.off_by > 0 else -1
    return second.model_copy(update={"off_by": sign * least}) if least > 0 else None
