"""`process_batch` and `cleanup_old_results`: tasks about other jobs."""

from reelwright.jobs.model import Job
from reelwright.jobs.moves import new_job
from reelwright.jobs.outputs import BatchOutput, CleanupOutput
from reelwright.jobs.quota import day_of
from reelwright.jobs.request import CreateJob
from reelwright.jobs.video_request import VideoRequest
from reelwright.ports import AddOutcome, IdempotencyKey
from reelwright.usecases.remove_expired import remove_expired
from reelwright_media.steps.context import StepContext, StepOutcome

ITEM_TASK = "process_batch_item"
_CLEANUP_LIMIT = 500


def process_batch(context: StepContext) -> StepOutcome:
    """Create a job for every item, exactly once each: id and idempotency key come from the batch and the line.

    Items over the user's daily limit are named in the result and not created; running the step again creates only what
    is missing.
    """
    created, refused = [], []
    for line, item in enumerate(context.job.request.items, start=1):
        job = _item_job(context, item, line)
        added = context.jobs.add(
            job,
            key=IdempotencyKey(key=f"{context.job.job_id}:{line}", fingerprint=job.job_id),
            daily_limit=context.settings.allowance(job.tier).daily_jobs,
            day=day_of(job.created_at),
        )
        if added.outcome is AddOutcome.OVER_DAILY_LIMIT:
            refused.append(line)
        else:
            created.append(added.job_id)
        context.report(line / len(context.job.request.items), f"Started item {line}")
    return StepOutcome(output=BatchOutput(item_job_ids=tuple(created), refused_lines=tuple(refused)))


def _item_job(context: StepContext, item: VideoRequest, line: int) -> Job:
    batch = context.job
    request = CreateJob(
        task_name=ITEM_TASK, video_request=item, metadata=batch.request.metadata, priority=batch.request.priority
    )
    return new_job(
        f"{batch.job_id}n{line:04d}",
        request,
        user_id=batch.user_id,
        tier=batch.tier,
        now=context.world.clock(),
        parent_job_id=batch.job_id,
    )


def cleanup_old_results(context: StepContext) -> StepOutcome:
    """Remove the owner's finished jobs whose retention has expired."""
    removed = remove_expired(limit=_CLEANUP_LIMIT, user_id=context.job.user_id, counted=False, world=context.world)
    return StepOutcome(output=CleanupOutput(removed_jobs=removed))
