"""Batches of records: a queue's messages fail one by one, a stream's records in order."""

import json
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


def process_changes(records: list[dict[str, Any]], process: Process, *, partial: bool) -> dict[str, Any]:
    """Process the stream records of a batch, those of one item in order; repeating a record is a no-op.

    With `partial`, records of a failed item are skipped, and all others are processed. The response names the first failed
    record: Lambda repeats the batch from there, and loses nothing else when it gives up. Otherwise the first error is raised,
    and Lambda repeats the whole batch.
    """
    failed: dict[str, str] = {}
    for record in records:
        item = json.dumps(record["dynamodb"]["Keys"], sort_keys=True)
        if item in failed:
            continue
        try:
            process(record)
        except Exception:
            if not partial:
                raise
            logger.exception("record failed")
            failed[item] = record["dynamodb"]["SequenceNumber"]
    return {"batchItemFailures": [{"itemIdentifier": number} for number in list(failed.values())[:1]]}
