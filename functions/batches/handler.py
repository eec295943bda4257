"""Triggered by S3 notifications of manifests under `inbox/<user>/`, through a queue: creates batches, answers beside the file.

A message that cannot be handled now is received again; after five tries SQS moves it to the dead-letter queue.
"""

from typing import Any

from reelwright.batches.drop import drops_of
from reelwright.entry.batches import process_messages
from reelwright.entry.telemetry import logger, metrics, tracer
from reelwright.entry.world import world
from reelwright.usecases.receive_drop import receive_drop


def receive(record: dict[str, Any]) -> None:
    """Create the batches of one message."""
    for drop in drops_of(record["body"]):
        logger.append_keys(user_id=drop.user_id)
        receive_drop(drop, world=world())


@logger.inject_lambda_context(clear_state=True)
@tracer.capture_lambda_handler(capture_response=False)
@metrics.log_metrics
def handler(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    """Process a batch of messages."""
    return process_messages(event, receive)
