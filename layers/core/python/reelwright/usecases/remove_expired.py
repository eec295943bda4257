"""Remove finished jobs that have outlived their retention, with everything they left (J8)."""

from reelwright.ports import Artefacts, Clock, Jobs


def remove_expired(*, jobs: Jobs, artefacts: Artefacts, clock: Clock, limit: int, user_id: str | None = None) -> int:
    """Remove up to `limit` expired jobs (of one user, where given) and return how many.

    Files go first: a crash in between leaves a row that the next run finds again, never files without a row.
    """
    expired = jobs.expired(before=clock(), limit=limit)
    chosen = [job for job in expired if user_id is None or job.user_id == user_id]
    for job in chosen:
        artefacts.remove_prefix(f"outputs/{job.job_id}/")
        jobs.remove(job)
    return len(chosen)
