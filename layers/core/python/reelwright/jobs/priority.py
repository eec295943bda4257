"""The queue of a job, and the order in which queues are polled when capacity is free."""

from functools import cache
from typing import Final, Literal

from reelwright.pipeline.queues import Queue
from reelwright.pipeline.tasks import Task

Tier = Literal["free", "standard", "premium"]
TIERS: Final[tuple[Tier, ...]] = ("free", "standard", "premium")

VIDEO_QUEUES: Final = ("videos-low", "videos-default", "videos-high")
"""Lowest first: a tier's and a request's level are indices into this."""

_LEVEL_OF_TIER: Final[dict[Tier, int]] = {"free": 0, "standard": 1, "premium": 2}
_HIGH_FROM: Final = 8
_DEFAULT_FROM: Final = 4


def level_of(priority: int) -> int:
    """Map a request's priority 1-10 to a level: 0 low, 1 default, 2 high."""
    if priority >= _HIGH_FROM:
        return 2
    return 1 if priority >= _DEFAULT_FROM else 0


def queue_for(task: Task, tier: Tier, priority: int | None) -> str:
    """Choose the queue of a job: its task's own, or the tier's video queue, or a lower one if `priority` is lower.

    A priority can only lower what the tier allows; None leaves the tier's own.
    """
    if task.queue is not None:
        return task.queue
    allowed = _LEVEL_OF_TIER[tier]
    level = allowed if priority is None else min(allowed, level_of(priority))
    return VIDEO_QUEUES[level]


@cache
def turns(queues: tuple[Queue, ...]) -> tuple[str, ...]:
    """Order one round of starts: each queue `weight` times, spread evenly (smooth weighted round robin, as in nginx).

    With weights 10, 5 and 1 a round has 16 turns and the lightest queue has exactly one of them: the bound of its wait.
    """
    total = sum(queue.weight for queue in queues)
    credit = {queue.name: 0 for queue in queues}
    order = []
    for _ in range(total):
        for queue in queues:
            credit[queue.name] += queue.weight
        winner = max(queues, key=lambda queue: credit[queue.name])
        credit[winner.name] -= total
        order.append(winner.name)
    return tuple(order)


def polling_order(queues: tuple[Queue, ...], served: int) -> tuple[str, ...]:
    """Order the queues to poll for start number `served` (0-based): the one in turn, then by weight.

    Work-conserving: an empty queue hands its turn on. Stateless: only the count of starts decides, so every dispatcher
    that reads the same count asks in the same order.
    """
    round_ = turns(queues)
    first = round_[served % len(round_)]
    rest = sorted((q for q in queues if q.name != first), key=lambda q: -q.weight)
    return (first, *(queue.name for queue in rest))
