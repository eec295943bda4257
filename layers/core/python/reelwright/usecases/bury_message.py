"""End the job whose message could not be started again and again, or keep the message that belongs to none (Q4)."""

from datetime import timedelta
from enum import Enum

from pydantic import ValidationError

from reelwright.events import DeadMessage
from reelwright.jobs.dead_letter import letter_of_message
from reelwright.jobs.lifecycle import JobState
from reelwright.jobs.model import JobFailure, QueueMessage
from reelwright.ports import Clock, DeadLetters, Jobs, MoveOutcome
from reelwright.settings import Settings

REASON = JobFailure(
    type="PoisonMessage",
    code="dead_letter",
    message="The job could not be started five times in a row; an operator can retry it.",
)


class BuryOutcome(Enum):
    """What became of a dead message."""

    FAILED = "failed"
    """Its job is FAILED and has left a dead letter."""
    KEPT = "kept"
    """It is none of ours: kept as a dead letter of its own."""
    LATE = "late"
    """Its job has moved on, or the message came twice: nothing was written."""


def bury_message(
    message: DeadMessage, *, jobs: Jobs, dead_letters: DeadLetters, settings: Settings, clock: Clock
) -> BuryOutcome:
    """Move the job of a dead message to FAILED; keep a body that is not ours under the message's own id.

    Safe to repeat: a message that comes again finds its job moved on, or its letter there.
    """
    now = clock()
    try:
        named = QueueMessage.model_validate_json(message.body)
    except ValidationError:
        letter = letter_of_message(message.message_id, queue=message.queue, body=message.body, now=now)
        return BuryOutcome.KEPT if dead_letters.add(letter) else BuryOutcome.LATE
    job = jobs.get(named.job_id)
    if job is None or job.state is not JobState.QUEUED or job.attempt != named.attempt - 1:
        return BuryOutcome.LATE
    expires = now + timedelta(hours=settings.retention_hours)
    moved = jobs.fail_queued(job, error=REASON, now=now, expires_at=expires)
    return BuryOutcome.FAILED if moved is MoveOutcome.MOVED else BuryOutcome.LATE
