"""Report the state of a Fargate task to the state machine: heartbeats while it runs, its error if it fails.

An old token is harmless: the attempt is over (`TaskTimedOut`), or another one runs (`TaskDoesNotExist`). The step's own
fence stops its remaining work, so this module only stops the heartbeats.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from botocore.exceptions import ClientError

from reelwright.aws.clients import client
from reelwright.entry.faults import SERVICE_FAULTS
from reelwright.entry.telemetry import logger
from reelwright.pipeline.steps import HEARTBEAT_SECONDS

if TYPE_CHECKING:
    from mypy_boto3_stepfunctions import SFNClient

BEAT_SECONDS: Final = HEARTBEAT_SECONDS / 10
"""A tenth of the state's heartbeat timeout: nine heartbeats may be lost."""

_OVER: Final = frozenset({"TaskTimedOut", "TaskDoesNotExist", "TaskNotFound", "InvalidToken"})
"""Errors that say the token is no longer valid. Other errors may be temporary: the next heartbeat tries again."""
_LONGEST_CAUSE: Final = 32_768
"""SendTaskFailure's limit for a cause (Step Functions API reference)."""


@contextmanager
def heartbeat(
    token: str | None, *, states: "SFNClient | None" = None, every_seconds: float = BEAT_SECONDS
) -> Iterator[None]:
    """Send heartbeats from a thread while the block runs; a no-op without a token.

    `states` is the Step Functions client; None selects the process's own.
    """
    if not token:
        yield
        return
    over = threading.Event()
    beats = (token, states or client("stepfunctions"), every_seconds, over)
    thread = threading.Thread(target=_beat, args=beats, daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join(timeout=5)


def report_failure(token: str | None, error: Exception, *, states: "SFNClient | None" = None) -> None:
    """Report the error by its Python class name, so that Retry and Catch match it as they match a Lambda's error."""
    if not token:
        return
    told = states or client("stepfunctions")
    try:
        told.send_task_failure(taskToken=token, error=type(error).__name__, cause=str(error)[:_LONGEST_CAUSE])
    except SERVICE_FAULTS as refused:
        # The attempt is over, the state machine waits for ECS only, or the service is unavailable. The row has the error.
        logger.warning("failure report refused", extra={"error": _code(refused)})


def _beat(token: str, states: "SFNClient", every_seconds: float, over: threading.Event) -> None:
    """Beat at once, then wait: the state's clock has run since RunTask, through placing the task and pulling its image."""
    while True:
        try:
            states.send_task_heartbeat(taskToken=token)
        except SERVICE_FAULTS as error:
            logger.warning("heartbeat refused", extra={"error": _code(error)})
            if _code(error) in _OVER:
                return
        if over.wait(every_seconds):
            return


def _code(error: Exception) -> str:
    """Read the service's error code; the class name if the request did not reach the service."""
    return error.response["Error"]["Code"] if isinstance(error, ClientError) else type(error).__name__
