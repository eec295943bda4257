"""Names of counters: stored in the table, so they stay as they are; built and read in one place."""

import pytest

from reelwright.figures import counters
from reelwright.figures.counters import pool_counter, state_counter, subject_of, user_counter
from reelwright.jobs.lifecycle import JobState


def test_names_of_stored_sums_stay() -> None:
    """Tables hold these names: another name would begin at 0."""
    assert counters.in_state(JobState.EXECUTING) == "state.EXECUTING"
    assert counters.ended_in(JobState.FAILED) == "ended.FAILED"
    assert counters.retries(3) == "retries.3"
    assert (counters.LEFT_QUEUE, counters.MOVES) == ("left", "moves")
    assert (counters.RUNS, counters.RUN_SECONDS) == ("seconds.count", "seconds.sum")
    assert (counters.DURATIONS[1], counters.DURATIONS[-1]) == ("seconds.le.0.5", "seconds.le.600")
    assert (counters.RATIOS[1], counters.RATIOS[-1]) == ("ratio.le.0.14", "ratio.le.inf")


def test_the_number_of_a_retry_is_read_from_its_name() -> None:
    """Other sums have none."""
    assert counters.retry_number(counters.retries(12)) == 12
    assert counters.retry_number(counters.MOVES) is None


def test_what_a_counter_belongs_to_is_read_from_its_name() -> None:
    """A user's id may hold any character."""
    assert subject_of(user_counter("a/b/c")) == ("user", ("a/b/c",))
    assert subject_of(state_counter("default", "generate_hook", "PENDING")).parts == (
        "default",
        "generate_hook",
        "PENDING",
    )
    assert subject_of(pool_counter("videos#0")) == ("pool", ("videos#0",))


def test_a_name_that_nobody_built_is_an_error() -> None:
    """A misspelt kind must not be taken for another one."""
    with pytest.raises(ValueError, match="'users/ada' is not the name of a counter"):
        subject_of("users/ada")
