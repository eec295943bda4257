"""Dead letters as operators see them."""

from typing import Annotated, Any, Literal

from pydantic import Field

from reelwright.api.models.jobs import JobLinks
from reelwright.jobs.dead_letter import DeadLetterReason
from reelwright.payload import Count, Payload, Time


class LetterError(Payload):
    """Why something was given up; `ask_again_at` where the error knew when trying again makes sense."""

    type: str
    code: str
    message: str
    step: str | None
    retryable: bool
    ask_again_at: Time | None


class WholeLetterError(LetterError):
    """The same with its traceback."""

    traceback: str | None


class LetterLinks(Payload):
    """The routes of one dead letter, and its job's."""

    self: str
    retry: str
    job: str | None


class LetterView(Payload):
    """One dead letter. In lists, texts of `arguments` and `body` are cut after 200 characters."""

    id: Annotated[str, Field(description="The job's id, or the message's where there is no job.")]
    job_id: str | None
    task_name: str | None
    arguments: Annotated[dict[str, Any] | None, Field(description="The request of the job; null for a message.")]
    error: WholeLetterError | LetterError
    retry_count: Count
    attempt: Count
    failed_at: Time
    reason: DeadLetterReason
    queue: str
    user_id: str | None
    body: Annotated[str | None, Field(description="The beginning of a message that could not be read, at most 4 KiB.")]
    expires_at: Time
    links: LetterLinks


class LetterList(Payload):
    """A page of dead letters, newest first."""

    dead_letters: tuple[LetterView, ...]
    next_cursor: str | None
    has_more: bool


class LetterRetried(Payload):
    """The job that works now: the letter's, or a new one where that had been removed."""

    id: str
    job_id: str
    status: Literal["pending"]
    links: JobLinks


class LetterRevived(Payload):
    """A dead letter, and the job that works again."""

    id: str
    job_id: str


class LettersRetried(Payload):
    """What a retry of many brought back; `skipped` letters have no job, or one that is not FAILED any more."""

    retried: tuple[LetterRevived, ...]
    skipped: tuple[str, ...]
    next_cursor: str | None
    has_more: bool


class LetterRemoved(Payload):
    """The letter that was forgotten."""

    id: str
    job_id: str | None
    status: Literal["removed"]
