"""Status events of the state machine, as events of the core, and the count of failed attempts that operators can mend."""

from typing import Any, Final

from aws_lambda_powertools.metrics import MetricUnit, single_metric

from reelwright.entry.telemetry import NAMESPACE
from reelwright.errors import is_by_owner
from reelwright.events import ExecutionEnded

FAILED_ATTEMPTS: Final = "FailedAttempts"
"""1 for each failed attempt, without those whose request only the owner can mend."""
_FAILED: Final = frozenset({"FAILED", "TIMED_OUT"})


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


def report_failed_attempt(ended: ExecutionEnded) -> None:
    """Count a failed attempt; a no-op for any other end, and for a failure that is the owner's to mend."""
    if ended.status in _FAILED and not is_by_owner(ended.error or ""):
        with single_metric(name=FAILED_ATTEMPTS, unit=MetricUnit.Count, value=1, namespace=NAMESPACE) as metric:
            metric.add_metadata("error", ended.error)
