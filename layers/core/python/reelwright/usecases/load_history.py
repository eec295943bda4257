"""Record the load of queues and pools each minute, and read it back, for operators."""

from datetime import timedelta

from reelwright.figures.load import LoadRow, QueueLoad, thinned
from reelwright.jobs.caller import Caller
from reelwright.ports import World
from reelwright.usecases.read_dead_letters import operators_only
from reelwright.usecases.read_queues import Load


def record_load(load: Load, *, world: World) -> LoadRow:
    """Store the load as the row of this minute; a second run in it replaces the row."""
    row = LoadRow(
        at=world.clock().replace(second=0, microsecond=0),
        queues={one.name: QueueLoad(**one.model_dump(include=set(QueueLoad.model_fields))) for one in load.queues},
        pools={one.name: one.running for one in load.pools},
    )
    world.load_history.save(row)
    return row


def read_load_history(minutes: int, *, caller: Caller, world: World) -> tuple[LoadRow, ...]:
    """Return the rows of the last minutes, oldest first, thinned to at most 240; raises Forbidden unless an operator calls."""
    operators_only(caller)
    now = world.clock().replace(second=0, microsecond=0)
    return thinned(world.load_history.since(now - timedelta(minutes=minutes - 1), last=now), minutes)
