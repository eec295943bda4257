"""The routes of jobs: created, listed, read, followed, cancelled, retried, counted."""

import re
import time

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.router import APIGatewayHttpRouter

from reelwright.api.limits import MAX_WAIT_SECONDS
from reelwright.api.models.jobs import (
    CountsView,
    HealthView,
    JobCancelled,
    JobCreated,
    JobRetried,
    JobTried,
    LimitView,
    TodayView,
)
from reelwright.api.ratelimit import limit_headers
from reelwright.api.tags import knows
from reelwright.api.views import (
    entity_tag,
    history_view,
    is_final,
    job_links,
    job_view,
    list_view,
    status_view,
)
from reelwright.entry.http import (
    answer,
    body_of,
    caller_of,
    flag_of,
    guarded,
    idempotency_key,
    number_of,
    signer,
    task_of,
    user_of,
)
from reelwright.entry.telemetry import logger
from reelwright.entry.world import new_id, now, world
from reelwright.figures.outlook import Outlook
from reelwright.jobs.lifecycle import STATUS_WORDS
from reelwright.jobs.listing import DEEPEST, ListQuery
from reelwright.jobs.model import Job
from reelwright.jobs.request import CreateJob
from reelwright.usecases.await_change import await_change
from reelwright.usecases.cancel_job import CancelOutcome, cancel_job
from reelwright.usecases.check_health import check_health
from reelwright.usecases.count_jobs import count_jobs
from reelwright.usecases.create_job import create_job
from reelwright.usecases.read_jobs import get_history, get_job, get_steps, list_jobs
from reelwright.usecases.read_outlook import read_outlook
from reelwright.usecases.retry_job import retry_job
from reelwright.usecases.try_request import try_request

router = APIGatewayHttpRouter()  # type: ignore[no-untyped-call] # powertools left its initializer untyped
route_guard = guarded(lambda: getattr(router.lambda_context, "aws_request_id", None))

_WAIT = re.compile(r"(?:^|[,;\s])wait=(\d{1,3})(?:$|[,;\s])")


def look_ahead(job: Job) -> Outlook:
    """Return what is ahead of a job, by counters that this process reads at most each ten seconds."""
    here = world()
    return read_outlook(job, recent=here.recent_tallies, settings=here.settings, clock=now)


@router.post("/api/v1/jobs")
@route_guard
def create() -> Response[str]:
    """Accept a job: one transaction, then 202; with `dry_run=true` say what that would come to."""
    event, here = router.current_event, world()
    key = idempotency_key(event)
    if flag_of(event, "dry_run"):
        return _tried()
    created = create_job(
        body_of(event, CreateJob),
        caller=caller_of(event),
        key=key,
        jobs=here.jobs,
        settings=here.settings,
        clock=now,
        ids=new_id,
        traffic=here.recent_tallies.known(),
    )
    logger.append_keys(job_id=created.job_id)
    view = JobCreated(
        job_id=created.job_id,
        status="pending",
        message="The job is accepted; ask `links.self` how it goes.",
        estimated_duration=created.estimate.run_seconds,
        estimated_film_seconds=created.estimate.film_seconds,
        estimated_cost_usd=created.estimate.cost_usd,
        queue=created.queue,
        position=None,
        links=job_links(created.job_id),
    )
    headers = {"Location": view.links.self, "Retry-After": "2", **limit_headers(created.windows)}
    if created.replayed:
        headers["Idempotent-Replayed"] = "true"
    return answer(202, view, headers)


def _tried() -> Response[str]:
    event, here = router.current_event, world()
    tried = try_request(
        body_of(event, CreateJob),
        caller=caller_of(event),
        jobs=here.jobs,
        settings=here.settings,
        clock=now,
        traffic=here.recent_tallies.known(),
    )
    view = JobTried(
        dry_run=True,
        status="pending",
        message="The job would be accepted; nothing was created.",
        task_name=tried.task_name,
        tier=tried.tier,
        estimated_duration=tried.estimate.run_seconds,
        estimated_film_seconds=tried.estimate.film_seconds,
        estimated_cost_usd=tried.estimate.cost_usd,
        queue=tried.queue,
        position=None,
        limits=tuple(
            LimitView(name=one.name, limit=one.limit, remaining=one.remaining, resets_in_seconds=one.reset_seconds)
            for one in tried.windows
        ),
    )
    return answer(200, view, limit_headers(tried.windows))


