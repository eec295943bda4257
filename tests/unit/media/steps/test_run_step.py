"""The frame around every step: the recorded row, errors of the step and of services, and the budget."""

import subprocess
import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from reelwright.errors import (
    BudgetExceededError,
    ContentError,
    JobCancelledError,
    ProviderUnavailableError,
    ServiceFaultError,
)
from reelwright.jobs.caller import Caller
from reelwright.jobs.model import StepRow
from reelwright.jobs.outputs import ClipOutput, PlanOutput
from reelwright.ports import MoveOutcome
from reelwright.usecases.cancel_job import cancel_job
from reelwright_media.steps.context import StepContext, StepOutcome
from tests.memory.jobs import MemoryJobs
from tests.unit.media.steps.works import nothing, raising, row

if TYPE_CHECKING:
    from tests.memory.system import System


def test_a_finished_step_leaves_its_row_and_its_message(system: "System", ada: Caller) -> None:
    """What the work hands back stands on the row; the job shows the step's sentence and its share."""
    job_id = system.run(ada)
    outcome = StepOutcome(
        key="k", output=PlanOutput(total=3), reply={"scenes": [0]}, message_values={"total": 3}, cost_usd=0.2
    )
    assert system.step(job_id, lambda _context: outcome) == {"scenes": [0]}
    done = row(system, job_id)
    assert (done.state, done.fraction, done.key, done.output, done.attempt) == ("done", 1.0, "k", {"total": 3}, 1)
    job = system.job(job_id)
    assert job.progress_message == "Planned 3 scenes"
    assert job.cost_usd == 0.2
    assert 0 < job.progress < 0.2


def test_on_aws_a_finished_step_costs_its_run_besides_its_providers(system: "System", ada: Caller) -> None:
    """Function, states, table and files; the emulator bills nothing."""
    system.settings = system.settings.model_copy(update={"is_billed": True})
    job_id = system.run(ada)
    system.step(job_id, lambda _context: StepOutcome(output=PlanOutput(total=3), cost_usd=0.2))
    cost = row(system, job_id).cost_usd
    assert 0.2 < cost < 0.201
    assert system.job(job_id).cost_usd == cost


def test_an_unknown_error_is_recorded_with_its_traceback(system: "System", ada: Caller) -> None:
    """J1: type, message, traceback and step; a bug of ours is not tried again and leaves as it is."""
    job_id = system.run(ada)
    with pytest.raises(ZeroDivisionError):
        system.step(job_id, raising(ZeroDivisionError("of seven scenes")), name="render_scene", scene=4)
    error = row(system, job_id, "render_scene#4").error
    assert error is not None
    assert (error.type, error.code, error.message) == ("ZeroDivisionError", "internal", "of seven scenes")
    assert (error.step, error.retryable) == ("render_scene#4", False)
    assert error.traceback is not None
    assert "works.py" in error.traceback


def test_an_error_of_ours_is_recorded_without_a_traceback(system: "System", ada: Caller) -> None:
    """Its code and message say all there is to say to a user."""
    job_id = system.run(ada)
    with pytest.raises(ContentError):
        system.step(job_id, raising(ContentError("nothing to speak")))
    error = row(system, job_id).error
    assert error is not None
    assert (error.code, error.message, error.traceback) == ("unusable_content", "nothing to speak", None)


def test_an_unavailable_provider_is_recorded_with_the_time_to_ask_again(system: "System", ada: Caller) -> None:
    """That time is what the job will wait for."""
    job_id = system.run(ada)
    until = system.clock() + timedelta(minutes=5)
    with pytest.raises(ProviderUnavailableError):
        system.step(job_id, raising(ProviderUnavailableError("speech: polly rests", until=until)))
    error = row(system, job_id).error
    assert error is not None
    assert (error.ask_again_at, error.retryable) == (until, True)


def test_a_fault_of_a_service_is_as_service_faults_from_a_bug(system: "System", ada: Caller) -> None:
    """What the adapters raise becomes ServiceFaultError, which the state machine knows to try again."""
    job_id = system.run(ada)
    with pytest.raises(ServiceFaultError, match="ConnectionError: table unreachable"):
        system.step(job_id, raising(ConnectionError("table unreachable")))
    error = row(system, job_id).error
    assert error is not None
    assert (error.code, error.retryable) == ("service_fault", True)


def test_a_step_that_ran_again_shows_no_old_error(system: "System", ada: Caller) -> None:
    """The state machine tried it again and it worked: the row is done and clean."""
    job_id = system.run(ada)
    with pytest.raises(ServiceFaultError):
        system.step(job_id, raising(ConnectionError("x")))
    system.step(job_id, nothing)
    assert (row(system, job_id).state, row(system, job_id).error) == ("done", None)


class UnwritableRows(MemoryJobs):
    """Jobs whose table does not take step rows of one state."""

    def __init__(self, clock: Callable[[], datetime], state: str) -> None:
        super().__init__(clock)
        self._state = state

    def save_step(self, job_id: str, row: StepRow, **named: Any) -> MoveOutcome:
        """Write the row, unless it is of that state."""
        if row.state == self._state:
            raise ConnectionError("table unreachable")
        return super().save_step(job_id, row, **named)


