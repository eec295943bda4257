"""Remove finished jobs that have outlived their retention, with everything they left (J8)."""

from reelwright.jobs.output_keys import output_prefix
from reelwright.ports import World


def remove_expired(*, limit: int, user_id: str | None = None, counted: bool = True, world: World) -> int:
    """Remove up to `limit` expired jobs (of one user, where given) and return how many.

    Files go first, then the job's place in the tallies: a crash in between leaves a row that the next run finds again,
    never files or a count without a row. With `counted` False the tallies are left to the outbox, which forgets the
    job when it reads the record of the removal: the caller may have no access to them.
    """
    expired = world.jobs.expired(before=world.clock(), limit=limit)
    chosen = [job for job in expired if user_id is None or job.user_id == user_id]
    for job in chosen:
        world.artefacts.remove_prefix(output_prefix(job.job_id))
        if counted:
            world.tallies.count(job, world.jobs.history(job.job_id))
            world.tallies.forget(job.job_id)
        world.jobs.remove(job)
    return len(chosen)
