"""A job, its result, and the pages and histories that list jobs."""

from datetime import datetime
from typing import Any, Final, Self

from reelwright_client.models.wire import Wire

FINAL_STATES: Final = frozenset({"COMPLETED", "FAILED", "CANCELLED"})


class ResultFile(Wire):
    """One file of a result. `url` is signed anew on each read of the job and valid until `expires_at`."""

    key: str = ""
    url: str | None = None
    expires_at: datetime | None = None


class Fallback(Wire):
    """A requested provider that could not be used, and the provider that replaced it."""

    capability: str = ""
    asked: str = ""
    used: str = ""
    reason: str = ""


class Credit(Wire):
    """Someone else's picture in the film. `text` is the sentence to publish with it; `scene` counts from 0."""

    scene: int | None = None
    provider: str = ""
    id: str = ""
    page: str = ""
    author: str = ""
    author_page: str | None = None
    licence: str = ""
    licence_page: str | None = None
    text: str = ""


class Publishing(Wire):
    """Title, description and tags for publishing a film. Tags have no number sign."""

    title: str
    description: str
    tags: tuple[str, ...] = ()


class JobResult(Wire):
    """The result of a finished job. `duration` is the film's, in seconds."""

    video_path: str | None = None
    thumbnail_path: str | None = None
    duration: float | None = None
    files: dict[str, ResultFile] = {}
    scores: dict[str, Any] = {}
    fallbacks: tuple[Fallback, ...] = ()
    unspoken: tuple[str, ...] = ()
    """Words of the script that the voice could not read."""
    publishing: Publishing | None = None
    """Words for publishing; None unless `publishing` was requested."""
    credits: tuple[Credit, ...] = ()
    """Pictures and clips of other people in the film: publish each `text` with it."""
    details: dict[str, Any] = {}
    """Results of single tasks that are text: hook, script, plan."""


class JobError(Wire):
    """Why a job failed. `code` is stable, `message` is for people."""

    type: str = ""
    code: str = ""
    message: str = ""
    step: str | None = None
    retryable: bool = False


class Preview(Wire):
    """A small picture; its URL needs no token and expires."""

    url: str
    expires_at: datetime | None = None


class StepRun(Wire):
    """An earlier run of a step; one whose process ended without a report is `failed` at its last report."""

    attempt: int = 0
    state: str = ""
    queued_seconds: float | None = None
    started_at: datetime | None = None
    finished_at: datetime | None = None
    seconds: float | None = None
    cached: bool = False


class JobStep(Wire):
    """One step with its newest run. `name` includes its number: `render_scene#3`. A `cached` step cost nothing again."""

    name: str
    state: str = ""
    attempt: int = 0
    queued_seconds: float | None = None
    """From the moment when the run could begin until its start."""
    started_at: datetime | None = None
    finished_at: datetime | None = None
    seconds: float | None = None
    cached: bool = False
    cost_usd: float = 0.0
    fraction: float = 0.0
    preview: Preview | None = None
    earlier: tuple[StepRun, ...] = ()
    """Runs before the newest one, oldest first."""


class BoardScene(Wire):
    """One scene of a film, by its number from 0. `seconds` and `preview` are None until they are made."""

    scene: int
    text: str = ""
    seconds: float | None = None
    preview: Preview | None = None
    own_file: str | None = None
    cost_usd: float = 0.0
    cached: bool = False


class Storyboard(Wire):
    """The scenes of a film in order; none before it is planned."""

    scenes: tuple[BoardScene, ...] = ()


class RequestWarning(Wire):
    """Something to know about an accepted request. `code` is stable, `field` the path of the field, `message` for people."""

    code: str = ""
    field: str = ""
    message: str = ""


class EtaInterval(Wire):
    """The 10th and 90th percentile of the time left, in seconds from now."""

    low: float
    high: float


class Job(Wire):
    """One job. `progress` is 0-1; `duration` is the time that the work took, in seconds; times are UTC."""

    job_id: str
    state: str
    user_id: str = ""
    tier: str = ""
    task_name: str = ""
    title: str = ""
    script_id: str | None = None
    parent_job_id: str | None = None
    metadata: dict[str, Any] = {}
    warnings: tuple[RequestWarning, ...] = ()
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
    eta_interval_seconds: EtaInterval | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None
    approval_until: datetime | None = None
    """Set while the film waits for your approval: when it is cancelled without one."""
    started_at: datetime | None = None
    completed_at: datetime | None = None
    expires_at: datetime | None = None
    duration: float | None = None
    waiting_reason: str | None = None
    next_retry_at: datetime | None = None
    cancel_requested: bool = False
    cost_usd: float = 0.0
    steps: tuple[JobStep, ...] = ()

    @property
    def is_final(self) -> bool:
        """Whether the job has ended: completed, failed or cancelled."""
        return self.state in FINAL_STATES

    @property
    def is_resting(self) -> bool:
        """Whether it stays as it is until a call changes it: it has ended."""
        return self.is_final

    @property
    def is_completed(self) -> bool:
        """Whether the job ended with a result."""
        return self.state == "COMPLETED"

    @property
    def looks_ahead(self) -> bool:
        """Whether the server gives a queue position or a time left. Both change while the job itself does not."""
        return self.position is not None or self.eta_seconds is not None

    def differs_from(self, other: Self | None) -> bool:
        """Whether anything has changed besides the result, whose URLs are signed anew on each read. True against None."""
        if other is None:
            return True
        return self.model_dump(exclude={"result"}) != other.model_dump(exclude={"result"})


class JobPage(Wire):
    """One page of a listing. `total` counts the whole listing if the page was requested by number."""

    jobs: tuple[Job, ...] = ()
    next_cursor: str | None = None
    has_more: bool = False
    total: int | None = None
    page: int | None = None
    page_size: int | None = None


class Cancellation(Wire):
    """The answer to a cancel. `stopping`: the work has not stopped yet."""

    job_id: str = ""
    status: str = ""
    stopping: bool = False


class Retried(Wire):
    """The answer to a retry: the job with the new attempt. `id` is the dead letter's, if a dead letter was retried."""

    job_id: str
    id: str = ""
    status: str = ""


class HistoryEntry(Wire):
    """One transition of a job; `sequence` counts from 1. The first entry has no `from_state`."""

    sequence: int = 0
    at: datetime | None = None
    event: str = ""
    from_state: str | None = None
    to_state: str = ""
    attempt: int = 0
    metadata: dict[str, Any] = {}


class History(Wire):
    """All transitions of a job, oldest first."""

    history: tuple[HistoryEntry, ...] = ()
