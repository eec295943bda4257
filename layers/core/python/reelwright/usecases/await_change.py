"""Hold a read until the job changes, so that a client need not ask again and again."""

from collections.abc import Callable
from typing import Final

from reelwright.api.limits import MAX_WAIT_SECONDS
from reelwright.api.views import entity_tag, is_final
from reelwright.jobs.caller import Caller
from reelwright.jobs.model import Job
from reelwright.ports import Jobs
from reelwright.usecases.read_jobs import get_job

POLL_SECONDS: Final = 0.5


def await_change(
    job_id: str, *, seen: str | None, seconds: int, caller: Caller, jobs: Jobs, sleep: Callable[[float], None]
) -> Job:
    """Return the job once its entity tag is another than `seen`, it is final, or `seconds` are over."""
    job = get_job(job_id, caller=caller, jobs=jobs)
    for _ in range(round(min(seconds, MAX_WAIT_SECONDS) / POLL_SECONDS)):
        if entity_tag(job) != seen or is_final(job):
            break
        sleep(POLL_SECONDS)
        job = get_job(job_id, caller=caller, jobs=jobs)
    return job
