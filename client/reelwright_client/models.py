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


class Limit(Wire):
    """One limit of creates (`daily`, `minute`); `remaining` None where it is not counted before it is used up."""

    name: str
    limit: int
    remaining: int | None = None
    resets_in_seconds: float | None = None


class Tried(Wire):
    """What a create would come to: nothing was created. Estimates in seconds and US dollars."""

    task_name: str = ""
    tier: str = ""
    queue: str | None = None
    message: str = ""
    estimated_duration: float | None = None
    estimated_film_seconds: float | None = None
    estimated_cost_usd: float | None = None
    limits: tuple[Limit, ...] = ()


class Upload(Wire):
    """An opened upload; `upload` is its id, for `images`."""

    upload: str
    method: str = "PUT"
    url: str
    headers: dict[str, str] = {}
    expires_at: datetime | None = None


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


class EtaInterval(Wire):
    """Between which seconds from now four of five such jobs are done."""

    low: float
    high: float


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
    eta_interval_seconds: EtaInterval | None = None
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

    @property
    def looks_ahead(self) -> bool:
        """Return whether it tells its place in the queue or how long it will take: these move while nothing else does."""
        return self.position is not None or self.eta_seconds is not None

    def differs_from(self, other: "Job | None") -> bool:
        """Return whether anything but the freshly signed URLs has changed; True against None."""
        if other is None:
            return True
        return self.model_dump(exclude={"result"}) != other.model_dump(exclude={"result"})


class JobPage(Wire):
    """One page of a listing. `total` counts all of it where the page was asked for by number."""

    jobs: tuple[Job, ...] = ()
    next_cursor: str | None = None
    has_more: bool = False
    total: int | None = None
    page: int | None = None
    page_size: int | None = None


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


class Today(Wire):
    """The daily quota; `limit` and `remaining` None: there is none."""

    created: int = 0
    limit: int | None = None
    remaining: int | None = None
    resets_at: datetime | None = None


class Counts(Wire):
    """Jobs by state; success rate (0-1) and average seconds of every job that ever ended; what is left of the day."""

    counts: dict[str, int] = {}
    total: int = 0
    success_rate: float | None = None
    average_seconds: float | None = None
    today: Today | None = None


class QueueStanding(Wire):
    """One queue: messages in SQS (`depth`), jobs that wait and run, messages that died and nobody has read."""

    name: str
    pool: str = ""
    weight: int = 0
    depth: int = 0
    waiting: int = 0
    running: int = 0
    dead_messages: int = 0


class PoolStanding(Wire):
    """How many attempts run of how many at most; queues of one pool share its capacity."""

    name: str
    running: int = 0
    capacity: int = 0


class Queues(Wire):
    """Every queue and pool."""

    queues: tuple[QueueStanding, ...] = ()
    pools: tuple[PoolStanding, ...] = ()


class Health(Wire):
    """The service's health and that of what it depends on."""

    status: str = ""
    dependencies: dict[str, Any] = Field(default_factory=dict)

    @property
    def is_healthy(self) -> bool:
        """Return whether the service calls itself well."""
        return self.status.lower() in {"ok", "healthy", "up", "pass"}


class WebhookSecret(Wire):
    """What signs your webhooks. The secret before signs too until `previous_until`."""

    secret: str
    generation: int = 1
    rotated_at: datetime | None = None
    previous_until: datetime | None = None


class WebhookTest(Wire):
    """What came back of a test webhook; `excerpt` is the beginning of the receiver's answer."""

    delivered: bool
    outcome: str = ""
    status: int | None = None
    milliseconds: int = 0
    detail: str | None = None
    excerpt: str = ""
    webhook_id: str = ""


class Delivery(Wire):
    """One try of a webhook; `trigger` says whether the schedule or a person sent it."""

    webhook_id: str
    type: str = ""
    number: int = 1
    trigger: str = ""
    place: str = ""
    at: datetime | None = None
    outcome: str = ""
    status: int | None = None
    milliseconds: int | None = None
    detail: str | None = None
    next_try_at: datetime | None = None


class Deliveries(Wire):
    """Every try of a job's webhooks."""

    deliveries: tuple[Delivery, ...] = ()
