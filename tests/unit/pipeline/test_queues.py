"""How a pool's capacity is split into the shards that count it."""

import pytest

from reelwright.pipeline.queues import shard_capacities


@pytest.mark.parametrize("capacity", [0, 1, 2, 63, 64, 65, 1000, 5000])
def test_shards_share_the_whole_capacity_evenly(capacity: int) -> None:
    """No place is lost or counted twice, and no shard grows beyond what its item can take."""
    shards = shard_capacities(capacity, 64)
    assert sum(shards) == capacity
    assert max(shards) <= 64
    assert max(shards) - min(shards) <= 1


def test_a_small_pool_is_one_item() -> None:
    """One item is exact and cheap; shards pay only where many jobs start."""
    assert shard_capacities(8, 64) == (8,)
