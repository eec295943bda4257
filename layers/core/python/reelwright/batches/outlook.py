"""How long a batch will still take, from the durations of its own last jobs."""

import math
from typing import Final

from reelwright.batches.model import Batch
from reelwright.batches.states import BatchState
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
        likely = batch.estimate.cost_usd or 1.0
        seconds = [mean * batch.estimate.low_cost_usd / likely, mean, mean * batch.estimate.high_cost_usd / likely]
    low, median, high = (seconds[round(share * (len(seconds) - 1))] for share in (_LOW, 0.5, _HIGH))
    return BatchEta(low=math.floor(rounds * low), likely=math.ceil(rounds * median), high=math.ceil(rounds * high))
