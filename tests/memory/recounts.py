"""The data that the hourly recount compares, in memory: the counterpart of `aws/recounts.py`."""

from collections import Counter
from collections.abc import Sequence

from reelwright.figures.counters import state_counter, subject_of
from reelwright.figures.recount import Census, CounterReading, RecountRecord, Scope, Suspect
from reelwright.jobs.lifecycle import ADMITTED_STATES, FINAL_STATES, JobState
from reelwright.ports import MoveOutcome
from tests.memory.job_reads import MemoryJobReads

_ATTRIBUTES = {"pool": ("running", "served"), "user": ("active", "admitted")}
"""A counter's kind -> which of the jobs' counts it is, and which one only grows beside it."""


class MemoryRecounts:
    """`ports.Recounts` over the jobs in memory."""

    def __init__(self, jobs: MemoryJobReads) -> None:
        self._jobs = jobs
        self._record: RecountRecord | None = None

    def readings(self, counters: Sequence[str]) -> dict[str, CounterReading]:
        """Return the counters of pools and users."""
        return {name: self._reading(name) for name in counters}

    def census(self, scope: Scope) -> Census:
        """Count the rows."""
        if scope is Scope.RUNNING:
            return Census(running=Counter(lease.counted_in for lease in self._jobs.leases()))
        jobs = [job for job in self._jobs.stored() if scope is Scope.ALL or job.state not in FINAL_STATES]
        return Census(
            running=Counter(lease.counted_in for lease in self._jobs.leases()),
            active=Counter(job.user_id for job in jobs if job.state in ADMITTED_STATES),
            states=Counter(state_counter(job.queue, job.task_name, job.state.value) for job in jobs),
            waiting_users=frozenset(job.user_id for job in jobs if job.state is JobState.PENDING),
        )

    def correct(self, suspect: Suspect) -> MoveOutcome:
        """Take `off_by` off a counter, where it stands as seen."""
        if self._reading(suspect.counter) != suspect.seen:
            return MoveOutcome.LOST
        kind, (of, *_) = subject_of(suspect.counter)
        self._jobs.counters[_ATTRIBUTES[kind][0]][of] -= suspect.off_by
        return MoveOutcome.MOVED

    def last(self) -> RecountRecord | None:
        """Return what the last recount left."""
        return self._record

    def save(self, record: RecountRecord, *, after: RecountRecord | None) -> MoveOutcome:
        """Leave a record in the place of `after`."""
        if self._record != after:
            return MoveOutcome.LOST
        self._record = record
        return MoveOutcome.MOVED

    def _reading(self, name: str) -> CounterReading:
        kind, (of, *_) = subject_of(name)
        value, gained = _ATTRIBUTES[kind]
        return CounterReading(value=self._jobs.counters[value][of], gained=self._jobs.counters[gained][of])
