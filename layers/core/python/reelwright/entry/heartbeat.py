"""Tell the state machine how a Fargate task is: alive, or failed and why."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from botocore.exceptions import ClientError

from reelwright.aws.clients import client
from reelwright.entry.telemetry import logger
from reelwright.pipeline.steps import HEARTBEAT_SECONDS

BEAT_SECONDS: Final = HEARTBEAT_SECONDS / 4
"""Four beats fit into the time after which a silent task is taken for dead."""

_LONGEST_CAUSE: Final = 32_768
"""SendTaskFailure's limit for a cause (Step Functions API reference)."""


@contextmanager
def heartbeat(token: str | None) -> Iterator[None]:
    """Beat in the background while the block runs; without a token there is nobody to tell."""
    if not token:
        yield
        return
    over = threading.Event()
    thread = threading.Thread(target=_beat, args=(token, over), daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join(timeout=5)


def report_failure(token: str | None, error: Exception) -> None:
    """Hand the error to the state machine by its Python name, so that its Retry and Catch see what a Lambda would show."""
    if not token:
        return
    try:
        client("stepfunctions").send_task_failure(
            taskToken=token, error=type(error).__name__, cause=str(error)[:_LONGEST_CAUSE]
        )
    except ClientError as refused:
        # The attempt is over, or the machine listens to ECS alone: the step's row holds the error in any case.
        logger.warning("failure report refused", extra={"error": refused.response["Error"]["Code"]})


def _beat(token: str, over: threading.Event) -> None:
    states = client("stepfunctions")
    while not over.wait(BEAT_SECONDS):
        try:
            states.send_task_heartbeat(taskToken=token)
        except ClientError as error:
            # TaskTimedOut and TaskDoesNotExist mean that the attempt is over; the step's own fence ends the work.
            logger.warning("heartbeat refused", extra={"error": error.response["Error"]["Code"]})
            return
