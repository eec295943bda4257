"""Refusals of a caller's request. Use cases raise them, independent of HTTP; `api.problems` converts them to answers.

After a refusal nothing has changed: no job was created, moved or removed, unless the use case documents an exception.
"""

from collections.abc import Iterable
from typing import Literal

from reelwright.errors import ReelwrightError
from reelwright.jobs.quota import Window
from reelwright.values import Value


class FieldError(Value):
    """A wrong field, by its path (`video_request.duration`, `items.3.voice`), and the reason."""

    field: str
    message: str


class Refusal(ReelwrightError):  # noqa: N818 - a refusal is an answer; the errors of `reelwright_client` end in Error
    """The root. The message is public: it says what is wrong and what to do.

    `retry_after_seconds`: when the same request can succeed; None if time does not help.
    """

    def __init__(self, message: str, *, retry_after_seconds: int | None = None) -> None:
        super().__init__(message)
        self.retry_after_seconds = retry_after_seconds


class InvalidRequest(Refusal):
    """One or more fields are wrong."""

    code = "invalid_request"

    def __init__(self, fields: Iterable[FieldError]) -> None:
        self.fields = tuple(fields)
        first = f"{self.fields[0].field}: {self.fields[0].message}" if self.fields else "the body"
        super().__init__(f"Please correct {first.removesuffix('.')}.")


Reason = Literal["over_budget", "too_long", "unsupported_language", "wrong_value"]
"""Why a field is wrong, as errors of batches name it."""


class InvalidField(InvalidRequest):
    """One field is wrong. `field`: its path in the body, or the name of a query parameter or header."""

    def __init__(self, field: str, message: str, *, reason: Reason = "wrong_value") -> None:
        super().__init__((FieldError(field=field, message=message),))
        self.reason: Reason = reason


class Unauthenticated(Refusal):
    """The request has no valid token."""

    code = "unauthenticated"


class Forbidden(Refusal):
    """The token is valid, but the caller has no permission."""

    code = "forbidden"


class NotFound(Refusal):
    """The resource does not exist, or belongs to another user. The answer is the same, so that ids cannot be probed."""

    code = "not_found"


class Conflict(Refusal):
    """The state of the resource does not allow this."""

    code = "conflict"


class KeyReused(Refusal):
    """The idempotency key was used before with another body."""

    code = "unprocessable"


class LimitReached(Refusal):
    """The caller has used up a limit. `windows` are all limits of the caller, the reached one with 0 remaining."""

    code = "quota_exceeded"

    def __init__(self, message: str, *, windows: tuple[Window, ...], retry_after_seconds: int) -> None:
        super().__init__(message, retry_after_seconds=retry_after_seconds)
        self.windows = windows


class Throttled(Refusal):
    """The caller repeats this request too often in a short time."""

    code = "throttled"


class TryAgain(Refusal):
    """The resource changed during the request, or a service is unavailable: the same request can succeed in a moment."""

    code = "unavailable"

    def __init__(self, message: str, *, retry_after_seconds: int = 1) -> None:
        super().__init__(message, retry_after_seconds=retry_after_seconds)
