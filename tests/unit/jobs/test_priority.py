"""Queues by tier and priority, and whose turn it is."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reelwright.jobs.priority import TIERS, Tier, polling_order, queue_for, turns
from reelwright.pipeline.queues import POOLS, Pool, queues_of
from reelwright.pipeline.tasks import TASKS

VIDEO = TASKS["generate_video"]


@pytest.mark.parametrize(
    ("tier", "priority", "queue"),
    [
        ("free", None, "videos-low"),
        ("free", 10, "videos-low"),
        ("standard", None, "videos-default"),
        ("standard", 10, "videos-default"),
        ("standard", 2, "videos-low"),
        ("premium", None, "videos-high"),
        ("premium", 8, "videos-high"),
        ("premium", 7, "videos-default"),
        ("premium", 3, "videos-low"),
    ],
)
def test_a_priority_can_only_lower_what_the_tier_allows(tier: Tier, priority: int | None, queue: str) -> None:
    """The tier gives the highest queue; a request may ask for less, never for more."""
    assert queue_for(VIDEO, tier, priority) == queue


@given(st.sampled_from(TIERS), st.none() | st.integers(1, 10))
def test_a_film_of_a_batch_waits_and_runs_as_any_film_of_its_tier(tier: Tier, priority: int | None) -> None:
    """In the pool of single tasks it took places beside those for films, ahead of the films of paying users."""
    item = TASKS["process_batch_item"]
    assert queue_for(item, tier, priority) == queue_for(VIDEO, tier, priority)
    assert item.pool == "videos"


@pytest.mark.parametrize("tier", TIERS)
@pytest.mark.parametrize("priority", [None, 1, 10])
def test_single_tasks_wait_in_their_own_queue_whoever_asks(tier: Tier, priority: int | None) -> None:
    """Routing of single tasks is by name."""
    for task in TASKS.values():
        if task.queue is not None:
            assert queue_for(task, tier, priority) == task.queue


@pytest.mark.parametrize("pool", POOLS)
def test_a_round_gives_each_queue_exactly_its_weight(pool: Pool) -> None:
    """The guaranteed share: nobody starves, and nobody gets more than the weight while others wait."""
    queues = queues_of(pool)
    assert Counter(turns(queues)) == {queue.name: queue.weight for queue in queues}


@given(st.integers(0, 10_000), st.sampled_from(POOLS))
def test_every_queue_is_asked_in_every_turn(served: int, pool: Pool) -> None:
    """Work-conserving: an empty queue hands its turn on, so all are asked once, the turn's owner first."""
    queues = queues_of(pool)
    order = polling_order(queues, served)
    assert sorted(order) == sorted(queue.name for queue in queues)
    assert order[0] == turns(queues)[served % len(turns(queues))]
