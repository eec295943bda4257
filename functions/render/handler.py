"""State machine -> one step of an attempt. Lays out, renders and composes films.

The event is a `StepCommand`; the answer holds ids and small facts only. An error's Python name is what the state
machine's Retry lists match.
"""

from typing import Any

from reelwright.entry.telemetry import logger, metrics, tracer
from reelwright_media.steps.entry import run


@logger.inject_lambda_context(clear_state=True)
@tracer.capture_lambda_handler(capture_response=False)
@metrics.log_metrics
def handler(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    """Run the step that the event names."""
    return run(event)
