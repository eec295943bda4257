"""Looks at long work get rarer as the work gets longer."""

from itertools import pairwise

from reelwright.providers.waits import LONGEST_SECONDS, SHORTEST_SECONDS, most_looks, next_wait


def test_looks_get_rarer_within_their_limits() -> None:
    """The first comes soon; none is more than two minutes after the one before."""
    waits = [next_wait(float(elapsed)) for elapsed in range(0, 3000, 10)]
    assert all(before <= after for before, after in pairwise(waits))
    assert (waits[0], waits[-1]) == (SHORTEST_SECONDS, LONGEST_SECONDS)


def test_a_provider_may_ask_for_a_longer_wait_and_for_no_shorter_one() -> None:
    """Its hint counts, within the longest wait."""
    assert [next_wait(0, hint) for hint in (1, 40, 4000)] == [SHORTEST_SECONDS, 40, LONGEST_SECONDS]


def test_an_attempt_looks_at_a_clip_at_most_twenty_times() -> None:
    """Each look is a run of a function and events of the execution's history."""
    assert most_looks(25 * 60) <= 20
