"""Hold a read until the job changes, so that clients need not poll."""

from collections.abc import Callable
from typing import Final

from reelwright.jobs.caller import Caller
from reelwright.jobs.lifecycle import FINAL_STATES
from reelwright.jobs.model import Job
from reelwright.ports import World
from reelwright.usecases.read_jobs import get_job

POLL_SECONDS: Final = 0.5


def await_change(
    job_id: str,
    *,
    is_known: Callable[[Job], bool],
    seconds: int,
    caller: Caller,
    sleep: Callable[[float], None],
    world: World,
) -> Job:
    """Wait until the job is no longer `is_known` or is final, at most `seconds`, and return it."""
    job = get_job(job_id, caller=caller, world=world)
    for _ in range(round(seconds / POLL_SECONDS)):
        if not is_known(job) or job.state in FINAL_STATES:
            break
        sleep(POLL_SECONDS)
        job = get_job(job_id, caller=caller, world=world)
    return job
