"""How long a batch will still take."""

from datetime import datetime, timezone

import pytest

from reelwright.batches.outlook import BatchEta, batch_eta
from reelwright.batches.states import BatchState
from tests.batch_builders import some_batch

NOON = datetime(2026, 11, 28, 12, tzinfo=timezone.utc)


def test_before_three_jobs_have_ended_the_estimate_counts_with_its_interval() -> None:
    """20 films of a minute in two places: ten minutes; half or twice as long as the price may be half or twice as high."""
    batch = some_batch(NOON, lines=20, concurrency=2).model_copy(update={"recent_seconds": (1.0, 1.0)})
    assert batch_eta(batch, fractions=0.0) == BatchEta(low=300, likely=600, high=1200)


def test_a_free_batch_has_a_time_without_an_interval() -> None:
    """Its price is nothing, so nothing is known of how far the time may be off; it is never 0 to 0."""
    batch = some_batch(NOON, lines=20, concurrency=2)
    free = {"cost_usd": 0.0, "low_cost_usd": 0.0, "high_cost_usd": 0.0}
    batch = batch.model_copy(update={"estimate": batch.estimate.model_copy(update=free)})
    assert batch_eta(batch, fractions=0.0) == BatchEta(low=600, likely=600, high=600)


def test_afterwards_the_batchs_own_last_durations_count() -> None:
    """Their 10th percentile, median and 90th percentile, for each round of the places."""
    seconds = tuple(float(one) for one in range(10, 30))
    batch = some_batch(NOON, lines=20, concurrency=2).model_copy(update={"recent_seconds": seconds})
    assert batch_eta(batch, fractions=0.0) == BatchEta(low=120, likely=200, high=270)


def test_what_open_jobs_have_done_shortens_the_time() -> None:
    """And the last film does not run in two places."""
    batch = some_batch(NOON, lines=20, concurrency=2)
    whole, less = batch_eta(batch, fractions=0.0), batch_eta(batch, fractions=2.0)
    assert whole is not None
    assert less is not None
    assert less.likely == whole.likely * 18 // 20
    last = batch_eta(some_batch(NOON, lines=1, concurrency=2), fractions=0.0)
    assert last is not None
    assert last.likely == 60


@pytest.mark.parametrize("state", [state for state in BatchState if state is not BatchState.RUNNING])
def test_a_batch_that_does_not_run_has_no_time(state: BatchState) -> None:
    """A paused batch may never go on."""
    batch = some_batch(NOON, lines=20).model_copy(update={"state": state})
    assert batch_eta(batch, fractions=0.0) is None
