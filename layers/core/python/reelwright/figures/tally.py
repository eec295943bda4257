"""What is counted of jobs: how many are where, how they ended and how long they took, by queue and task.

Every figure only adds up, so that writers in any order, and shards of one count, come to the same sum. A `Tally` is such a
sum; what one change of a job adds to it is the word of `jobs.counting`.
"""

from typing import Final

from reelwright.jobs.lifecycle import JobState
from reelwright.values import Value

DURATION_BUCKETS_SECONDS: Final = (0.1, 0.5, 1.0, 5.0, 10.0, 30.0, 60.0, 300.0, 600.0)
"""Upper bounds of the histogram of running times (O1); what took longer is in the sum and the count alone."""

RATIO_BUCKETS: Final = (0.1, 0.14, 0.2, 0.28, 0.4, 0.56, 0.8, 1.1, 1.6, 2.2, 3.2, 4.5, 6.3, 9.0)
"""Upper bounds of actual over estimated running time, each about the square root of two times the one before."""

BEYOND: Final = "inf"
"""The bucket of ratios above the last bound."""


def bound_name(bound: float) -> str:
    """Return a bucket's bound as names of counters hold it: 0.1, 1, 600."""
    return f"{bound:g}"


class Tally(Value):
    """The counters of one queue and task, or of one user (`queue` and `task_name` empty). Missing names count 0.

    Names: `state.<STATE>` (how many are in it now), `ended.<STATE>` (how many ever came to rest there, again after a
    retry), `left` (how many ever left QUEUED), `moves` (transitions ever made), `retries.<n>` (n-th retries ever
    scheduled), `seconds.count`, `seconds.sum`, `seconds.le.<bound>` and `ratio.le.<bound>` (running times of attempts that
    completed their job, and these over the estimate, each in its own bucket alone; bounds as `bound_name` writes them).
    """

    queue: str = ""
    task_name: str = ""
    counters: dict[str, float] = {}

    def value(self, name: str) -> float:
        """Return one counter."""
        return self.counters.get(name, 0)

    def in_state(self, state: JobState) -> int:
        """Return how many jobs are in a state now."""
        return round(self.value(f"state.{state.value}"))

    def ended(self, state: JobState) -> int:
        """Return how often a job came to rest in a final state."""
        return round(self.value(f"ended.{state.value}"))

    @property
    def left_queue(self) -> int:
        """Return how many jobs ever left QUEUED, by whatever way."""
        return round(self.value("left"))

    @property
    def moves(self) -> int:
        """Return how many transitions were ever counted."""
        return round(self.value("moves"))

    def ratios(self) -> tuple[int, ...]:
        """Return how many running times fell into each of RATIO_BUCKETS, those beyond the last at the end."""
        names = (*map(bound_name, RATIO_BUCKETS), BEYOND)
        return tuple(round(self.value(f"ratio.le.{name}")) for name in names)

    @property
    def average_seconds(self) -> float | None:
        """Return how long completed jobs ran on average; None before the first."""
        count = self.value("seconds.count")
        return self.value("seconds.sum") / count if count else None

    @property
    def success_rate(self) -> float | None:
        """Return COMPLETED of all that ended by themselves (not cancelled); None before the first."""
        done, failed = self.ended(JobState.COMPLETED), self.ended(JobState.FAILED)
        return done / (done + failed) if done + failed else None

    def __add__(self, other: "Tally") -> "Tally":
        """Return the sum; queue and task stay where both agree."""
        names = self.counters.keys() | other.counters.keys()
        return Tally(
            queue=self.queue if self.queue == other.queue else "",
            task_name=self.task_name if self.task_name == other.task_name else "",
            counters={name: self.value(name) + other.value(name) for name in names},
        )
