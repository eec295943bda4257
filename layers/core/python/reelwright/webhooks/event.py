"""The body of a webhook: a job's end, or a test."""

from datetime import datetime
from typing import Annotated, Any, Final, Literal

from pydantic import Field

from reelwright.jobs.lifecycle import STATUS_WORDS, JobState, StatusWord
from reelwright.jobs.model import HistoryRow, Job, JobFailure, JobResult
from reelwright.payload import Count, Payload, Time

WebhookType = Literal["job.completed", "job.failed", "job.cancelled"]


class WebhookFilm(Payload):
    """The result of a completed job: keys and the film's length. A read of the job gives signed links."""

    video_path: str | None
    thumbnail_path: str | None
    duration: float | None
    files: dict[str, str]


class WebhookFailure(Payload):
    """Why the job failed."""

    type: str
    code: str
    message: str
    step: str | None
    retryable: bool


class WebhookLinks(Payload):
    """Where to read more, as paths."""

    self: str
    history: str
    deliveries: str


class WebhookData(Payload):
    """The job as it ended."""

    job_id: str
    user_id: str
    task_name: str
    script_id: str | None
    state: JobState
    status: StatusWord
    attempt: Count
    current: Annotated[
        bool, Field(description="False where the job has moved on since: `result` and `error` are then null.")
    ]
    result: WebhookFilm | None
    error: WebhookFailure | None
    created_at: Time
    completed_at: Time
    duration: Annotated[float | None, Field(description="Seconds that the work took.")]
    cost_usd: float
    metadata: dict[str, Any]
    links: WebhookLinks


class WebhookEvent(Payload):
    """The body of a webhook. `timestamp` is when it happened; `webhook-timestamp` when this try was sent."""

    type: WebhookType
    timestamp: Time
    data: WebhookData


class ProbeData(Payload):
    """The data of a test webhook."""

    message: str
    user_id: str


class ProbeEvent(Payload):
    """The body of a test webhook."""

    type: Literal["webhook.test"]
    timestamp: Time
    data: ProbeData


TYPES: Final[dict[JobState, WebhookType]] = {
    JobState.COMPLETED: "job.completed",
    JobState.FAILED: "job.failed",
    JobState.CANCELLED: "job.cancelled",
}


def webhook_id(job_id: str, sequence: int) -> str:
    """Return the id of the webhook of a transition: the same in every try, and another for each end of a job."""
    return f"msg_{job_id}_{sequence}"


def event_of(job: Job, row: HistoryRow) -> WebhookEvent:
    """Build the event of a terminal transition; raises KeyError for another row.

    The job's current data belongs to its newest end. For an earlier end, before a retry, only the row is left.
    """
    current = job.state is row.to_state and job.attempt == row.attempt and job.completed_at == row.at
    started = job.started_at if current else None
    base = f"/api/v1/jobs/{job.job_id}"
    data = WebhookData(
        job_id=job.job_id,
        user_id=job.user_id,
        task_name=job.task_name,
        script_id=job.request.video_request.script_id,
        state=row.to_state,
        status=STATUS_WORDS[row.to_state],
        attempt=row.attempt,
        current=current,
        result=_film(job.result) if current and job.result else None,
        error=_error(job.error) if current and job.error else None,
        created_at=job.created_at,
        completed_at=row.at,
        duration=(row.at - started).total_seconds() if started else None,
        cost_usd=round(job.cost_usd, 6),
        metadata=job.request.metadata,
        links=WebhookLinks(self=base, history=f"{base}/history", deliveries=f"{base}/deliveries"),
    )
    return WebhookEvent(type=TYPES[row.to_state], timestamp=row.at, data=data)


def probe_event(user_id: str, now: datetime) -> ProbeEvent:
    """Build the event of a test webhook."""
    data = ProbeData(message="Your receiver is called as it will be for a job.", user_id=user_id)
    return ProbeEvent(type="webhook.test", timestamp=now, data=data)


def _film(result: JobResult) -> WebhookFilm:
    return WebhookFilm(
        video_path=result.files.get("video"),
        thumbnail_path=result.files.get("thumbnail"),
        duration=result.duration_seconds,
        files=result.files,
    )


def _error(failure: JobFailure) -> WebhookFailure:
    return WebhookFailure(
        type=failure.type,
        code=failure.code,
        message=failure.message,
        step=failure.step,
        retryable=failure.retryable,
    )
