"""The table of a batch's states is the whole law."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reelwright.batches.states import BATCH_TRANSITIONS, BatchEvent, BatchState, next_batch_state
from reelwright.errors import IllegalTransitionError


@given(st.sampled_from(list(BatchState)), st.sampled_from(list(BatchEvent)))
def test_an_event_moves_a_batch_where_the_table_says_and_nowhere_else(state: BatchState, event: BatchEvent) -> None:
    """The function returns the table's target and refuses what has no row."""
    if event in BATCH_TRANSITIONS[state]:
        assert next_batch_state(state, event) is BATCH_TRANSITIONS[state][event]
    else:
        with pytest.raises(IllegalTransitionError, match=state.value):
            next_batch_state(state, event)


def test_only_a_resume_leaves_the_end_and_nothing_leaves_a_refusal() -> None:
    """A refused manifest was never a batch; an ended batch comes back for another generation only."""
    assert BATCH_TRANSITIONS[BatchState.REFUSED] == {}
    assert BATCH_TRANSITIONS[BatchState.ENDED] == {BatchEvent.RESUMED: BatchState.RUNNING}


def test_every_batch_that_exists_can_end() -> None:
    """From each stored state a way leads to ENDED: no batch stays open for good."""
    for state in (BatchState.READY, BatchState.RUNNING, BatchState.PAUSED, BatchState.CANCELLING):
        reached = {state}
        for _ in BatchState:
            reached |= {target for one in reached for target in BATCH_TRANSITIONS[one].values()}
        assert BatchState.ENDED in reached
