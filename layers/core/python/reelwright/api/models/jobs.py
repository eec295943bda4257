"""Jobs as clients see them. Names of the system before (`status`, `video_path`, `duration`) stand beside the new ones."""

from typing import Annotated, Any, Literal

from pydantic import Field

from reelwright.jobs.lifecycle import JobEvent, JobState, StatusWord
from reelwright.jobs.priority import Tier
from reelwright.payload import Count, Payload, Share, Time


class JobLinks(Payload):
    """The routes of one job, as paths; `cancel` is meant for DELETE."""

    self: str
    status: str
    history: str
    cancel: str


class JobCreated(Payload):
    """An accepted job, and what it will take."""

    job_id: str
    status: Literal["pending"]
    message: str
    estimated_duration: Annotated[int, Field(ge=0, description="Seconds that the work is likely to take.")]
    estimated_film_seconds: Annotated[float, Field(ge=0, description="Length of the film; 0 for tasks that make none.")]
    estimated_cost_usd: Annotated[float, Field(ge=0)]
    queue: str
    position: Annotated[int | None, Field(ge=1, description="Place in the queue, from 1; null until it is queued.")]
    links: JobLinks


class LimitView(Payload):
    """One limit of creates: `remaining` null where it is not counted before it is used up."""

    name: Literal["daily", "minute"]
    limit: Annotated[int, Field(ge=1)]
    remaining: Count | None
    resets_in_seconds: Count


class JobTried(Payload):
    """What a create with this body would come to: nothing was created."""

    dry_run: Literal[True]
    status: Literal["pending"]
    message: str
    task_name: str
    tier: Tier
    estimated_duration: Annotated[int, Field(ge=0, description="Seconds that the work is likely to take.")]
    estimated_film_seconds: Annotated[float, Field(ge=0, description="Length of the film; 0 for tasks that make none.")]
    estimated_cost_usd: Annotated[float, Field(ge=0)]
    queue: str
    position: None
    limits: tuple[LimitView, ...]


class EtaInterval(Payload):
    """From the tenth to the ninetieth of a hundred."""

    low: Count
    high: Count


class StatusView(Payload):
    """State and progress of a job."""

    job_id: str
    task_name: str
    state: JobState
    status: StatusWord
    progress: Annotated[Share, Field(description="0-1; never falls.")]
    progress_percent: Annotated[int, Field(ge=0, le=100)]
    progress_message: str
    attempt: Annotated[Count, Field(description="The running or last attempt; 0 before the first.")]
    position: Annotated[int | None, Field(ge=1, description="Place in the queue, from 1; null unless it is queued.")]
    eta_seconds: Annotated[
        int | None, Field(ge=0, description="Seconds until it is likely to be done; null once it is over or stopping.")
    ]
    eta_interval_seconds: Annotated[
        EtaInterval | None, Field(description="Between which seconds four of five such jobs are done.")
    ]
    updated_at: Time


class FileView(Payload):
    """One file of a result. Fetch `url` without a token; it is signed anew on each read."""

    key: str
    url: str
    expires_at: Time


class FallbackView(Payload):
    """A provider that was asked for and could not be used, and the one that took over."""

    capability: str
    asked: str
    used: str
    reason: str


class ResultView(Payload):
    """What a finished job left."""

    video_path: str | None
    thumbnail_path: str | None
    duration: Annotated[float | None, Field(description="Seconds of film or sound.")]
    files: dict[str, FileView]
    scores: dict[str, Any]
    fallbacks: tuple[FallbackView, ...]
    details: Annotated[dict[str, Any], Field(description="What single tasks answer in text: hook, script, plan.")]


class FailureView(Payload):
    """Why a job failed. `code` is stable; `retryable` says whether trying the same again later can help."""

    type: str
    code: str
    message: str
    step: str | None
    retryable: bool


class StepView(Payload):
    """One step of the newest attempt. `name` has its place: `render_scene#3`; a `cached` one cost nothing again."""

    name: str
    state: Literal["running", "done", "failed"]
    fraction: Share
    seconds: float | None
    cached: bool
    cost_usd: float


class JobView(StatusView):
    """One job, whole."""

    user_id: str
    tier: Tier
    script_id: str | None
    title: str
    queue: str
    result: ResultView | None
    error: FailureView | None
    retry_count: Count
    next_retry_at: Time | None
    waiting_reason: str | None
    cancel_requested: bool
    created_at: Time
    started_at: Time | None
    completed_at: Time | None
    duration: Annotated[float | None, Field(description="Seconds from the first attempt's start to the end.")]
    expires_at: Annotated[Time | None, Field(description="When the finished job and its files are removed.")]
    cost_usd: float
    parent_job_id: str | None
    metadata: dict[str, Any]
    steps: Annotated[tuple[StepView, ...], Field(description="Empty in lists.")]
    links: JobLinks


class ListLinks(Payload):
    """Where a list goes on, as a path; null at its end."""

    next: str | None


class JobList(Payload):
    """A page of jobs, newest first. Follow `links.next`, or pass `next_cursor` as `cursor`, to go on."""

    jobs: tuple[JobView, ...]
    next_cursor: str | None
    has_more: bool
    total: Annotated[Count | None, Field(description="Jobs of the whole list; null unless `page` was asked for.")]
    page: Annotated[int | None, Field(ge=1, description="Null unless it was asked for.")]
    page_size: Annotated[int, Field(ge=1, le=100)]
    links: ListLinks


class TransitionView(Payload):
    """One transition of a job; `sequence` counts from 1 without gaps, the first comes from no state."""

    sequence: Annotated[int, Field(ge=1)]
    at: Time
    event: JobEvent | Literal["created"]
    from_state: JobState | None
    to_state: JobState
    attempt: Count
    metadata: dict[str, Any]


class HistoryView(Payload):
    """Every transition of a job, oldest first."""

    history: tuple[TransitionView, ...]


class TodayView(Payload):
    """The daily quota; without a limit, `limit` and `remaining` are null."""

    created: Annotated[Count, Field(description="Jobs created since midnight UTC.")]
    limit: Count | None
    remaining: Count | None
    resets_at: Time


class CountsView(Payload):
    """How many of a user's jobs are in each state, how well all of them went, and what is left of the day."""

    counts: dict[StatusWord, Count]
    total: Count
    success_rate: Annotated[
        Share | None, Field(description="Completed of all that ever ended by themselves; null before the first.")
    ]
    average_seconds: Annotated[
        float | None, Field(ge=0, description="Average running time of what completed; null before the first.")
    ]
    today: TodayView


class JobCancelled(Payload):
    """The answer to a cancel: `stopping` until the work has stopped."""

    job_id: str
    status: Literal["cancelled", "stopping"]
    links: JobLinks


class JobRetried(Payload):
    """The answer to a retry: the job waits for its new attempt."""

    job_id: str
    status: Literal["pending"]
    links: JobLinks


class HealthView(Payload):
    """How each dependency is: `ok`, or the kind of its error."""

    status: Literal["healthy", "unhealthy"]
    dependencies: dict[str, str]
