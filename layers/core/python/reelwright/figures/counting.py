"""What a job adds to the tallies, each transition once.

Theory of operation. The counter reads a job's history and stores in `Counted` how many of its rows are in the sums
and in which state the sums hold the job. The rows after those are new. So it does not matter which of a job's
changes were delivered, in which order or how often: the next count adds all that is missing, and a repeated or
late one is a no-op.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Final

from reelwright.figures import counters
from reelwright.figures.tally import Tally
from reelwright.jobs.lifecycle import FINAL_STATES, JobEvent, JobState
from reelwright.jobs.model import HistoryRow, Job
from reelwright.values import Value

_RETRY_EVENTS: Final = frozenset({JobEvent.RETRY_SCHEDULED, JobEvent.RETRIED})


class Counted(Value):
    """A job's part in the sums: its first `rows` transitions, and one in `state` (None: the job was removed)."""

    job_id: str
    user_id: str
    queue: str
    task_name: str
    rows: int = 0
    state: JobState | None = None

    @classmethod
    def nothing_of(cls, job: Job) -> "Counted":
        """Build the record of a job that was never counted."""
        return cls(job_id=job.job_id, user_id=job.user_id, queue=job.queue, task_name=job.task_name)

    def is_current(self, history: Sequence[HistoryRow]) -> bool:
        """Check whether all these rows are in the sums; a history read before the last count is shorter."""
        return len(history) <= self.rows

    def after(self, history: Sequence[HistoryRow]) -> "Counted":
        """Build the record that holds once these rows are counted."""
        return self.model_copy(update={"rows": len(history), "state": history[-1].to_state})

    def forgotten(self) -> "Counted":
        """Build the record of a removed job, so that a late count of it is a no-op."""
        return self.model_copy(update={"state": None})


def deltas(counted: Counted, history: Sequence[HistoryRow], *, estimated_seconds: float) -> Tally:
    """Compute what the rows after the counted ones add; `estimated_seconds` is the job's estimated running time.

    States move from where the job was counted to where it is now; everything else adds up row by row. Nothing new is
    an empty tally.
    """
    sums: Counter[str] = Counter()
    if not counted.is_current(history):
        sums.update([counters.in_state(history[-1].to_state)])
        sums.subtract(_place(counted))
        for index in range(counted.rows, len(history)):
            sums.update(_of_row(history[: index + 1], estimated_seconds))
    return _tally(counted, sums)


def removal(counted: Counted) -> Tally:
    """Compute the tally that takes a removed job out of its state."""
    sums: Counter[str] = Counter()
    sums.subtract(_place(counted))
    return _tally(counted, sums)


def _place(counted: Counted) -> list[str]:
    return [] if counted.state is None else [counters.in_state(counted.state)]


def _tally(counted: Counted, sums: Counter[str]) -> Tally:
    left = {name: value for name, value in sums.items() if value}
    return Tally(queue=counted.queue, task_name=counted.task_name, counters=left)


def _of_row(history: Sequence[HistoryRow], estimated_seconds: float) -> dict[str, float]:
    """Name the counters that the last of these rows adds to, with the amounts."""
    row = history[-1]
    added: dict[str, float] = {counters.MOVES: 1}
    if row.from_state is JobState.QUEUED:
        added[counters.LEFT_QUEUE] = 1
    if row.to_state in FINAL_STATES:
        added[counters.ended_in(row.to_state)] = 1
    if row.event is JobEvent.RETRY_SCHEDULED:
        added[counters.retries(_retry_number(history))] = 1
    if row.event is JobEvent.COMPLETED:
        added |= _of_run(_run_seconds(history), estimated_seconds)
    return added


def _retry_number(history: Sequence[HistoryRow]) -> int:
    """Count the retries up to the one that the last row schedules; a retry by the owner or an operator restarts at 1."""
    events = [row.event for row in history if row.event in _RETRY_EVENTS]
    since = events[::-1]
    return since.index(JobEvent.RETRIED) if JobEvent.RETRIED in since else len(since)


def _run_seconds(history: Sequence[HistoryRow]) -> float:
    """Measure the seconds of the attempt that the last row ends."""
    started = next(row.at for row in reversed(history) if row.event is JobEvent.STARTED)
    return max(0.0, (history[-1].at - started).total_seconds())


def _of_run(seconds: float, estimated_seconds: float) -> dict[str, float]:
    buckets = (counters.duration_bucket(seconds), counters.ratio_bucket(seconds / max(1.0, estimated_seconds)))
    added = {bucket: 1.0 for bucket in buckets if bucket is not None}
    return {counters.RUNS: 1, counters.RUN_SECONDS: seconds, **added}
