"""The job record with its history, steps and leases."""

from datetime import datetime
from typing import Any, Literal

from reelwright.film.script.describing import Publishing
from reelwright.jobs.cautions import Caution
from reelwright.jobs.lifecycle import JobEvent, JobState
from reelwright.jobs.priority import Tier
from reelwright.jobs.request import CreateJob
from reelwright.jobs.scene_edits import EditedScene, with_uploads
from reelwright.jobs.video_request import VideoRequest
from reelwright.pipeline.queues import shard_name
from reelwright.providers.pictures import Credit
from reelwright.values import Value


class JobFailure(Value):
    """Why an attempt or a job ended badly. `code` is stable and public, `type` the error's own name."""

    type: str
    code: str
    message: str
    step: str | None = None
    traceback: str | None = None
    retryable: bool = False
    ask_again_at: datetime | None = None
    """Set if the error states when a retry makes sense (ProviderUnavailableError): the job waits until then."""

    def public(self) -> dict[str, Any]:
        """Copy the error for clients: without the traceback and the time of the next retry."""
        return self.model_dump(mode="json", exclude={"traceback", "ask_again_at"})


class Fallback(Value):
    """A requested provider that could not be used, and the one used instead."""

    capability: str
    asked: str
    used: str
    reason: str


class SceneCredit(Credit):
    """Whose picture or clip a scene shows; `scene` is None for a single task's."""

    scene: int | None = None


class JobResult(Value):
    """The result of a finished job: S3 keys (signed on each read), figures and scores."""

    files: dict[str, str] = {}
    """Name -> key: `video`, `thumbnail`, `captions_srt`, `captions_vtt`, `audio`, `picture`, `export_tiktok`, …"""
    duration_seconds: float | None = None
    scores: dict[str, Any] = {}
    fallbacks: tuple[Fallback, ...] = ()
    unspoken: tuple[str, ...] = ()
    """Words of the script that the voice could not pronounce, in order, each once."""
    publishing: Publishing | None = None
    """Title, description and tags for publishing; None unless requested."""
    credits: tuple[SceneCredit, ...] = ()
    """Pictures and clips of other people, by scene, with the sentences to publish with the film."""
    details: dict[str, Any] = {}
    """The text results of single tasks: hook, script, plan, child jobs."""


class Job(Value):
    """One job as stored. Times are UTC; `version` counts writes and is the entity tag.

    State, attempt and `history_count` together say where the job is: every move is conditional on the three.
    """

    job_id: str
    user_id: str
    tier: Tier
    task_name: str
    request: CreateJob
    queue: str
    state: JobState = JobState.PENDING
    version: int = 1
    history_count: int = 1
    """The number of transitions, the creation included."""
    attempt: int = 0
    """The running or last attempt, from 1; 0 before the first."""
    retry_count: int = 0
    hand_retries: int = 0
    """How often its owner has retried it by hand."""
    progress: float = 0.0
    """0-1, never falling within a job's life."""
    progress_message: str = "Waiting to be admitted"
    waiting_reason: str | None = None
    waited_seconds: float = 0.0
    """Total wait for providers so far; bounded by `jobs.retry.MAX_WAIT_SECONDS`."""
    held_at: datetime | None = None
    """Since when the film waits for its owner's approval; None otherwise."""
    approved_at: datetime | None = None
    scene_edits: tuple[EditedScene, ...] = ()
    """What the owner changed of single scenes."""
    result: JobResult | None = None
    error: JobFailure | None = None
    cancel_requested: bool = False
    cautions: tuple[Caution, ...] = ()
    parent_job_id: str | None = None
    execution_arn: str | None = None
    announced_at: datetime | None = None
    """When the message of the present QUEUED phase was sent; None until then."""
    ticket: int | None = None
    """Drawn when that message was sent; minus the jobs that left the queue since, it is the position (`figures.waiting`)."""
    created_at: datetime
    updated_at: datetime
    started_at: datetime | None = None
    """When the first attempt began."""
    attempt_started_at: datetime | None = None
    """When the running or last attempt began."""
    completed_at: datetime | None = None
    due_at: datetime | None = None
    """When a waiting job is due again: the next retry, or the sweeper's check.

    An ended job has one until its outcome is published.
    """
    expires_at: datetime | None = None
    """When a finished job is removed with its files."""
    cost_usd: float = 0.0

    @property
    def stops_at_storyboard(self) -> bool:
        """Whether the next attempt ends with the storyboard, which its owner has not approved yet."""
        return self.request.video_request.hold_at is not None and self.approved_at is None

    @property
    def video(self) -> VideoRequest:
        """The film to make: the request's, with the pictures of edited scenes."""
        video = self.request.video_request
        if not self.scene_edits:
            return video
        return video.model_copy(update={"images": with_uploads(video.images, self.scene_edits)})

    @property
    def duration_seconds(self) -> float | None:
        """Measure the seconds from the first attempt's start to the end; None before the end."""
        if self.started_at is None or self.completed_at is None:
            return None
        return (self.completed_at - self.started_at).total_seconds()

    @property
    def execution_name(self) -> str:
        """Name the execution of the current attempt (at most 80 characters, the limit of Step Functions)."""
        return execution_name(self.job_id, self.attempt)