@pytest.mark.parametrize("state", ["running", "done"])
def test_a_table_that_does_not_take_the_steps_row_is_a_fault_of_a_service(
    system: "System", ada: Caller, state: str
) -> None:
    """What the frame itself reads and writes fails under the name that the state machine knows to try again."""
    system.jobs = UnwritableRows(system.clock, state)
    job_id = system.run(ada)
    with pytest.raises(ServiceFaultError, match="ConnectionError: table unreachable"):
        system.step(job_id, nothing)


def test_the_first_error_speaks_where_it_cannot_be_recorded(system: "System", ada: Caller) -> None:
    """A table that is away while a failure is written down does not hide the failure."""
    system.jobs = UnwritableRows(system.clock, "failed")
    job_id = system.run(ada)
    with pytest.raises(ContentError, match="nothing to speak"):
        system.step(job_id, raising(ContentError("nothing to speak")))


def test_a_job_that_has_cost_what_it_may_begins_no_step_that_spends(system: "System", ada: Caller) -> None:
    """The work is not begun and the reason is on the row; what asks no provider goes on, so that what is paid for is used."""
    job_id = system.run(ada, max_cost_usd=0.5)
    system.step(job_id, lambda _context: StepOutcome(cost_usd=0.3), name="generate_audio_tts", scene=0)
    system.step(job_id, lambda _context: StepOutcome(cost_usd=0.2), name="generate_audio_tts", scene=1)
    begun = raising(AssertionError("the work began"))
    with pytest.raises(BudgetExceededError, match=r"0\.5000"):
        system.step(job_id, begun, name="generate_image_imagen", scene=0)
    error = row(system, job_id, "generate_image_imagen#0").error
    assert error is not None
    assert (error.code, error.retryable) == ("budget_exceeded", False)
    system.step(job_id, nothing, name="render_scene", scene=0)
    assert row(system, job_id, "render_scene#0").state == "done"


def test_a_job_without_budget_spends_what_it_takes(system: "System", ada: Caller) -> None:
    """There is no limit that nobody set."""
    job_id = system.run(ada)
    for scene in range(2):
        system.step(job_id, lambda _context: StepOutcome(cost_usd=900), name="generate_video_veo", scene=scene)
    assert system.job(job_id).cost_usd == 1800


def test_a_step_that_waits_is_not_done_and_runs_again(system: "System", ada: Caller) -> None:
    """Its row says what it waits for; cost and progress are those of the run that ends it."""
    job_id = system.run(ada)
    waiting = StepOutcome(waits_for="Waiting for the clip", reply={"clip": {"state": "working", "wait": 15}})
    assert system.step(job_id, lambda _context: waiting, name="generate_video_veo", scene=0) == waiting.reply
    assert row(system, job_id, "generate_video_veo#0").state == "running"
    assert (system.job(job_id).progress_message, system.job(job_id).cost_usd) == ("Waiting for the clip", 0)
    system.step(job_id, lambda _context: StepOutcome(cost_usd=0.42), name="generate_video_veo", scene=0)
    assert (row(system, job_id, "generate_video_veo#0").state, system.job(job_id).cost_usd) == ("done", 0.42)


def test_looks_at_long_work_are_one_run_that_keeps_its_facts(system: "System", ada: Caller) -> None:
    """A timeline shows one bar from the submit to the clip; a look that dies leaves the handle where a cancel finds it."""
    job_id = system.run(ada)
    waiting = StepOutcome(waits_for="Waiting", output=ClipOutput(picture_key="p", work="works/1/"))
    started = system.clock.now
    for _ in range(3):
        system.step(job_id, lambda _context: waiting, name="generate_video_veo", scene=0)
        system.clock.pass_seconds(15)
    with pytest.raises(SystemExit):
        system.step(job_id, raising(SystemExit()), name="generate_video_veo", scene=0)
    found = row(system, job_id, "generate_video_veo#0")
    assert (found.started_at, found.earlier, found.output["work"]) == (started, (), "works/1/")


def test_a_cancelled_job_waits_for_nothing(system: "System", ada: Caller) -> None:
    """The state machine is told at the next look."""
    job_id = system.run(ada)

    def cancelled_meanwhile(_context: StepContext) -> StepOutcome:
        cancel_job(job_id, caller=ada, world=system)
        return StepOutcome(waits_for="Waiting for the clip")

    with pytest.raises(JobCancelledError):
        system.step(job_id, cancelled_meanwhile, name="generate_video_veo", scene=0)


def test_a_new_process_of_a_step_loads_no_codec_before_it_needs_one() -> None:
    """PyAV and numpy are 30 MB; the function with the keys of providers runs the same handler, and decodes nothing."""
    script = "import sys, functions.steps.handler; sys.exit(bool({'av', 'numpy'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0  # noqa: S603 - our own interpreter
