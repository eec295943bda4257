"""What an attempt's end says about the job."""

import json

import pytest

from reelwright.errors import error_types
from reelwright.jobs.model import parse_execution_name
from reelwright.usecases.end_attempt import failure_named


@pytest.mark.parametrize("kind", error_types(), ids=lambda kind: kind.__name__)
def test_our_own_errors_are_tried_again_exactly_when_their_class_says_so(kind: type) -> None:
    """The tree of errors decides, by the Python name that Lambda reports."""
    assert failure_named(kind.__name__, "x").retryable is kind.retryable  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("name", "retryable"),
    [
        ("States.Timeout", True),
        ("States.HeartbeatTimeout", True),
        ("Runtime.ExitError", True),
        ("Lambda.TooManyRequestsException", True),
        ("States.ServiceRestart", True),
        ("BrokenPipeError", True),
        ("States.Runtime", False),
        ("States.DataLimitExceeded", False),
        ("Runtime.ImportModuleError", False),
    ],
)
def test_a_death_that_no_step_recorded_is_tried_again_and_a_wrong_machine_is_not(name: str, *, retryable: bool) -> None:
    """A worker that died says nothing; a state machine that cannot run will not run tomorrow."""
    assert failure_named(name, "").retryable is retryable


def test_lambdas_cause_is_read_for_message_and_traceback() -> None:
    """The cause of a Lambda error is JSON."""
    cause = json.dumps({"errorMessage": "no voice", "errorType": "X", "stackTrace": ["line 1\n", "line 2\n"]})
    failure = failure_named("X", cause)
    assert (failure.message, failure.traceback) == ("no voice", "line 1\nline 2\n")


@pytest.mark.parametrize(("cause", "message"), [("plain words", "plain words"), ("[1]", "[1]"), ("", "")])
def test_any_other_cause_is_taken_as_it_is(cause: str, message: str) -> None:
    """Nothing is lost when the cause is no Lambda's."""
    assert failure_named("X", cause).message == message


@pytest.mark.parametrize(
    ("name", "parsed"),
    [("01jd-a1", ("01jd", 1)), ("job-a-a12", ("job-a", 12)), ("somebody-elses", None), ("01jd-ax", None), ("", None)],
)
def test_an_executions_name_says_job_and_attempt(name: str, parsed: tuple[str, int] | None) -> None:
    """Names that are not ours are not ours."""
    assert parse_execution_name(name) == parsed
