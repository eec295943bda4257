"""Batches of records: a queue's messages fail one by one, a stream's records in order."""

from collections.abc import Callable
from typing import Any

from reelwright.entry.telemetry import logger
from reelwright.errors import UnfinishedMessageError

Process = Callable[[dict[str, Any]], None]


def process_messages(records: list[dict[str, Any]], process: Process) -> dict[str, Any]:
    """Process each SQS message and return the failed ones as `batchItemFailures`: they come back, the others do not."""
    failures = []
    for record in records:
        try:
            process(record)
        except UnfinishedMessageError:
            failures.append({"itemIdentifier": record["messageId"]})
        except Exception:  # noqa: BLE001 - whatever failed, the message goes back and the error is logged
            logger.exception("message failed")
            failures.append({"itemIdentifier": record["messageId"]})
    return {"batchItemFailures": failures}


def process_changes(records: list[dict[str, Any]], process: Process) -> None:
    """Process each stream record in order; the first error leaves, so that the stream comes back with the whole batch.

    What is done twice then changes nothing. Partial answers are not used here: the local emulator takes them for success,
    and what comes before the failed record costs one read a job to find done.
    """
    for record in records:
        process(record)
