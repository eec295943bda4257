"""Batches of records: a queue's messages fail one by one, a stream's records in order."""

from collections.abc import Callable
from typing import Any

from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord

from reelwright.entry.telemetry import logger
from reelwright.errors import UnfinishedMessageError

Process = Callable[[dict[str, Any]], None]


def process_messages(event: dict[str, Any], process: Process) -> dict[str, Any]:
    """Process each SQS message; `batchItemFailures` of the response names the failed ones, which SQS delivers again."""

    def handle(record: SQSRecord) -> None:
        try:
            process(record.raw_event)
        except UnfinishedMessageError:  # expected: the message is to be delivered again, and nothing is wrong
            raise
        except Exception:
            logger.exception("message failed")
            raise

    # Even if every message failed, the response names them: an exception would log one error more and retry the same.
    processor = BatchProcessor(event_type=EventType.SQS, raise_on_entire_batch_failure=False)
    return dict(process_partial_response(event=event, record_handler=handle, processor=processor))


def process_changes(records: list[dict[str, Any]], process: Process) -> None:
    """Process each stream record in order; the first error is raised, and the stream delivers the whole batch again.

    A record that was processed before is a no-op. Partial responses are not used: the local emulator takes them for success,
    and repeating the records before the failed one costs one read a job.
    """
    for record in records:
        process(record)
