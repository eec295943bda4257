"""Recount the counters from the rows, once an hour, and mend what is proven wrong and blocks work (promise 6)."""

from reelwright.figures.recount import (
    Look,
    Readings,
    RecountRecord,
    Suspect,
    look_due,
    pool_counter,
    proven,
    state_readings,
    subject_of,
    suspects,
)
from reelwright.pipeline.queues import POOLS
from reelwright.ports import MoveOutcome, Recounts, Tallies, World
from reelwright.values import Value


class Recounted(Value):
    """What a recount found wrong, and how many of these counters it mended.

    Those of a tally are told of only: no work waits for them, and a count that is merely late will still come, exact as it
    is, so a mend would be counted twice. Of the others, one that moved at that very moment is left to the next recount.
    """

    drifted: tuple[Suspect, ...] = ()
    mended: int = 0

    @property
    def drift(self) -> int:
        """Return by how much all counters together were off: 0 is the only good answer."""
        return sum(abs(suspect.off_by) for suspect in self.drifted)


def recount_counters(*, world: World) -> Recounted | None:
    """Look if a look is due, and return its verdict; None where there is none to give (yet).

    The first look of an hour settles it where nothing is suspected; else a second one, a minute later, does. The verdict
    is noted before anything is mended: of two sweepers at once one mends, and a crash in between mends an hour later.
    """
    now = world.clock()
    last = world.recounts.last()
    look = look_due(last, now=now)
    if look is Look.NONE:
        return None
    found = _look(world.recounts, world.tallies)
    if look is Look.FIRST:
        noted = world.recounts.save(RecountRecord(at=now, suspects=found), after=last)
        return Recounted() if noted is MoveOutcome.MOVED and not found else None
    drifted = proven(last.suspects if last else (), found)
    if world.recounts.save(RecountRecord(at=now), after=last) is MoveOutcome.LOST:
        return None
    return Recounted(drifted=drifted, mended=sum(_mend(one, world.recounts) for one in drifted))


def _look(recounts: Recounts, tallies: Tallies) -> tuple[Suspect, ...]:
    """Read every counter, the rows, and every counter again; return what does not fit."""
    counters = (*map(pool_counter, POOLS), *recounts.census(ended=False).counters())

    def readings() -> Readings:
        return {**recounts.readings(counters), **state_readings(tallies.all())}

    before = readings()
    census = recounts.census(ended=True)
    after = readings()
    return suspects(before, _known(census.counted(), before), after)


def _known(counted: dict[str, int], before: Readings) -> dict[str, int]:
    """Leave out users who came between the reads; a tally that nobody began counts as 0, and so is missed."""
    return {name: count for name, count in counted.items() if name in before or subject_of(name).kind == "state"}


def _mend(suspect: Suspect, recounts: Recounts) -> bool:
    """Take off what a pool's or user's counter has too much, where it still stands as it was seen."""
    return subject_of(suspect.counter).kind != "state" and recounts.correct(suspect) is MoveOutcome.MOVED
