"""`process_batch` and `cleanup_old_results`: tasks about other jobs."""

from typing import Final

from reelwright.batches.request import CreateBatch
from reelwright.errors import RequestError, ServiceFaultError
from reelwright.jobs.caller import Caller
from reelwright.jobs.model import Job
from reelwright.jobs.outputs import BatchOutput, CleanupOutput
from reelwright.refusals import Refusal, TryAgain
from reelwright.usecases.accept_batch import accept_batch
from reelwright.usecases.remove_expired import remove_expired
from reelwright_media.steps.context import StepContext, StepOutcome

_CLEANUP_LIMIT: Final = 500


def process_batch(context: StepContext) -> StepOutcome:
    """Open a batch of the job's items, once: the job's id is the key, so a repeat finds the same batch.

    The job ends when the batch begins; the batch says what became of its items. Raises RequestError if the batch is refused,
    over the limit of the day or of open batches.
    """
    job, world = context.job, context.world

    try:
        accepted = accept_batch(
            _batch_of(job),
            caller=Caller(user_id=job.user_id, tier=job.tier),
            key=f"process:{job.job_id}",
            world=world,
            process_job_id=job.job_id,
        )
    except TryAgain as refusal:
        raise ServiceFaultError(str(refusal)) from refusal
    except Refusal as refusal:
        raise RequestError(str(refusal)) from refusal
    weighed = accepted.weighing
    return StepOutcome(
        output=BatchOutput(
            batch_id=accepted.batch_id, items=weighed.lines, estimated_cost_usd=weighed.estimate.cost_usd
        )
    )


def _batch_of(job: Job) -> CreateBatch:
    items = [
        {"video_request": item.model_dump(mode="json", exclude_unset=True), "priority": job.request.priority}
        for item in job.request.items
    ]
    return CreateBatch.model_validate({"items": items, "metadata": job.request.metadata})


def cleanup_old_results(context: StepContext) -> StepOutcome:
    """Remove the owner's finished jobs whose retention has expired."""
    removed = remove_expired(limit=_CLEANUP_LIMIT, user_id=context.job.user_id, counted=False, world=context.world)
    return StepOutcome(output=CleanupOutput(removed_jobs=removed))
