"""Every error that the client raises on purpose.

ReelwrightClientError
|-- ConfigurationError        no address or token, or an unusable one
|-- ConnectionFailedError     no answer: refused, cut off, or too slow
|-- WaitTimeoutError          `wait` ran out of time; the job goes on (also a TimeoutError)
|-- DownloadError             a result file could not be fetched whole
|-- UploadError               a file of one's own could not be sent
|-- WebhookError              a webhook is not what it says: wrong secret, changed, too old
`-- ApiError                  the server said no (RFC 9457 problem)
    |-- InvalidRequestError   400, 413, 415, 422: change the request; `errors` names the fields
    |-- AuthenticationError   401, 403
    |-- NotFoundError         404: no such job, or another user's
    |-- ConflictError         409: the job is finished, or its idempotency key is in flight
    |-- RateLimitedError      429: `retry_after_seconds` says when
    |-- ServerError           5xx
    `-- UnexpectedAnswerError an answer that this API does not give: wrong address, proxy page
"""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import httpx
from pydantic import BaseModel, ValidationError

if TYPE_CHECKING:
    from reelwright_client.models import Job

_LONGEST_PLAIN_DETAIL: Final = 300
"""Characters of a body that is not a problem document that are still worth showing."""


class ReelwrightClientError(Exception):
    """The root: catch this to catch all."""


class ConfigurationError(ReelwrightClientError):
    """The client does not know where to call, or may not call there."""


class ConnectionFailedError(ReelwrightClientError):
    """No whole answer came, however often it was tried.

    Whether the server acted is unknown; a create is safe to repeat with the same idempotency key.
    """


class WaitTimeoutError(ReelwrightClientError, TimeoutError):
    """The wait is over before the job is. `job` is what was last seen, None if nothing was."""

    def __init__(self, message: str, job: "Job | None") -> None:
        super().__init__(message)
        self.job = job


class UploadError(ReelwrightClientError):
    """A picture or clip could not be sent to the store, after all retries."""


class DownloadError(ReelwrightClientError):
    """A result file is not there, or did not arrive whole. Nothing half-written is left behind."""


class WebhookError(ReelwrightClientError):
    """A webhook could not be verified: answer it with 400 and do nothing else with it."""


class FieldError(BaseModel):
    """One wrong field of a request, by its path: `video_request.duration`."""

    field: str = ""
    message: str = ""


class Problem(BaseModel):
    """The body of an error answer (RFC 9457), as far as the server filled it."""

    type: str = "about:blank"
    title: str = ""
    status: int = 0
    detail: str = ""
    errors: tuple[FieldError, ...] = ()
    request_id: str | None = None


@dataclass(frozen=True)
class LimitLeft:
    """What is left of one limit (`daily`, `minute`), and in how many seconds it starts anew."""

    name: str
    remaining: int
    reset_seconds: int


_LIMIT_LEFT: Final = re.compile(r'"([^"]{1,64})"\s*;\s*r=(\d{1,12})\s*;\s*t=(\d{1,12})')


def limits_left(header: str | None) -> tuple[LimitLeft, ...]:
    """Return what a `RateLimit` header says (draft-ietf-httpapi-ratelimit-headers); nothing where it says nothing known."""
    return tuple(LimitLeft(name, int(left), int(reset)) for name, left, reset in _LIMIT_LEFT.findall(header or ""))


class ApiError(ReelwrightClientError):
    """The server answered with an error. `problem` is its body, `status_code` the HTTP status.

    `retry_after_seconds` is the server's own advice, None without one; `limits` are the limits that it told of.
    """

    def __init__(
        self,
        problem: Problem,
        *,
        status_code: int,
        retry_after_seconds: float | None = None,
        limits: tuple[LimitLeft, ...] = (),
    ) -> None:
        self.problem = problem
        self.status_code = status_code
        self.retry_after_seconds = retry_after_seconds
        self.limits = limits
        super().__init__(problem.detail or problem.title or f"The server answered {status_code}.")

    @property
    def errors(self) -> tuple[FieldError, ...]:
        """Return the wrong fields, empty where the problem is not about fields."""
        return self.problem.errors

    @property
    def code(self) -> str:
        """Return the last word of the problem's type, to match on: `quota_exceeded`."""
        return self.problem.type.rstrip("/").rpartition("/")[2]

    @property
    def request_id(self) -> str | None:
        """Return the id to quote to the operators."""
        return self.problem.request_id


class InvalidRequestError(ApiError):
    """The request must be changed; nothing was created."""


class AuthenticationError(ApiError):
    """The token is missing, expired or not enough for this."""


class NotFoundError(ApiError):
    """There is no such job among yours: never was, expired, or belongs to another user."""


class ConflictError(ApiError):
    """The job's state does not allow this (it is finished), or the idempotency key is in flight."""


class RateLimitedError(ApiError):
    """Too many calls or jobs. `retry_after_seconds` says when to come back, `limits` which limit is used up."""


class ServerError(ApiError):
    """The server failed. Quote `request_id` to the operators."""


class UnexpectedAnswerError(ApiError):
    """What answered is not this API, or speaks another version of it."""


_KINDS: Final[dict[int, type[ApiError]]] = {
    400: InvalidRequestError,
    401: AuthenticationError,
    403: AuthenticationError,
    404: NotFoundError,
    409: ConflictError,
    413: InvalidRequestError,
    415: InvalidRequestError,
    422: InvalidRequestError,
    429: RateLimitedError,
}
_FIRST_SERVER_ERROR: Final = 500


def error_of(response: httpx.Response, retry_after_seconds: float | None = None) -> ApiError:
    """Return the exception for a read error answer; never raises, whatever the body is."""
    status = response.status_code
    kind = ServerError if status >= _FIRST_SERVER_ERROR else _KINDS.get(status, UnexpectedAnswerError)
    return kind(
        problem_of(response),
        status_code=status,
        retry_after_seconds=retry_after_seconds,
        limits=limits_left(response.headers.get("ratelimit")),
    )


def problem_of(response: httpx.Response) -> Problem:
    """Return the problem document of an answer, or one made of what API Gateway or a proxy sent instead."""
    status = response.status_code
    location = response.headers.get("location")
    if response.is_redirect and location:
        return Problem(status=status, detail=f"The server points to {location}: use that address.")
    try:
        body = response.json()
        if isinstance(body, dict) and "message" in body and "detail" not in body:
            body = {**body, "detail": str(body["message"])}
        return Problem.model_validate({k: v for k, v in body.items() if v is not None})
    except (ValueError, AttributeError, ValidationError):
        text = response.text.strip()
        plain = text if len(text) <= _LONGEST_PLAIN_DETAIL and "<" not in text else ""
        return Problem(status=status, detail=plain or f"The server answered {status} {response.reason_phrase}.")
