"""Triggered by the dead-letter queues: ends the job as FAILED and stores a dead letter for the operators, which has an alarm.

A message that fails here becomes visible again after the queue's visibility timeout; repeating one is a no-op.
"""

from typing import Any

from reelwright.entry.batches import process_messages
from reelwright.entry.dead_messages import dead_message
from reelwright.entry.telemetry import logger, metrics, traced
from reelwright.entry.world import world
from reelwright.usecases.bury_message import bury_message


def bury(record: dict[str, Any]) -> None:
    """End the job of one dead message."""
    here, message = world(), dead_message(record)
    outcome = bury_message(message, world=here)
    facts = {"message_id": message.message_id, "queue": message.queue, "outcome": outcome.value}
    logger.warning("dead message", extra=facts)


@logger.inject_lambda_context(clear_state=True)
@traced
@metrics.log_metrics
def handler(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    """Handle a batch of dead messages."""
    return process_messages(event, bury)
