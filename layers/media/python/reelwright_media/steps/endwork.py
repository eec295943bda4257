"""Stops the work of providers for a job that was cancelled or has failed: in the function with keys, by the job's rows."""

from collections.abc import Mapping

from reelwright.errors import ReelwrightError
from reelwright.jobs.lifecycle import FINAL_STATES, JobState
from reelwright.jobs.outputs import ClipOutput
from reelwright.ports import World
from reelwright.providers.clips import LongWork
from reelwright.providers.pictures import CancellablePictures, PictureModel
from reelwright_media.steps.obtain import BegunPicture, begun_key
from reelwright_media.steps.workfiles import WorkEnd, WorkFiles


def stop_work(job_id: str, clips: Mapping[str, LongWork], pictures: Mapping[str, PictureModel], *, world: World) -> int:
    """Cancel the work that the job has begun and not fetched; return how many pieces the providers stopped.

    Safe to repeat. A job that is not at its end keeps its work: its next attempt goes on with it. Stopped work is written as
    unpaid, so a later film with the same order begins anew.
    """
    job = world.jobs.get(job_id)
    if job is None or job.state not in FINAL_STATES or job.state is JobState.COMPLETED:
        return 0
    stopped = 0
    for row in world.jobs.steps(job_id):
        if row.state == "done":
            continue
        stopped += _stop_picture(begun_key(job.user_id, job_id, row.name), pictures, world=world)
        output = ClipOutput.of(row) if row.name.startswith("generate_video_veo") else ClipOutput()
        model = clips.get(output.provider)
        if output.work and model is not None and model.facts.cancellable:
            stopped += _stop(WorkFiles(world.artefacts, output.work), model, job_id=job_id, attempt=job.attempt)
    return stopped


def _stop_picture(key: str, models: Mapping[str, PictureModel], *, world: World) -> bool:
    """Stop the work on the picture whose order is kept there, if there is one."""
    if not world.artefacts.exists(key):
        return False
    begun = BegunPicture.model_validate_json(world.artefacts.get(key))
    model = models.get(begun.provider)
    try:
        return isinstance(model, CancellablePictures) and model.cancel(begun.order)
    except ReelwrightError:
        return False  # best effort: the work ends by itself


def _stop(files: WorkFiles, model: LongWork, *, job_id: str, attempt: int) -> bool:
    generations = files.generations()
    if files.result() is not None or not generations:
        return False
    last = generations[-1]
    if last.begun is None or last.end is not None or last.intent.job_id != job_id:
        return False
    try:
        if not model.cancel(last.begun.handle).stopped:
            return False
    except ReelwrightError:
        return False  # best effort: the work ends by itself
    reason = "cancelled with its job"
    files.put(f"{last.number}.end", WorkEnd(kind="unpaid", reason=reason, job_id=job_id, attempt=attempt))
    return True
