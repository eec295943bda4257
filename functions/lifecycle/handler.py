"""EventBridge "Step Functions Execution Status Change" -> the one terminal (or RETRYING) transition.

Late, doubled and foreign events are no-ops. Lambda repeats a failed run twice, then keeps its event in the queue of failed
runs, whose alarm rings; the sweeper finds the lease. The rule's own dead-letter queue holds events that never arrived.
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
    """Move the job the execution belonged to."""
    ended = execution_ended(event)
    here = world()
    moved = end_attempt(ended, world=here)
    logger.info("attempt ended", extra={"execution": ended.name, "status": ended.status, "move": moved.value})
