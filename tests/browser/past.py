"""Three hours of load of the queues, for the curves of the pages of operators."""

import math
from datetime import datetime, timedelta
from typing import Final

from reelwright.figures.load import LoadRow, QueueLoad
from reelwright.pipeline.queues import POOLS, QUEUES
from reelwright.ports import World

MINUTES: Final = 180
BLIND: Final = range(100, 110)
"""Minutes ago of which there is no row."""


def keep_load(world: World, *, now: datetime) -> None:
    """Store a row for each minute up to `now`: each queue fills and empties at its own pace."""
    newest = now.replace(second=0, microsecond=0)
    for ago in set(range(MINUTES)) - set(BLIND):
        queues = {name: _load_of(place, ago) for place, name in enumerate(QUEUES)}
        pools = dict.fromkeys(POOLS, 0)
        world.load_history.save(LoadRow(at=newest - timedelta(minutes=ago), queues=queues, pools=pools))


def _load_of(place: int, ago: int) -> QueueLoad:
    depth = round((place + 1) * 4 * (1 + math.sin(ago / (9 + place * 4))))
    return QueueLoad(depth=depth, waiting=depth + 1, running=min(3, depth), dead_messages=0)
