"""Promise 7: a flood in one queue, and how many starts another has to wait for its turn."""

import itertools
from dataclasses import dataclass
from typing import Final

from reelwright.jobs.priority import turns
from reelwright.pipeline.queues import queues_of
from tests.faults.actors import Actors
from tests.faults.world import World

HIGH: Final = 2
LOW: Final = 2
"""Index of the premium user (high queue), and the priority that asks for the low one."""
ROUND: Final = turns(queues_of("videos"))


def longest_wait(queue: str) -> int:
    """Return how many starts pass at most before a queue's next turn: the widest gap in the round, taken as a circle."""
    places = [place for place, name in enumerate(ROUND * 2) if name == queue]
    return max(after - before for before, after in itertools.pairwise(places))


@dataclass(frozen=True)
class Waited:
    """Starts from the moment a job was queued to its own, both counted."""

    high: int
    low: int


def flood(actors: Actors, *, served: int) -> Waited:
    """Flood one queue with the other's single job waiting, both ways round, after `served` starts of the pool."""
    return Waited(
        high=_starts_until_first(actors, served, crowd_priority=LOW, own_priority=None),
        low=_starts_until_first(actors, served, crowd_priority=None, own_priority=LOW),
    )


def _starts_until_first(actors: Actors, served: int, *, crowd_priority: int | None, own_priority: int | None) -> int:
    world = World(actors)
    for _ in range(served + len(ROUND)):
        _keep_flooded(world, crowd_priority)
        _start_one(world)
    _keep_flooded(world, crowd_priority)
    before = {name for name, _ in world.executions.started()}
    world.submit(HIGH, 0, own_priority, None)
    own = max(world.ledger.last)  # ids are numbered
    _keep_announced(world)
    for start in range(1, 4 * len(ROUND)):
        _start_one(world)
        if f"{own}-a1" in {name for name, _ in world.executions.started()} - before:
            return start
        _keep_flooded(world, crowd_priority)
    return 4 * len(ROUND)


def _keep_flooded(world: World, priority: int | None) -> None:
    """Keep three jobs of one queue waiting; the user's limit of eight holds."""
    while sum(job.state.value in {"QUEUED", "PENDING"} for job in world.ledger.last.values()) < 3:
        world.submit(HIGH, 0, priority, None)
    _keep_announced(world)


def _keep_announced(world: World) -> None:
    for pick in range(40):
        world.deliver_record(pick)


def _start_one(world: World) -> None:
    """Free one place and let the dispatcher take it."""
    running = world.executions.running()
    if len(running) > 1:
        world.executions.end(running[0])
        world.settle_ends()
    world.dispatch()
