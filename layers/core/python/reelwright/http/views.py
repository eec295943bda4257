"""What a client sees of a job. Names of the system before (`status`, `video_path`, `duration`) stand beside the new ones."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from reelwright.jobs.lifecycle import FINAL_STATES, JobState
from reelwright.jobs.model import HistoryRow, Job, JobResult, StepRow
from reelwright.values import Value

STATUS_WORDS: Final[dict[JobState, str]] = {state: state.value.lower() for state in JobState}


class SignedUrl(Value):
    """Where a file can be fetched until `expires_at`."""

    url: str
    expires_at: datetime


Signer = Callable[[str, str], SignedUrl]
"""Signs a key for download under a file name."""

_ALIASES: Final = {"video_path": "video", "thumbnail_path": "thumbnail"}


def links(job_id: str) -> dict[str, str]:
    """Return the routes of one job."""
    base = f"/api/v1/jobs/{job_id}"
    return {"self": base, "status": f"{base}/status", "history": f"{base}/history", "cancel": base}


def result_view(job: Job, result: JobResult, sign: Signer) -> dict[str, Any]:
    """Return a result with every file signed anew."""
    files = {}
    for name, key in result.files.items():
        extension = key.rsplit(".", 1)[-1]
        signed = sign(key, f"reelwright-{job.job_id}-{name}.{extension}")
        files[name] = {"key": key, "url": signed.url, "expires_at": signed.expires_at.isoformat()}
    return {
        **{alias: result.files.get(name) for alias, name in _ALIASES.items()},
        "duration": result.duration_seconds,
        "files": files,
        "scores": result.scores,
        "fallbacks": [fallback.model_dump() for fallback in result.fallbacks],
        "details": result.details,
    }


def step_view(row: StepRow) -> dict[str, Any]:
    """Return one step as a client sees it."""
    return {
        "name": row.name,
        "state": row.state,
        "fraction": round(row.fraction, 3),
        "seconds": row.seconds,
        "cached": row.cached,
        "cost_usd": row.cost_usd,
    }


def status_view(job: Job) -> dict[str, Any]:
    """Return the short answer of `/status`: state and progress, 0-1 and 0-100."""
    return {
        "job_id": job.job_id,
        "task_name": job.task_name,
        "state": job.state.value,
        "status": STATUS_WORDS[job.state],
        "progress": round(job.progress, 4),
        "progress_percent": round(job.progress * 100),
        "progress_message": job.progress_message,
        "attempt": job.attempt,
        "updated_at": job.updated_at.isoformat(),
    }


def job_view(job: Job, steps: tuple[StepRow, ...], sign: Signer) -> dict[str, Any]:
    """Return the whole job."""
    return {
        **status_view(job),
        "user_id": job.user_id,
        "tier": job.tier,
        "script_id": job.request.video_request.script_id,
        "title": job.request.video_request.title,
        "queue": job.queue,
        "result": None if job.result is None else result_view(job, job.result, sign),
        "error": None if job.error is None else job.error.public(),
        "retry_count": job.retry_count,
        "next_retry_at": job.due_at.isoformat() if job.state is JobState.RETRYING and job.due_at else None,
        "waiting_reason": job.waiting_reason,
        "cancel_requested": job.cancel_requested,
        "created_at": job.created_at.isoformat(),
        "started_at": job.started_at.isoformat() if job.started_at else None,
        "completed_at": job.completed_at.isoformat() if job.completed_at else None,
        "duration": job.duration_seconds,
        "expires_at": job.expires_at.isoformat() if job.expires_at else None,
        "cost_usd": round(job.cost_usd, 6),
        "parent_job_id": job.parent_job_id,
        "metadata": job.request.metadata,
        "steps": [step_view(row) for row in steps],
        "links": links(job.job_id),
    }


def history_view(rows: tuple[HistoryRow, ...]) -> dict[str, Any]:
    """Return every transition in order."""
    return {
        "history": [
            {
                "sequence": row.sequence,
                "at": row.at.isoformat(),
                "event": str(row.event),
                "from_state": row.from_state.value if row.from_state else None,
                "to_state": row.to_state.value,
                "attempt": row.attempt,
                "metadata": row.metadata,
            }
            for row in rows
        ]
    }


def entity_tag(job: Job) -> str:
    """Return the ETag of a job: it changes with every write."""
    return f'"{job.job_id}-{job.version}"'


def is_final(job: Job) -> bool:
    """Return whether the job rests."""
    return job.state in FINAL_STATES
