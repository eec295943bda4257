"""The load of each minute is kept, and read back in a bounded number of points."""

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from reelwright.figures.load import MOST_POINTS
from reelwright.jobs.caller import Caller
from reelwright.pipeline.queues import POOLS, QUEUES
from reelwright.refusals import Forbidden
from reelwright.usecases.load_history import read_load_history, record_load
from reelwright.usecases.read_queues import load_of

if TYPE_CHECKING:
    from tests.memory.system import System

OPERATOR = Caller(user_id="op", tier="free", operator=True)


def test_each_minute_leaves_a_point_of_every_queue_and_pool(system: "System") -> None:
    """Oldest first; a minute without a sweep is missing."""
    for seconds in (60, 60, 120):
        record_load(load_of(system), world=system)
        system.clock.pass_seconds(seconds)
    points = read_load_history(180, caller=OPERATOR, world=system)
    assert [(system.clock() - point.at).seconds // 60 for point in points] == [4, 3, 2]
    assert (set(points[0].queues), set(points[0].pools)) == (set(QUEUES), set(POOLS))


def test_a_long_time_is_thinned(system: "System") -> None:
    """At most 240 points, evenly apart, whatever is asked for."""
    load = load_of(system)
    for _ in range(600):
        record_load(load, world=system)
        system.clock.pass_seconds(60)
    points = read_load_history(600, caller=OPERATOR, world=system)
    assert len(points) == 599 // 3  # this minute has no row yet
    assert len(points) <= MOST_POINTS
    assert {(later.at - one.at).seconds for one, later in pairwise(points)} == {180}


def test_only_operators_read_it(system: "System", ada: Caller) -> None:
    """It shows the work of all users."""
    with pytest.raises(Forbidden):
        read_load_history(5, caller=ada, world=system)
