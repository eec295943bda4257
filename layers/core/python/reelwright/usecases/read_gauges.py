"""Read the current queue depths and used capacity, which counters do not hold."""

from reelwright.pipeline.queues import POOLS, QUEUES
from reelwright.ports import World
from reelwright.usecases.read_queues import running_in
from reelwright.values import Value


class Gauges(Value):
    """Waiting messages by queue (approximate, from SQS), and attempts that use capacity."""

    queue_depth: dict[str, int]
    active_workers: int


def read_gauges(*, world: World) -> Gauges:
    """Read the gauges: one call per queue and per pool."""
    return Gauges(
        queue_depth={name: world.queues.depth(name) for name in QUEUES},
        active_workers=sum(running_in(pool, world=world) for pool in POOLS),
    )
