"""How many webhooks of one owner are sent at the same time, and when one that finds no lane free comes again.

A receiver may take 15 s to answer. Without lanes, one owner's slow receiver would hold every run of the function.
"""

from datetime import timedelta
from typing import Final

from reelwright.pipeline.table import PARTITION_KEY, SORT_KEY, TTL_ATTRIBUTE

LANES: Final = 4
"""Webhooks of one owner at the same time."""
LANE_LIFE: Final = timedelta(seconds=60)
"""A lane that was not given back is free after this: the function has 30 s."""
LANE_PREFIX: Final = "RECEIVERS#"
"""The partitions of the owners' lanes."""
LANE_ATTRIBUTES: Final = frozenset({PARTITION_KEY, SORT_KEY, "holder", "until", TTL_ATTRIBUTE})
_FIRST_WAIT_SECONDS: Final = 5.0
_LONGEST_WAIT_SECONDS: Final = 900.0
"""SQS delays a message for 15 minutes at most (its guide, "Message timers")."""


def lane_wait(turns: int, jitter: float) -> float:
    """Compute the seconds until the next turn: they double, so that a long line costs few runs; `jitter` is a share 0-1."""
    most: float = min(_LONGEST_WAIT_SECONDS, _FIRST_WAIT_SECONDS * 2.0 ** min(turns, 10))
    return most * (0.5 + jitter / 2)
