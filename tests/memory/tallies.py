"""Tallies in dictionaries: the in-memory counterpart of `aws/tallies.py`."""

import threading
from collections.abc import Sequence

from reelwright.figures.counting import Counted, deltas, removal
from reelwright.figures.estimate import estimate
from reelwright.figures.tally import Tally
from reelwright.jobs.model import HistoryRow, Job
from reelwright.ports import OnCounted, ignore_tally


class MemoryTallies:
    """`ports.Tallies` in memory; one lock makes each call what a transaction is there."""

    def __init__(self, on_counted: OnCounted = ignore_tally) -> None:
        self._on_counted = on_counted
        self._lock = threading.Lock()
        self._counted: dict[str, Counted] = {}
        self._sums: dict[tuple[str, str], Tally] = {}
        self._users: dict[str, Tally] = {}

    def count(self, job: Job, history: Sequence[HistoryRow], *, counted: int | None = None) -> bool:  # noqa: ARG002
        """Add what the job's history holds beyond what was counted of it; here a guess saves nothing."""
        with self._lock:
            part = self._counted.get(job.job_id, Counted.nothing_of(job))
            if part.is_current(history):
                return False
            added = deltas(part, history, estimated_seconds=estimate(job.request).run_seconds)
            self._add(part, added)
            self._counted[job.job_id] = part.after(history)
        self._on_counted(added)
        return True

    def forget(self, job_id: str) -> None:
        """Take a removed job out of its state."""
        with self._lock:
            counted = self._counted.get(job_id)
            if counted is not None:
                self._add(counted, removal(counted))
                self._counted[job_id] = counted.forgotten()

    def all(self) -> tuple[Tally, ...]:
        """Return one tally a queue and task."""
        with self._lock:
            return tuple(self._sums[place] for place in sorted(self._sums))

    def of_user(self, user_id: str) -> Tally:
        """Return what was counted of one user's jobs."""
        with self._lock:
            return self._users.get(user_id, Tally())

    def _add(self, counted: Counted, added: Tally) -> None:
        place = (counted.queue, counted.task_name)
        of_user = Tally(counters=added.counters)
        self._sums[place] = self._sums.get(place, Tally(queue=place[0], task_name=place[1])) + added
        self._users[counted.user_id] = self._users.get(counted.user_id, Tally()) + of_user
