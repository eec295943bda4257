"""Recount the counters from the rows once an hour, and correct those that are proven wrong and block work (promise 6)."""

from reelwright.figures.counters import pool_counter, subject_of
from reelwright.figures.recount import (
    CounterReadings,
    Look,
    RecountRecord,
    Scope,
    Suspect,
    look_due,
    proven,
    scope_of,
    state_readings,
    suspects,
)
from reelwright.pipeline.queues import POOLS, shard_name
from reelwright.ports import MoveOutcome, Recounts, World
from reelwright.values import Value


class Recounted(Value):
    """The wrong counters of a recount, and the number of corrected ones.

    Wrong tallies are only reported: they block no work, and a late count still arrives, so a correction would count it
    twice. A pool's or user's counter that changed during the correction is left to the next recount.
    """

    drifted: tuple[Suspect, ...] = ()
    corrected: int = 0

    @property
    def drift(self) -> int:
        """Return the total drift of all counters; it should be 0."""
        return sum(abs(suspect.off_by) for suspect in self.drifted)


def recount_counters(*, world: World) -> Recounted | None:
    """Recount if a recount is due and return its result; None if there is no result (yet).

    If the first comparison of an hour finds no suspect, it is the result; else a second one, a minute later, decides. The
    result is saved before any correction: of two concurrent sweepers one corrects, and after a crash the next hour's does.
    """
    now = world.clock()
    last = world.recounts.last()
    look = look_due(last, now=now)
    if look is Look.NONE:
        return None
    found = _look(world)
    if look is Look.FIRST:
        noted = world.recounts.save(RecountRecord(at=now, suspects=found), after=last)
        return Recounted() if noted is MoveOutcome.MOVED and not found else None
    drifted = proven(last.suspects if last else (), found)
    if world.recounts.save(RecountRecord(at=now), after=last) is MoveOutcome.LOST:
        return None
    return Recounted(drifted=drifted, corrected=sum(_correct(one, world.recounts) for one in drifted))


def _look(world: World) -> tuple[Suspect, ...]:
    """Read every counter, the rows, and every counter again; return the counters that do not match.

    Where there are too many rows for one run, tallies are left out first, then users: a wrong pool blocks most work.
    """
    recounts, tallies = world.recounts, world.tallies
    scope = scope_of(tallies.all())
    shards = (shard_name(pool, shard) for pool in POOLS for shard in range(len(world.settings.shard_capacities(pool))))
    users = () if scope is Scope.RUNNING else recounts.census(Scope.LIVE).counters()
    counters = (*map(pool_counter, shards), *users)

    def readings() -> CounterReadings:
        return {**recounts.readings(counters), **(state_readings(tallies.all()) if scope is Scope.ALL else {})}

    before = readings()
    counted = recounts.census(scope).counted()
    after = readings()
    return suspects(before, _known(counted, before, scope), after)


def _known(counted: dict[str, int], before: CounterReadings, scope: Scope) -> dict[str, int]:
    """Leave out users who appeared between the reads; a tally without a row counts as 0, so that it is reported."""
    return {
        name: count
        for name, count in counted.items()
        if name in before or (scope is Scope.ALL and subject_of(name).kind == "state")
    }


def _correct(suspect: Suspect, recounts: Recounts) -> bool:
    """Correct a pool's or user's counter if its value has not changed since it was read."""
    return subject_of(suspect.counter).kind != "state" and recounts.correct(suspect) is MoveOutcome.MOVED
