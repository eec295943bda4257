"""The frame around every step: fence, limits, what is recorded, and how progress adds up. Works are the tests' own."""

import random
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from reelwright.errors import (
    BudgetExceededError,
    ContentError,
    JobCancelledError,
    ProviderUnavailableError,
    ServiceFaultError,
    SoftTimeLimitExceeded,
)
from reelwright.jobs.caller import Caller
from reelwright.jobs.model import StepRow
from reelwright.jobs.outputs import PlanOutput, StepOutput
from reelwright.pipeline.steps import SOFT_LIMIT_SECONDS, STEPS
from reelwright.ports import MoveOutcome
from reelwright_media.steps.context import StepContext, StepOutcome
from tests.memory.jobs import MemoryJobs
from tests.memory.mover import Mover

System = Any  # these tests replace parts of tests.memory.system.System, which its types refuse


def nothing(_context: StepContext) -> StepOutcome:
    """Do a step's work in no time."""
    return StepOutcome()


def raising(error: BaseException) -> Callable[[StepContext], StepOutcome]:
    """Return a work that fails."""

    def work(_context: StepContext) -> StepOutcome:
        raise error

    return work


def reporting(system: System, *fractions: float) -> Callable[[StepContext], StepOutcome]:
    """Return a work that reports these fractions, two seconds apart."""

    def work(context: StepContext) -> StepOutcome:
        for fraction in fractions:
            system.clock.pass_seconds(2)
            context.report(fraction, f"{fraction:.0%} done")
        return StepOutcome()

    return work


def row(system: System, job_id: str, name: str = "plan_scenes") -> StepRow:
    """Return a step's row, which must be there."""
    found = system.jobs.step(job_id, name)
    assert isinstance(found, StepRow)
    return found


def test_a_finished_step_leaves_its_row_and_its_message(system: System, ada: Caller) -> None:
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


def test_the_soft_limit_stops_a_step_before_it_begins(system: System, ada: Caller) -> None:
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


def test_the_soft_limit_stops_a_working_step_at_its_next_report(system: System, ada: Caller) -> None:
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


def test_the_failure_is_recorded_also_after_the_soft_limit(system: System, ada: Caller) -> None:
    """Recording why is the last thing an attempt does, so neither limit nor cancel may stop it."""
    job_id = system.run(ada)
    begun = system.clock()
    system.clock.pass_seconds(SOFT_LIMIT_SECONDS + 60)
    Mover(system.jobs).request_cancel(job_id, attempt=1, now=system.clock())
    system.step(job_id, nothing, name="record_failure", execution_started_at=begun)
    assert row(system, job_id, "record_failure").state == "done"


def test_a_cancel_is_seen_at_the_next_report_after_a_second(system: System, ada: Caller) -> None:
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


def test_a_cancelled_job_begins_no_step(system: System, ada: Caller) -> None:
    """The wish is read before the work, not only during it."""
    job_id = system.run(ada)
    Mover(system.jobs).request_cancel(job_id, attempt=1, now=system.clock())
    with pytest.raises(JobCancelledError):
        system.step(job_id, raising(AssertionError("the work began")))


def test_a_step_of_an_attempt_that_is_over_does_nothing(system: System, ada: Caller) -> None:
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
    system: System, ada: Caller, reports: tuple[float, ...]
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


def test_an_unknown_error_is_recorded_with_its_traceback(system: System, ada: Caller) -> None:
    """J1: type, message, traceback and step; a bug of ours is not tried again and leaves as it is."""
    job_id = system.run(ada)
    with pytest.raises(ZeroDivisionError):
        system.step(job_id, raising(ZeroDivisionError("of seven scenes")), name="render_scene", scene=4)
    error = row(system, job_id, "render_scene#4").error
    assert error is not None
    assert (error.type, error.code, error.message) == ("ZeroDivisionError", "internal", "of seven scenes")
    assert (error.step, error.retryable) == ("render_scene#4", False)
    assert error.traceback is not None
    assert "test_run_step.py" in error.traceback


def test_an_error_of_ours_is_recorded_without_a_traceback(system: System, ada: Caller) -> None:
    """Its code and message say all there is to say to a user."""
    job_id = system.run(ada)
    with pytest.raises(ContentError):
        system.step(job_id, raising(ContentError("nothing to speak")))
    error = row(system, job_id).error
    assert error is not None
    assert (error.code, error.message, error.traceback) == ("unusable_content", "nothing to speak", None)


def test_an_unavailable_provider_is_recorded_with_the_time_to_ask_again(system: System, ada: Caller) -> None:
    """That time is what the job will wait for."""
    job_id = system.run(ada)
    until = system.clock() + timedelta(minutes=5)
    with pytest.raises(ProviderUnavailableError):
        system.step(job_id, raising(ProviderUnavailableError("speech: polly rests", until=until)))
    error = row(system, job_id).error
    assert error is not None
    assert (error.ask_again_at, error.retryable) == (until, True)


def test_a_fault_of_a_service_is_as_service_faults_from_a_bug(system: System, ada: Caller) -> None:
    """What the adapters raise becomes ServiceFaultError, which the state machine knows to try again."""
    job_id = system.run(ada)
    with pytest.raises(ServiceFaultError, match="ConnectionError: table unreachable"):
        system.step(job_id, raising(ConnectionError("table unreachable")))
    error = row(system, job_id).error
    assert error is not None
    assert (error.code, error.retryable) == ("service_fault", True)