@router.get("/api/v1/jobs")
@router.get("/api/jobs")
@route_guard
def list_() -> Response[str]:
    """List own jobs, newest first."""
    event, here = router.current_event, world()
    asked = event.query_string_parameters
    limit = number_of(event, "limit", default=50, most=100)
    numbered = "page" in asked or "page_size" in asked
    query = ListQuery(
        user_id=user_of(event),
        status=asked.get("status"),
        task_name=task_of(event),
        limit=number_of(event, "page_size", default=limit, most=100),
        cursor=asked.get("cursor"),
        page=number_of(event, "page", default=1, most=DEEPEST) if numbered else None,
    )
    found = list_jobs(query, caller=caller_of(event), jobs=here.jobs, secrets=here.secrets)
    return answer(200, list_view(query, found, path=event.path, sign=signer(here), look=look_ahead))


@router.get("/api/v1/jobs/health")
@route_guard
def health() -> Response[str]:
    """Tell how each dependency is; needs no token."""
    found = check_health(jobs=world().jobs, artefacts=world().artefacts)
    return answer(200 if found.healthy else 503, HealthView(**found.model_dump()))


@router.get("/api/v1/jobs/stats/counts")
@route_guard
def counts() -> Response[str]:
    """Count the caller's jobs by state; another user's for operators."""
    event, here = router.current_event, world()
    found = count_jobs(
        user_id=user_of(event),
        caller=caller_of(event),
        jobs=here.jobs,
        tallies=here.tallies,
        settings=here.settings,
        clock=now,
    )
    by_state = {STATUS_WORDS[state]: count for state, count in found.counts.items()}
    today = TodayView(**found.today.model_dump(), remaining=found.today.remaining)
    view = CountsView(
        counts=by_state,
        total=found.total,
        success_rate=found.success_rate,
        average_seconds=found.average_seconds,
        today=today,
    )
    return answer(200, view)


@router.get("/api/v1/jobs/<job_id>")
@route_guard
def get(job_id: str) -> Response[str]:
    """Return one job; `Prefer: wait=20` with `If-None-Match` holds until it changes."""
    event, here = router.current_event, world()
    seen = event.headers.get("if-none-match")
    wait = _WAIT.search(event.headers.get("prefer") or "")
    job = await_change(
        job_id,
        is_known=lambda job: entity_tag(job) == seen,
        seconds=min(int(wait[1]), MAX_WAIT_SECONDS) if wait else 0,
        caller=caller_of(event),
        jobs=here.jobs,
        sleep=time.sleep,
    )
    if knows(seen, entity_tag(job)):
        return Response(status_code=304, body="", headers=dict(_job_headers(job)))
    view = job_view(job, get_steps(job, jobs=here.jobs), signer(here), look_ahead(job))
    return answer(200, view, _job_headers(job))


def _job_headers(job: Job) -> dict[str, str]:
    headers = {"ETag": entity_tag(job), "Cache-Control": "private, no-cache"}
    return headers if is_final(job) else {**headers, "Retry-After": "2"}


@router.get("/api/v1/jobs/<job_id>/status")
@router.get("/api/jobs/<job_id>/status")
@route_guard
def status(job_id: str) -> Response[str]:
    """Return state and progress."""
    job = get_job(job_id, caller=caller_of(router.current_event), jobs=world().jobs)
    return answer(200, status_view(job, look_ahead(job)))


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
    view = JobCancelled(job_id=job_id, status=outcome.value, links=job_links(job_id))
    return answer(202 if outcome is CancelOutcome.STOPPING else 200, view)


@router.post("/api/v1/jobs/<job_id>/retry")
@route_guard
def retry(job_id: str) -> Response[str]:
    """Give a FAILED job a new attempt: 202, and 409 for any other."""
    retry_job(job_id, caller=caller_of(router.current_event), jobs=world().jobs, clock=now)
    view = JobRetried(job_id=job_id, status="pending", links=job_links(job_id))
    return answer(202, view, {"Location": view.links.self, "Retry-After": "2"})
