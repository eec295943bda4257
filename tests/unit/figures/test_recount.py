"""What a recount takes for wrong, and what it does not."""

from datetime import datetime, timedelta, timezone

import pytest

from reelwright.figures.counters import pool_counter, state_counter, user_counter
from reelwright.figures.recount import (
    CounterReading,
    Look,
    RecountRecord,
    Suspect,
    look_due,
    proven,
    state_readings,
    suspects,
)
from reelwright.figures.tally import Tally
from reelwright.jobs.lifecycle import JobState

NOON = datetime(2026, 11, 21, 12, tzinfo=timezone.utc)
POOL, USER, STATE = pool_counter("videos#0"), user_counter("ada"), state_counter("default", "generate_hook", "PENDING")


def off(before: CounterReading, counted: int, after: CounterReading) -> int:
    """Return by how much a counter is suspected to be off."""
    found = suspects({POOL: before}, {POOL: counted}, {POOL: after})
    return found[0].off_by if found else 0


def suspect(off_by: int, *, counter: str = POOL, gained: int = 0) -> Suspect:
    """Return a suspect."""
    return Suspect(counter=counter, off_by=off_by, seen=CounterReading(value=9, gained=gained))


@pytest.mark.parametrize(("counted", "off_by"), [(3, 0), (2, 1), (0, 3), (4, -1)])
def test_where_nothing_moved_the_rows_must_be_as_many(counted: int, off_by: int) -> None:
    """Both readings are the same, so the counter stood still."""
    still = CounterReading(value=3, gained=7)
    assert off(still, counted, still) == off_by


@pytest.mark.parametrize(("counted", "off_by"), [(1, 1), (2, 0), (3, 0), (5, 0), (6, -1)])
def test_what_moved_meanwhile_is_allowed_for(counted: int, off_by: int) -> None:
    """Two began (gained 7 to 9) and one ended: the rows were between 3-1 and 3+2 as they were counted."""
    assert off(CounterReading(value=3, gained=7), counted, CounterReading(value=4, gained=9)) == off_by


def test_what_came_and_went_with_the_same_value_is_seen() -> None:
    """The value alone would say that nothing moved; the growing count says that two came, so two went."""
    assert off(CounterReading(value=3, gained=7), 1, CounterReading(value=3, gained=9)) == 0
    assert off(CounterReading(value=3, gained=7), 0, CounterReading(value=3, gained=9)) == 1


def test_a_counter_that_nobody_ever_wrote_counts_as_nothing() -> None:
    """Rows without a counter, and a counter without rows, are both off."""
    assert [(one.counter, one.off_by) for one in suspects({}, {USER: 2}, {})] == [(USER, -2)]
    seen = {USER: CounterReading(value=2, gained=5)}
    assert [(one.counter, one.off_by) for one in suspects(seen, {}, seen)] == [(USER, 2)]


@pytest.mark.parametrize(
    ("first", "second", "off_by"),
    [(3, 3, 3), (3, 2, 2), (2, 5, 2), (-1, -4, -1), (3, -3, None), (-2, 1, None)],
)
def test_only_what_is_off_twice_the_same_way_is_proven(first: int, second: int, off_by: int | None) -> None:
    """By the smaller difference: nothing is ever mended too far."""
    found = proven([suspect(first)], [suspect(second)])
    assert [one.off_by for one in found] == ([] if off_by is None else [off_by])


def test_what_only_one_look_found_is_not_proven() -> None:
    """It was on its way."""
    assert proven([suspect(3)], []) == ()
    assert proven([], [suspect(3)]) == ()


@pytest.mark.parametrize("counter", [USER, STATE])
def test_what_is_counted_by_a_laggard_must_be_off_by_more_than_moved_between(counter: str) -> None:
    """An index or a stream may have been behind by all that moved in that minute; a pool is read strongly."""
    first, second = suspect(5, counter=counter, gained=10), suspect(5, counter=counter, gained=13)
    assert [one.off_by for one in proven([first], [second])] == [2]
    late = suspect(5, counter=counter, gained=15)
    assert proven([first], [late]) == ()
    assert [one.off_by for one in proven([suspect(5)], [suspect(5, gained=15)])] == [5]


def test_the_second_reading_is_what_a_mend_depends_on() -> None:
    """The first is a minute old."""
    (found,) = proven([suspect(2, gained=1)], [suspect(2, gained=4)])
    assert found.seen.gained == 4


def test_a_look_is_due_once_an_hour_and_again_a_minute_after_a_suspicion() -> None:
    """By the clock's hour, so that a late sweeper still comes once in each."""
    clean = RecountRecord(at=NOON)
    suspected = RecountRecord(at=NOON, suspects=(suspect(1),))
    ticks = [timedelta(seconds=20), timedelta(minutes=1), timedelta(minutes=59), timedelta(minutes=60)]
    assert look_due(None, now=NOON) is Look.FIRST
    assert [look_due(clean, now=NOON + tick) for tick in ticks] == [Look.NONE, Look.NONE, Look.NONE, Look.FIRST]
    assert [look_due(suspected, now=NOON + tick) for tick in ticks] == [Look.NONE, Look.SECOND, Look.SECOND, Look.FIRST]


def test_every_state_of_a_tally_is_bounded_by_all_that_moved_there() -> None:
    """Also those that hold nothing."""
    tally = Tally(queue="default", task_name="generate_hook", counters={"state.PENDING": 2, "moves": 40})
    readings = state_readings([tally])
    assert len(readings) == len(JobState)
    assert readings[STATE] == CounterReading(value=2, gained=40)
