"""Problem answers (RFC 9457): a stable type, a sentence on what to do, and the field it is about."""

from typing import Final

from pydantic import ValidationError

from reelwright.values import Value

PROBLEM_JSON: Final = "application/problem+json"
TYPE_PREFIX: Final = "https://reelwright.dev/problems/"


class FieldError(Value):
    """One wrong field by its path: `video_request.duration`."""

    field: str
    message: str


class Problem(Value):
    """An error answer. `type` ends in a stable code that clients may match on."""

    type: str
    title: str
    status: int
    detail: str
    errors: tuple[FieldError, ...] = ()
    request_id: str | None = None


class ProblemError(Exception):
    """Carries a problem to the edge; `headers` go with it (`Retry-After`, `Allow`)."""

    def __init__(self, problem: Problem, headers: dict[str, str] | None = None) -> None:
        super().__init__(problem.detail)
        self.problem = problem
        self.headers = headers or {}


PROBLEMS: Final[dict[str, tuple[int, str]]] = {
    "invalid_request": (400, "The request is not valid"),
    "unauthenticated": (401, "No valid token"),
    "forbidden": (403, "Not allowed"),
    "not_found": (404, "There is no such thing"),
    "method_not_allowed": (405, "This path knows other methods"),
    "conflict": (409, "The job's state does not allow this"),
    "too_large": (413, "The body is too large"),
    "unprocessable": (422, "The request cannot be processed"),
    "quota_exceeded": (429, "A limit is reached"),
    "throttled": (429, "Too many requests at once"),
    "internal": (500, "Something broke on our side"),
    "unavailable": (503, "Temporarily unavailable"),
}
"""By code: status and title."""


def problem_error(
    code: str,
    detail: str,
    *,
    errors: tuple[FieldError, ...] = (),
    headers: dict[str, str] | None = None,
) -> ProblemError:
    """Return the error to raise for a code of `PROBLEMS`; `detail` says what to do."""
    status, title = PROBLEMS[code]
    problem = Problem(type=TYPE_PREFIX + code, title=title, status=status, detail=detail, errors=errors)
    return ProblemError(problem, headers)


def field_errors(error: ValidationError) -> tuple[FieldError, ...]:
    """Return what pydantic found, at most 20, by field path; the input's values are not repeated."""
    return tuple(
        FieldError(
            field=".".join(str(part) for part in found["loc"]) or "body",
            message=found["msg"].removeprefix("Value error, "),
        )
        for found in error.errors(include_url=False, include_input=False, include_context=False)[:20]
    )
