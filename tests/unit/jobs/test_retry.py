"""When a failed attempt is tried again (J6)."""

from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reelwright.jobs.retry import (
    MAX_WAIT_SECONDS,
    RETRY_DELAYS_SECONDS,
    SHORTEST_WAIT_SECONDS,
    SPREAD_SECONDS,
    decide_retry,
    decide_wait,
)

NOW = datetime(2026, 11, 21, 12, tzinfo=timezone.utc)


@pytest.mark.parametrize(("spent", "delay"), list(enumerate((60, 300, 1800, 7200, 7200))))
def test_delays_are_those_of_the_requirement(spent: int, delay: int) -> None:
    """60, 300, 1800, 7200, 7200 seconds, without jitter."""
    decision = decide_retry(retry_count=spent, retryable=True, now=NOW, jitter=0.0)
    assert decision.due_at == NOW + timedelta(seconds=delay)


@given(st.integers(0, 4), st.floats(0, 1))
def test_jitter_adds_at_most_a_tenth(spent: int, jitter: float) -> None:
    """The wait lies between the delay and the delay plus 10 %."""
    due = decide_retry(retry_count=spent, retryable=True, now=NOW, jitter=jitter).due_at
    assert due is not None
    delay = RETRY_DELAYS_SECONDS[spent]
    assert delay <= (due - NOW).total_seconds() <= delay * 1.1 + 1e-6


def test_after_five_retries_there_is_none() -> None:
    """The sixth failure is final."""
    assert decide_retry(retry_count=5, retryable=True, now=NOW, jitter=0.5).due_at is None


@given(st.integers(0, 10))
def test_errors_that_time_cannot_heal_are_not_tried_again(spent: int) -> None:
    """A wrong script is wrong tomorrow too."""
    assert decide_retry(retry_count=spent, retryable=False, now=NOW, jitter=0.0).due_at is None


@given(st.floats(-3600, 3600), st.floats(0, 80_000), st.floats(0, 1), st.sampled_from([1.0, 0.02]))
def test_a_wait_ends_soon_after_the_provider_may_be_asked(
    seconds: float, waited: float, jitter: float, scale: float
) -> None:
    """Never before its time, never sooner than the shortest wait, and spread by at most half a minute."""
    again = NOW + timedelta(seconds=seconds)
    due = decide_wait(ask_again_at=again, waited_seconds=waited * scale, now=NOW, jitter=jitter, scale=scale).due_at
    if due is None:
        assert waited * scale + max(seconds, 60 * scale) + 30 * scale > MAX_WAIT_SECONDS * scale
        return
    soonest = max(again, NOW + timedelta(seconds=SHORTEST_WAIT_SECONDS * scale))
    assert soonest <= due <= soonest + timedelta(seconds=SPREAD_SECONDS * scale)


def test_a_job_waits_for_a_day_in_all() -> None:
    """The wait that would go over it is none: the failure then counts as one."""
    again = NOW + timedelta(seconds=300)
    for waited, waits in ((86_100.0, True), (86_101.0, False)):
        decision = decide_wait(ask_again_at=again, waited_seconds=waited, now=NOW, jitter=0.0)
        assert (decision.due_at is not None) is waits


def test_an_error_that_knows_no_time_is_not_waited_for() -> None:
    """Only an unavailable provider says when to ask again."""
    assert decide_wait(ask_again_at=None, waited_seconds=0, now=NOW, jitter=0.0).due_at is None
