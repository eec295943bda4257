"""Create a job, or try the request without creating one."""

from aws_lambda_powertools.event_handler import Response

from reelwright.api.creating import JobCreated, JobTried, limit_view
from reelwright.api.jobs import job_links, warning_views
from reelwright.api.ratelimit import limit_headers
from reelwright.entry.http import Ask, answer, handles
from reelwright.entry.telemetry import job_span, logger
from reelwright.entry.world import world
from reelwright.jobs.request import CreateJob
from reelwright.usecases.create_job import create_job
from reelwright.usecases.try_request import try_request


@handles("createJob")
def create(ask: Ask) -> Response[str]:
    """Accept a job in one transaction: 202. With `dry_run=true` only estimate it: 200."""
    key = ask.idempotency_key
    if ask.dry_run:
        return _tried(ask)
    created = create_job(ask.body(CreateJob), caller=ask.caller, key=key, world=world())
    with job_span(created.job_id, queue=created.queue):
        logger.info("job accepted", extra={"queue": created.queue, "replayed": created.replayed})
    view = JobCreated(
        job_id=created.job_id,
        status="pending",
        message="Job accepted. Poll `links.self` for its status.",
        estimated_duration=created.estimate.run_seconds,
        estimated_film_seconds=created.estimate.film_seconds,
        estimated_cost_usd=created.estimate.cost_usd,
        queue=created.queue,
        position=None,
        warnings=warning_views(created.cautions),
        links=job_links(created.job_id),
    )
    headers = {"Location": view.links.self, "Retry-After": "2", **limit_headers(created.windows)}
    if created.replayed:
        headers["Idempotent-Replayed"] = "true"
    return answer(202, view, headers)


def _tried(ask: Ask) -> Response[str]:
    tried = try_request(ask.body(CreateJob), caller=ask.caller, world=world())
    view = JobTried(
        dry_run=True,
        status="pending",
        message="The job would be accepted. No job was created.",
        task_name=tried.task_name,
        tier=tried.tier,
        estimated_duration=tried.estimate.run_seconds,
        estimated_film_seconds=tried.estimate.film_seconds,
        estimated_cost_usd=tried.estimate.cost_usd,
        queue=tried.queue,
        position=None,
        warnings=warning_views(tried.cautions),
        limits=tuple(map(limit_view, tried.windows)),
    )
    return answer(200, view, limit_headers(tried.windows))
