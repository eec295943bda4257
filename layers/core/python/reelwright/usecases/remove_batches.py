"""Remove ended batches after their retention, with their jobs, files and rows."""

from datetime import datetime
from typing import Final

from reelwright.batches.lines import batch_prefix
from reelwright.batches.model import Batch, BatchItem
from reelwright.jobs.output_keys import output_prefix
from reelwright.ports import World

_AT_ONCE: Final = 100
_LINES: Final = 100
"""Lines of one step: after each the time is looked at."""


def remove_batches(*, until: datetime, world: World) -> int:
    """Remove expired batches until none is left or the time is over; return the number of removed batches.

    Jobs and files go first, then the rows of their items, the batch last: the next run continues where this one stopped.
    """
    removed = 0
    for batch in world.batches.expired(before=world.clock(), limit=_AT_ONCE):
        if not _emptied(batch, until=until, world=world):
            break
        for prefix in (batch_prefix(batch.batch_id), output_prefix(batch.batch_id)):
            world.artefacts.remove_prefix(prefix)
        world.batches.remove(batch)
        removed += 1
    return removed


def _emptied(batch: Batch, *, until: datetime, world: World) -> bool:
    """Remove the items of a batch; False if the time is over before."""
    for first in range(1, batch.lines + 1, _LINES):
        items = world.batches.items(batch.batch_id, first=first, last=first + _LINES - 1)
        for item in items:
            if world.clock() >= until:
                return False
            _remove_jobs(item, world=world)
        world.batches.remove_items(batch, items)
    return True


def _remove_jobs(item: BatchItem, *, world: World) -> None:
    """Remove the jobs of a line with their files and their part of the tallies, as `remove_expired` does."""
    for job_id in (item.job_id, *item.replaced):
        job = world.jobs.get(job_id)
        if job is not None:
            world.artefacts.remove_prefix(output_prefix(job_id))
            world.tallies.count(job, world.jobs.history(job_id))
            world.tallies.forget(job_id)
            world.jobs.remove(job)
