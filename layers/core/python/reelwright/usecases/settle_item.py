"""Count the end of a batch's job in its batch, once."""

from datetime import datetime
from typing import Final

from reelwright.batches import moves
from reelwright.batches.limits import MAX_GROUPS
from reelwright.batches.lines import line_of_child
from reelwright.batches.model import Batch, BatchItem, ErrorGroup, ItemError
from reelwright.batches.triage import GROUPING, OTHER, advice_for, facts_of_job, fingerprint
from reelwright.errors import ServiceFaultError
from reelwright.jobs.lifecycle import JobEvent, JobState
from reelwright.jobs.model import Job, JobFailure
from reelwright.ports import MoveOutcome, World

_TRIES: Final = 20
"""Each failed write means that another job of the batch was settled or released in between."""
_SHOWN: Final = {"code", "type", "message", "step", "retryable"}


def settle_item(job: Job, *, world: World) -> None:
    """Settle an ended job of a batch: its state, cost, result and error. Late and doubled events find it settled.

    A no-op for a job of no batch, of a batch that was removed, and for a job that its line has replaced. Raises
    ServiceFaultError if the batch changes all the time: the caller's event is delivered again.
    """
    if job.parent_job_id is None:
        return
    for _ in range(_TRIES):
        batch = world.batches.get(job.parent_job_id)
        if batch is None:
            return
        item = world.batches.item(batch.batch_id, line_of_child(job.job_id))
        if item is None or not moves.must_settle(item, job):
            return
        if world.batches.commit(_settlement(batch, item, job, world=world)) is MoveOutcome.MOVED:
            return
    raise ServiceFaultError(f"batch {job.parent_job_id} changed during {_TRIES} tries to settle {job.job_id}")


def _settlement(batch: Batch, item: BatchItem, job: Job, *, world: World) -> moves.BatchMove:
    now = world.clock()
    groups: tuple[ErrorGroup, ...] = ()
    error = None
    if item.error is not None or (job.state is JobState.FAILED and job.error is not None):
        known = {group.group: group for group in world.batches.groups(batch.batch_id)}
        changed: dict[str, ErrorGroup] = {}
        if item.error is not None and item.error.group in known:
            changed[item.error.group] = known[item.error.group].without_line(item.line)
        if job.state is JobState.FAILED and job.error is not None:
            group = _group_of(job.error, known | changed, now=now)
            changed[group.group] = group.with_line(item.line, now)
            error = ItemError(group=group.group, **job.error.model_dump(include=_SHOWN))
        groups = tuple(changed.values())
    last = world.jobs.history(job.job_id)[-1]
    cached = job.state is JobState.COMPLETED and last.event == JobEvent.ANSWERED_FROM_CACHE
    return moves.settle(batch, item, job, cached=cached, error=error, groups=groups, now=now)


def _group_of(failure: JobFailure, known: dict[str, ErrorGroup], *, now: datetime) -> ErrorGroup:
    """Find the group of an error, or make it; beyond the most groups all errors are in one."""
    facts = facts_of_job(failure)
    name = fingerprint(facts)
    if name not in known and len(known) >= MAX_GROUPS:
        name = OTHER
    shown = failure.model_dump(include=_SHOWN)
    new = ErrorGroup(group=name, first_at=now, last_at=now, advice=advice_for(facts), grouping=GROUPING, **shown)
    return known.get(name, new)
