"""Promise 7: under a flood in one queue, the other's turn comes within the round."""

import pytest

from tests.faults.actors import REAL
from tests.faults.flood import flood, longest_wait
from tests.faults.mutants import UNFAIR, Mutant

BOUNDS = (longest_wait("videos-high"), longest_wait("videos-low"))


@pytest.mark.parametrize("served", [0, 3, 7, 11])
def test_a_flood_in_one_queue_leaves_the_others_their_turns(served: int) -> None:
    """A job in high waits at most two starts under a flood in low, one in low at most a round of 16 under one in high."""
    waited = flood(REAL, served=served)
    assert BOUNDS == (2, 16)
    assert (waited.high <= BOUNDS[0], waited.low <= BOUNDS[1]) == (True, True)


@pytest.mark.parametrize("mutant", UNFAIR, ids=lambda mutant: mutant.name)
def test_an_unfair_dispatcher_is_noticed(mutant: Mutant) -> None:
    """Rounds that begin anew starve low, and low first delays high beyond its bound."""
    waited = [flood(mutant.actors, served=served) for served in (0, 3)]
    assert any(one.high > BOUNDS[0] or one.low > BOUNDS[1] for one in waited)
