"""Counters of jobs by queue and task: how many are in each state, how they ended and how long they took.

Counters are only added to, so that writers in any order, and shards of one counter, give the same sum. A `Tally` is such a
sum; `figures.counting` decides what one transition of a job adds.
"""

from typing import Final

from reelwright.jobs.lifecycle import JobState
from reelwright.values import Value

DURATION_BUCKETS_SECONDS: Final = (0.1, 0.5, 1.0, 5.0, 10.0, 30.0, 60.0, 300.0, 600.0)
"""Upper bounds of the histogram of running times (O1); a longer run is in the sum and the count only."""

RATIO_BUCKETS: Final = (0.1, 0.14, 0.2, 0.28, 0.4, 0.56, 0.8, 1.1, 1.6, 2.2, 3.2, 4.5, 6.3, 9.0)
"""Upper bounds of actual over estimated running time, each about the square root of two times the one before."""

BEYOND: Final = "inf"
"""The bucket of ratios above the last bound."""


def bound_name(bound: float) -> str:
    """Format a bucket's bound as in a counter's name: 0.1, 1, 600."""
    return f"{bound:g}"


class Tally(Value):
    """The counters of one queue and task, or of one user (`queue` and `task_name` empty). Missing names count 0.

    Names: `state.<STATE>` (how many are in it now), `ended.<STATE>` (how many ever ended there, counted again after a
    retry), `left` (how many ever left QUEUED), `moves` (transitions ever made), `retries.<n>` (n-th retries ever
    scheduled), `seconds.count`, `seconds.sum`, `seconds.le.<bound>` and `ratio.le.<bound>` (running times of attempts that
    completed their job, and these over the estimate, not cumulative; bounds as `bound_name` formats them).
    """

    queue: str = ""
    task_name: str = ""
    counters: dict[str, float] = {}

    def value(self, name: str) -> float:
        """Read a counter by name; a missing one is 0."""
        return self.counters.get(name, 0)

    def in_state(self, state: JobState) -> int:
        """Count the jobs that are in a state now."""
        return round(self.value(f"state.{state.value}"))

    def ended(self, state: JobState) -> int:
        """Count how often a job ended in this final state."""
        return round(self.value(f"ended.{state.value}"))

    @property
    def left_queue(self) -> int:
        """Count the jobs that ever left QUEUED: started, cancelled or failed."""
        return round(self.value("left"))

    @property
    def moves(self) -> int:
        """Count all transitions ever made."""
        return round(self.value("moves"))

    def ratios(self) -> tuple[int, ...]:
        """Count the runs in each of RATIO_BUCKETS; the last figure counts those beyond the last bound."""
        names = (*map(bound_name, RATIO_BUCKETS), BEYOND)
        return tuple(round(self.value(f"ratio.le.{name}")) for name in names)

    @property
    def average_seconds(self) -> float | None:
        """Compute the mean seconds of completed runs; None before the first."""
        count = self.value("seconds.count")
        return self.value("seconds.sum") / count if count else None

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
