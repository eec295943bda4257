"""Queue lengths and past running times, computed from the tallies for forecasts."""

from collections.abc import Iterable
from typing import Final

from reelwright.figures.ratios import PRIOR, Ratios, ratios_of
from reelwright.figures.tally import Tally
from reelwright.figures.waiting import Line, lines_of
from reelwright.pipeline.queues import POOLS, QUEUES, Pool, queues_of
from reelwright.values import Value


class Traffic(Value):
    """One reading of the tallies, aggregated by queue, task and pool."""

    lines: dict[str, Line]
    ratios: dict[str, Ratios] = {}
    """By task; a task without counts is missing."""
    mean_seconds: dict[str, float] = {}
    """Mean seconds of a pool's completed runs; a pool without runs is missing."""

    def ratios_of(self, task_name: str) -> Ratios:
        """Look up the ratios of a task's runs to their estimates; the prior if too few runs are known."""
        return self.ratios.get(task_name, PRIOR)

    def running(self, pool: Pool) -> int:
        """Count the EXECUTING jobs of a pool."""
        return sum(self.lines[row.name].running for row in queues_of(pool))


def traffic_of(tallies: Iterable[Tally]) -> Traffic:
    """Aggregate one reading of all tallies."""
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
"""Empty queues, no known runs: for readers without tallies."""
