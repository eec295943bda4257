"""Triggered by the table's stream and a one-minute schedule: starts executions of the state machine.

The event is ignored: every run reads the queues and the free capacity, and starts as many jobs as fit. The next run
repairs a crash between any two of its calls.
"""

from typing import Any

from aws_lambda_powertools.metrics import MetricUnit

from reelwright.entry.telemetry import logger, metrics, traced
from reelwright.entry.world import world
from reelwright.usecases.dispatch_jobs import dispatch_jobs


@logger.inject_lambda_context(clear_state=True)
@traced
@metrics.log_metrics
def handler(_event: dict[str, Any], _context: Any) -> None:
    """Start as many jobs as the free capacity permits."""
    here = world()
    done = dispatch_jobs(world=here)
    logger.info("dispatched", extra=done.model_dump())
    metrics.add_metric(name="Started", unit=MetricUnit.Count, value=len(done.started))
