"""Exit codes of the command line, and the advice for every expected error."""

from dataclasses import asdict
from enum import IntEnum
from typing import Final

from reelwright_client.cli.words import seconds
from reelwright_client.errors import (
    ApiError,
    AuthenticationError,
    ConfigurationError,
    ConflictError,
    ConnectionFailedError,
    DownloadError,
    InvalidRequestError,
    NotFoundError,
    RateLimitedError,
    ServerError,
    StackError,
    UnexpectedAnswerError,
    UploadError,
    WaitTimeoutError,
)


class ExitCode(IntEnum):
    """The exit codes of `reelwright`; part of its interface."""

    DONE = 0
    JOB_FAILED = 1
    """The job failed or was cancelled: there is no film."""
    USAGE = 2
    """The request itself is wrong: options, script, unknown job, wrong state, no configuration."""
    CONNECTION = 3
    """No usable answer: the service is unreachable, overloaded or unhealthy."""
    AUTHENTICATION = 4
    TIMEOUT = 5
    """The time of `--timeout` has passed; the job goes on."""
    INTERRUPTED = 130
    """Ctrl-C; shells use the same code (128 + SIGINT)."""


_ENDS: Final[tuple[tuple[type[Exception], ExitCode, str], ...]] = (
    (ConfigurationError, ExitCode.USAGE, ""),
    (
        ConnectionFailedError,
        ExitCode.CONNECTION,
        "Check that the service is up (local: `make up`) and that the address is right (`reelwright token --json`).",
    ),
    (WaitTimeoutError, ExitCode.TIMEOUT, "Follow it again with `reelwright watch`."),
    (DownloadError, ExitCode.CONNECTION, "`reelwright get` shows the job's state and files."),
    (
        StackError,
        ExitCode.CONNECTION,
        "This command uses your own AWS credentials and region (`aws sts get-caller-identity`, AWS_REGION).",
    ),
    (UploadError, ExitCode.CONNECTION, "No job was created; run the command again."),
    (InvalidRequestError, ExitCode.USAGE, "Nothing was created; change the request and send it again."),
    (
        AuthenticationError,
        ExitCode.AUTHENTICATION,
        "Tokens expire: get a new one. Local stack: `make token`; otherwise set REELWRIGHT_TOKEN to a new token.",
    ),
    (NotFoundError, ExitCode.USAGE, "`reelwright list` shows your jobs; finished jobs are kept for a limited time."),
    (
        ConflictError,
        ExitCode.USAGE,
        "`reelwright get` shows the state of a job, `reelwright batch status` that of a batch.",
    ),
    (RateLimitedError, ExitCode.CONNECTION, "Try again later."),
    (ServerError, ExitCode.CONNECTION, "Try again later; if the error persists, send the request id to the operators."),
    (UnexpectedAnswerError, ExitCode.CONNECTION, "Check the address (`reelwright token --json` shows it)."),
    (OSError, ExitCode.USAGE, ""),
)
EXPECTED: Final = tuple(kind for kind, _, _ in _ENDS)


def end_of(error: Exception) -> tuple[ExitCode, str]:
    """Look up the exit code and the advice for an error of `EXPECTED`; the advice may be empty."""
    code, advice = next((code, advice) for kind, code, advice in _ENDS if isinstance(error, kind))
    if isinstance(error, ApiError) and error.retry_after_seconds:
        used_up = [one.name for one in error.limits if one.remaining == 0]
        limit = f"Your {used_up[0]} limit is used up. " if used_up else ""
        advice = f"{limit}Try again in {seconds(error.retry_after_seconds)}."
    return code, advice


def error_document(error: Exception) -> dict[str, object]:
    """Describe an error as the document that `--json` prints on stderr."""
    code, advice = end_of(error)
    document: dict[str, object] = {
        "error": type(error).__name__,
        "message": message_of(error),
        "advice": advice,
        "exit_code": int(code),
    }
    if isinstance(error, ApiError):
        document |= {
            "status": error.status_code,
            "code": error.code,
            "type": error.problem.type,
            "errors": [field.model_dump() for field in error.errors],
            "request_id": error.request_id,
            "retry_after_seconds": error.retry_after_seconds,
            "limits": [asdict(limit) for limit in error.limits],
        }
    return document


def message_of(error: Exception) -> str:
    """Describe an error in one sentence."""
    if isinstance(error, OSError) and not isinstance(error, WaitTimeoutError) and error.filename:
        return f"{error.filename}: {error.strerror}."
    return str(error)
