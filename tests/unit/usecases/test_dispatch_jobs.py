"""Whose job starts next under a flood. `System` is the memory world of conftest.py; `make bench` runs a million of them."""

from collections import Counter
from itertools import cycle, islice

import pytest

from reelwright.jobs.caller import Caller
from reelwright.jobs.model import PoolCounts
from reelwright.jobs.priority import Tier, turns
from reelwright.pipeline.queues import QUEUES, queues_of, shard_name
from reelwright.pipeline.table import shard_of
from reelwright.ports import Received
from tests.memory.jobs import MemoryJobs
from tests.memory.queues import MemoryQueues
from tests.memory.system import System

QUEUE_OF: dict[Tier, str] = {"free": "videos-low", "standard": "videos-default", "premium": "videos-high"}
ROUND = turns(queues_of("videos"))


@pytest.fixture
def flooded(system: System) -> System:
    """Return a system with one place for videos and no limits a user."""
    changes = {
        "capacity": {"videos": 1, "tasks": 1},
        "active_jobs_limit": 1000,
        "daily_jobs_limit": 1000,
        "minute_jobs_limit": 1000,
    }
    system.settings = system.settings.model_copy(update=changes)
    return system


class Stale(MemoryJobs):
    """Reads the counters of pools as they were before anything ran."""

    def __init__(self, jobs: MemoryJobs) -> None:
        vars(self).update(vars(jobs))

    def counts_of_pool(self, pool: str, *, shards: int) -> PoolCounts:
        """Return what a run read that began long ago."""
        return PoolCounts(running=(0,) * shards, served=super().counts_of_pool(pool, shards=shards).served)


def _queue(system: System, tier: Tier, count: int) -> list[str]:
    """Bring so many jobs of a tier into its queue."""
    ids = [system.create(Caller(user_id=tier, tier=tier)).job_id for _ in range(count)]
    for job_id in ids:
        system.advance(job_id)
    return ids


def _starts(system: System, count: int) -> list[str]:
    """Start and end so many jobs, one after the other, and return them in the order of their starts."""
    order: list[str] = []
    for _ in range(count):
        (job_id,) = system.dispatch().started
        order.append(job_id)
        system.end(job_id)
    return order


def _longest_gap(queue: str) -> int:
    """Return the most turns of others between two of a queue's own."""
    gap = longest = 0
    for name in islice(cycle(ROUND), 2 * len(ROUND)):
        gap = 0 if name == queue else gap + 1
        longest = max(longest, gap)
    return longest


@pytest.mark.parametrize("served", range(len(ROUND)))
def test_under_a_flood_in_low_a_job_in_high_starts_within_a_bounded_number_of_starts(
    flooded: System, served: int
) -> None:
    """Wherever the round stands: others start before it at most as often as the turns between two of its own say."""
    _queue(flooded, "free", 40)
    _queue(flooded, "standard", 40)
    _starts(flooded, served)
    (high,) = _queue(flooded, "premium", 1)
    assert high in _starts(flooded, _longest_gap("videos-high") + 1)
    assert _longest_gap("videos-high") <= 2


def test_while_all_queues_wait_each_gets_exactly_its_weight(flooded: System) -> None:
    """Three rounds: 30, 15 and 3 starts, and low once in every 16."""
    for tier in QUEUE_OF:
        _queue(flooded, tier, 3 * len(ROUND))
    order = [flooded.job(job_id).queue for job_id in _starts(flooded, 3 * len(ROUND))]
    assert Counter(order) == {"videos-high": 30, "videos-default": 15, "videos-low": 3}
    for begin in range(len(order) - len(ROUND) + 1):
        assert "videos-low" in order[begin : begin + len(ROUND)]


@pytest.mark.parametrize("tier", list(QUEUE_OF))
def test_a_queue_alone_gets_every_start(flooded: System, tier: Tier) -> None:
    """Work-conserving: no turn is kept free for a queue that is empty, and jobs of a queue start in their order."""
    ids = _queue(flooded, tier, 20)
    assert _starts(flooded, 20) == ids


def test_no_place_stays_free_while_a_job_waits(flooded: System) -> None:
    """One run fills whatever is free, from all queues together."""
    flooded.settings = flooded.settings.model_copy(update={"capacity": {"videos": 7, "tasks": 1}})
    for tier in QUEUE_OF:
        _queue(flooded, tier, 3)
    assert len(flooded.dispatch().started) == 7


def test_a_pool_of_many_shards_fills_all_its_places_and_no_more(flooded: System) -> None:
    """Which shard counts a job follows from its id; where that one is full, another counts it."""
    flooded.settings = flooded.settings.model_copy(update={"capacity": {"videos": 7, "tasks": 1}, "places_a_shard": 2})
    ids = _queue(flooded, "standard", 9)
    assert flooded.dispatch().started == tuple(ids[:7])
    assert flooded.jobs.counts_of_pool("videos", shards=4).running == (2, 2, 2, 1)
    for job_id in ids[:7]:
        flooded.end(job_id)
    assert flooded.jobs.counts_of_pool("videos", shards=4).running == (0, 0, 0, 0)
    assert flooded.dispatch().started == tuple(ids[7:])


def test_a_shard_that_another_run_has_filled_sends_the_start_to_the_next(flooded: System) -> None:
    """A run knows the counters as it read them; the commit of the start finds out."""
    flooded.settings = flooded.settings.model_copy(update={"capacity": {"videos": 3, "tasks": 1}, "places_a_shard": 1})
    (job_id,) = _queue(flooded, "standard", 1)
    flooded.jobs = Stale(flooded.jobs)
    own = shard_of(job_id, 3)
    flooded.jobs.counters["running"][shard_name("videos", own)] = 1
    assert flooded.dispatch().started == (job_id,)
    lease = flooded.jobs.lease(job_id)
    assert lease is not None
    assert lease.shard == (own + 1) % 3


def test_a_run_without_work_waits_once(system: System) -> None:
    """For all seven queues together: seven waits in a row would hold every job back that is announced meanwhile."""
    system.settings = system.settings.model_copy(update={"capacity": {"videos": 4, "tasks": 4}})
    system.dispatch()
    assert [set(names) for names in system.queues.waits] == [set(QUEUES)]


def test_a_run_waits_for_no_more_messages_than_can_start(flooded: System) -> None:
    """A message that has to be given back has spent one of its five receives."""
    flooded.dispatch()
    waits = [tuple(name for name in names if name in QUEUE_OF.values()) for names in flooded.queues.waits]
    assert [names for names in waits if names] == [(name,) for name in ("videos-high", "videos-default", "videos-low")]


def test_a_full_run_waits_for_nothing(flooded: System) -> None:
    """A pool without a free place receives nothing."""
    _queue(flooded, "premium", 2)
    assert flooded.dispatch().full == ("videos",)
    assert not {name for names in flooded.queues.waits for name in names} & set(QUEUE_OF.values())


class LateQueues(MemoryQueues):
    """Queues that show a message only to those who wait."""

    def receive(self, queue: str, *, limit: int) -> list[Received]:
        """Return what is there once somebody has waited for the queue."""
        return super().receive(queue, limit=limit) if self.waits else []


def test_a_message_that_a_first_look_missed_is_started_after_the_wait(system: System) -> None:
    """A short poll reads some of SQS's servers only."""
    system.queues = LateQueues(system.clock)
    (job_id,) = _queue(system, "premium", 1)
    assert system.dispatch().started == (job_id,)
