"""The names of all counters, built and read in this one place.

Two sorts. The sums of a `Tally` only ever grow, except `state.*`: they are named by what they count. A recount compares
counters of pools, users and states with rows: it names each by its kind and by what it belongs to.
"""

from bisect import bisect_left
from typing import Final, Literal, NamedTuple

from reelwright.jobs.lifecycle import JobState

DURATION_BUCKETS_SECONDS: Final = (0.1, 0.5, 1.0, 5.0, 10.0, 30.0, 60.0, 300.0, 600.0)
"""Upper bounds of the histogram of running times (O1); a longer run is in the sum and the count only."""
RATIO_BUCKETS: Final = (0.1, 0.14, 0.2, 0.28, 0.4, 0.56, 0.8, 1.1, 1.6, 2.2, 3.2, 4.5, 6.3, 9.0)
"""Upper bounds of actual over estimated running time, each about the square root of two times the one before."""

LEFT_QUEUE: Final = "left"
"""How many jobs ever left QUEUED."""
MOVES: Final = "moves"
"""How many transitions were ever made."""
RUNS: Final = "seconds.count"
"""How many attempts completed their job."""
RUN_SECONDS: Final = "seconds.sum"
"""How long these attempts ran, added up."""
_RETRIES: Final = "retries."


def in_state(state: JobState) -> str:
    """Name the sum of jobs that are in a state now."""
    return f"state.{state.value}"


def ended_in(state: JobState) -> str:
    """Name the sum of ends in a final state; a job that ends again after a retry counts again."""
    return f"ended.{state.value}"


def retries(number: int) -> str:
    """Name the sum of scheduled retries that were a job's first, second, ... (`number` from 1)."""
    return f"{_RETRIES}{number}"


def retry_number(name: str) -> int | None:
    """Read the number from the name of a sum of retries; None for the name of another sum."""
    return int(name.removeprefix(_RETRIES)) if name.startswith(_RETRIES) else None


DURATIONS: Final = tuple(f"seconds.le.{bound:g}" for bound in DURATION_BUCKETS_SECONDS)
"""The sums of completed runs by running time, one a bucket, not cumulative."""
RATIOS: Final = (*(f"ratio.le.{bound:g}" for bound in RATIO_BUCKETS), "ratio.le.inf")
"""The sums of completed runs by their ratio, one a bucket, not cumulative; the last holds the runs above all bounds."""


def duration_bucket(seconds: float) -> str | None:
    """Find the bucket of a running time; None above the last bound."""
    place = bisect_left(DURATION_BUCKETS_SECONDS, seconds)
    return DURATIONS[place] if place < len(DURATIONS) else None


def ratio_bucket(ratio: float) -> str:
    """Find the bucket of a ratio."""
    return RATIOS[bisect_left(RATIO_BUCKETS, ratio)]


CounterKind = Literal["pool", "user", "state"]


class Subject(NamedTuple):
    """What a recounted counter belongs to: a pool, a user, or a queue, a task and a state."""

    kind: CounterKind
    parts: tuple[str, ...]


def pool_counter(shard: str) -> str:
    """Name the counter of running attempts of a pool's shard."""
    return f"pool/{shard}"


def user_counter(user_id: str) -> str:
    """Name a user's counter of queued and running jobs."""
    return f"user/{user_id}"


def state_counter(queue: str, task_name: str, state: str) -> str:
    """Name a tally's counter of jobs in a state."""
    return f"state/{queue}/{task_name}/{state}"


def subject_of(counter: str) -> Subject:
    """Split the name of a recounted counter. A user's id may hold any character, so only a state's name has more parts."""
    kind, _, rest = counter.partition("/")
    match kind:
        case "pool" | "user":
            return Subject(kind, (rest,))
        case "state":
            return Subject(kind, tuple(rest.split("/")))
    raise ValueError(f"{counter!r} is not the name of a counter")
