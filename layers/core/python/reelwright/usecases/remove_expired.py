"""Remove finished jobs that have outlived their retention, with everything they left (J8)."""

from reelwright.ports import Artefacts, Clock, Jobs, Tallies


def remove_expired(
    *,
    jobs: Jobs,
    artefacts: Artefacts,
    clock: Clock,
    limit: int,
    user_id: str | None = None,
    tallies: Tallies | None = None,
) -> int:
    """Remove up to `limit` expired jobs (of one user, where given) and return how many.

    Files go first, then the job's place in the tallies: a crash in between leaves a row that the next run finds again,
    never files or a count without a row. Without `tallies` the record of the removal makes the outbox forget the job.
    """
    expired = jobs.expired(before=clock(), limit=limit)
    chosen = [job for job in expired if user_id is None or job.user_id == user_id]
    for job in chosen:
        artefacts.remove_prefix(f"outputs/{job.job_id}/")
        if tallies is not None:
            tallies.count(job, jobs.history(job.job_id))
            tallies.forget(job.job_id)
        jobs.remove(job)
    return len(chosen)
