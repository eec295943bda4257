"""Jobs: list, read, cancel, retry. `status`, `video_path` and `duration` keep the field names of the former system."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Annotated, Any, Final, Literal
from urllib.parse import urlencode

from pydantic import Field

from reelwright.api.documents import CACHED, NOT_MODIFIED
from reelwright.api.entity_tags import text_tag
from reelwright.api.parameters import (
    CURSOR,
    IF_NONE_MATCH,
    LIMIT,
    PAGE,
    PAGE_SIZE,
    PREFER,
    SINCE,
    STATUS,
    TASK_NAME,
    TITLE_BEGINNING,
    USER_ID,
)
from reelwright.api.route import Link, Route, Success
from reelwright.figures.outlook import Outlook
from reelwright.jobs.cautions import Caution, CautionCode
from reelwright.jobs.lifecycle import STATUS_WORDS, JobEvent, JobState, StatusWord
from reelwright.jobs.listing import Listed, ListQuery
from reelwright.jobs.model import HistoryRow, Job, JobResult, StepRow
from reelwright.jobs.outputs import PictureOutput
from reelwright.jobs.priority import Tier
from reelwright.jobs.quota import MAX_HAND_RETRIES
from reelwright.payload import Count, Payload, Share, Time
from reelwright.values import Value


class JobLinks(Payload):
    """The paths of one job. Send DELETE to `cancel`."""

    self: str
    status: str
    history: str
    cancel: str


class EtaInterval(Payload):
    """10th to 90th percentile, in seconds."""

    low: Count
    high: Count


class StatusView(Payload):
    """State and progress of a job."""

    job_id: str
    task_name: str
    state: JobState
    status: Annotated[StatusWord, Field(description="`state` in lower case.")]
    progress: Annotated[Share, Field(description="0 to 1. Never decreases.")]
    progress_percent: Annotated[int, Field(ge=0, le=100)]
    progress_message: str
    attempt: Annotated[Count, Field(description="The number of the current or last attempt; 0 before the first.")]
    position: Annotated[int | None, Field(ge=1, description="Place in the queue, from 1; null unless QUEUED.")]
    eta_seconds: Annotated[
        int | None,
        Field(ge=0, description="Estimated seconds until the job ends; null if it has ended or is being cancelled."),
    ]
    eta_interval_seconds: Annotated[
        EtaInterval | None, Field(description="The time within which 80 % of similar jobs end.")
    ]
    updated_at: Time


class FileView(Payload):
    """One file of a result. Download it from `url` without a token; each read of the job signs a new URL."""

    key: str
    url: str
    expires_at: Time


class FallbackView(Payload):
    """A requested provider that could not be used, and the provider used instead."""

    capability: str
    asked: str
    used: str
    reason: str


class CreditView(Payload):
    """Someone else's picture in the film. `text` is the sentence to publish with it."""

    scene: Annotated[int | None, Field(ge=0, description="The scene that shows it, from 0; null for a single picture.")]
    provider: str
    id: Annotated[str, Field(description="The provider's own id of the picture.")]
    page: str
    author: str
    author_page: str | None
    licence: str
    licence_page: str | None
    text: str


class PublishingView(Payload):
    """Title, description and tags for publishing a film, written by a text model. Tags have no number sign."""

    title: str
    description: str
    tags: tuple[str, ...]


class ResultView(Payload):
    """The result of a completed job."""

    video_path: str | None
    thumbnail_path: str | None
    duration: Annotated[float | None, Field(description="The length of the film or sound in seconds.")]
    files: Annotated[dict[str, FileView], Field(description="By name: `video`, `thumbnail`, `captions_srt`, …")]
    scores: dict[str, Any]
    fallbacks: tuple[FallbackView, ...]
    unspoken: Annotated[
        tuple[str, ...],
        Field(
            description="Words of the script that the voice cannot read: the captions show them, the voice skips them."
        ),
    ]
    publishing: Annotated[
        PublishingView | None,
        Field(description="Words for publishing, in the film's language; null unless `publishing` was requested."),
    ]
    credits: Annotated[
        tuple[CreditView, ...],
        Field(description="Pictures and clips of other people in the film; publish each `text` with it, each once."),
    ]
    details: Annotated[
        dict[str, Any],
        Field(
            description="Results that are not files: a hook, a script, a plan, the jobs of a batch; of a film its `width` and "
            "`height` in pixels and its `language`."
        ),
    ]


