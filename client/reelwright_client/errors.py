"""Every error that the client raises on purpose.

ReelwrightClientError
|-- ConfigurationError        no address or token, or an unusable one
|-- ConnectionFailedError     no answer: refused, cut off, or too slow
|-- WaitTimeoutError          `wait` ran out of time; the job goes on (also a TimeoutError)
|-- DownloadError             a result file could not be fetched whole
|-- UploadError               one of your files could not be sent
|-- StackError                the deployed stack could not be read with AWS credentials
|-- WebhookError              a webhook failed its verification: wrong secret, changed, too old
`-- ApiError                  the server answered with an error (RFC 9457 problem)
    |-- InvalidRequestError   400, 413, 415, 422: change the request; `errors` names the fields
    |   `-- BatchInvalidError   422: a batch has wrong lines; `manifest` lists them
    |-- AuthenticationError   401, 403
    |-- NotFoundError         404: no such job, or another user's
    |-- ConflictError         409: the state of the job does not allow this
    |-- RateLimitedError      429: `retry_after_seconds` says when
    |-- ServerError           5xx
    `-- UnexpectedAnswerError not an answer of this API: wrong address, proxy page
"""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import httpx
from pydantic import BaseModel, ValidationError

if TYPE_CHECKING:
    from reelwright_client.models.jobs import Job

_LONGEST_PLAIN_DETAIL: Final = 300
"""Characters. A longer body that is no problem document is not shown."""


class ReelwrightClientError(Exception):
    """The root of all errors of this package."""


class ConfigurationError(ReelwrightClientError):
    """No address or token is configured, or one of them must not be used."""


class ConnectionFailedError(ReelwrightClientError):
    """No complete answer arrived, after all retries.

    The server may have acted; a create is safe to repeat with the same idempotency key.
    """


class WaitTimeoutError(ReelwrightClientError, TimeoutError):
    """The wait timed out before the job ended. `job` is its last view."""

    def __init__(self, message: str, job: "Job") -> None:
        super().__init__(message)
        self.job = job


class StackError(ReelwrightClientError):
    """The deployed stack could not be read: credentials, region, rights, or its name."""


class UploadError(ReelwrightClientError):
    """A picture or clip could not be sent to the store, after all retries."""


class DownloadError(ReelwrightClientError):
    """A result file does not exist, or did not arrive complete. No partial file is left on disk."""


class WebhookError(ReelwrightClientError):
    """A webhook failed its verification: answer it with 400 and ignore it."""


class FieldError(BaseModel):
    """One wrong field of a request, by its path: `video_request.duration`."""

    field: str = ""
    message: str = ""


class LineMistake(BaseModel):
    """One error of a batch's manifest. `line` counts items, `file_line` lines of the file; None: the whole manifest."""

    line: int | None = None
    file_line: int | None = None
    custom_id: str | None = None
    column: str | None = None
    pointer: str | None = None
    column_number: int | None = None
    code: str = ""
    message: str = ""
    value_preview: str | None = None
    hint: str | None = None


class MistakeKind(BaseModel):
    """Equal errors of many lines of a manifest, with advice."""

    group: str = ""
    code: str = ""
    message: str = ""
    count: int = 0
    advice: str = ""
    samples: tuple[int, ...] = ()


class ManifestProblem(BaseModel):
    """What the refusal of a batch says beyond other problems: up to 1,000 wrong lines, and all of them in kinds."""

    errors: tuple[LineMistake, ...] = ()
    error_count: int = 0
    line_count: int = 0
    groups: tuple[MistakeKind, ...] = ()


class Problem(BaseModel):
    """The body of an error answer (RFC 9457)."""

    type: str = "about:blank"
    title: str = ""
    status: int = 0
    detail: str = ""
    errors: tuple[FieldError, ...] = ()
    request_id: str | None = None


@dataclass(frozen=True)
class LimitLeft:
    """What is left of one limit (`daily`, `minute`), and in how many seconds it resets."""

    name: str
    remaining: int
    reset_seconds: int


_LIMIT_LEFT: Final = re.compile(r'"([^"]{1,64})"\s*;\s*r=(\d{1,12})\s*;\s*t=(\d{1,12})')


def limits_left(header: str | None) -> tuple[LimitLeft, ...]:
    """Read a `RateLimit` header (draft-ietf-httpapi-ratelimit-headers); empty if it is missing or of another form."""
    return tuple(LimitLeft(name, int(left), int(reset)) for name, left, reset in _LIMIT_LEFT.findall(header or ""))


class ApiError(ReelwrightClientError):
    """The server answered with an error. `problem` is its body, `status_code` the HTTP status.

    `retry_after_seconds` is the server's own advice, None without one; `limits` are those
    of its `RateLimit` header.
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
        """The invalid fields; empty if the problem is not about fields."""
        return self.problem.errors

    @property
    def code(self) -> str:
        """The last word of the problem's type, to match on: `quota_exceeded`."""
        return self.problem.type.rstrip("/").rpartition("/")[2]

    @property
    def request_id(self) -> str | None:
        """The id by which operators find the request."""
        return self.problem.request_id


class InvalidRequestError(ApiError):
    """The request is invalid; nothing was created."""


class BatchInvalidError(InvalidRequestError):
    """A batch has wrong lines; nothing was created. `manifest` lists them."""

    manifest: ManifestProblem = ManifestProblem()


class AuthenticationError(ApiError):
    """The token is missing, expired or does not permit this."""


class NotFoundError(ApiError):
    """Not found: it never existed, has expired, or belongs to another user."""


class ConflictError(ApiError):
    """The state of the job does not allow this, for example because the job has finished."""


class RateLimitedError(ApiError):
    """A limit on calls or jobs is used up: `limits` says which, `retry_after_seconds` when it resets."""


class ServerError(ApiError):
    """The server failed. Send `request_id` to the operators."""


class UnexpectedAnswerError(ApiError):
    """The server is not this API, or has an unsupported version of it."""


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
    """Choose the exception for an error answer; accepts any body."""
    status = response.status_code
    kind = ServerError if status >= _FIRST_SERVER_ERROR else _KINDS.get(status, UnexpectedAnswerError)
    problem = problem_of(response)
    if problem.type.endswith("/batch_invalid"):
        kind = BatchInvalidError
    error = kind(
        problem,
        status_code=status,
        retry_after_seconds=retry_after_seconds,
        limits=limits_left(response.headers.get("ratelimit")),
    )
    if isinstance(error, BatchInvalidError):
        error.manifest = ManifestProblem.model_validate(response.json())
    return error


def problem_of(response: httpx.Response) -> Problem:
    """Read the problem document of an answer, or make one from the body of API Gateway or a proxy."""
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
