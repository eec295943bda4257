"""The seven work queues and their pools.

Videos queue by priority, single tasks by what they need. Weights share free capacity: while all queues of a pool
hold work, each gets `weight` starts out of the pool's sum, so none starves; an empty queue's share goes to the next.
"""

from typing import Final, Literal

from reelwright.values import Value

DEAD_LETTERS_SUFFIX: Final = "-dead-letters"
"""The suffix of a dead-letter queue's name, and so of its URL."""

Pool = Literal["videos", "tasks"]
"""Jobs of one pool share one capacity, so single tasks never take a video's place."""


class Queue(Value):
    """One SQS queue with its dead-letter queue.

    `visibility_timeout_seconds` covers the dispatcher's whole run six times over (AWS's advice for Lambda consumers);
    `max_receive_count` 5: a message that could not be started five times is poison.
    """

    name: str
    weight: int
    pool: Pool
    visibility_timeout_seconds: int = 360
    max_receive_count: int = 5
    retention_days: int = 4
    dead_letter_retention_days: int = 14


QUEUES: Final[dict[str, Queue]] = {
    queue.name: queue
    for queue in (
        Queue(name="videos-high", weight=10, pool="videos"),
        Queue(name="videos-default", weight=5, pool="videos"),
        Queue(name="videos-low", weight=1, pool="videos"),
        Queue(name="generation", weight=10, pool="tasks"),
        Queue(name="media", weight=5, pool="tasks"),
        Queue(name="batch", weight=3, pool="tasks"),
        Queue(name="default", weight=1, pool="tasks"),
    )
}

POOLS: Final[tuple[Pool, ...]] = ("videos", "tasks")
PLACES_A_SHARD: Final = 64
"""Places that one shard of a pool counts: each start and each end is a transaction on the one item of its shard."""


def queues_of(pool: Pool) -> tuple[Queue, ...]:
    """List the pool's queues, highest weight first."""
    return tuple(sorted((q for q in QUEUES.values() if q.pool == pool), key=lambda q: -q.weight))


def shard_capacities(capacity: int, places_a_shard: int) -> tuple[int, ...]:
    """Split a pool's capacity into shards that differ by at most one place; a small pool is one shard."""
    shards = max(1, -(-capacity // places_a_shard))
    least, left = divmod(capacity, shards)
    return tuple(least + (shard < left) for shard in range(shards))


def shard_name(pool: str, shard: int) -> str:
    """Name a shard of a pool: `videos#3`."""
    return f"{pool}#{shard}"
