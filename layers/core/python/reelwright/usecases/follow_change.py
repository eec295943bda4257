"""Follow a change of a job: the outbox's work on one record of the table's stream, safe to repeat."""

from reelwright.events import JobChanged
from reelwright.ports import World
from reelwright.usecases.advance_job import advance_job


def follow_change(change: JobChanged, *, world: World) -> None:
    """Advance the job that changed; if its row was removed, take it out of the tallies.

    The record only names the changed job. Its data is read from the table, so doubled, late and lost records are harmless.
    """
    if change.new_state is None:
        world.tallies.forget(change.job_id)
        return
    advance_job(change.job_id, world=world)