def execution_name(job_id: str, attempt: int) -> str:
    """Name an attempt's execution: `<job>-a<attempt>`."""
    return f"{job_id}-a{attempt}"


def parse_execution_name(name: str) -> tuple[str, int] | None:
    """Parse `<job>-a<attempt>` into job and attempt; None for any other name."""
    job_id, separator, attempt = name.rpartition("-a")
    if not separator or not attempt.isdigit():
        return None
    return job_id, int(attempt)


class HistoryRow(Value):
    """One transition, written in the transaction that made it. `sequence` counts from 1 without gaps."""

    sequence: int
    at: datetime
    event: JobEvent | Literal["created"]
    from_state: JobState | None
    to_state: JobState
    attempt: int
    metadata: dict[str, Any] = {}


class RecordedJob(Value):
    """A job with all its transitions, oldest first."""

    job: Job
    history: tuple[HistoryRow, ...]


class StepRun(Value):
    """A run of a step before the newest one. One whose process ended without a report is `failed` at its last report."""

    attempt: int
    state: Literal["done", "failed"]
    started_at: datetime
    finished_at: datetime
    queued_seconds: float | None = None
    seconds: float | None = None
    cached: bool = False


class StepRow(Value):
    """One step of a job, the newest run's view. `key` is the artefact it left.

    `name` is the step's name with its place: `plan_scenes`, `render_scene#3`, `export_video#tiktok`.
    """

    name: str
    state: Literal["running", "done", "failed"]
    attempt: int
    fraction: float = 0.0
    """Share already added to the job's progress, 0-1; it only grows, over attempts too."""
    key: str | None = None
    output: dict[str, Any] = {}
    """Small facts that later steps and the result need (seconds, scores, provider); never content."""
    cached: bool = False
    seconds: float | None = None
    cost_usd: float = 0.0
    fallback: Fallback | None = None
    error: JobFailure | None = None
    started_at: datetime | None = None
    """When the newest run began; None in rows of earlier releases."""
    queued_seconds: float | None = None
    """From the moment when the run could begin until its start."""
    earlier: tuple[StepRun, ...] = ()
    """The runs before, oldest first; the last ten."""
    waits: bool = False
    """Whether the attempt's run has waited for long work of a provider: later looks at the work belong to the same run."""
    updated_at: datetime


class Lease(Value):
    """The right of one attempt to run, counted in its shard of the pool's capacity until released or expired."""

    job_id: str
    attempt: int
    pool: str
    shard: int = 0
    execution_arn: str | None = None
    expires_at: datetime

    @property
    def counted_in(self) -> str:
        """The name of the shard that counts the lease."""
        return shard_name(self.pool, self.shard)


class PoolCounts(Value):
    """The counters of a pool: its running attempts by shard, and all its starts ever."""

    running: tuple[int, ...]
    served: int


class QueueMessage(Value):
    """The body of an SQS message: a job and the attempt to start. Late and repeated messages name an attempt that is over."""

    job_id: str
    attempt: int
