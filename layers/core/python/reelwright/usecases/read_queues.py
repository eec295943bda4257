"""Read how the queues and their pools stand, for operators."""

from collections import Counter

from reelwright.figures.waiting import lines_of
from reelwright.jobs.caller import Caller
from reelwright.pipeline.queues import POOLS, QUEUES, Pool
from reelwright.ports import World
from reelwright.usecases.read_dead_letters import operators_only
from reelwright.values import Value


class QueueStanding(Value):
    """One queue.

    `depth` is what SQS holds (about; messages in hand are not in it), `waiting` and `running` are jobs as the counters
    say, a second or two late. `dead_messages` lie unread: more than none means that `dead_letters` does not do its work.
    """

    name: str
    pool: Pool
    weight: int
    depth: int
    waiting: int
    running: int
    dead_messages: int


class PoolStanding(Value):
    """One pool: how many attempts hold a lease, of how many at most."""

    name: Pool
    running: int
    capacity: int


class Load(Value):
    """Every queue and every pool."""

    queues: tuple[QueueStanding, ...]
    pools: tuple[PoolStanding, ...]


def read_queues(*, caller: Caller, world: World) -> Load:
    """Return how queues and pools stand; raises Forbidden for all but operators."""
    operators_only(caller)
    lines = lines_of(world.tallies.all())
    running = Counter(lease.pool for lease in world.jobs.leases())
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
            PoolStanding(name=pool, running=running[pool], capacity=world.settings.capacity_of(pool)) for pool in POOLS
        ),
    )