class FailureView(Payload):
    """Why a job failed. `code` is stable; `retryable`: the same request can succeed later."""

    type: str
    code: str
    message: str
    step: str | None
    retryable: bool


class PreviewView(Payload):
    """A small picture. Download it from `url` without a token; each read of the job signs a new URL."""

    url: str
    expires_at: Time


class StepRunView(Payload):
    """An earlier run of a step. One whose process ended without a report is `failed` at its last report."""

    attempt: Count
    state: Literal["done", "failed"]
    queued_seconds: float | None
    started_at: Time
    finished_at: Time
    seconds: float | None
    cached: bool


COST: Final = (
    "US dollars by list prices: the work of AWS's services on the job and the calls of cloud providers. The steps have their"
    " parts of it. Local providers on a laptop cost nothing."
)


class StepView(Payload):
    """One step with its newest run. A step of one scene or platform names it: `render_scene#3`, `export_video#tiktok`."""

    name: str
    state: Literal["running", "done", "failed"]
    fraction: Annotated[Share, Field(description="How much of the step is done, 0 to 1.")]
    attempt: Annotated[Count, Field(description="The attempt that ran the step last.")]
    queued_seconds: Annotated[
        float | None, Field(description="From the moment when the run could begin until its start; null if unknown.")
    ]
    started_at: Time | None
    finished_at: Annotated[Time | None, Field(description="Null while the step runs.")]
    seconds: Annotated[float | None, Field(description="The time of the work itself; null while the step runs.")]
    cached: Annotated[
        bool, Field(description="The result of an earlier attempt or job was used; no provider was paid for it again.")
    ]
    cost_usd: float
    preview: Annotated[PreviewView | None, Field(description="The scene's picture as JPEG, of steps that make one.")]
    earlier: Annotated[
        tuple[StepRunView, ...],
        Field(description="Runs before the newest one, of this attempt or earlier ones, oldest first; at most ten."),
    ]


class WarningView(Payload):
    """A warning about an accepted request. `code` is stable; `field` is the path of the field in the request."""

    code: CautionCode
    field: str
    message: str


Warnings = Annotated[tuple[WarningView, ...], Field(description="What to check about this request; usually empty.")]


class JobView(StatusView):
    """One job."""

    user_id: str
    tier: Tier
    script_id: str | None
    title: str
    queue: str
    result: ResultView | None
    error: FailureView | None
    retry_count: Count
    next_retry_at: Time | None
    approval_until: Annotated[
        Time | None, Field(description="Set while the film waits for your approval: when it is cancelled without one.")
    ]
    waiting_reason: Annotated[str | None, Field(description="Why the job has not started yet.")]
    cancel_requested: bool
    created_at: Time
    started_at: Time | None
    completed_at: Time | None
    duration: Annotated[float | None, Field(description="Seconds from the start of the first attempt to the end.")]
    expires_at: Annotated[Time | None, Field(description="When the ended job and its files are deleted.")]
    cost_usd: Annotated[float, Field(description=COST)]
    parent_job_id: Annotated[str | None, Field(description="The batch that created this job.")]
    metadata: dict[str, Any]
    warnings: Warnings
    steps: Annotated[tuple[StepView, ...], Field(description="Always empty in lists.")]
    links: JobLinks


class ListLinks(Payload):
    """The path of the next page; null on the last page."""

    next: str | None


