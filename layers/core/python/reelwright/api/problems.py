"""HTTP answers of refusals: problem documents (RFC 9457) with a stable type, a sentence on what to do, and the wrong fields."""

from typing import Final

from reelwright.api.ratelimit import limit_headers
from reelwright.batches.lines import LineError
from reelwright.batches.refusing import BatchInvalid
from reelwright.batches.triage import LineErrorGroup
from reelwright.refusals import FieldError, InvalidRequest, LimitReached, Refusal
from reelwright.values import Value

PROBLEM_JSON: Final = "application/problem+json"
TYPE_PREFIX: Final = "https://reelwright.dev/problems/"


class MethodNotAllowed(Refusal):
    """The path exists, but not with this method."""

    code = "method_not_allowed"

    def __init__(self, methods: tuple[str, ...]) -> None:
        super().__init__(f"Use {', '.join(methods)}.")
        self.methods = methods


class BodyTooLarge(Refusal):
    """The body has more than `limits.MAX_BODY_BYTES`."""

    code = "too_large"


class Problem(Value):
    """An error answer. `type` ends in a stable code that clients may match on."""

    type: str
    title: str
    status: int
    detail: str
    errors: tuple[FieldError, ...] = ()
    request_id: str | None = None


class BatchProblem(Problem):
    """The refusal of a batch. `errors` are those of up to 1,000 wrong lines, `groups` count all of them."""

    errors: tuple[LineError, ...] = ()  # type: ignore[assignment] # the same member of a problem, said of lines
    error_count: int
    line_count: int
    groups: tuple[LineErrorGroup, ...]


PROBLEMS: Final[dict[str, tuple[int, str]]] = {
    "invalid_request": (400, "Invalid request"),
    "unauthenticated": (401, "Missing or invalid token"),
    "forbidden": (403, "Not allowed"),
    "not_found": (404, "Not found"),
    "method_not_allowed": (405, "Method not allowed"),
    "conflict": (409, "Conflict with the current state"),
    "too_large": (413, "Body too large"),
    "batch_invalid": (422, "Lines with errors"),
    "unprocessable": (422, "Idempotency key already used"),
    "quota_exceeded": (429, "Limit reached"),
    "throttled": (429, "Too many requests"),
    "internal": (500, "Internal error"),
    "unavailable": (503, "Temporarily unavailable"),
}
"""By code: status and title."""
PROBLEM_MODELS: Final[dict[str, type[Problem]]] = {"batch_invalid": BatchProblem}
"""By code: the model of a problem with further members."""


def problem_of(refusal: Refusal) -> Problem:
    """Describe a refusal as the body of its answer."""
    if isinstance(refusal, BatchInvalid):
        return _batch_problem(refusal)
    fields = refusal.fields if isinstance(refusal, InvalidRequest) else ()
    return problem(refusal.code, str(refusal), fields)


def _batch_problem(refusal: BatchInvalid) -> BatchProblem:
    status, title = PROBLEMS[refusal.code]
    return BatchProblem(
        type=TYPE_PREFIX + refusal.code,
        title=title,
        status=status,
        detail=str(refusal),
        errors=refusal.errors,
        error_count=refusal.error_count,
        line_count=refusal.line_count,
        groups=refusal.groups,
    )


def headers_of(refusal: Refusal) -> dict[str, str]:
    """List the headers that belong to a refusal's answer."""
    after = refusal.retry_after_seconds
    found = {} if after is None else {"Retry-After": str(after)}
    match refusal:
        case LimitReached():
            return {**found, **limit_headers(refusal.windows)}
        case MethodNotAllowed():
            return {**found, "Allow": ", ".join(refusal.methods)}
        case _:
            return found


def problem(code: str, detail: str, fields: tuple[FieldError, ...] = ()) -> Problem:
    """Fill in status and title of a code of `PROBLEMS`; `detail` says what to do."""
    status, title = PROBLEMS[code]
    return Problem(type=TYPE_PREFIX + code, title=title, status=status, detail=detail, errors=fields)
