"""Read how full the system is right now: what a counter cannot tell."""

from reelwright.pipeline.queues import QUEUES
from reelwright.ports import World
from reelwright.values import Value


class Gauges(Value):
    """Messages that wait by queue (about, as SQS says), and attempts that hold a place of the capacity."""

    queue_depth: dict[str, int]
    active_workers: int


def read_gauges(*, world: World) -> Gauges:
    """Return the gauges: one call a queue, and one for the leases."""
    return Gauges(
        queue_depth={name: world.queues.depth(name) for name in QUEUES}, active_workers=len(world.jobs.leases())
    )