class JobList(Payload):
    """A page of jobs, newest first. For the next page follow `links.next`, or pass `next_cursor` as `cursor`."""

    jobs: tuple[JobView, ...]
    next_cursor: str | None
    has_more: bool
    total: Annotated[Count | None, Field(description="The number of jobs on all pages; null without `page`.")]
    page: Annotated[int | None, Field(ge=1, description="Null without `page` in the request.")]
    page_size: Annotated[int, Field(ge=1, le=100)]
    links: ListLinks


class TransitionView(Payload):
    """One transition of a job. `sequence` counts from 1 without gaps; `from_state` of the first is null."""

    sequence: Annotated[int, Field(ge=1)]
    at: Time
    event: JobEvent | Literal["created"]
    from_state: JobState | None
    to_state: JobState
    attempt: Count
    metadata: dict[str, Any]


class HistoryView(Payload):
    """All transitions of a job, oldest first."""

    history: tuple[TransitionView, ...]


class JobCancelled(Payload):
    """The answer to a cancel: `stopping` while the running attempt is being stopped."""

    job_id: str
    status: Literal["cancelled", "stopping"]
    links: JobLinks


class JobRetried(Payload):
    """The answer to a retry, an approval or a change of scenes: the job waits for its new attempt."""

    job_id: str
    status: Literal["pending"]
    links: JobLinks


class SignedUrl(Value):
    """A URL from which a file can be downloaded until `expires_at`."""

    url: str
    expires_at: datetime


Sign = Callable[[str, str], SignedUrl]
"""Signs a key for download under a file name."""
LookAhead = Callable[[Job], Outlook]
UNKNOWN: Final = Outlook()
"""Neither position nor ETA."""


def job_links(job_id: str) -> JobLinks:
    """Build the paths of one job."""
    base = f"/api/v1/jobs/{job_id}"
    return JobLinks(self=base, status=f"{base}/status", history=f"{base}/history", cancel=base)


def result_view(job: Job, result: JobResult, sign: Sign) -> ResultView:
    """Convert a result; every call signs new URLs of its files."""
    files = {}
    for name, key in result.files.items():
        extension = key.rsplit(".", 1)[-1]
        signed = sign(key, f"reelwright-{job.job_id}-{name}.{extension}")
        files[name] = FileView(key=key, url=signed.url, expires_at=signed.expires_at)
    return ResultView(
        video_path=result.files.get("video"),
        thumbnail_path=result.files.get("thumbnail"),
        duration=result.duration_seconds,
        files=files,
        scores=result.scores,
        fallbacks=tuple(FallbackView(**fallback.model_dump()) for fallback in result.fallbacks),
        unspoken=result.unspoken,
        publishing=None if result.publishing is None else PublishingView(**result.publishing.model_dump()),
        credits=tuple(CreditView(**credit.model_dump()) for credit in result.credits),
        details=result.details,
    )


def step_view(row: StepRow, sign: Sign) -> StepView:
    """Convert one step. Rows of earlier releases hold when they were written and how long the step took, but no start."""
    finished = None if row.state == "running" else row.updated_at
    started = row.started_at
    if started is None and finished is not None and row.seconds is not None:
        started = finished - timedelta(seconds=row.seconds)
    return StepView(
        name=row.name,
        state=row.state,
        fraction=round(row.fraction, 3),
        attempt=row.attempt,
        queued_seconds=row.queued_seconds,
        started_at=started,
        finished_at=finished,
        seconds=row.seconds,
        cached=row.cached,
        cost_usd=row.cost_usd,
        preview=preview_view(PictureOutput.of(row).preview_key, f"{row.name.replace('#', '-')}.jpg", sign),
        earlier=tuple(StepRunView(**run.model_dump()) for run in row.earlier),
    )


def preview_view(key: str | None, filename: str, sign: Sign) -> PreviewView | None:
    """Sign the URL of a small picture; None for steps without one, and for those of earlier releases."""
    if key is None:
        return None
    signed = sign(key, filename)
    return PreviewView(url=signed.url, expires_at=signed.expires_at)


