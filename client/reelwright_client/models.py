"""What travels on the wire, as the client reads it.

Tolerant on purpose: a field the client does not know is kept (and printed by `--json`), a null means "not
given", and states are plain words, so a newer server never breaks an older client.
"""

from datetime import datetime
from typing import Any, Final

from pydantic import BaseModel, ConfigDict, Field, model_validator

FINAL_STATES: Final = frozenset({"COMPLETED", "FAILED", "CANCELLED"})
"""Where a job rests."""


class Wire(BaseModel):
    """One JSON object of the API; immutable."""

    model_config = ConfigDict(frozen=True, extra="allow")

    @model_validator(mode="before")
    @classmethod
    def _null_means_not_given(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        return {name: value for name, value in data.items() if value is not None}


class Accepted(Wire):
    """The answer to a create. Estimates in seconds and US dollars; `position` counts from 1 in its queue."""

    job_id: str
    status: str = "pending"
    message: str = ""
    estimated_duration: float | None = None
    estimated_cost_usd: float | None = None
    queue: str | None = None
    position: int | None = None
    links: dict[str, Any] = {}


class ResultFile(Wire):
    """One file of a result. `url` is signed anew on each read of the job and valid until `expires_at`."""

    key: str = ""
    url: str | None = None
    expires_at: datetime | None = None


class Fallback(Wire):
    """A provider that was asked for and could not be used, and the one that took over."""

    capability: str = ""
    asked: str = ""
    used: str = ""
    reason: str = ""


class JobResult(Wire):
    """What a finished job left. `duration` is the film's, in seconds."""

    video_path: str | None = None
    thumbnail_path: str | None = None
    duration: float | None = None
    files: dict[str, ResultFile] = {}
    scores: dict[str, Any] = {}
    fallbacks: tuple[Fallback, ...] = ()
    details: dict[str, Any] = {}


class JobError(Wire):
    """Why a job failed. `code` is stable, `message` is for people."""

    type: str = ""
    code: str = ""
    message: str = ""
    step: str | None = None
    retryable: bool = False


class JobStep(Wire):
    """One step of the newest attempt. `name` has its place: `render_scene#3`; `cached` cost nothing again."""

    name: str
    state: str = ""
    seconds: float | None = None
    cached: bool = False
    cost_usd: float = 0.0
    fraction: float = 0.0


class Job(Wire):
    """One job. `progress` is 0-1; `duration` is the work's, in seconds; times are UTC."""

    job_id: str
    state: str
    user_id: str = ""
    task_name: str = ""
    title: str = ""
    status: str = ""
    progress: float = 0.0
    progress_message: str = ""
    result: JobResult | None = None
    error: JobError | None = None
    retry_count: int = 0
    attempt: int = 0
    queue: str = ""
    position: int | None = None
    eta_seconds: float | None = None
    created_at: datetime | None = None
    started_at: datetime | None = None
    completed_at: datetime | None = None
    duration: float | None = None
    waiting_reason: str | None = None
    next_retry_at: datetime | None = None
    cost_usd: float = 0.0
    steps: tuple[JobStep, ...] = ()

    @property
    def is_final(self) -> bool:
        """Return whether the job rests: completed, failed or cancelled."""
        return self.state in FINAL_STATES

    @property
    def is_completed(self) -> bool:
        """Return whether the result is there."""
        return self.state == "COMPLETED"

    def differs_from(self, other: "Job | None") -> bool:
        """Return whether anything but the freshly signed URLs has changed; True against None."""
        if other is None:
            return True
        return self.model_dump(exclude={"result"}) != other.model_dump(exclude={"result"})


class JobPage(Wire):
    """One page of a listing."""

    jobs: tuple[Job, ...] = ()
    next_cursor: str | None = None
    has_more: bool = False


class Cancellation(Wire):
    """The answer to a cancel. `stopping`: the work still has to stop; False when it had before."""

    job_id: str = ""
    status: str = ""
    message: str = ""
    stopping: bool = False


class Retried(Wire):
    """The answer to a retry: the job that works now. `id` is the dead letter's, where one was retried."""

    job_id: str
    id: str = ""
    status: str = ""


class DeadLetter(Wire):
    """What was given up. `arguments` is the request; in listings its long texts are cut. `job_id` None: not a job's message."""

    id: str
    reason: str = ""
    job_id: str | None = None
    task_name: str = ""
    user_id: str = ""
    queue: str = ""
    arguments: dict[str, Any] = {}
    error: JobError | None = None
    retry_count: int = 0
    attempt: int = 0
    failed_at: datetime | None = None
    expires_at: datetime | None = None
    body: str | None = None
    """The beginning of a message that could not be read."""


class DeadLetterPage(Wire):
    """One page of dead letters."""

    dead_letters: tuple[DeadLetter, ...] = ()
    next_cursor: str | None = None
    has_more: bool = False


class RevivedPage(Wire):
    """What one retry of many brought back; `skipped` names letters that have no job to retry."""

    retried: tuple[Retried, ...] = ()
    skipped: tuple[str, ...] = ()
    next_cursor: str | None = None
    has_more: bool = False


class HistoryEntry(Wire):
    """One transition of a job, oldest first."""

    sequence: int = 0
    at: datetime | None = None
    event: str = ""
    from_state: str | None = None
    to_state: str = ""
    attempt: int = 0
    metadata: dict[str, Any] = {}


class History(Wire):
    """All transitions of a job."""

    history: tuple[HistoryEntry, ...] = ()


class Counts(Wire):
    """Jobs by state and, beside them, whatever averages the server gives (kept as extra fields)."""

    counts: dict[str, int] = {}


class Health(Wire):
    """The service's health and that of what it depends on."""

    status: str = ""
    dependencies: dict[str, Any] = Field(default_factory=dict)

    @property
    def is_healthy(self) -> bool:
        """Return whether the service calls itself well."""
        return self.status.lower() in {"ok", "healthy", "up", "pass"}
