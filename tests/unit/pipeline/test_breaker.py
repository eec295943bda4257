"""The breaker's table and the one function that applies it."""

from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reelwright.pipeline.breaker import (
    FAILURES_TO_OPEN,
    OPEN_SECONDS,
    PROBE_SECONDS,
    TRANSITIONS,
    Breaker,
    BreakerEvent,
    BreakerState,
    BreakerTimes,
    apply,
    failure_event,
    has_opened,
    may_probe,
    permission,
    provider_key,
    success_event,
)
from reelwright.pipeline.steps import STEPS

NOW = datetime(2026, 11, 21, 12, tzinfo=timezone.utc)
TIMES = BreakerTimes()
FRESH = Breaker(provider="speech/polly")

EVENTS = st.sampled_from(list(BreakerEvent))
PROBES = st.sampled_from([None, "a", "b"])
WAITS = st.sampled_from([0.0, 1.0, 59.0, 299.0, 300.0, 600.0])
STORIES = st.lists(st.tuples(EVENTS, PROBES, WAITS), max_size=40)


def after(*events: BreakerEvent, breaker: Breaker = FRESH) -> Breaker:
    """Return the breaker after events at NOW."""
    for event in events:
        breaker = apply(breaker, event, now=NOW, times=TIMES, probe="a")
    return breaker


def down() -> Breaker:
    """Return a breaker that opened at NOW."""
    return after(*[BreakerEvent.FAILED] * FAILURES_TO_OPEN)


@given(STORIES)
def test_a_breaker_only_moves_where_the_table_says(story: list[tuple[BreakerEvent, str | None, float]]) -> None:
    """Whatever happens in whatever order: a change of state is a row of the table, and fields fit the state."""
    breaker, now = FRESH, NOW
    for event, probe, seconds in story:
        now += timedelta(seconds=seconds)
        before, breaker = breaker, apply(breaker, event, now=now, times=TIMES, probe=probe)
        if breaker != before:
            counting = before.state is breaker.state is BreakerState.CLOSED
            assert counting or TRANSITIONS[before.state][event] is breaker.state
        assert 0 <= breaker.failures < FAILURES_TO_OPEN
        assert (breaker.until is None) is (breaker.state is BreakerState.CLOSED)
        assert breaker.probe is None or breaker.state is BreakerState.HALF_OPEN
        assert breaker.failures == 0 or breaker.state is BreakerState.CLOSED


@given(STORIES)
def test_a_provider_is_never_shut_for_ever(story: list[tuple[BreakerEvent, str | None, float]]) -> None:
    """From every state that can be reached, whoever asks after the longest lease may call."""
    breaker, now = FRESH, NOW
    for event, probe, seconds in story:
        now += timedelta(seconds=seconds)
        breaker = apply(breaker, event, now=now, times=TIMES, probe=probe)
    later = now + timedelta(seconds=max(OPEN_SECONDS, PROBE_SECONDS))
    assert breaker.state is BreakerState.CLOSED or may_probe(breaker, now=later)


@given(st.lists(st.booleans(), max_size=30))
def test_it_opens_exactly_at_the_fifth_failure_in_a_row(ends: list[bool]) -> None:
    """Counted by hand beside the breaker."""
    breaker, row = FRESH, 0
    for good in ends:
        row = 0 if good else row + 1
        before = breaker
        breaker = after(BreakerEvent.SUCCEEDED if good else BreakerEvent.FAILED, breaker=breaker)
        assert has_opened(before, breaker) is (row == FAILURES_TO_OPEN)
        if row == FAILURES_TO_OPEN:
            break
    assert (breaker.state is BreakerState.OPEN) is (row == FAILURES_TO_OPEN)


def test_the_figures_are_those_of_the_requirement() -> None:
    """Q6: after 5 consecutive failures, 5 minutes; a probe's lease outlives every call."""
    assert (FAILURES_TO_OPEN, OPEN_SECONDS) == (5, 300)
    assert down().until == NOW + timedelta(minutes=5)
    assert max(STEPS[name].timeout_seconds for name in ("describe_film", "generate_video_veo")) == PROBE_SECONDS


def test_nobody_probes_before_the_wait_is_over() -> None:
    """Asking early changes nothing; the first to ask in time holds the probe."""
    breaker = down()
    early = NOW + timedelta(seconds=299)
    assert apply(breaker, BreakerEvent.PROBE_TAKEN, now=early, times=TIMES, probe="a") is breaker
    taken = apply(breaker, BreakerEvent.PROBE_TAKEN, now=NOW + timedelta(seconds=300), times=TIMES, probe="a")
    assert (taken.state, taken.probe) == (BreakerState.HALF_OPEN, "a")
    again = apply(taken, BreakerEvent.PROBE_TAKEN, now=NOW + timedelta(seconds=301), times=TIMES, probe="b")
    assert again is taken


@pytest.mark.parametrize(
    ("event", "state", "wait"),
    [
        (BreakerEvent.PROBE_SUCCEEDED, BreakerState.CLOSED, None),
        (BreakerEvent.PROBE_FAILED, BreakerState.OPEN, 300),
        (BreakerEvent.PROBE_GIVEN_BACK, BreakerState.OPEN, 0),
    ],
)
def test_only_the_probe_in_charge_decides(event: BreakerEvent, state: BreakerState, wait: float | None) -> None:
    """Its end moves the breaker; the same word of a probe that was replaced does not."""
    later = NOW + timedelta(seconds=300)
    probing = apply(down(), BreakerEvent.PROBE_TAKEN, now=later, times=TIMES, probe="a")
    assert apply(probing, event, now=later, times=TIMES, probe="b") is probing
    ended = apply(probing, event, now=later, times=TIMES, probe="a")
    assert ended.state is state
    assert ended.until == (None if wait is None else later + timedelta(seconds=wait))


def test_those_who_wait_for_a_probe_ask_again_in_a_minute_at_most() -> None:
    """Its lease is long because a call may be; its end usually comes soon."""
    later = NOW + timedelta(seconds=300)
    probing = apply(down(), BreakerEvent.PROBE_TAKEN, now=later, times=TIMES, probe="a")
    assert permission(probing, now=later, times=TIMES).until == later + timedelta(seconds=60)
    last = later + timedelta(seconds=590)
    assert permission(probing, now=last, times=TIMES).until == later + timedelta(seconds=PROBE_SECONDS)


def test_a_success_that_saw_no_failure_has_nothing_to_write() -> None:
    """That is every call of a healthy provider."""
    seen = permission(FRESH, now=NOW, times=TIMES)
    assert success_event(seen) is None
    assert success_event(seen.model_copy(update={"failures": 1})) is BreakerEvent.SUCCEEDED
    probe = seen.model_copy(update={"probe": "a"})
    assert (success_event(probe), failure_event(probe)) == (BreakerEvent.PROBE_SUCCEEDED, BreakerEvent.PROBE_FAILED)
    assert failure_event(seen) is BreakerEvent.FAILED


def test_the_local_environment_shrinks_the_waits_and_keeps_the_lease() -> None:
    """`retry_scale` 0.02 makes 5 minutes 6 seconds; a call takes as long there as anywhere."""
    times = BreakerTimes.scaled(0.02)
    assert (times.open_seconds, times.ask_again_seconds) == pytest.approx((6.0, 1.2))
    assert times.probe_seconds == PROBE_SECONDS


def test_one_name_of_two_capabilities_is_two_providers() -> None:
    """Bedrock may write while its clips are down."""
    assert provider_key("text", "bedrock") != provider_key("clip", "bedrock")
