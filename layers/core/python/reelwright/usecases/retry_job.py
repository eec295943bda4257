"""Give a FAILED job a new attempt on request; it reuses the finished steps of earlier attempts."""

from typing import Final

from reelwright.jobs import moves
from reelwright.jobs.caller import Caller
from reelwright.jobs.lifecycle import JobEvent, JobState
from reelwright.jobs.model import Job
from reelwright.jobs.quota import MAX_HAND_RETRIES, day_of, retry_charges
from reelwright.ports import MoveOutcome, World
from reelwright.refusals import Conflict, TryAgain
from reelwright.usecases.read_jobs import get_job
from reelwright.usecases.weigh_request import limits_of, over_limit

_TRIES: Final = 2
"""The job can move or expire between reading and writing; the second read shows which."""


def retry_job(job_id: str, *, caller: Caller, world: World) -> Job:
    """Move the caller's FAILED job back to PENDING and return it; the same transaction removes its dead letter.

    The job has all five automatic retries again, so a retry costs as much as a new job: it counts on the owner's day and
    minute, and a job has at most `MAX_HAND_RETRIES`. A retry by an operator of another user's job is not counted. Raises
    Conflict for a job that is not FAILED (also for one retried a moment ago) or has no retry left, LimitReached over a limit,
    NotFound for others' jobs.
    """
    for _ in range(_TRIES):
        job = get_job(job_id, caller=caller, world=world)
        by_owner = caller.user_id == job.user_id
        _refuse_what_cannot_be_retried(job, by_owner=by_owner)
        now, limits = world.clock(), limits_of(caller, world.settings)
        charges = retry_charges(limits, now) if by_owner else ()
        outcome = world.jobs.commit(
            moves.requeue(job, JobEvent.RETRIED, now=now, by_owner=by_owner, charges=charges),
        )
        if outcome is MoveOutcome.MOVED:
            return job
        if outcome is MoveOutcome.OVER_LIMIT:
            today = world.quotas.spent(job.user_id, "daily", day_of(now))
            over_day = limits.daily is not None and today >= limits.daily
            raise over_limit(limits, used_up="daily" if over_day else "minute", caller=caller, now=now)
    raise TryAgain("The job changed during the request; try again in a second.")


def _refuse_what_cannot_be_retried(job: Job, *, by_owner: bool) -> None:
    if job.state is not JobState.FAILED:
        raise Conflict(f"The job is {job.state.value}; only a FAILED job can be retried.")
    if by_owner and job.hand_retries >= MAX_HAND_RETRIES:
        raise Conflict(f"The job was retried {MAX_HAND_RETRIES} times; create a new job with a corrected request.")
