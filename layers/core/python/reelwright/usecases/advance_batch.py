"""Do what the present state of a batch requires; safe to repeat."""

from reelwright.batches import moves
from reelwright.batches.model import Batch
from reelwright.batches.states import OPEN_BATCH_STATES, BatchState, PauseReason
from reelwright.jobs.caller import Caller
from reelwright.jobs.lifecycle import FINAL_STATES
from reelwright.jobs.output_keys import output_prefix
from reelwright.ports import MoveOutcome, World
from reelwright.refusals import Refusal
from reelwright.usecases.cancel_job import cancel_job
from reelwright.usecases.publish_batch import publish_batch
from reelwright.usecases.release_items import release_items
from reelwright.usecases.settle_item import settle_item
from reelwright.usecases.write_results import write_results


def advance_batch(batch_id: str, *, world: World) -> None:
    """Expire the batch if its time is over, release what may be released, and end it if nothing more can come.

    An ended batch is due until its results are written and its end is published: a crash in between repeats both.
    """
    batch = world.batches.get(batch_id)
    if batch is None:
        return
    if _must_expire(batch, world=world):
        batch = _committed(moves.expire(batch, now=world.clock()), world=world)
    batch = release_items(batch, world=world)
    if moves.is_over(batch):
        now = world.clock()
        ended = moves.end(batch, now=now, expires_at=world.settings.end_of_retention(now))
        batch = _committed(ended, world=world)
    if batch.state is BatchState.ENDED and batch.due_at is not None:
        write_results(batch, prefix=output_prefix(batch.batch_id), world=world)
        publish_batch(batch, world=world)
        world.batches.commit(moves.published(batch))


def repair_batch(batch: Batch, *, world: World) -> None:
    """Do what lost events would have done: settle jobs that ended, repeat a cancel, go on releasing.

    The sweeper calls it for every batch without a write for a minute.
    """
    for opened in batch.open_items:
        job = world.jobs.get(opened.job_id)
        if job is not None and job.state in FINAL_STATES:
            settle_item(job, world=world)
    if batch.state is BatchState.CANCELLING and batch.reason is PauseReason.BY_USER:
        cancel_open_items(batch, world=world)
    advance_batch(batch.batch_id, world=world)
    stored = world.batches.get(batch.batch_id)
    if stored is not None and stored.version == batch.version and stored.state in OPEN_BATCH_STATES:
        world.batches.commit(moves.look_again(stored, now=world.clock()))


def cancel_open_items(batch: Batch, *, world: World) -> None:
    """Cancel every open job of a batch: waiting ones never start, running ones are stopped. Safe to repeat."""
    owner = Caller(user_id=batch.user_id, tier=batch.tier)
    for opened in batch.open_items:
        try:
            cancel_job(opened.job_id, caller=owner, world=world)
        except Refusal:  # it has ended, or moves all the time: the sweeper repeats this
            continue


def _must_expire(batch: Batch, *, world: World) -> bool:
    waits = batch.state in OPEN_BATCH_STATES and batch.state is not BatchState.CANCELLING
    return waits and batch.deadline_at <= world.clock()


def _committed(move: moves.BatchMove, *, world: World) -> Batch:
    """Commit a move and return the batch as it is then: moved, or as another writer has changed it."""
    if world.batches.commit(move) is MoveOutcome.MOVED:
        return move.after
    return world.batches.get(move.before.batch_id) or move.before
