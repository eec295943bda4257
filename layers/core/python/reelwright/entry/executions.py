"""Status events of the state machine, as events of the core."""

from typing import Any

from reelwright.events import ExecutionEnded


def execution_ended(event: dict[str, Any]) -> ExecutionEnded:
    """Read an EventBridge status event; raises KeyError for another kind of event."""
    detail = event["detail"]
    return ExecutionEnded(
        execution_arn=detail["executionArn"],
        name=detail["name"],
        status=detail["status"],
        error=detail.get("error"),
        cause=detail.get("cause"),
    )
