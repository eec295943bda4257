"""Operators hear of failed attempts that they can mend, and of no others."""

import json

import pytest

from reelwright.entry.executions import FAILED_ATTEMPTS, report_failed_attempt
from reelwright.errors import error_types, is_by_owner
from reelwright.events import ExecutionEnded


def _counted(capsys: pytest.CaptureFixture[str], status: str, error: str | None) -> list[float]:
    """Report an end; return the values that reach CloudWatch."""
    report_failed_attempt(ExecutionEnded(execution_arn="arn", name="01jd-a1", status=status, error=error, cause=None))
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    return [value for line in lines for value in line[FAILED_ATTEMPTS]]


@pytest.mark.parametrize(
    ("status", "error"),
    [
        ("FAILED", "ProviderMisconfiguredError"),
        ("FAILED", "StepError"),
        ("FAILED", "Runtime.ExitError"),
        ("TIMED_OUT", None),
    ],
)
def test_a_failure_that_operators_can_mend_is_counted(
    capsys: pytest.CaptureFixture[str], status: str, error: str | None
) -> None:
    """Errors of providers, bugs of ours, dead workers and time limits."""
    assert _counted(capsys, status, error) == [1.0]


@pytest.mark.parametrize(
    ("status", "error"),
    [("FAILED", "ContentError"), ("FAILED", "NeedsPointsError"), ("ABORTED", None), ("SUCCEEDED", None)],
)
def test_what_only_the_owner_can_mend_is_not_counted(
    capsys: pytest.CaptureFixture[str], status: str, error: str | None
) -> None:
    """An unusable script, a cancel, and an end that is no failure."""
    assert _counted(capsys, status, error) == []


def test_an_owner_mends_requests_scripts_budgets_and_refused_texts() -> None:
    """A new error is the operators' unless its class says otherwise."""
    assert {kind.__name__ for kind in error_types() if is_by_owner(kind.__name__)} == {
        "RequestError",
        "UnsupportedLanguageError",
        "NeedsPointsError",
        "ContentError",
        "BudgetExceededError",
        "ContentRefusedError",
        "JobCancelledError",
    }
