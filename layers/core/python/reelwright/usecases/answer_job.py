"""Answer a waiting job with the kept result of an identical request of the same user (Q10)."""

from reelwright.errors import MissingArtefactError
from reelwright.jobs import moves
from reelwright.jobs.fingerprint import request_fingerprint
from reelwright.jobs.model import Job, JobResult
from reelwright.jobs.output_keys import output_prefix
from reelwright.ports import Artefacts, MoveOutcome, World


def answer_job(job: Job, *, world: World) -> moves.Move | None:
    """Complete the PENDING job from a kept result and return the move; None if there is none and the job must run.

    The files are copied first, so a completed job always has its own. After a crash in between they are copied again. If a
    file expires meanwhile, the job runs.
    """
    fingerprint = request_fingerprint(job.request)
    if fingerprint is None or not job.request.use_cache:
        return None
    source = world.jobs.finished_like(job.user_id, fingerprint)
    if source is None or source.result is None:
        return None
    try:
        result = _own_copy(source.result, job, world.artefacts)
    except MissingArtefactError:
        return None
    now = world.clock()
    move = moves.answer(
        job,
        source=source,
        steps=world.jobs.steps(source.job_id),
        result=result,
        fingerprint=fingerprint,
        now=now,
        expires_at=world.settings.expires_at(job, now),
    )
    return move if world.jobs.commit(move) is MoveOutcome.MOVED else None


def _own_copy(result: JobResult, job: Job, artefacts: Artefacts) -> JobResult:
    files = {name: f"{output_prefix(job.job_id)}{key.rsplit('/', 1)[-1]}" for name, key in result.files.items()}
    for name, target in files.items():
        artefacts.copy(result.files[name], target)
    return result.model_copy(update={"files": files})
