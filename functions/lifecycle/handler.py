"""Triggered by EventBridge, "Step Functions Execution Status Change": moves the job to its final state, or to RETRYING.

Late and duplicate events, and those of unknown executions, are no-ops. Lambda retries a failed run twice, then sends its event
to the queue of failed runs, which has an alarm; the sweeper ends that attempt. The rule's own dead-letter queue holds events
that could not be delivered to Lambda.
"""

from typing import Any

from reelwright.entry.executions import execution_ended, report_failed_attempt
from reelwright.entry.telemetry import job_span, logger, metrics, traced
from reelwright.entry.world import world
from reelwright.jobs.model import parse_execution_name
from reelwright.ports import MoveOutcome
from reelwright.usecases.end_attempt import end_attempt


@logger.inject_lambda_context(clear_state=True)
@traced
@metrics.log_metrics
def handler(event: dict[str, Any], _context: Any) -> None:
    """End the attempt that the execution ran."""
    ended = execution_ended(event)
    job_id, _ = parse_execution_name(ended.name) or (ended.name, 0)
    with job_span(job_id, status=ended.status):
        moved = end_attempt(ended, world=world())
        if moved is MoveOutcome.MOVED:  # a doubled event counts once
            report_failed_attempt(ended)
        logger.info("attempt ended", extra={"execution": ended.name, "status": ended.status, "move": moved.value})
