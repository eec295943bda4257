"""Whether counters say what the rows say: the judgement of the hourly recount.

Theory of operation. A counter cannot be read in the same instant as the rows it counts, so it is read before and after
them. Beside each counter stands another that only grows: how often one was added. From both readings follows what moved
meanwhile, and so between which bounds the rows' number must lie. What lies outside is *suspected*. An index may be a moment
behind and a stream's reader a few seconds: so a suspect is looked at again a minute later, and only what is off again, in
the same direction and by more than what moved in that minute, is *proven*, by the smaller of both differences. Nothing is
ever mended further than that.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from enum import Enum
from typing import Final, NamedTuple

from reelwright.figures.tally import Tally
from reelwright.jobs.lifecycle import JobState
from reelwright.values import Value

LOOK_TWICE_AFTER: Final = timedelta(seconds=55)
"""Between the two looks; the sweeper comes each minute, give or take the scheduler's seconds."""

_POOL: Final = "pool/"
_USER: Final = "user/"
_STATE: Final = "state/"


def pool_counter(pool: str) -> str:
    """Return the name of a pool's count of running attempts."""
    return _POOL + pool


def user_counter(user_id: str) -> str:
    """Return the name of a user's count of queued and running jobs."""
    return _USER + user_id


def state_counter(queue: str, task_name: str, state: str) -> str:
    """Return the name of a tally's count of jobs in a state."""
    return f"{_STATE}{queue}/{task_name}/{state}"


class Subject(NamedTuple):
    """What a counter's name says: its kind (`pool`, `user`, `state`) and what it is of."""

    kind: str
    parts: tuple[str, ...]


def subject_of(counter: str) -> Subject:
    """Return what a counter is of; a user's id may hold anything."""
    kind, _, rest = counter.partition("/")
    return Subject(kind, tuple(rest.split("/")) if kind == "state" else (rest,))


class Reading(Value):
    """A counter as read: its value, and how often one was ever added (for a tally's state: how often anything moved)."""

    value: int = 0
    gained: int = 0


Readings = Mapping[str, Reading]


class Census(Value):
    """What the rows say. Keys are pools, user ids, and `state_counter`s; missing ones are 0."""

    running: dict[str, int] = {}
    active: dict[str, int] = {}
    states: dict[str, int] = {}
    waiting_users: frozenset[str] = frozenset()
    """Who has jobs that wait for admission: whom a count that is too high would keep waiting for ever."""

    def counters(self) -> tuple[str, ...]:
        """Return the pools' and users' counters that matter now."""
        users = sorted(self.waiting_users | self.active.keys())
        return tuple(map(user_counter, users))

    def counted(self) -> dict[str, int]:
        """Return what every counter must say."""
        pools = {pool_counter(pool): count for pool, count in self.running.items()}
        users = {user_counter(user_id): count for user_id, count in self.active.items()}
        return {**pools, **users, **self.states}


class Suspect(Value):
    """A counter that says `off_by` too much (below 0: too little), at the least; `seen` is its last reading."""

    counter: str
    off_by: int
    seen: Reading


class RecountRecord(Value):
    """What the last recount left: when its first look was, and what it suspected; none once that was looked at again."""

    at: datetime
    suspects: tuple[Suspect, ...] = ()


class Look(Enum):
    """What a recount has to do now."""

    NONE = "none"
    FIRST = "first"
    SECOND = "second"


def look_due(last: RecountRecord | None, *, now: datetime) -> Look:
    """Return which look is due: the first once an hour, the second a minute after one that suspected something."""
    if last is None or _hour(last.at) < _hour(now):
        return Look.FIRST
    if last.suspects and now - last.at >= LOOK_TWICE_AFTER:
        return Look.SECOND
    return Look.NONE


def _hour(at: datetime) -> datetime:
    return at.replace(minute=0, second=0, microsecond=0)


def state_readings(tallies: Sequence[Tally]) -> dict[str, Reading]:
    """Return the readings of the tallies' states; what bounds them is everything that moved in their queue and task."""
    return {
        state_counter(tally.queue, tally.task_name, state.value): Reading(
            value=tally.in_state(state), gained=tally.moves
        )
        for tally in tallies
        for state in JobState
    }


def suspects(before: Readings, counted: Mapping[str, int], after: Readings) -> tuple[Suspect, ...]:
    """Return every counter whose rows' number is outside what both readings allow."""
    names = sorted(before.keys() | counted.keys() | after.keys())
    return tuple(_suspects(before, counted, after, names))


def _suspects(before: Readings, counted: Mapping[str, int], after: Readings, names: Sequence[str]) -> Iterator[Suspect]:
    for name in names:
        first, last = before.get(name, Reading()), after.get(name, Reading())
        gained = last.gained - first.gained
        lost = max(0, first.value + gained - last.value)
        off_by = _outside(counted.get(name, 0), low=first.value - lost, high=first.value + gained)
        if off_by:
            yield Suspect(counter=name, off_by=off_by, seen=last)


def _outside(number: int, *, low: int, high: int) -> int:
    """Return how much the bounds are above a number; below 0 where they are below it."""
    return max(0, low - number) or min(0, high - number)


def proven(first: Sequence[Suspect], second: Sequence[Suspect]) -> tuple[Suspect, ...]:
    """Return what both looks found off in the same direction, by what it is off at the least.

    Pools are counted from strong reads; for what is counted through an index or a stream, what moved between the looks
    may be the lag's, and is taken off.
    """
    earlier = {suspect.counter: suspect for suspect in first}
    found = (_proof(earlier[one.counter], one) for one in second if one.counter in earlier)
    return tuple(suspect for suspect in found if suspect is not None)


def _proof(first: Suspect, second: Suspect) -> Suspect | None:
    if (first.off_by > 0) is not (second.off_by > 0):
        return None
    lag = 0 if second.counter.startswith(_POOL) else second.seen.gained - first.seen.gained
    least = min(abs(first.off_by), abs(second.off_by)) - lag
    sign = 1 if second.off_by > 0 else -1
    return second.model_copy(update={"off_by": sign * least}) if least > 0 else None
