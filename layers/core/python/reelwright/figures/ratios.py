"""Ratios of running time to estimate, by task, learnt from the counters of past runs.

A run's ratio is its seconds over its estimate (`figures.estimate`), so runs of short and of long films are comparable.
The counters hold a histogram in buckets of equal width on a logarithmic scale (`figures.counters.RATIO_BUCKETS`); within
a bucket all ratios count as equally likely on that scale.
"""

import math
from collections.abc import Iterable
from itertools import pairwise
from typing import Final

from reelwright.figures.counters import RATIO_BUCKETS
from reelwright.figures.tally import Tally
from reelwright.values import Value

MEDIAN: Final = 0.5
FEWEST_RUNS: Final = 8
"""With fewer runs the prior is used: a handful of runs gives no 10th and 90th percentile."""
PRIOR_SPREAD: Final = 2.5
"""The prior: four of five runs need between 1/2.5 and 2.5 times the estimate."""

_Z_90: Final = 1.2815515655446004
"""The normal distribution's 90 % quantile."""
_STEP: Final = 1.4
"""About the factor from one bound to the next; gives the two open buckets an outer bound."""
_EDGES: Final = (RATIO_BUCKETS[0] / _STEP, *RATIO_BUCKETS, RATIO_BUCKETS[-1] * _STEP)


class Ratios(Value):
    """A distribution of ratios: one weight a bucket, the open last one included."""

    weights: tuple[float, ...]
    runs: int = 0
    """The number of runs it was learnt from; 0 is the prior."""

    def quantile(self, share: float, *, above: float = 0.0) -> float | None:
        """Find the quantile `share` (0-1) of the ratios beyond `above`; None if no run is beyond it."""
        parts = [(low, high, weight) for low, high, weight in self._parts() if high > above]
        parts = [_cut(low, high, weight, above) for low, high, weight in parts]
        total = sum(weight for _, _, weight in parts)
        if total <= 0:
            return None
        left = share * total
        for low, high, weight in parts:
            if left <= weight and weight > 0:
                return low * math.exp(left / weight * math.log(high / low))
            left -= weight
        return parts[-1][1]

    def _parts(self) -> list[tuple[float, float, float]]:
        return [(low, high, weight) for (low, high), weight in zip(pairwise(_EDGES), self.weights, strict=True)]


def _cut(low: float, high: float, weight: float, above: float) -> tuple[float, float, float]:
    """Cut a bucket at a ratio: the bounds and the weight of its part beyond `above`."""
    if above <= low:
        return low, high, weight
    return above, high, weight * math.log(high / above) / math.log(high / low)


def _prior() -> Ratios:
    """Build a lognormal distribution around 1, in buckets, with the spread of PRIOR_SPREAD."""
    deviation = math.log(PRIOR_SPREAD) / _Z_90
    shares = [0.5 * (1 + math.erf(math.log(edge) / deviation / math.sqrt(2))) for edge in _EDGES]
    return Ratios(weights=tuple(high - low for low, high in pairwise(shares)))


PRIOR: Final = _prior()


def ratios_of(task_name: str, tallies: Iterable[Tally]) -> Ratios:
    """Build the ratios of a task's past runs, over all queues; the prior below FEWEST_RUNS."""
    counted = [tally.ratios() for tally in tallies if tally.task_name == task_name]
    weights = tuple(float(sum(bucket)) for bucket in zip(*counted, strict=True))
    runs = round(sum(weights))
    return Ratios(weights=weights, runs=runs) if runs >= FEWEST_RUNS else PRIOR
