"""What is counted of jobs, and what is counted again to check it."""

from collections.abc import Callable, Sequence
from typing import Protocol

from reelwright.figures.recount import Census, Reading, RecountRecord, Suspect
from reelwright.figures.tally import Tally
from reelwright.jobs.model import HistoryRow, Job
from reelwright.ports.jobs import MoveOutcome

OnCounted = Callable[[Tally], None]
"""Hears once of what each count added, when it is written: for metrics. A crash right after the write loses the call."""


def ignore_tally(_added: Tally) -> None:
    """Do nothing."""


class Tallies(Protocol):
    """The counters of jobs (`jobs.tally`), kept by the outbox from committed changes alone."""

    def count(self, job: Job, history: Sequence[HistoryRow]) -> bool:
        """Add what the job's history (all rows, read after the job) holds beyond what was counted; False for nothing new.

        Guarded by how many rows were counted: a doubled or late change adds nothing, and one that nobody heard of is made
        up for by the next. One transaction with the guard, the queue's and task's shard, and the user's counters.
        """

    def forget(self, job_id: str) -> None:
        """Take a removed job out of the states it was counted in; what it added for ever stays. A no-op when done twice."""

    def all(self) -> tuple[Tally, ...]:
        """Return one tally a queue and task, eventually consistent, shards summed."""

    def of_user(self, user_id: str) -> Tally:
        """Return what was counted of one user's jobs."""


class Recounts(Protocol):
    """What the hourly recount compares (`jobs.recount`): counters that block work where they are wrong, and the rows."""

    def readings(self, counters: Sequence[str]) -> dict[str, Reading]:
        """Return the counters of pools and users by their names, strongly consistent; 0 for those never written."""

    def census(self, *, ended: bool) -> Census:
        """Count the rows: leases strongly, waiting jobs and (with `ended`) ended ones through an index that may lag.

        What moves on its way while it is counted is counted once, or is gone.
        """

    def correct(self, suspect: Suspect) -> MoveOutcome:
        """Take `off_by` off a pool's or user's counter, if it still stands as `seen`; LOST otherwise, and when done twice."""

    def last(self) -> RecountRecord | None:
        """Return what the last recount left, strongly consistent."""

    def save(self, record: RecountRecord, *, after: RecountRecord | None) -> MoveOutcome:
        """Leave a record in the place of `after`; LOST where another has done so first."""