def _status_fields(job: Job, ahead: Outlook) -> dict[str, Any]:
    eta = ahead.eta
    return {
        "job_id": job.job_id,
        "task_name": job.task_name,
        "state": job.state,
        "status": STATUS_WORDS[job.state],
        "progress": round(job.progress, 4),
        "progress_percent": round(job.progress * 100),
        "progress_message": job.progress_message,
        "attempt": job.attempt,
        "position": ahead.position,
        "eta_seconds": None if eta is None else eta.seconds,
        "eta_interval_seconds": None if eta is None else EtaInterval(low=eta.low_seconds, high=eta.high_seconds),
        "updated_at": job.updated_at,
    }


def warning_views(cautions: tuple[Caution, ...]) -> tuple[WarningView, ...]:
    """Convert the warnings about a request."""
    return tuple(WarningView(**caution.model_dump()) for caution in cautions)


def status_view(job: Job, ahead: Outlook = UNKNOWN) -> StatusView:
    """Convert a job to its state and progress alone."""
    return StatusView(**_status_fields(job, ahead))


def job_view(job: Job, steps: tuple[StepRow, ...], sign: Sign, ahead: Outlook = UNKNOWN) -> JobView:
    """Convert a whole job."""
    return JobView(
        **_status_fields(job, ahead),
        user_id=job.user_id,
        tier=job.tier,
        script_id=job.request.video_request.script_id,
        title=job.request.video_request.title,
        queue=job.queue,
        result=None if job.result is None else result_view(job, job.result, sign),
        error=None if job.error is None else FailureView(**job.error.public()),
        retry_count=job.retry_count,
        next_retry_at=job.due_at if job.state is JobState.RETRYING and job.held_at is None else None,
        approval_until=job.due_at if job.held_at is not None else None,
        waiting_reason=job.waiting_reason,
        cancel_requested=job.cancel_requested,
        created_at=job.created_at,
        started_at=job.started_at,
        completed_at=job.completed_at,
        duration=job.duration_seconds,
        expires_at=job.expires_at,
        cost_usd=round(job.cost_usd, 6),
        parent_job_id=job.parent_job_id,
        metadata=job.request.metadata,
        warnings=warning_views(job.cautions),
        steps=tuple(step_view(row, sign) for row in steps),
        links=job_links(job.job_id),
    )


def list_view(
    query: ListQuery, found: Listed, *, path: str, sign: Sign, look: LookAhead = lambda _job: UNKNOWN
) -> JobList:
    """Convert a page of a list; `path` is the requested path, which `links.next` repeats."""
    following = found.next_query(query)
    return JobList(
        jobs=tuple(job_view(job, (), sign, look(job)) for job in found.jobs),
        next_cursor=found.cursor,
        has_more=found.cursor is not None,
        total=found.total,
        page=query.page,
        page_size=query.limit,
        links=ListLinks(next=None if following is None else f"{path}?{_query_string(following)}"),
    )


def _query_string(query: ListQuery) -> str:
    size = "page_size" if query.page is not None else "limit"
    given = query.model_dump(mode="json", exclude_none=True, exclude={"limit"})
    return urlencode({**given, size: query.limit})


def history_view(rows: tuple[HistoryRow, ...]) -> HistoryView:
    """Convert the transitions, in their order."""
    return HistoryView(history=tuple(TransitionView(**row.model_dump()) for row in rows))


def list_tag(view: JobList, *, epoch: int) -> str:
    """Name the content of a page without its signed URLs, which differ on each read; `epoch` renews it before they expire."""
    shown = view.model_dump_json(exclude={"jobs": {"__all__": {"result": {"files"}}}})
    return text_tag(f"{epoch}\n{shown}")


def entity_tag(job: Job) -> str:
    """Name the job's version: the ETag changes with every write."""
    return f'"{job.job_id}-{job.version}"'


