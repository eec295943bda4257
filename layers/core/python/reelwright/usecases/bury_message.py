"""End the job whose message could not be started again and again (Q4)."""

from datetime import timedelta

from pydantic import ValidationError

from reelwright.jobs.lifecycle import JobState
from reelwright.jobs.model import JobFailure, QueueMessage
from reelwright.ports import Clock, Jobs, MoveOutcome
from reelwright.settings import Settings

REASON = JobFailure(
    type="PoisonMessage",
    code="dead_letter",
    message="The job could not be started five times in a row; an operator can retry it.",
)


def bury_message(body: str, *, jobs: Jobs, settings: Settings, clock: Clock) -> MoveOutcome:
    """Move the job of a dead message to FAILED; LOST for a body that is not ours and for a job that has moved on.

    A body that is not ours belongs to no job: it stays in the log only.
    """
    try:
        message = QueueMessage.model_validate_json(body)
    except ValidationError:
        return MoveOutcome.LOST
    job = jobs.get(message.job_id)
    if job is None or job.state is not JobState.QUEUED or job.attempt != message.attempt - 1:
        return MoveOutcome.LOST
    now = clock()
    expires = now + timedelta(hours=settings.retention_hours)
    return jobs.fail_queued(job, error=REASON, now=now, expires_at=expires)
