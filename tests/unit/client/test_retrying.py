"""When to try again."""

import httpx
import pytest

from reelwright_client import RetryPolicy
from reelwright_client.calls import Call, create, get
from reelwright_client.retrying import asked_pause_seconds

POLICY = RetryPolicy(attempts=6, first_seconds=0.5, longest_seconds=4.0)


def test_pauses_double_up_to_a_bound_and_end() -> None:
    """With the highest dice the pauses are the bounds; after the last try there is none."""
    pauses = [POLICY.pause_seconds(attempt, None, 1.0) for attempt in range(1, 7)]
    assert pauses == [0.5, 1.0, 2.0, 4.0, 4.0, None]


def test_jitter_spreads_from_zero() -> None:
    """Full jitter: the dice scale the bound."""
    assert POLICY.pause_seconds(3, None, 0.0) == 0.0
    assert POLICY.pause_seconds(3, None, 0.5) == 1.0


def test_retry_after_is_a_floor_up_to_a_minute() -> None:
    """It replaces the client's own pause, zero included; above a minute there is no further try."""
    assert POLICY.pause_seconds(1, 10.0, 0.0) == 10.0
    assert POLICY.pause_seconds(1, 0.0, 1.0) == 0.0
    assert POLICY.pause_seconds(1, 61.0, 0.0) is None


def test_many_failures_do_not_overflow() -> None:
    """The bound holds for any number of tries."""
    assert RetryPolicy(attempts=10_000).pause_seconds(5_000, None, 1.0) == 8.0


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after": "12"}, 12.0),
        ({"retry-after": "-3"}, 0.0),
        (
            {"retry-after": "Sat, 21 Nov 2026 21:44:30 GMT", "date": "Sat, 21 Nov 2026 21:44:00 GMT"},
            30.0,
        ),
        ({"retry-after": "Sat, 21 Nov 2026 21:44:30 GMT"}, None),
        ({"retry-after": "soon"}, None),
        ({}, None),
    ],
)
def test_retry_after_is_read_in_both_forms(headers: dict[str, str], seconds: float | None) -> None:
    """Seconds, or a date measured against the answer's own date so that a wrong clock here does no harm."""
    assert asked_pause_seconds(httpx.Response(429, headers=headers)) == seconds


def test_only_safe_or_keyed_calls_are_repeatable() -> None:
    """A repeated POST without a key could act twice."""
    assert get("job-7").repeatable
    assert create({}, "key").repeatable
    assert not Call(method="POST", path="/x").repeatable