_THIS_JOB: Final = {"job_id": "$response.body#/job_id"}
LINKS: Final = {
    "get": Link(operation="getJob", parameters=_THIS_JOB, description="The whole job."),
    "status": Link(operation="getJobStatus", parameters=_THIS_JOB, description="State and progress only."),
    "history": Link(operation="getJobHistory", parameters=_THIS_JOB, description="All transitions."),
    "cancel": Link(operation="cancelJob", parameters=_THIS_JOB, description="Cancel the job."),
    "retry": Link(operation="retryJob", parameters=_THIS_JOB, description="Retry the job after it has failed."),
}
_FOLLOW: Final = {name: LINKS[name] for name in ("get", "status", "history")}

JOB_ROUTES: Final = (
    Route(
        method="GET",
        path="/api/v1/jobs",
        also=("/api/jobs",),
        operation="listJobs",
        tag="jobs",
        summary="List your jobs, newest first",
        parameters=(
            STATUS,
            TASK_NAME,
            TITLE_BEGINNING,
            SINCE,
            USER_ID,
            LIMIT,
            CURSOR,
            PAGE,
            PAGE_SIZE,
            IF_NONE_MATCH,
        ),
        answers=(Success(status=200, description="A page of jobs.", body=JobList, headers=CACHED), NOT_MODIFIED),
        problems=("invalid_request",),
    ),
    Route(
        method="GET",
        path="/api/v1/jobs/{job_id}",
        operation="getJob",
        tag="jobs",
        summary="Get a job, with its result and signed URLs of its files",
        parameters=(IF_NONE_MATCH, PREFER),
        answers=(
            Success(status=200, description="The job.", body=JobView, headers=("ETag", "Cache-Control", "Retry-After")),
            Success(status=304, description="Not modified.", headers=("ETag", "Cache-Control", "Retry-After")),
        ),
    ),
    Route(
        method="DELETE",
        path="/api/v1/jobs/{job_id}",
        operation="cancelJob",
        tag="jobs",
        summary="Cancel a job; safe to repeat",
        answers=(
            Success(status=200, description="The job is cancelled.", body=JobCancelled),
            Success(status=202, description="The running attempt is being stopped.", body=JobCancelled, links=_FOLLOW),
        ),
        problems=("conflict",),
    ),
    Route(
        method="GET",
        path="/api/v1/jobs/{job_id}/status",
        also=("/api/jobs/{job_id}/status",),
        operation="getJobStatus",
        tag="jobs",
        summary="Get state and progress of a job",
        answers=(Success(status=200, description="State and progress.", body=StatusView),),
    ),
    Route(
        method="GET",
        path="/api/v1/jobs/{job_id}/history",
        also=("/api/jobs/{job_id}/history",),
        operation="getJobHistory",
        tag="jobs",
        summary="Get all transitions of a job",
        answers=(Success(status=200, description="The transitions, oldest first.", body=HistoryView),),
    ),
    Route(
        method="GET",
        path="/api/v1/jobs/{job_id}/captions.vtt",
        operation="getJobCaptions",
        tag="jobs",
        summary="Get the captions of a film as WebVTT",
        description="For players in a page: the signed URL of the same file cannot be read by a page of another origin.",
        answers=(Success(status=200, description="The captions.", content_type="text/vtt; charset=utf-8"),),
        problems=("conflict",),
    ),
    Route(
        method="POST",
        path="/api/v1/jobs/{job_id}/retry",
        operation="retryJob",
        tag="jobs",
        summary="Retry a failed job",
        description=(
            "The new attempt uses the results of finished steps again, at no cost. A retry counts as a new job of the day and "
            f"the minute. A job can be retried {MAX_HAND_RETRIES} times."
        ),
        answers=(
            Success(
                status=202,
                description="The job waits for its new attempt.",
                body=JobRetried,
                headers=("Location", "Retry-After"),
                links=LINKS,
            ),
        ),
        problems=("conflict", "quota_exceeded"),
    ),
)
