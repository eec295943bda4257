"""Triggered by EventBridge, "Step Functions Execution Status Change": moves the job to its final state, or to RETRYING.

Late and duplicate events, and those of unknown executions, are no-ops. Lambda retries a failed run twice, then sends its event
to the queue of failed runs, which has an alarm; the sweeper ends that attempt. The rule's own dead-letter queue holds events
that could not be delivered to Lambda.
"""

from typing import Any

from reelwright.entry.executions import execution_ended
from reelwright.entry.telemetry import logger, metrics, tracer
from reelwright.entry.world import world
from reelwright.usecases.end_attempt import end_attempt


@logger.inject_lambda_context(clear_state=True)
@tracer.capture_lambda_handler(capture_response=False)
@metrics.log_metrics
def handler(event: dict[str, Any], _context: Any) -> None:
    """End the attempt that the execution ran."""
    ended = execution_ended(event)
    here = world()
    moved = end_attempt(ended, world=here)
    logger.info("attempt ended", extra={"execution": ended.name, "status": ended.status, "move": moved.value})
