"""Dead letters: jobs that failed after all retries, and queue messages that could not be processed."""

from datetime import datetime
from typing import Any

from reelwright_client.models.jobs import JobError, Retried
from reelwright_client.models.wire import Wire


class LetterError(JobError):
    """Why the job or the message failed. `traceback` is given for a single dead letter, not in lists."""

    ask_again_at: datetime | None = None
    traceback: str | None = None


class DeadLetter(Wire):
    """One dead letter. `job_id` is None for a message that belongs to no job.

    `arguments` is the request of the job. Lists cut its long texts; `AsyncClient.dead_letter` returns them whole.
    """

    id: str
    reason: str = ""
    job_id: str | None = None
    task_name: str = ""
    user_id: str = ""
    queue: str = ""
    arguments: dict[str, Any] = {}
    error: LetterError | None = None
    retry_count: int = 0
    attempt: int = 0
    failed_at: datetime | None = None
    expires_at: datetime | None = None
    body: str | None = None
    """The beginning of a message that could not be read."""


class DeadLetterPage(Wire):
    """One page of dead letters, newest first."""

    dead_letters: tuple[DeadLetter, ...] = ()
    next_cursor: str | None = None
    has_more: bool = False


class RevivedPage(Wire):
    """The result of retrying one page of dead letters; `skipped` has the ids of letters without a job to retry."""

    retried: tuple[Retried, ...] = ()
    skipped: tuple[str, ...] = ()
    next_cursor: str | None = None
    has_more: bool = False


class RemovedPage(Wire):
    """The ids of one page of removed dead letters."""

    removed: tuple[str, ...] = ()
    next_cursor: str | None = None
    has_more: bool = False


class LetterGroup(Wire):
    """Dead letters with equal errors. `samples` are ids of the newest ones; `retryable`: a retry can succeed unchanged."""

    group: str
    code: str = ""
    step: str | None = None
    message: str = ""
    count: int = 0
    retryable: bool = False
    advice: str = ""
    samples: tuple[str, ...] = ()
    newest_at: datetime | None = None
    oldest_at: datetime | None = None


class LetterGroups(Wire):
    """The groups of the newest 1,000 dead letters, largest first; not `is_complete` if there are more letters."""

    groups: tuple[LetterGroup, ...] = ()
    is_complete: bool = True
