"""Waiting for the end of a job: long polls, or plain polling for a server that does not hold."""

import math

import httpx

from reelwright_client import calls
from reelwright_client.answers import parsed
from reelwright_client.asynchronous.exchange import AsyncExchange
from reelwright_client.models.jobs import Job
from reelwright_client.watching import OnChange, hold_seconds, not_finished, notify_async, pause_seconds


async def wait(
    exchange: AsyncExchange, job_id: str, *, timeout_seconds: float | None, on_change: OnChange | None
) -> Job:
    """Read a job until it has ended; `on_change` gets the first view and every change.

    Each read carries the last entity tag and `Prefer: wait`, so the server answers on a change or holds. A server
    that answers "not modified" at once does not hold; the pauses then grow from 0.5 to 5 s, jittered. Raises
    WaitTimeoutError after `timeout_seconds`; None never times out.
    """
    terms = exchange.terms
    until = math.inf if timeout_seconds is None else terms.now() + timeout_seconds
    job: Job | None = None
    etag: str | None = None
    idle_reads = 0
    while True:
        asked_at = terms.now()
        hold = hold_seconds(etag, until - asked_at)
        # Before the first view the ordinary policy reports a wrong address soon; after it, a restart must not end the wait.
        policy = terms.policy if job is None else terms.policy.patient()
        call = calls.get(job_id, etag=etag, hold_seconds=hold)
        response = await exchange.send(call, until_seconds=until, policy=policy)
        is_changed = False
        if response.status_code != httpx.codes.NOT_MODIFIED:
            etag = response.headers.get("etag")
            seen = parsed(Job, response)
            is_changed = seen.differs_from(job)
            job = seen
        if is_changed and job is not None:
            await notify_async(on_change, job)
        if job is not None and job.is_final:
            return job
        now = terms.now()
        was_held = hold > 0 and now - asked_at >= hold / 2
        idle_reads = 0 if is_changed or was_held else idle_reads + 1
        if was_held and not is_changed and job is not None and job.looks_ahead:
            etag = None  # place and time left change without a new tag: read them once without it
        pause = pause_seconds(idle_reads, terms)
        if now >= until:
            raise not_finished(job_id, job, timeout_seconds)
        await exchange.sleep(min(pause, until - now))
