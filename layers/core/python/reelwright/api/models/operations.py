"""The system as operators see it."""

from typing import Annotated

from pydantic import Field

from reelwright.payload import Count, Payload
from reelwright.pipeline.queues import Pool


class QueueView(Payload):
    """One queue. `waiting` and `running` are counted jobs, a second or two late."""

    name: str
    pool: Pool
    weight: Annotated[int, Field(ge=1, description="Starts out of its pool's sum while every queue of it holds work.")]
    depth: Annotated[Count, Field(description="Messages in SQS, about; those in hand are not among them.")]
    waiting: Annotated[Count, Field(description="Jobs that are QUEUED.")]
    running: Annotated[Count, Field(description="Jobs that are EXECUTING.")]
    dead_messages: Annotated[Count, Field(description="Given up and not read yet; anything but 0 wants a look.")]


class PoolView(Payload):
    """The capacity that queues share."""

    name: Pool
    running: Annotated[Count, Field(description="Attempts that hold a lease.")]
    capacity: Count


class QueuesView(Payload):
    """Every queue, heaviest first within its pool, and every pool."""

    queues: tuple[QueueView, ...]
    pools: tuple[PoolView, ...]
