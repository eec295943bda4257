"""Status events of the state machine, as events of the core."""

from datetime import datetime, timezone
from typing import Any

from reelwright.events import ExecutionEnded


def execution_ended(event: dict[str, Any]) -> ExecutionEnded:
    """Return the end that an EventBridge event tells of; raises KeyError for another kind of event."""
    detail = event["detail"]
    stopped = detail.get("stopDate")
    return ExecutionEnded(
        execution_arn=detail["executionArn"],
        name=detail["name"],
        status=detail["status"],
        error=detail.get("error"),
        cause=detail.get("cause"),
        stopped_at=None if stopped is None else datetime.fromtimestamp(stopped / 1000, tz=timezone.utc),
    )
