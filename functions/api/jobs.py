"""Jobs: list, read, follow, cancel, retry."""

import time
from datetime import datetime, timedelta
from typing import Final

from aws_lambda_powertools.event_handler import Response

from reelwright.api.entity_tags import matches
from reelwright.api.jobs import (
    JobCancelled,
    JobRetried,
    entity_tag,
    history_view,
    job_links,
    job_view,
    list_tag,
    list_view,
    status_view,
)
from reelwright.entry.http import Ask, answer, handles, signer, tagged_answer
from reelwright.entry.world import world
from reelwright.figures.outlook import Outlook
from reelwright.jobs.lifecycle import FINAL_STATES
from reelwright.jobs.listing import ListQuery
from reelwright.jobs.model import Job
from reelwright.usecases.await_change import await_change
from reelwright.usecases.cancel_job import CancelOutcome, cancel_job
from reelwright.usecases.read_jobs import get_history, get_job, get_steps, list_jobs, read_captions
from reelwright.usecases.read_outlook import read_outlook
from reelwright.usecases.retry_job import retry_job

TURNED_AWAY_SECONDS: Final = 5
"""When to read again after a long poll without a free place: longer than the 2 s of plain polling, as all places are busy."""


def outlook_of(job: Job) -> Outlook:
    """Estimate position and ETA from counters that this process reads at most every ten seconds."""
    here = world()
    return read_outlook(job, world=here)


@handles("listJobs")
def list_(ask: Ask) -> Response[str]:
    """List the caller's jobs, newest first."""
    here = world()
    numbered = ask.page is not None or ask.page_size is not None
    query = ListQuery(
        user_id=ask.user_id,
        status=ask.status,
        task_name=ask.task_name,
        q=ask.q,
        since=_moment(ask.since, here.clock()),
        limit=ask.page_size or ask.limit,
        cursor=ask.cursor,
        page=ask.page or 1 if numbered else None,
    )
    found = list_jobs(query, caller=ask.caller, world=here)
    view = list_view(query, found, path=ask.event.path, sign=signer(here), look=outlook_of)
    epoch = int(here.clock().timestamp() / here.settings.url_seconds * 2)
    return tagged_answer(ask, view, list_tag(view, epoch=epoch))


def _moment(since: datetime | timedelta | None, now: datetime) -> datetime | None:
    return now - since if isinstance(since, timedelta) else since


@handles("getJob")
def get(ask: Ask, job_id: str) -> Response[str]:
    """Read one job. `Prefer: wait=20` with `If-None-Match` waits until it changes, while places for waits are free."""
    here, tag = world(), ask.known_tag
    awaited = await_change(
        job_id,
        is_known=lambda job: entity_tag(job) == tag,
        seconds=ask.wait_seconds,
        caller=ask.caller,
        sleep=time.sleep,
        world=here,
    )
    job = awaited.job
    headers = {"ETag": entity_tag(job), "Cache-Control": "private, no-cache"}
    if job.state not in FINAL_STATES:
        headers["Retry-After"] = str(TURNED_AWAY_SECONDS if awaited.is_turned_away else 2)
    if matches(tag, entity_tag(job)):
        return Response(status_code=304, body="", headers=dict(headers))
    view = job_view(job, get_steps(job, world=here), signer(here), outlook_of(job))
    return answer(200, view, headers)


@handles("getJobStatus")
def status(ask: Ask, job_id: str) -> Response[str]:
    """Read state and progress of a job."""
    job = get_job(job_id, caller=ask.caller, world=world())
    return answer(200, status_view(job, outlook_of(job)))


@handles("getJobHistory")
def history(ask: Ask, job_id: str) -> Response[str]:
    """Read all transitions of a job."""
    return answer(200, history_view(get_history(job_id, caller=ask.caller, world=world())))


@handles("getJobCaptions")
def captions(ask: Ask, job_id: str) -> Response[str]:
    """Send the captions of a film; 409 before the film is ready, and for a job without captions."""
    text = read_captions(job_id, caller=ask.caller, world=world())
    return Response(status_code=200, content_type="text/vtt; charset=utf-8", body=text)


@handles("cancelJob")
def cancel(ask: Ask, job_id: str) -> Response[str]:
    """Cancel: 200 if the job is cancelled, 202 while it stops, 409 if it has ended otherwise."""
    here = world()
    outcome = cancel_job(job_id, caller=ask.caller, world=here)
    view = JobCancelled(job_id=job_id, status=outcome.value, links=job_links(job_id))
    return answer(202 if outcome is CancelOutcome.STOPPING else 200, view)


@handles("retryJob")
def retry(ask: Ask, job_id: str) -> Response[str]:
    """Give a FAILED job a new attempt: 202; 409 for any other job."""
    retry_job(job_id, caller=ask.caller, world=world())
    view = JobRetried(job_id=job_id, status="pending", links=job_links(job_id))
    return answer(202, view, {"Location": view.links.self, "Retry-After": "2"})
