"""The system as operators see it."""

from typing import Annotated

from pydantic import Field

from reelwright.api.models.jobs import Count
from reelwright.api.models.view import View
from reelwright.pipeline.queues import Pool


class QueueView(View):
    """One queue. `waiting` and `running` are counted jobs, a second or two late."""

    name: str
    pool: Pool
    weight: Annotated[int, Field(ge=1, description="Starts out of its pool's sum while every queue of it holds work.")]
    depth: Annotated[Count, Field(description="Messages in SQS, about; those in hand are not among them.")]
    waiting: Annotated[Count, Field(description="Jobs that are QUEUED.")]
    running: Annotated[Count, Field(description="Jobs that are EXECUTING.")]
    dead_messages: Annotated[Count, Field(description="Given up and not read yet; anything but 0 wants a look.")]


class PoolView(View):
    """The capacity that queues share."""

    name: Pool
    running: Annotated[Count, Field(description="Attempts that hold a lease.")]
    capacity: Count


class QueuesView(View):
    """Every queue, heaviest first within its pool, and every pool."""

    queues: tuple[QueueView, ...]
    pools: tuple[PoolView, ...]
