"""How long runs took against what was estimated for them: learnt from the counters of past runs, by task.

A run's ratio is its seconds over its estimate (`pricing.estimate`), so runs of short and of long films speak about each
other. The counters hold a histogram in buckets of equal width on a logarithmic scale (`jobs.tally.RATIO_BUCKETS`); within
a bucket all ratios count as equally likely on that scale.
"""

import math
from collections.abc import Iterable
from itertools import pairwise
from typing import Final

from reelwright.figures.tally import RATIO_BUCKETS, Tally
from reelwright.values import Value

MEDIAN: Final = 0.5
FEWEST_RUNS: Final = 8
"""With fewer, the prior speaks alone: the tenth and the ninetieth of a hundred cannot be seen in a handful."""
PRIOR_SPREAD: Final = 2.5
"""Before there are runs, four of five are taken to need between 1/2.5 and 2.5 times the estimate."""

_Z_90: Final = 1.2815515655446004
"""The normal distribution's 90 % quantile."""
_STEP: Final = 1.4
"""From one bound to the next, about; closes the two open ends."""
_EDGES: Final = (RATIO_BUCKETS[0] / _STEP, *RATIO_BUCKETS, RATIO_BUCKETS[-1] * _STEP)


class Ratios(Value):
    """A distribution of ratios: one weight a bucket, the open last one included."""

    weights: tuple[float, ...]
    runs: int = 0
    """How many runs it was learnt from; 0 is the prior."""

    def quantile(self, share: float, *, above: float = 0.0) -> float | None:
        """Return the ratio that a share (0-1) of the runs stays below, of those that are beyond `above`; None where none is."""
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
    """Return what of a bucket lies beyond a ratio."""
    if above <= low:
        return low, high, weight
    return above, high, weight * math.log(high / above) / math.log(high / low)


def _prior() -> Ratios:
    """Return a lognormal distribution around 1 with the stated spread."""
    deviation = math.log(PRIOR_SPREAD) / _Z_90
    shares = [0.5 * (1 + math.erf(math.log(edge) / deviation / math.sqrt(2))) for edge in _EDGES]
    return Ratios(weights=tuple(high - low for low, high in pairwise(shares)))


PRIOR: Final = _prior()


def ratios_of(task_name: str, tallies: Iterable[Tally]) -> Ratios:
    """Return what the task's past runs say, in whichever queue; the prior while there are fewer than eight."""
    counted = [tally.ratios() for tally in tallies if tally.task_name == task_name]
    weights = tuple(float(sum(bucket)) for bucket in zip(*counted, strict=True))
    runs = round(sum(weights))
    return Ratios(weights=weights, runs=runs) if runs >= FEWEST_RUNS else PRIOR
