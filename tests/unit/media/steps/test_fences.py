"""A step stops at the soft time limit, at a cancel, and when its attempt is over."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from reelwright.errors import (
    JobCancelledError,
    SoftTimeLimitExceeded,
)
from reelwright.jobs.caller import Caller
from reelwright.jobs.model import StepRow
from reelwright.pipeline.steps import SOFT_LIMIT_SECONDS
from reelwright_media.steps.context import StepContext, StepOutcome
from tests.memory.mover import Mover
from tests.unit.media.steps.works import nothing, raising, reporting, row

if TYPE_CHECKING:
    from tests.memory.system import System


def test_the_soft_limit_stops_a_step_before_it_begins(system: "System", ada: Caller) -> None:
    """J5: 25 minutes after the execution began no step sets out; exactly at 25 minutes one still does."""
    job_id = system.run(ada)
    begun = system.clock()
    system.clock.pass_seconds(SOFT_LIMIT_SECONDS)
    system.step(job_id, nothing, execution_started_at=begun)
    system.clock.pass_seconds(1)
    with pytest.raises(SoftTimeLimitExceeded, match="25 minutes"):
        system.step(job_id, raising(AssertionError("the work began")), execution_started_at=begun)
    error = row(system, job_id).error
    assert error is not None
    assert (error.code, error.retryable, error.traceback) == ("soft_time_limit", True, None)


def test_a_running_step_says_when_it_began_and_how_long_it_waited(system: "System", ada: Caller) -> None:
    """By the write that it makes anyway; the wait counts from the entry of its state."""
    job_id = system.run(ada)
    entered = system.clock()
    system.clock.pass_seconds(3)
    seen: list[StepRow] = []

    def work(_context: StepContext) -> StepOutcome:
        seen.append(row(system, job_id))
        system.clock.pass_seconds(60)
        return StepOutcome()

    system.step(job_id, work, entered_at=entered)
    assert (seen[0].state, seen[0].started_at, seen[0].queued_seconds) == (
        "running",
        entered + timedelta(seconds=3),
        3.0,
    )
    done = row(system, job_id)
    assert (done.started_at, done.queued_seconds) == (seen[0].started_at, 3.0)


def test_the_soft_limit_stops_a_working_step_at_its_next_report(system: "System", ada: Caller) -> None:
    """The step may clean up: the error rises from its own report, and its folder is gone afterwards."""
    job_id = system.run(ada)
    begun = system.clock()
    seen: list[Any] = []

    def work(context: StepContext) -> StepOutcome:
        (context.workdir / "half.mp4").write_bytes(b"half")
        try:
            reporting(system, 0.1)(context)
            system.clock.pass_seconds(SOFT_LIMIT_SECONDS)
            context.report(0.2, "too late")
        finally:
            seen.append(context.workdir)
        raise AssertionError("the work went on")

    with pytest.raises(SoftTimeLimitExceeded):
        system.step(job_id, work, execution_started_at=begun)
    assert not seen[0].exists()
    assert row(system, job_id).state == "failed"
    assert row(system, job_id).fraction == 0.1


def test_the_failure_is_recorded_also_after_the_soft_limit(system: "System", ada: Caller) -> None:
    """Recording why is the last thing an attempt does, so neither limit nor cancel may stop it."""
    job_id = system.run(ada)
    begun = system.clock()
    system.clock.pass_seconds(SOFT_LIMIT_SECONDS + 60)
    Mover(system.jobs).request_cancel(job_id, attempt=1, now=system.clock())
    system.step(job_id, nothing, name="record_failure", execution_started_at=begun)
    assert row(system, job_id, "record_failure").state == "done"


def test_a_cancel_is_seen_at_the_next_report_after_a_second(system: "System", ada: Caller) -> None:
    """A report within a second of the last costs nothing and sees nothing; the next one stops the work."""
    job_id = system.run(ada)
    reported: list[float] = []

    def work(context: StepContext) -> StepOutcome:
        Mover(system.jobs).request_cancel(job_id, attempt=1, now=system.clock())
        for seconds in (0.4, 0.4, 0.4):
            system.clock.pass_seconds(seconds)
            context.report(0.5, "half")
            reported.append(seconds)
        return StepOutcome()

    with pytest.raises(JobCancelledError):
        system.step(job_id, work)
    assert reported == [0.4, 0.4]
    assert row(system, job_id).state == "failed"


def test_a_cancelled_job_begins_no_step(system: "System", ada: Caller) -> None:
    """The wish is read before the work, not only during it."""
    job_id = system.run(ada)
    Mover(system.jobs).request_cancel(job_id, attempt=1, now=system.clock())
    with pytest.raises(JobCancelledError):
        system.step(job_id, raising(AssertionError("the work began")))


def test_a_step_of_an_attempt_that_is_over_does_nothing(system: "System", ada: Caller) -> None:
    """A late invocation is fenced off before it writes or works, whatever became of the job."""
    job_id = system.run(ada)
    for attempt in (0, 2):
        with pytest.raises(JobCancelledError, match="is over"):
            system.step(job_id, raising(AssertionError("the work began")), attempt=attempt)
    system.end(job_id)
    with pytest.raises(JobCancelledError, match="is over"):
        system.step(job_id, raising(AssertionError("the work began")))
    assert system.jobs.steps(job_id) == ()


@pytest.mark.parametrize("reports", [(), (0.5,)])
def test_a_step_whose_attempt_ends_meanwhile_writes_no_more(
    system: "System", ada: Caller, reports: tuple[float, ...]
) -> None:
    """The table refuses its writes: at a report or at its end it learns so, and the row stays as it was."""
    job_id = system.run(ada)

    def work(context: StepContext) -> StepOutcome:
        system.end(job_id, "FAILED", error="ProviderError", cause="")
        before.append(row(system, job_id))
        return reporting(system, *reports)(context)

    before: list[StepRow] = []
    with pytest.raises(JobCancelledError):
        system.step(job_id, work)
    assert row(system, job_id) == before[0]
    assert system.job(job_id).progress == 0
