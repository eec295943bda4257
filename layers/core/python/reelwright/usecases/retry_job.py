"""Give a FAILED job a new attempt on request; it reuses the finished steps of earlier attempts."""

from typing import Final

from reelwright.jobs import moves
from reelwright.jobs.caller import Caller
from reelwright.jobs.lifecycle import JobEvent, JobState
from reelwright.jobs.model import Job
from reelwright.ports import MoveOutcome, World
from reelwright.refusals import Conflict, TryAgain
from reelwright.usecases.read_jobs import get_job

_TRIES: Final = 2
"""The job can move or expire between reading and writing; the second read shows which."""


def retry_job(job_id: str, *, caller: Caller, world: World) -> Job:
    """Move the caller's FAILED job back to PENDING and return it; the same transaction removes its dead letter.

    The job has all five retries again. Its user's concurrent limit applies as to a new job; the daily quota does not.
    Raises Conflict for a job that is not FAILED (also for one retried a moment ago), NotFound for others' jobs.
    """
    for _ in range(_TRIES):
        job = get_job(job_id, caller=caller, world=world)
        if job.state is not JobState.FAILED:
            raise Conflict(f"The job is {job.state.value}; only a FAILED job can be retried.")
        if world.jobs.commit(moves.requeue(job, JobEvent.RETRIED, now=world.clock())) is MoveOutcome.MOVED:
            return job
    raise TryAgain("The job changed during the request; try again in a second.")
