"""Dead letters: failed jobs and unreadable messages, kept for an operator to inspect, retry or remove (Q5).

A job gets one if it could not be started (`poison_message`), or if its last retry failed (`retries_exhausted`): in both cases
a later retry can succeed, and an operator decides. A job whose failure no retry can fix (an unusable script, a budget, a
refusal) gets none: its owner has to change the request. A message that cannot be read gets a letter of its own
(`unreadable_message`).

A letter is kept longer than its job, which is removed after the retention. It holds all data to create the job again.
"""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from reelwright.jobs.model import Job, JobFailure
from reelwright.jobs.priority import Tier
from reelwright.jobs.request import CreateJob
from reelwright.pipeline.table import stamp
from reelwright.values import Value

DEAD_LETTER_LIFE: Final = timedelta(days=14)
"""The longest retention of an SQS message (its guide, quotas): a letter never expires before the message would."""
MOST_BODY_BYTES: Final = 4096
"""The kept length of an unreadable body."""


class DeadLetterReason(StrEnum):
    """Why a job or a message became a dead letter."""

    POISON_MESSAGE = "poison_message"
    RETRIES_EXHAUSTED = "retries_exhausted"
    UNREADABLE_MESSAGE = "unreadable_message"


UNREADABLE: Final = JobFailure(
    type="UnreadableMessage",
    code="unreadable_message",
    message="The message could not be read. It belongs to no job and cannot be retried.",
)


class DeadLetter(Value):
    """One dead letter. `letter_id` is the job's id, or the message's if there is no job; then only the last field is set."""

    letter_id: str
    reason: DeadLetterReason
    queue: str
    error: JobFailure
    failed_at: datetime
    retry_count: int = 0
    attempt: int = 0
    job_id: str | None = None
    task_name: str | None = None
    user_id: str | None = None
    tier: Tier | None = None
    request: CreateJob | None = None
    """The arguments."""
    body: str | None = None
    """The beginning of a message that cannot be read, at most 4 KiB."""

    @property
    def expires_at(self) -> datetime:
        """Compute when the letter is removed."""
        return self.failed_at + DEAD_LETTER_LIFE


class DeadLetterFilter(Value):
    """The filter of a list of letters; None matches all."""

    task_name: str | None = None
    group: str | None = None
    """A group of errors. Use cases filter by it; stores do not."""

    def admits(self, letter: DeadLetter) -> bool:
        """Check whether the letter passes all filters."""
        return self.task_name in (None, letter.task_name)


def letter_of_job(job: Job, reason: DeadLetterReason) -> DeadLetter:
    """Build the entry of a job that has just ended as FAILED; raises ValueError for one without error or end."""
    if job.error is None or job.completed_at is None:
        raise ValueError(f"job {job.job_id} has not failed")
    return DeadLetter(
        letter_id=job.job_id,
        reason=reason,
        queue=job.queue,
        error=job.error,
        failed_at=job.completed_at,
        retry_count=job.retry_count,
        attempt=job.attempt,
        job_id=job.job_id,
        task_name=job.task_name,
        user_id=job.user_id,
        tier=job.tier,
        request=job.request,
    )


def letter_of_message(message_id: str, *, queue: str, body: str, now: datetime) -> DeadLetter:
    """Build the entry of an unreadable message, with the beginning of its body."""
    kept = body.encode("utf-8", "replace")[:MOST_BODY_BYTES].decode("utf-8", "ignore")
    return DeadLetter(
        letter_id=message_id,
        reason=DeadLetterReason.UNREADABLE_MESSAGE,
        queue=queue,
        error=UNREADABLE,
        failed_at=now,
        body=kept,
    )


def letter_position(letter: DeadLetter) -> str:
    """Build the letter's sort key: later ones are greater, and no two are equal."""
    return f"{stamp(letter.failed_at)}#{letter.letter_id}"
