"""Release lines of a batch as jobs, one transaction a line, as many as its window and its budget allow."""

from typing import Final, NamedTuple

from reelwright.batches import moves
from reelwright.batches.lines import BatchLine, child_id
from reelwright.batches.model import Batch, BatchItem, ErrorGroup
from reelwright.batches.states import SUCCEEDED, ItemState, PauseReason
from reelwright.jobs.lifecycle import JobEvent, JobState
from reelwright.jobs.model import Job
from reelwright.jobs.moves import Move, new_job, requeue
from reelwright.jobs.request import CreateJob
from reelwright.ports import MoveOutcome, World

_WRITES: Final = 300
"""Most writes of one call: far more than the widest window. The next event or the sweeper continues."""
_SKIPPED: Final = 1_000
"""Most refused lines that one write passes."""


def release_items(batch: Batch, *, world: World) -> Batch:
    """Release what may be released and return the batch as it is then.

    After a crash the same line is released with the same id. Another process that works on the batch makes a write fail; the
    batch is read again then. A batch whose next line is too expensive pauses once nothing is open any more: until then, jobs
    that cost less than estimated may make room.
    """
    for _ in range(_WRITES):
        if not moves.may_release(batch):
            return batch
        move = _next_move(batch, world=world)
        if move is None:
            return batch
        if world.batches.commit(move) is MoveOutcome.MOVED:
            batch = move.after
            continue
        stored = world.batches.get(batch.batch_id)
        if stored is None:
            return batch
        batch = stored
    return batch


class _Next(NamedTuple):
    """The next line to release, behind `skipped` lines that are passed; `earlier` is its row of another generation."""

    line: BatchLine | None
    skipped: int
    earlier: BatchItem | None = None


def _next_move(batch: Batch, *, world: World) -> moves.BatchMove | None:
    """Decide the next write; None if the batch has to wait for an open job."""
    now = world.clock()
    found = _next_line(batch, world=world)
    if found.line is None or found.line.request is None or found.line.estimate is None:
        return moves.skip(batch, lines=found.skipped, now=now)
    reserve_usd = found.line.estimate.cost_usd
    if not moves.affords(batch, reserve_usd):
        return None if batch.open_items else moves.pause(batch, PauseReason.BUDGET, now=now)
    job, brought_back = _job_of(found.line.line, found.line.request, found.earlier, batch, world=world)
    return moves.release(
        batch,
        found.line,
        skipped=found.skipped,
        reserve_usd=reserve_usd,
        earlier=found.earlier,
        job=job,
        brought_back=brought_back,
        groups=_left_group(batch, found.earlier, world=world),
        now=now,
    )


def _next_line(batch: Batch, *, world: World) -> _Next:
    """Find the next line of the plan that is neither refused, nor open, nor done."""
    plan = world.batch_lines.plan(batch)
    skipped = 0
    while skipped < min(batch.remaining, _SKIPPED):
        line = world.batch_lines.line(batch.batch_id, plan.line_at(batch.passed + skipped))
        earlier = world.batches.item(batch.batch_id, line.line) if batch.generation > 1 else None
        if not line.is_refused and (earlier is None or _may_run_again(earlier, batch)):
            return _Next(line, skipped, earlier)
        skipped += 1
    return _Next(None, skipped)


def _may_run_again(earlier: BatchItem, batch: Batch) -> bool:
    if earlier.state in SUCCEEDED:
        return batch.repeats_completed
    return earlier.state is not ItemState.OPEN


def _job_of(
    line: int, request: CreateJob, earlier: BatchItem | None, batch: Batch, *, world: World
) -> tuple[Job, Move | None]:
    """Bring the failed job of the line back, so that it reuses its finished steps; else make a new job.

    A failed job that was retried by hand in the meantime is used unchanged.
    """
    now = world.clock()
    if earlier is not None and earlier.state is ItemState.FAILED:
        stored = world.jobs.get(earlier.job_id)
        if stored is not None and stored.state is JobState.FAILED:
            move = requeue(stored, JobEvent.RETRIED, now=now)
            return move.after, move
        if stored is not None:
            return stored, None
    name = child_id(batch.batch_id, line)
    job = new_job(
        name if earlier is None else f"{name}g{batch.generation}",
        _own_request(request, earlier),
        user_id=batch.user_id,
        tier=batch.tier,
        now=now,
        parent_job_id=batch.batch_id,
    )
    return job, None


def _own_request(request: CreateJob, earlier: BatchItem | None) -> CreateJob:
    """Take the line's request; a completed line that is run again is not answered with its own kept result."""
    again = earlier is not None and earlier.state in SUCCEEDED
    return request.model_copy(update={"use_cache": False}) if again else request


def _left_group(batch: Batch, earlier: BatchItem | None, *, world: World) -> tuple[ErrorGroup, ...]:
    """Take the line out of the group of its earlier error."""
    if earlier is None or earlier.error is None:
        return ()
    groups = world.batches.groups(batch.batch_id)
    return tuple(group.without_line(earlier.line) for group in groups if group.group == earlier.error.group)
