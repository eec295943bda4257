"""The counters of jobs, and the recount that checks them."""

from collections.abc import Callable, Sequence
from typing import Protocol

from reelwright.figures.recount import Census, CounterReading, RecountRecord, Scope, Suspect
from reelwright.figures.tally import Tally
from reelwright.jobs.model import HistoryRow, Job
from reelwright.ports.jobs import MoveOutcome

OnCounted = Callable[[Tally], None]
"""Called once after each count is written, with its increments: for metrics. A crash right after the write loses the call."""


def ignore_tally(_added: Tally) -> None:
    """Do nothing."""


class Tallies(Protocol):
    """The counters of jobs (`jobs.tally`). The outbox updates them, from committed changes only."""

    def count(self, job: Job, history: Sequence[HistoryRow], *, counted: int | None = None) -> bool:
        """Count the history rows (all rows from the first) that are not counted yet; False if there are none.

        `counted` is the caller's guess how many are counted already: a right one saves a read, a wrong one is harmless.

        The number of counted rows is the guard: a doubled or late change adds nothing, and the next change makes up for a
        lost one. One transaction writes the guard, the shard of the queue and task, and the user's counters.
        """

    def forget(self, job_id: str) -> None:
        """Subtract a removed job from the counts by state; all-time totals stay. A no-op when repeated."""

    def all(self) -> tuple[Tally, ...]:
        """Return one tally per queue and task, shards summed, eventually consistent."""

    def of_user(self, user_id: str) -> Tally:
        """Return the tally of one user's jobs."""


class Recounts(Protocol):
    """The data of the hourly recount (`jobs.recount`): counters that block work if they are wrong, and the rows."""

    def readings(self, counters: Sequence[str]) -> dict[str, CounterReading]:
        """Return the counters of pools and users by name, strongly consistent; 0 for a counter that was never written."""

    def census(self, scope: Scope) -> Census:
        """Count the rows of a scope: leases strongly consistent; waiting and ended jobs through an index that may lag.

        A job that moves during the count is counted once or not at all.
        """

    def correct(self, suspect: Suspect) -> MoveOutcome:
        """Subtract `off_by` from a pool's or user's counter if its value is still `seen`; else, or if repeated, LOST."""

    def last(self) -> RecountRecord | None:
        """Return the record of the last recount, strongly consistent."""

    def save(self, record: RecountRecord, *, after: RecountRecord | None) -> MoveOutcome:
        """Replace the record `after`; LOST if another recount has replaced it first."""
