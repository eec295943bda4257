"""Remove finished jobs after their retention, with all their files and rows (J8)."""

from reelwright.jobs.model import Job
from reelwright.jobs.output_keys import output_prefix
from reelwright.ports import World


def remove_expired(*, limit: int, user_id: str | None = None, counted: bool = True, world: World) -> int:
    """Remove up to `limit` expired jobs (of one user, if given) and return their number.

    Files are removed first, then the job's part of the tallies: a crash in between leaves a row that the next run finds,
    never files or a count without a row. With `counted` False the outbox updates the tallies when it reads the record of the
    removal: for callers without access to the tallies.
    """
    expired = world.jobs.expired(before=world.clock(), limit=limit)
    chosen = [job for job in expired if user_id is None or job.user_id == user_id]
    for job in chosen:
        remove_job(job, counted=counted, world=world)
    return len(chosen)


def remove_job(job: Job, *, counted: bool = True, world: World) -> None:
    """Remove an ended job with its files, its part of the tallies (unless `counted` is False) and its rows."""
    world.artefacts.remove_prefix(output_prefix(job.job_id))
    if counted:
        world.tallies.count(job, world.jobs.history(job.job_id))
        world.tallies.forget(job.job_id)
    world.jobs.remove(job)
