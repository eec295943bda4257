"""Remove ended batches after their retention, with their jobs, files and rows."""

from datetime import datetime
from typing import Final

from reelwright.batches.lines import batch_prefix
from reelwright.batches.model import Batch, BatchItem
from reelwright.jobs.lifecycle import FINAL_STATES
from reelwright.jobs.output_keys import output_prefix
from reelwright.ports import World
from reelwright.usecases.remove_expired import remove_job

_AT_ONCE: Final = 100
_LINES: Final = 100
"""Lines of one step: after each the time is looked at."""


def remove_batches(*, until: datetime, world: World) -> int:
    """Remove expired batches until none is left or the time is over; return the number of removed batches.

    Jobs and files go first, then the rows of their items, the batch last: the next run continues where this one stopped.
    """
    removed = 0
    for batch in world.batches.expired(before=world.clock(), limit=_AT_ONCE):
        if world.clock() >= until:
            break
        if not _emptied(batch, until=until, world=world):
            continue
        for prefix in (batch_prefix(batch.batch_id), output_prefix(batch.batch_id)):
            world.artefacts.remove_prefix(prefix)
        world.batches.remove(batch)
        removed += 1
    return removed


def _emptied(batch: Batch, *, until: datetime, world: World) -> bool:
    """Remove the items of a batch; False if the time is over before, or if a job has still to end or to be published.

    Such a job was retried by hand after the end of its batch, or its events were lost: the next run finds it published.
    """
    for first in range(1, batch.lines + 1, _LINES):
        items = world.batches.items(batch.batch_id, first=first, last=first + _LINES - 1)
        for item in items:
            if world.clock() >= until or not _removed_jobs(item, world=world):
                return False
        world.batches.remove_items(batch, items)
    return True


def _removed_jobs(item: BatchItem, *, world: World) -> bool:
    """Remove the jobs of a line.

    False without a change for a job that has not ended, or whose outcome is not noted.
    """
    for job_id in (item.job_id, *item.replaced):
        job = world.jobs.get(job_id)
        if job is None:
            continue
        if job.state not in FINAL_STATES or job.due_at is not None:
            return False
        remove_job(job, world=world)
    return True
