"""From jobs to what a client sees of them (`models/jobs.py`), as JSON's own types."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlencode

from reelwright.api.models.jobs import (
    EtaInterval,
    FailureView,
    FallbackView,
    FileView,
    HistoryView,
    JobLinks,
    JobList,
    JobView,
    ListLinks,
    ResultView,
    StatusView,
    StepView,
    TransitionView,
)
from reelwright.figures.outlook import Outlook
from reelwright.jobs.lifecycle import FINAL_STATES, STATUS_WORDS, JobState
from reelwright.jobs.listing import Listed, ListQuery
from reelwright.jobs.model import HistoryRow, Job, JobResult, StepRow
from reelwright.values import Value


class SignedUrl(Value):
    """Where a file can be fetched until `expires_at`."""

    url: str
    expires_at: datetime


Signer = Callable[[str, str], SignedUrl]
"""Signs a key for download under a file name."""

LookAhead = Callable[[Job], Outlook]
"""Tells what is ahead of a job."""
UNKNOWN: Final = Outlook()
"""Nothing is said about what is ahead."""


def job_links(job_id: str) -> JobLinks:
    """Return the routes of one job."""
    base = f"/api/v1/jobs/{job_id}"
    return JobLinks(self=base, status=f"{base}/status", history=f"{base}/history", cancel=base)


def result_of(job: Job, result: JobResult, sign: Signer) -> ResultView:
    """Return a result with every file signed anew."""
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
        details=result.details,
    )


def step_of(row: StepRow) -> StepView:
    """Return one step as a client sees it."""
    return StepView(
        name=row.name,
        state=row.state,
        fraction=round(row.fraction, 3),
        seconds=row.seconds,
        cached=row.cached,
        cost_usd=row.cost_usd,
    )


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


def status_view(job: Job, ahead: Outlook = UNKNOWN) -> dict[str, Any]:
    """Return the short answer of `/status`: state and progress (0-1 and 0-100), and what is `ahead` of the job."""
    return StatusView(**_status_fields(job, ahead)).wire()


def job_of(job: Job, steps: tuple[StepRow, ...], sign: Signer, ahead: Outlook = UNKNOWN) -> JobView:
    """Return the whole job, with what is `ahead` of it."""
    return JobView(
        **_status_fields(job, ahead),
        user_id=job.user_id,
        tier=job.tier,
        script_id=job.request.video_request.script_id,
        title=job.request.video_request.title,
        queue=job.queue,
        result=None if job.result is None else result_of(job, job.result, sign),
        error=None if job.error is None else FailureView(**job.error.public()),
        retry_count=job.retry_count,
        next_retry_at=job.due_at if job.state is JobState.RETRYING else None,
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
        steps=tuple(step_of(row) for row in steps),
        links=job_links(job.job_id),
    )


def job_view(job: Job, steps: tuple[StepRow, ...], sign: Signer, ahead: Outlook = UNKNOWN) -> dict[str, Any]:
    """Return the whole job as it is sent."""
    return job_of(job, steps, sign, ahead).wire()


def list_view(
    query: ListQuery, found: Listed, *, path: str, sign: Signer, look: LookAhead = lambda _job: UNKNOWN
) -> dict[str, Any]:
    """Return a stretch of a list; `path` is the route that was asked, and leads on. `look` tells what is ahead of a job."""
    following = found.next_query(query)
    return JobList(
        jobs=tuple(job_of(job, (), sign, look(job)) for job in found.jobs),
        next_cursor=found.cursor,
        has_more=found.cursor is not None,
        total=found.total,
        page=query.page,
        page_size=query.limit,
        links=ListLinks(next=None if following is None else f"{path}?{_query_string(following)}"),
    ).wire()


def _query_string(query: ListQuery) -> str:
    size = "page_size" if query.page is not None else "limit"
    asked = query.model_dump(exclude_none=True, exclude={"limit"})
    return urlencode({**asked, size: query.limit})


def history_view(rows: tuple[HistoryRow, ...]) -> dict[str, Any]:
    """Return every transition in order."""
    return HistoryView(history=tuple(TransitionView(**row.model_dump()) for row in rows)).wire()


def entity_tag(job: Job) -> str:
    """Return the ETag of a job: it changes with every write."""
    return f'"{job.job_id}-{job.version}"'


def is_final(job: Job) -> bool:
    """Return whether the job rests."""
    return job.state in FINAL_STATES
