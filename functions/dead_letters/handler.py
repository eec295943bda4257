"""Dead-letter queues -> the job ends as FAILED with the reason; alarms ring beside it."""

from typing import Any

from reelwright.entry.batches import process_messages
from reelwright.entry.telemetry import logger, metrics, tracer
from reelwright.entry.world import now, world
from reelwright.usecases.bury_message import bury_message


def bury(record: dict[str, Any]) -> None:
    """End the job of one dead message."""
    here = world()
    outcome = bury_message(record["body"], jobs=here.jobs, settings=here.settings, clock=now)
    logger.error("dead letter", extra={"message_id": record["messageId"], "outcome": outcome.value})


@logger.inject_lambda_context(clear_state=True)
@tracer.capture_lambda_handler(capture_response=False)
@metrics.log_metrics
def handler(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    """Handle a batch of dead messages."""
    return process_messages(event["Records"], bury)
