"""Operators look at queues and capacity."""

from typing import TYPE_CHECKING

import pytest

from reelwright.jobs.caller import Caller
from reelwright.pipeline.queues import QUEUES
from reelwright.refusals import Forbidden
from reelwright.usecases.read_gauges import read_gauges
from reelwright.usecases.read_queues import Load, read_queues

if TYPE_CHECKING:
    from tests.memory.system import System

OPERATOR = Caller(user_id="op", tier="free", operator=True)


def _read(system: "System", caller: Caller = OPERATOR) -> Load:
    return read_queues(caller=caller, world=system)


def test_an_operator_sees_what_waits_and_runs(system: "System", ada: "Caller") -> None:
    """Three films for two places: two run, one waits, its message is in the queue."""
    ids = [system.create(ada).job_id for _ in range(3)]
    for _ in range(2):
        for job_id in ids:
            system.advance(job_id)
        system.dispatch()
    for job_id in ids:
        system.advance(job_id)
    standing = _read(system)
    assert [queue.name for queue in standing.queues] == list(QUEUES)
    high = standing.queues[0]
    assert (high.weight, high.depth, high.waiting, high.running, high.dead_messages) == (10, 1, 1, 2, 0)
    assert [(pool.name, pool.running, pool.capacity) for pool in standing.pools] == [("videos", 2, 2), ("tasks", 0, 2)]


def test_dead_messages_are_seen_in_their_queue(system: "System") -> None:
    """What could not be read five times lies there until the function that reads dead letters takes it."""
    system.queues.put_raw("media", "not json")
    for _ in range(6):
        system.queues.receive("media", limit=1)
        system.clock.pass_seconds(10_000)
    assert {queue.name: queue.dead_messages for queue in _read(system).queues}["media"] == 1


def test_nobody_else_sees_them(system: "System", ada: "Caller") -> None:
    """403, before anything is read."""
    with pytest.raises(Forbidden):
        _read(system, ada)


def test_gauges_are_messages_by_queue_and_places_taken(system: "System", ada: "Caller") -> None:
    """Every queue is there, also the empty ones."""
    system.run(ada)
    system.advance(system.create(ada).job_id)
    gauges = read_gauges(world=system)
    assert gauges.queue_depth == {**dict.fromkeys(QUEUES, 0), "videos-high": 1}
    assert gauges.active_workers == 1
