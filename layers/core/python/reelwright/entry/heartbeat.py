"""Tell the state machine that a Fargate task is alive."""

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


def _beat(token: str, over: threading.Event) -> None:
    states = client("stepfunctions")
    while not over.wait(BEAT_SECONDS):
        try:
            states.send_task_heartbeat(taskToken=token)
        except ClientError as error:
            # TaskTimedOut and TaskDoesNotExist mean that the attempt is over; the step's own fence ends the work.
            logger.warning("heartbeat refused", extra={"error": error.response["Error"]["Code"]})
            return
