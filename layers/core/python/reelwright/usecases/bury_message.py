"""End the job whose message could not be started again and again, or keep the message that belongs to none (Q4)."""

from datetime import datetime, timedelta
from enum import Enum

from pydantic import ValidationError

from reelwright.events import DeadMessage
from reelwright.jobs.dead_letter import DeadLetterReason, letter_of_message
from reelwright.jobs.lifecycle import JobEvent, JobState
from reelwright.jobs.model import Job, JobFailure, QueueMessage
from reelwright.ports import Clock, DeadLetters, Executions, Jobs, MoveOutcome
from reelwright.settings import Settings
from reelwright.usecases.dispatch_jobs import is_running

REASON = JobFailure(
    type="PoisonMessage",
    code="dead_letter",
    message="The job could not be started five times in a row; an operator can retry it.",
)


class BuryOutcome(Enum):
    """What became of a dead message."""

    ENDED = "ended"
    """Its job is FAILED and has left a dead letter (CANCELLED, and none, where its owner had asked for that)."""
    KEPT = "kept"
    """It is none of ours: kept as a dead letter of its own."""
    LATE = "late"
    """Its job has moved on, or the message came twice: nothing was written."""


def bury_message(
    message: DeadMessage,
    *,
    jobs: Jobs,
    executions: Executions,
    dead_letters: DeadLetters,
    settings: Settings,
    clock: Clock,
) -> BuryOutcome:
    """Move the job of a dead message to FAILED; keep a body that is not ours under the message's own id.

    The job is QUEUED, or EXECUTING without an execution: its attempt was written, but could never be launched. One whose
    start was only not noted is found by its name, and goes on. Safe to repeat: a message that comes again finds its job
    moved on, or its letter there.
    """
    now = clock()
    try:
        named = QueueMessage.model_validate_json(message.body)
    except ValidationError:
        letter = letter_of_message(message.message_id, queue=message.queue, body=message.body, now=now)
        return BuryOutcome.KEPT if dead_letters.add(letter) else BuryOutcome.LATE
    job = jobs.get(named.job_id)
    expires = now + timedelta(hours=settings.retention_hours)
    moved = MoveOutcome.LOST
    if job is not None and job.state is JobState.QUEUED and job.attempt == named.attempt - 1:
        moved = jobs.fail_queued(job, error=REASON, now=now, expires_at=expires)
    elif job is not None and is_running(job, named.attempt) and not _is_launched(job, executions):
        moved = _end_unlaunched(job, jobs=jobs, now=now, expires_at=expires)
    return BuryOutcome.ENDED if moved is MoveOutcome.MOVED else BuryOutcome.LATE


def _is_launched(job: Job, executions: Executions) -> bool:
    return job.execution_arn is not None or executions.find(job.execution_name) is not None


def _end_unlaunched(job: Job, *, jobs: Jobs, now: datetime, expires_at: datetime) -> MoveOutcome:
    """End an attempt that no execution will ever end. One that is launched at this moment finds itself over."""
    if job.cancel_requested:
        return jobs.finish(job.job_id, attempt=job.attempt, event=JobEvent.CANCELLED, now=now, expires_at=expires_at)
    return jobs.finish(
        job.job_id,
        attempt=job.attempt,
        event=JobEvent.FAILED,
        now=now,
        error=REASON,
        expires_at=expires_at,
        metadata={"error": REASON.type, "code": REASON.code},
        dead_letter=DeadLetterReason.POISON_MESSAGE,
    )
