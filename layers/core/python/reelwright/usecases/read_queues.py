"""Read the load of the queues and their pools, for operators."""

from reelwright.figures.waiting import lines_of
from reelwright.jobs.caller import Caller
from reelwright.pipeline.queues import POOLS, QUEUES, Pool
from reelwright.ports import World
from reelwright.usecases.read_dead_letters import operators_only
from reelwright.values import Value


class QueueStanding(Value):
    """One queue.

    `depth`: messages in SQS (approximate, without received ones). `waiting` and `running`: jobs by the counters, one or two
    seconds late. `dead_messages`: unread dead messages; more than 0 means that the function `dead_letters` does not work.
    """

    name: str
    pool: Pool
    weight: int
    depth: int
    waiting: int
    running: int
    dead_messages: int


class PoolStanding(Value):
    """One pool: its running attempts, and its capacity."""

    name: Pool
    running: int
    capacity: int


class Load(Value):
    """Every queue and every pool."""

    queues: tuple[QueueStanding, ...]
    pools: tuple[PoolStanding, ...]


def read_queues(*, caller: Caller, world: World) -> Load:
    """Return the load of all queues and pools; raises Forbidden unless the caller is an operator."""
    operators_only(caller)
    return load_of(world)


def load_of(world: World) -> Load:
    """Read the load: two calls a queue, and the counters of jobs and pools."""
    lines = lines_of(world.tallies.all())
    return Load(
        queues=tuple(
            QueueStanding(
                name=row.name,
                pool=row.pool,
                weight=row.weight,
                depth=world.queues.depth(row.name),
                waiting=lines[row.name].waiting,
                running=lines[row.name].running,
                dead_messages=world.queues.dead_depth(row.name),
            )
            for row in QUEUES.values()
        ),
        pools=tuple(
            PoolStanding(name=pool, running=running_in(pool, world=world), capacity=world.settings.capacity_of(pool))
            for pool in POOLS
        ),
    )


def running_in(pool: Pool, *, world: World) -> int:
    """Count the attempts that use a pool's capacity."""
    shards = len(world.settings.shard_capacities(pool))
    return sum(world.jobs.counts_of_pool(pool, shards=shards).running)
