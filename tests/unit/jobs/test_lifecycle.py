"""The lifecycle table is the whole law."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reelwright.errors import IllegalTransitionError
from reelwright.jobs.lifecycle import FINAL_STATES, TRANSITIONS, JobEvent, JobState, next_state, parse_state

STATES = st.sampled_from(list(JobState))
EVENTS = st.sampled_from(list(JobEvent))


@given(STATES, EVENTS)
def test_an_event_moves_a_job_exactly_where_the_table_says_and_nowhere_else(state: JobState, event: JobEvent) -> None:
    """`next_state` returns the table's target and refuses what has no row."""
    if event in TRANSITIONS[state]:
        assert next_state(state, event) is TRANSITIONS[state][event]
    else:
        with pytest.raises(IllegalTransitionError, match=state.value):
            next_state(state, event)


def test_final_states_are_left_only_by_an_explicit_retry_of_a_failed_job() -> None:
    """COMPLETED and CANCELLED have no way out; FAILED has the one that somebody must ask for."""
    exits = {state: set(TRANSITIONS[state]) for state in FINAL_STATES}
    assert exits == {
        JobState.COMPLETED: set(),
        JobState.CANCELLED: set(),
        JobState.FAILED: {JobEvent.RETRIED},
    }


def test_every_state_can_be_reached_from_pending() -> None:
    """A state nobody can reach would be a slip in the table."""
    reached = {JobState.PENDING}
    while True:
        more = {target for state in reached for target in TRANSITIONS[state].values()} | reached
        if more == reached:
            break
        reached = more
    assert reached == set(JobState)


@pytest.mark.parametrize(
    ("word", "state"),
    [
        ("running", JobState.EXECUTING),
        ("started", JobState.EXECUTING),
        ("processing", JobState.EXECUTING),
        ("success", JobState.COMPLETED),
        ("failure", JobState.FAILED),
        ("Pending", JobState.PENDING),
        ("retrying", JobState.RETRYING),
        ("nonsense", None),
    ],
)
def test_filter_words_of_the_system_before_still_mean_their_states(word: str, state: JobState | None) -> None:
    """Aliases and any case are accepted, unknown words are not guessed."""
    assert parse_state(word) is state