def test_a_step_that_ran_again_shows_no_old_error(system: System, ada: Caller) -> None:
    """The state machine tried it again and it worked: the row is done and clean."""
    job_id = system.run(ada)
    with pytest.raises(ServiceFaultError):
        system.step(job_id, raising(ConnectionError("x")))
    system.step(job_id, nothing)
    assert (row(system, job_id).state, row(system, job_id).error) == ("done", None)


class WeighedJobs(MemoryJobs):
    """Jobs that note what each row may add, because the job's own progress is cut at 0.99."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        super().__init__(clock)
        self.weights: dict[str, float] = {}

    def save_step(self, job_id: str, row: StepRow, *, weight: float, message: str | None, now: datetime) -> MoveOutcome:
        """Note the weight and save."""
        self.weights[row.name] = max(weight, self.weights.get(row.name, 0.0))
        return super().save_step(job_id, row, weight=weight, message=message, now=now)


def film_steps(scenes: int, exports: tuple[str, ...]) -> list[tuple[str, dict[str, Any]]]:
    """Return every step of a film in order, with its place."""
    places: dict[str, list[dict[str, Any]]] = {
        "film": [{}],
        "scene": [{"scene": index} for index in range(scenes)],
        "export": [{"platform": platform} for platform in exports],
    }
    kept = [step for step in STEPS.values() if step.name not in {"process_batch", "cleanup_old_results"}]
    return [(step.name, place) for step in kept for place in places[step.per]]


@pytest.mark.parametrize("seed", range(6))
def test_progress_never_falls_and_adds_up_to_at_most_one_over_repeated_runs(
    system: System, ada: Caller, seed: int
) -> None:
    """J4: steps report what they like, fail, and run again; each share counts once, whatever the order of reports."""
    luck = random.Random(seed)  # noqa: S311 - a story to replay, no secret
    system.jobs = WeighedJobs(system.clock)
    video = {"prompt": "why the sea is salty", "exports": ["tiktok", "youtube"]}
    job_id = system.run(ada, video_request=video)
    scenes, seen = luck.randint(1, 7), [0.0]

    def run_once(name: str, place: dict[str, Any]) -> None:
        planned = PlanOutput(total=scenes) if name == "plan_scenes" else StepOutput()
        fails = luck.random() < 0.3

        def work(context: StepContext) -> StepOutcome:
            for _ in range(luck.randint(0, 3)):
                reporting(system, luck.uniform(-0.2, 1.3) if luck.random() < 0.2 else luck.random())(context)
                seen.append(system.job(job_id).progress)
            if fails:
                raise ContentError("unlucky")
            return StepOutcome(output=planned, message_values={"total": scenes})

        try:
            system.step(job_id, work, name=name, **place)
        except ContentError:
            run_once(name, place)
        seen.append(system.job(job_id).progress)

    for name, place in film_steps(scenes, ("tiktok", "youtube")):
        for _ in range(luck.randint(1, 2)):
            run_once(name, place)
    assert seen == sorted(seen)
    assert sum(system.jobs.weights.values()) == pytest.approx(1.0)
    assert system.job(job_id).progress == 0.99
    system.end(job_id)
    assert system.job(job_id).progress == 1.0


class UnwritableRows:
    """The jobs of a system whose table does not take step rows of one state."""

    def __init__(self, jobs: MemoryJobs, state: str) -> None:
        self._jobs, self._state = jobs, state

    def __getattr__(self, name: str) -> Any:
        """Everything else is as it is."""
        return getattr(self._jobs, name)

    def save_step(self, job_id: str, row: StepRow, **said: Any) -> MoveOutcome:
        """Write the row, unless it is of that state."""
        if row.state == self._state:
            raise ConnectionError("table unreachable")
        return self._jobs.save_step(job_id, row, **said)


@pytest.mark.parametrize("state", ["running", "done"])
def test_a_table_that_does_not_take_the_steps_row_is_a_fault_of_a_service(
    system: System, ada: Caller, state: str
) -> None:
    """What the frame itself reads and writes fails under the name that the state machine knows to try again."""
    job_id = system.run(ada)
    system.jobs = UnwritableRows(system.jobs, state)
    with pytest.raises(ServiceFaultError, match="ConnectionError: table unreachable"):
        system.step(job_id, nothing)


def test_the_first_error_speaks_where_it_cannot_be_recorded(system: System, ada: Caller) -> None:
    """A table that is away while a failure is written down does not hide the failure."""
    job_id = system.run(ada)
    system.jobs = UnwritableRows(system.jobs, "failed")
    with pytest.raises(ContentError, match="nothing to speak"):
        system.step(job_id, raising(ContentError("nothing to speak")))


def test_a_job_that_has_cost_what_it_may_begins_no_step_that_spends(system: System, ada: Caller) -> None:
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


def test_a_job_without_budget_spends_what_it_takes(system: System, ada: Caller) -> None:
    """There is no limit that nobody set."""
    job_id = system.run(ada)
    for scene in range(2):
        system.step(job_id, lambda _context: StepOutcome(cost_usd=900), name="generate_video_veo", scene=scene)
    assert system.job(job_id).cost_usd == 1800
