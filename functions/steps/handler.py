"""Invoked by the state machine: runs one step of an attempt. The handler of all step functions.

The functions `generation`, `intake`, `media`, `render` and `processing` run this code and differ in memory, time limit and
permissions (`pipeline.steps`); the state machine invokes the function that the step's row names. The event is a `StepCommand`;
the response holds ids and numbers only. The state machine's Retry lists match errors by their Python class name.
"""

from typing import Any

from reelwright.entry.telemetry import logger, metrics, traced
from reelwright_media.steps.entry import run


@logger.inject_lambda_context(clear_state=True)
@traced
@metrics.log_metrics
def handler(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    """Run the step that the event names."""
    return run(event)
