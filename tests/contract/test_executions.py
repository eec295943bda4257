"""`Executions`: a name starts once; a stop is final."""

from typing import TYPE_CHECKING

import pytest

from reelwright.ports import Executions

if TYPE_CHECKING:
    from tests.contract.conftest import Place

INPUT = {"job_id": "job1", "attempt": 1, "route": "film"}


@pytest.fixture
def executions(place: "Place") -> Executions:
    """Return a state machine whose executions run until they are stopped."""
    return place.executions()


def test_a_started_execution_runs(executions: Executions) -> None:
    """Its ARN ends with its name."""
    arn = executions.start("job1-a1", INPUT)
    assert arn.endswith(":job1-a1")
    assert executions.status(arn).status == "RUNNING"


def test_the_same_name_is_the_same_execution(executions: Executions) -> None:
    """While it runs, and after it is over: nothing starts anew, whatever the input."""
    arn = executions.start("job1-a1", INPUT)
    assert executions.start("job1-a1", dict(reversed(INPUT.items()))) == arn
    assert executions.start("job1-a1", {**INPUT, "route": "other"}) == arn
    executions.stop(arn, reason="over")
    assert executions.start("job1-a1", INPUT) == arn
    assert executions.status(arn).status == "ABORTED"


def test_an_execution_is_found_by_its_name(executions: Executions) -> None:
    """Whether it runs or is over; a name that was never used has none."""
    arn = executions.start("job1-a1", INPUT)
    assert executions.find("job1-a1") == arn
    executions.stop(arn, reason="over")
    assert executions.find("job1-a1") == arn
    assert executions.find("job1-a2") is None


def test_another_name_is_another_execution(executions: Executions) -> None:
    """Attempts do not meet."""
    first, second = executions.start("job1-a1", INPUT), executions.start("job1-a2", INPUT)
    assert first != second
    executions.stop(first, reason="over")
    assert executions.status(second).status == "RUNNING"


def test_a_stop_is_final_and_repeatable(executions: Executions) -> None:
    """ABORTED; stopping again, however long the reason, changes nothing."""
    arn = executions.start("job1-a1", INPUT)
    for reason in ("cancelled by its owner", "again " * 200):
        executions.stop(arn, reason=reason)
        assert executions.status(arn).status == "ABORTED"


def test_an_unknown_execution_counts_as_aborted(executions: Executions) -> None:
    """It can end no other way; stopping it is a no-op."""
    known = executions.start("job1-a1", INPUT)
    unknown = known.replace("job1-a1", "job9-a9")
    executions.stop(unknown, reason="over")
    state = executions.status(unknown)
    assert (state.status, state.error) == ("ABORTED", "ExecutionDoesNotExist")
