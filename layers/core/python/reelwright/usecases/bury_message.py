"""End a job whose message failed to start repeatedly, or keep a message that belongs to no job (Q4)."""

from datetime import datetime
from enum import Enum

from pydantic import ValidationError

from reelwright.events import DeadMessage
from reelwright.jobs import moves
from reelwright.jobs.dead_letter import DeadLetterReason, letter_of_message
from reelwright.jobs.lifecycle import JobEvent
from reelwright.jobs.model import Job, JobFailure, Lease, QueueMessage
from reelwright.ports import Executions, MoveOutcome, World

REASON = JobFailure(
    type="PoisonMessage",
    code="dead_letter",
    message="The job could not be started five times in a row; an operator can retry it.",
)


class BuryOutcome(Enum):
    """Outcome of a dead message."""

    ENDED = "ended"
    """Its job is FAILED and has a dead letter; or CANCELLED, without a letter, if its owner requested that."""
    KEPT = "kept"
    """The body is invalid: kept as a dead letter of its own."""
    LATE = "late"
    """Its job has moved on, or the message is a duplicate: nothing was written."""


def bury_message(message: DeadMessage, *, world: World) -> BuryOutcome:
    """Move the job of a dead message to FAILED; keep an invalid body under the message's own id.

    The job is QUEUED, or EXECUTING without an execution: its attempt was written, but could not be launched. If an execution
    runs and only its start was not noted, it is found by name and the job continues. Safe to repeat: for a repeated message
    the job has moved on, or the letter exists.
    """
    now = world.clock()
    try:
        named = QueueMessage.model_validate_json(message.body)
    except ValidationError:
        letter = letter_of_message(message.message_id, queue=message.queue, body=message.body, now=now)
        return BuryOutcome.KEPT if world.dead_letters.add(letter) else BuryOutcome.LATE
    job = world.jobs.get(named.job_id)
    if job is None or not _is_dead(job, named.attempt, world.executions):
        return BuryOutcome.LATE
    move = _end_of(job, lease=world.jobs.lease(job.job_id), now=now, expires_at=world.settings.expires_at(job, now))
    return BuryOutcome.ENDED if world.jobs.commit(move) is MoveOutcome.MOVED else BuryOutcome.LATE


def _is_dead(job: Job, attempt: int, executions: Executions) -> bool:
    """Return whether the message's attempt can neither start nor end any more."""
    if moves.is_queued_for(job, attempt):
        return True
    return moves.is_running(job, attempt) and not _is_launched(job, executions)


def _is_launched(job: Job, executions: Executions) -> bool:
    return job.execution_arn is not None or executions.find(job.execution_name) is not None


def _end_of(job: Job, *, lease: Lease | None, now: datetime, expires_at: datetime | None) -> moves.Move:
    """Move to FAILED with a dead letter, or to CANCELLED if requested. An execution that starts right now stops itself."""
    if job.cancel_requested:
        return moves.finish(job, JobEvent.CANCELLED, now=now, lease=lease, expires_at=expires_at)
    return moves.finish(
        job,
        JobEvent.FAILED,
        now=now,
        lease=lease,
        error=REASON,
        expires_at=expires_at,
        metadata={"error": REASON.type, "code": REASON.code},
        dead_letter=DeadLetterReason.POISON_MESSAGE,
    )
