"""The routes of jobs: created, listed, read, followed, cancelled, retried, counted."""

import re
import time

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.router import APIGatewayHttpRouter

from reelwright.entry.http import answer, body_of, caller_of, guarded, number_of, signer
from reelwright.entry.telemetry import logger
from reelwright.entry.world import new_id, now, world
from reelwright.http.problems import problem_error
from reelwright.http.views import entity_tag, history_view, is_final, job_view, links, status_view
from reelwright.jobs.model import Job
from reelwright.jobs.request import CreateJob
from reelwright.usecases.await_change import await_change
from reelwright.usecases.cancel_job import CancelOutcome, cancel_job
from reelwright.usecases.check_health import check_health
from reelwright.usecases.create_job import create_job
from reelwright.usecases.read_jobs import ListQuery, count_jobs, get_history, get_job, get_steps, list_jobs
from reelwright.usecases.retry_job import retry_job

router = APIGatewayHttpRouter()  # type: ignore[no-untyped-call] # powertools left its initializer untyped
route_guard = guarded(lambda: getattr(router.lambda_context, "aws_request_id", None))

_WAIT = re.compile(r"(?:^|[,;\s])wait=(\d{1,3})(?:$|[,;\s])")
_KEY_CHARACTERS = 255


@router.post("/api/v1/jobs")
@route_guard
def create() -> Response[str]:
    """Accept a job: one transaction, then 202."""
    event, here = router.current_event, world()
    key = event.headers.get("idempotency-key")
    if key is not None and not 1 <= len(key.strip('"')) <= _KEY_CHARACTERS:
        raise problem_error("invalid_request", "Idempotency-Key must have 1 to 255 characters.")
    created = create_job(
        body_of(event, CreateJob),
        caller=caller_of(event),
        key=None if key is None else key.strip('"'),
        jobs=here.jobs,
        settings=here.settings,
        clock=now,
        ids=new_id,
    )
    logger.append_keys(job_id=created.job_id)
    body = {
        "job_id": created.job_id,
        "status": "pending",
        "message": "The job is accepted; ask `links.self` how it goes.",
        "estimated_duration": created.estimate.run_seconds,
        "estimated_film_seconds": created.estimate.film_seconds,
        "estimated_cost_usd": created.estimate.cost_usd,
        "queue": created.queue,
        "position": None,
        "links": links(created.job_id),
    }
    headers = {"Location": links(created.job_id)["self"], "Retry-After": "2"}
    if created.replayed:
        headers["Idempotent-Replayed"] = "true"
    return answer(202, body, headers)


@router.get("/api/v1/jobs")
@router.get("/api/jobs")
@route_guard
def list_() -> Response[str]:
    """List own jobs, newest first."""
    event, here = router.current_event, world()
    asked = event.query_string_parameters
    page = list_jobs(
        ListQuery(
            user_id=asked.get("user_id"),
            status=asked.get("status"),
            task_name=asked.get("task_name"),
            limit=number_of(event, "limit", default=50, most=100),
            cursor=asked.get("cursor"),
        ),
        caller=caller_of(event),
        jobs=here.jobs,
    )
    sign = signer(here)
    body = {
        "jobs": [job_view(job, (), sign) for job in page.jobs],
        "next_cursor": page.cursor,
        "has_more": page.cursor is not None,
    }
    return answer(200, body)


@router.get("/api/v1/jobs/health")
@route_guard
def health() -> Response[str]:
    """Tell how each dependency is; needs no token."""
    found = check_health(jobs=world().jobs, artefacts=world().artefacts)
    return answer(200 if found.healthy else 503, found.model_dump())


@router.get("/api/v1/jobs/stats/counts")
@route_guard
def counts() -> Response[str]:
    """Count the caller's jobs by state."""
    found = count_jobs(caller=caller_of(router.current_event), jobs=world().jobs)
    by_state = {state.value.lower(): count for state, count in found.counts.items()}
    return answer(200, {"counts": by_state, "total": found.total, "success_rate": found.success_rate})


@router.get("/api/v1/jobs/<job_id>")
@route_guard
def get(job_id: str) -> Response[str]:
    """Return one job; `Prefer: wait=20` with `If-None-Match` holds until it changes."""
    event, here = router.current_event, world()
    seen = event.headers.get("if-none-match")
    wait = _WAIT.search(event.headers.get("prefer") or "")
    job = await_change(
        job_id,
        seen=seen,
        seconds=int(wait[1]) if wait else 0,
        caller=caller_of(event),
        jobs=here.jobs,
        sleep=time.sleep,
    )
    if seen is not None and seen == entity_tag(job):
        return Response(status_code=304, body="", headers=dict(_job_headers(job)))
    return answer(200, job_view(job, get_steps(job, jobs=here.jobs), signer(here)), _job_headers(job))


def _job_headers(job: Job) -> dict[str, str]:
    headers = {"ETag": entity_tag(job), "Cache-Control": "private, no-cache"}
    return headers if is_final(job) else {**headers, "Retry-After": "2"}


@router.get("/api/v1/jobs/<job_id>/status")
@router.get("/api/jobs/<job_id>/status")
@route_guard
def status(job_id: str) -> Response[str]:
    """Return state and progress."""
    return answer(200, status_view(get_job(job_id, caller=caller_of(router.current_event), jobs=world().jobs)))


@router.get("/api/v1/jobs/<job_id>/history")
@router.get("/api/jobs/<job_id>/history")
@route_guard
def history(job_id: str) -> Response[str]:
    """Return every transition."""
    return answer(200, history_view(get_history(job_id, caller=caller_of(router.current_event), jobs=world().jobs)))


@router.delete("/api/v1/jobs/<job_id>")
@route_guard
def cancel(job_id: str) -> Response[str]:
    """Cancel: 200 when it is cancelled, 202 while it stops, 409 when it has ended otherwise."""
    here = world()
    outcome = cancel_job(
        job_id,
        caller=caller_of(router.current_event),
        jobs=here.jobs,
        executions=here.executions,
        settings=here.settings,
        clock=now,
    )
    stopping = outcome is CancelOutcome.STOPPING
    return answer(202 if stopping else 200, {"job_id": job_id, "status": outcome.value, "links": links(job_id)})


@router.post("/api/v1/jobs/<job_id>/retry")
@route_guard
def retry(job_id: str) -> Response[str]:
    """Give a FAILED job a new attempt: 202, and 409 for any other."""
    retry_job(job_id, caller=caller_of(router.current_event), jobs=world().jobs, clock=now)
    headers = {"Location": links(job_id)["self"], "Retry-After": "2"}
    return answer(202, {"job_id": job_id, "status": "pending", "links": links(job_id)}, headers)
