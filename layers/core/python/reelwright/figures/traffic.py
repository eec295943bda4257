"""What the tallies say about jobs to come: who waits where now, and how long runs took so far."""

from collections.abc import Iterable
from typing import Final

from reelwright.figures.ratios import PRIOR, Ratios, ratios_of
from reelwright.figures.tally import Tally
from reelwright.figures.waiting import Line, lines_of
from reelwright.pipeline.queues import POOLS, QUEUES, Pool, queues_of
from reelwright.values import Value


class Traffic(Value):
    """One reading of the tallies, summed up by what is asked of it."""

    lines: dict[str, Line]
    ratios: dict[str, Ratios] = {}
    """By task; one that nothing was counted of is missing."""
    mean_seconds: dict[str, float] = {}
    """How long completed runs of a pool took on average; a pool without any is missing."""

    def ratios_of(self, task_name: str) -> Ratios:
        """Return how a task's runs compare to their estimates; the prior where too few are known."""
        return self.ratios.get(task_name, PRIOR)

    def running(self, pool: Pool) -> int:
        """Return how many jobs of a pool are EXECUTING."""
        return sum(self.lines[row.name].running for row in queues_of(pool))


def traffic_of(tallies: Iterable[Tally]) -> Traffic:
    """Return what the tallies say."""
    tallies = tuple(tallies)
    means = {pool: _mean_seconds(pool, tallies) for pool in POOLS}
    return Traffic(
        lines=lines_of(tallies),
        ratios={name: ratios_of(name, tallies) for name in {tally.task_name for tally in tallies}},
        mean_seconds={pool: mean for pool, mean in means.items() if mean is not None},
    )


def _mean_seconds(pool: str, tallies: Iterable[Tally]) -> float | None:
    of_pool = (tally for tally in tallies if tally.queue in QUEUES and QUEUES[tally.queue].pool == pool)
    return sum(of_pool, Tally()).average_seconds


QUIET: Final = traffic_of(())
"""Nothing waits, nothing is known."""
