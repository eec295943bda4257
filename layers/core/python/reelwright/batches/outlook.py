"""How long a batch will still take, from the durations of its own last jobs."""

import math
from typing import Final

from reelwright.batches.model import Batch
from reelwright.batches.states import BatchState
from reelwright.batches.weighed import BatchEstimate
from reelwright.values import Value

_LEAST: Final = 3
"""Jobs before their durations say more than the estimate."""
_LOW: Final = 0.1
_HIGH: Final = 0.9


class BatchEta(Value):
    """Seconds until the batch ends: likely, and the 10th and 90th percentile of its jobs' durations."""

    low: int
    likely: int
    high: int


def batch_eta(batch: Batch, *, fractions: float) -> BatchEta | None:
    """Estimate a RUNNING batch; None for any other. `fractions` is the sum of the open jobs' own progress, 0-1 each.

    Remaining jobs run side by side in the batch's places. Before three of them have ended, the manifest's estimate counts.
    """
    if batch.state is not BatchState.RUNNING:
        return None
    remaining = max(0.0, batch.remaining + len(batch.open_items) - fractions)
    rounds = remaining / min(batch.concurrency, max(1, math.ceil(remaining)))
    seconds = sorted(batch.recent_seconds)
    if len(seconds) < _LEAST:
        mean = batch.estimate.run_seconds / max(1, batch.lines - batch.refused)
        seconds = [mean * share for share in _spread(batch.estimate)]
    low, median, high = (seconds[round(share * (len(seconds) - 1))] for share in (_LOW, 0.5, _HIGH))
    return BatchEta(low=math.floor(rounds * low), likely=math.ceil(rounds * median), high=math.ceil(rounds * high))


def _spread(estimate: BatchEstimate) -> tuple[float, float, float]:
    """Return the interval of the price as shares of the likely price; work that is free has none to go by."""
    likely = estimate.cost_usd
    return (estimate.low_cost_usd / likely, 1.0, estimate.high_cost_usd / likely) if likely else (1.0, 1.0, 1.0)
