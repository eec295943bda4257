"""Counters of jobs by queue and task: how many are in each state, how they ended and how long they took.

Counters are only added to, so that writers in any order, and shards of one counter, give the same sum. A `Tally` is such a
sum; `figures.counting` decides what one transition of a job adds.
"""

from reelwright.figures import counters
from reelwright.jobs.lifecycle import JobState
from reelwright.values import Value


class Tally(Value):
    """The counters of one queue and task, or of one user (`queue` and `task_name` empty). Missing names count 0.

    `figures.counters` names them.
    """

    queue: str = ""
    task_name: str = ""
    counters: dict[str, float] = {}

    def value(self, name: str) -> float:
        """Read a counter by name; a missing one is 0."""
        return self.counters.get(name, 0)

    def in_state(self, state: JobState) -> int:
        """Count the jobs that are in a state now."""
        return round(self.value(counters.in_state(state)))

    def ended(self, state: JobState) -> int:
        """Count how often a job ended in this final state."""
        return round(self.value(counters.ended_in(state)))

    @property
    def left_queue(self) -> int:
        """Count the jobs that ever left QUEUED: started, cancelled or failed."""
        return round(self.value(counters.LEFT_QUEUE))

    @property
    def moves(self) -> int:
        """Count all transitions ever made."""
        return round(self.value(counters.MOVES))

    def ratios(self) -> tuple[int, ...]:
        """Count the runs in each of RATIO_BUCKETS; the last figure counts those beyond the last bound."""
        return tuple(round(self.value(name)) for name in counters.RATIOS)

    @property
    def average_seconds(self) -> float | None:
        """Compute the mean seconds of completed runs; None before the first."""
        count = self.value(counters.RUNS)
        return self.value(counters.RUN_SECONDS) / count if count else None

    @property
    def success_rate(self) -> float | None:
        """Compute the share (0-1) of COMPLETED among jobs that completed or failed; None before the first."""
        done, failed = self.ended(JobState.COMPLETED), self.ended(JobState.FAILED)
        return done / (done + failed) if done + failed else None

    def __add__(self, other: "Tally") -> "Tally":
        """Add two tallies; queue and task stay if both agree, else they are empty."""
        names = self.counters.keys() | other.counters.keys()
        return Tally(
            queue=self.queue if self.queue == other.queue else "",
            task_name=self.task_name if self.task_name == other.task_name else "",
            counters={name: self.value(name) + other.value(name) for name in names},
        )
