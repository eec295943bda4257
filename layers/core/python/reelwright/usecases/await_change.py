"""Hold a read until the job changes, so that clients need not poll.

A held request keeps an instance of the API function busy, so the places for them are counted: `waits_per_user` of one user and
`waits_at_once` of all (`Settings`). Without a free place the answer comes at once.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Final

from reelwright.jobs.caller import Caller
from reelwright.jobs.lifecycle import FINAL_STATES
from reelwright.jobs.model import Job
from reelwright.ports import World
from reelwright.usecases.read_jobs import get_job
from reelwright.values import Value

POLL_SECONDS: Final = 0.5
_MARGIN: Final = timedelta(seconds=5)
"""A place whose holder died is free again so long after the wait would have ended."""


class Awaited(Value):
    """The job as last read. `is_turned_away`: the caller wanted to wait, and there was no free place."""

    job: Job
    is_turned_away: bool = False


def await_change(
    job_id: str,
    *,
    is_known: Callable[[Job], bool],
    seconds: int,
    caller: Caller,
    sleep: Callable[[float], None],
    world: World,
) -> Awaited:
    """Wait until the job is no longer `is_known` or is final, at most `seconds`, and return it."""

    def is_over(job: Job) -> bool:
        return not is_known(job) or job.state in FINAL_STATES

    job = get_job(job_id, caller=caller, world=world)
    if seconds == 0 or is_over(job):
        return Awaited(job=job)
    settings = world.settings
    place = world.quotas.hold(
        caller.user_id,
        world.ids(),
        own=settings.waits_per_user,
        shared=settings.waits_at_once,
        until=world.clock() + timedelta(seconds=seconds) + _MARGIN,
    )
    if place is None:
        return Awaited(job=job, is_turned_away=True)
    try:
        for _ in range(round(seconds / POLL_SECONDS)):
            sleep(POLL_SECONDS)
            job = get_job(job_id, caller=caller, world=world)
            if is_over(job):
                break
    finally:
        world.quotas.free(place)
    return Awaited(job=job)
