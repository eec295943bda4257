"""What a webhook tells of a job's end, and how its log is shown."""

from datetime import datetime
from typing import Final

from reelwright.api.models.webhooks import (
    DeliveryView,
    ProbeData,
    ProbeEvent,
    WebhookData,
    WebhookError,
    WebhookEvent,
    WebhookFilm,
    WebhookLinks,
    WebhookType,
)
from reelwright.api.views import STATUS_WORDS
from reelwright.jobs.lifecycle import JobState
from reelwright.jobs.model import HistoryRow, Job, JobFailure, JobResult
from reelwright.webhooks.log import Delivery

TYPES: Final[dict[JobState, WebhookType]] = {
    JobState.COMPLETED: "job.completed",
    JobState.FAILED: "job.failed",
    JobState.CANCELLED: "job.cancelled",
}


def webhook_id(job_id: str, sequence: int) -> str:
    """Return the id of the webhook of a transition: the same in every try, and another for each end of a job."""
    return f"msg_{job_id}_{sequence}"


def event_of(job: Job, row: HistoryRow) -> WebhookEvent:
    """Return what is told of a terminal transition; raises KeyError for another row.

    What the job holds now belongs to its newest end. Of an earlier one, after which it was retried, the row alone is left.
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
    """Return what a test webhook tells."""
    data = ProbeData(message="Your receiver is called as it will be for a job.", user_id=user_id)
    return ProbeEvent(type="webhook.test", timestamp=now, data=data)


def delivery_view(delivery: Delivery) -> DeliveryView:
    """Return one try as its owner sees it."""
    return DeliveryView.of(
        webhook_id=delivery.webhook_id,
        type=delivery.type,
        number=delivery.number,
        trigger=delivery.trigger,
        place=delivery.place,
        at=delivery.started_at,
        outcome=delivery.outcome,
        status=delivery.status,
        milliseconds=delivery.milliseconds,
        detail=delivery.detail,
        next_try_at=delivery.next_at,
    )


def _film(result: JobResult) -> WebhookFilm:
    return WebhookFilm(
        video_path=result.files.get("video"),
        thumbnail_path=result.files.get("thumbnail"),
        duration=result.duration_seconds,
        files=result.files,
    )


def _error(failure: JobFailure) -> WebhookError:
    return WebhookError(
        type=failure.type,
        code=failure.code,
        message=failure.message,
        step=failure.step,
        retryable=failure.retryable,
    )
