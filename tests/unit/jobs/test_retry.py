"""When a failed attempt is tried again (J6)."""

from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reelwright.jobs.retry import RETRY_DELAYS_SECONDS, decide_retry

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
