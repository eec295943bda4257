"""What an exchange with the API came to: the answer as a model, or the failure as an exception. Pure; both clients share it."""

import json
from dataclasses import dataclass
from typing import TypeVar

import httpx
from pydantic import ValidationError

from reelwright_client.calls import Call
from reelwright_client.errors import (
    ConnectionFailedError,
    Problem,
    ReelwrightClientError,
    UnexpectedAnswerError,
    error_of,
)
from reelwright_client.models.jobs import Cancellation
from reelwright_client.models.wire import Wire
from reelwright_client.retrying import asked_pause_seconds

_W = TypeVar("_W", bound=Wire)


@dataclass(frozen=True, kw_only=True)
class Failure:
    """A failed exchange: the error to raise, whether another try is safe and can help, and the server's `Retry-After`."""

    error: ReelwrightClientError
    may_repeat: bool
    asked_seconds: float | None = None


def broken(call: Call, error: httpx.RequestError) -> Failure:
    """Describe an exchange that got no answer. A refused connection delivered nothing, so even a POST may be repeated."""
    failed = connection_failed(error)
    failed.__cause__ = error
    return Failure(error=failed, may_repeat=call.repeatable or isinstance(error, httpx.ConnectError))


def refused(call: Call, response: httpx.Response) -> Failure:
    """Describe an answer whose status the call does not accept."""
    asked_seconds = asked_pause_seconds(response)
    return Failure(
        error=error_of(response, asked_seconds),
        may_repeat=call.repeatable and response.status_code in call.retry_on,
        asked_seconds=asked_seconds,
    )


def connection_failed(error: httpx.RequestError) -> ConnectionFailedError:
    """Translate the transport's error; the message names the server but neither path nor token."""
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
    """Read the body as a model; raises UnexpectedAnswerError if it is none."""
    try:
        return model.model_validate(response.json())
    except (json.JSONDecodeError, UnicodeDecodeError, ValidationError) as error:
        host = response.request.url.host
        raise UnexpectedAnswerError(
            Problem(
                status=response.status_code,
                detail=f"The server at {host} is not the Reelwright API, or has a version that this client does not support.",
            ),
            status_code=response.status_code,
        ) from error


def cancellation(job_id: str, response: httpx.Response) -> Cancellation:
    """Read the answer to a cancel, whose body may be empty; 202 means that the work has not stopped yet."""
    said = parsed(Cancellation, response) if response.content else Cancellation(job_id=job_id)
    return said.model_copy(update={"stopping": response.status_code == httpx.codes.ACCEPTED})
