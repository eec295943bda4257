"""The use cases of the client as flows: the part that the sync and the async client share."""

import json
import math
from dataclasses import replace
from typing import Final, TypeVar

import httpx
from pydantic import ValidationError

from reelwright_client import calls
from reelwright_client.calls import Call, JobQuery
from reelwright_client.effects import Flow, Notify, Pause, Send, Terms
from reelwright_client.errors import (
    ConnectionFailedError,
    Problem,
    ReelwrightClientError,
    UnexpectedAnswerError,
    WaitTimeoutError,
    error_of,
)
from reelwright_client.models import Cancellation, History, HistoryEntry, Job, JobPage, Wire
from reelwright_client.retrying import RetryPolicy, asked_pause_seconds

HOLD_SECONDS: Final = 20
"""How long one long poll asks the server to hold; API Gateway cuts off at 30 (AWS, HTTP API quotas)."""
SPACING_SECONDS: Final = 0.2
"""Least pause between two reads of a job that changes all the time."""
IDLE: Final = RetryPolicy(first_seconds=0.5, longest_seconds=5.0)
"""The pace of plain polling, where the server does not hold."""

_W = TypeVar("_W", bound=Wire)


def send(call: Call, terms: Terms, *, until: float = math.inf) -> Flow[httpx.Response]:
    """Return an accepted answer, trying again where that is safe and can help, never past the moment `until`.

    Raises ConnectionFailedError or the ApiError of the last answer.
    """
    attempt = 0
    while True:
        attempt += 1
        asked: float | None = None
        try:
            response: httpx.Response = yield Send(call)
        except httpx.RequestError as error:
            trouble: ReelwrightClientError = connection_failed(error)
            trouble.__cause__ = error
            again = call.repeatable or isinstance(error, httpx.ConnectError)
        else:
            if response.status_code in call.accept:
                return response
            asked = asked_pause_seconds(response)
            trouble = error_of(response, asked)
            again = call.repeatable and response.status_code in call.retry_on
        pause = terms.policy.pause_seconds(attempt, asked, terms.dice()) if again else None
        if pause is None or terms.now() + pause >= until:
            raise trouble
        yield Pause(pause)


def connection_failed(error: httpx.RequestError) -> ConnectionFailedError:
    """Return the client's error for the transport's, naming the server but neither path nor token."""
    try:
        url = error.request.url
        server = f"{url.scheme}://{url.netloc.decode('ascii')}"
    except RuntimeError:  # httpx: the error was raised outside of a request
        server = "the server"
    if isinstance(error, httpx.TimeoutException):
        return ConnectionFailedError(f"{server} did not answer in time.")
    reason = str(error) or type(error).__name__
    if isinstance(error, httpx.ConnectError):
        return ConnectionFailedError(f"{server} cannot be reached ({reason}).")
    return ConnectionFailedError(f"The connection to {server} broke ({reason}).")


def parsed(model: type[_W], response: httpx.Response) -> _W:
    """Return the answer's body as a model; raises UnexpectedAnswerError where it is none."""
    try:
        return model.model_validate(response.json())
    except (json.JSONDecodeError, UnicodeDecodeError, ValidationError) as error:
        host = response.request.url.host
        raise UnexpectedAnswerError(
            Problem(
                status=response.status_code,
                detail=f"What answers at {host} is not the Reelwright API that this client knows.",
            ),
            status_code=response.status_code,
        ) from error


def read(model: type[_W], call: Call, terms: Terms) -> Flow[_W]:
    """Return the body of one call's answer as a model."""
    response = yield from send(call, terms)
    return parsed(model, response)


def cancel(job_id: str, terms: Terms) -> Flow[Cancellation]:
    """Cancel a job; a second cancel says the same. Raises ConflictError for a job that is finished."""
    response = yield from send(calls.cancel(job_id), terms)
    said = parsed(Cancellation, response) if response.content else Cancellation(job_id=job_id)
    return said.model_copy(update={"stopping": response.status_code == httpx.codes.ACCEPTED})


def history(job_id: str, terms: Terms) -> Flow[tuple[HistoryEntry, ...]]:
    """Return the transitions of a job, oldest first."""
    rows = yield from read(History, calls.history(job_id), terms)
    return rows.history


def page(query: JobQuery, terms: Terms) -> Flow[JobPage]:
    """Return one page of jobs."""
    return read(JobPage, calls.list_jobs(query), terms)


def wait(job_id: str, terms: Terms, *, timeout_seconds: float | None = None) -> Flow[Job]:
    """Return the job at its end, with a `Notify` for what is there first and for every change after.

    Long poll: the read carries the last entity tag and `Prefer: wait`, so the server answers on a change. A
    server that answers "unchanged" early does not hold; it is then asked at a falling pace (0.5 to 5 s,
    jittered). After a hold without a change a job that tells its place or its time left is read once without the tag: they
    move while the job itself does not. Once the job was seen, trouble is ridden out for a minute. Raises WaitTimeoutError after
    `timeout_seconds`; None waits for ever.
    """
    until = math.inf if timeout_seconds is None else terms.now() + timeout_seconds
    patient = replace(terms, policy=terms.policy.patient())
    job: Job | None = None
    etag: str | None = None
    idle = 0
    while True:
        asked_at = terms.now()
        hold = int(max(0, min(HOLD_SECONDS, until - asked_at))) if etag is not None else 0
        call = calls.get(job_id, etag=etag, hold_seconds=hold)
        response = yield from send(call, terms if job is None else patient, until=until)
        seen = job
        if response.status_code != httpx.codes.NOT_MODIFIED:
            etag = response.headers.get("etag")
            seen = parsed(Job, response)
        changed = seen is not None and seen.differs_from(job)
        job = seen
        if changed and job is not None:
            yield Notify(job)
        if job is not None and job.is_final:
            return job
        now = terms.now()
        was_held = hold > 0 and now - asked_at >= hold / 2
        idle = 0 if changed or was_held else idle + 1
        if was_held and not changed and job is not None and job.looks_ahead:
            etag = None
        pause = SPACING_SECONDS if idle == 0 else IDLE.backoff_seconds(idle) * (0.5 + terms.dice() / 2)
        if now >= until:
            raise WaitTimeoutError(_still_going(job_id, job, timeout_seconds), job)
        yield Pause(min(pause, until - now))


def _still_going(job_id: str, job: Job | None, timeout_seconds: float | None) -> str:
    state = "unknown" if job is None else job.state
    return f"Job {job_id} is not finished after {timeout_seconds:g} s (state {state}); it goes on."
