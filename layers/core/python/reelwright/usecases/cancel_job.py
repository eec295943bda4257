"""Cancel a job in any open state (J7). Safe to repeat."""

from enum import Enum

from reelwright.jobs import moves
from reelwright.jobs.caller import Caller
from reelwright.jobs.lifecycle import FINAL_STATES, JobEvent, JobState
from reelwright.jobs.model import Job
from reelwright.ports import MoveOutcome, World
from reelwright.refusals import Conflict, TryAgain
from reelwright.usecases.read_jobs import get_job


class CancelOutcome(Enum):
    """Progress of the cancel."""

    CANCELLED = "cancelled"
    STOPPING = "stopping"
    """The execution is being stopped; its end event writes CANCELLED."""


_TRIES = 5
"""A job can move on between read and write; each retry reads it again, and a job passes through no more states than this."""


def cancel_job(job_id: str, *, caller: Caller, world: World) -> CancelOutcome:
    """Cancel the caller's job; raises Conflict if it is COMPLETED or FAILED, NotFound for others' jobs."""
    for _ in range(_TRIES):
        job = get_job(job_id, caller=caller, world=world)
        if job.state is JobState.CANCELLED:
            return CancelOutcome.CANCELLED
        if job.state in FINAL_STATES:
            raise Conflict(f"The job is {job.state.value} already; there is nothing to cancel.")
        if job.state is JobState.EXECUTING:
            if _stop(job, world=world) is MoveOutcome.MOVED:
                return CancelOutcome.STOPPING
        else:
            now = world.clock()
            move = moves.finish(job, JobEvent.CANCELLED, now=now, expires_at=world.settings.expires_at(job, now))
            if world.jobs.commit(move) is MoveOutcome.MOVED:
                return CancelOutcome.CANCELLED
    raise TryAgain("The job changed during the request; try again in a second.")


def _stop(job: Job, *, world: World) -> MoveOutcome:
    """Mark first, then stop: running steps see the mark, and the sweeper repairs a crash in between."""
    moved = MoveOutcome.MOVED if job.cancel_requested else world.jobs.note(moves.request_cancel(job, now=world.clock()))
    if moved is MoveOutcome.MOVED and job.execution_arn is not None:
        world.executions.stop(job.execution_arn, reason="cancelled by its owner")
    return moved
