"""The load of queues and pools, one row a minute, for the curves of operators."""

from datetime import datetime, timedelta
from typing import Final

from reelwright.values import Value

LOAD_LIFE: Final = timedelta(days=8)
"""How long a row is kept: a week to compare with, and the day of the comparison."""
MOST_POINTS: Final = 240
"""Points of one answer; of a longer time every second, third, … row is taken."""


class QueueLoad(Value):
    """One queue in one minute, as `usecases.read_queues` reads it."""

    depth: int
    waiting: int
    running: int
    dead_messages: int


class LoadRow(Value):
    """All queues by name, and the running attempts of the pools by name. `at` is a whole minute."""

    at: datetime
    queues: dict[str, QueueLoad]
    pools: dict[str, int]


def thinned(rows: tuple[LoadRow, ...], minutes: int) -> tuple[LoadRow, ...]:
    """Take the rows of every n-th minute of the clock, so that at most `MOST_POINTS` are left."""
    every = step_of(minutes)
    return tuple(row for row in rows if int(row.at.timestamp() // 60) % every == 0)


def step_of(minutes: int) -> int:
    """Count the minutes between two points of an answer."""
    return -(-minutes // MOST_POINTS)
