"""`Jobs.save_step`: checkpoints, and progress that only grows."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from reelwright.jobs.lifecycle import JobEvent
from reelwright.jobs.model import Fallback, Job, JobFailure, StepRow, StepRun
from reelwright.ports import MoveOutcome

if TYPE_CHECKING:
    from tests.contract.conftest import Bench

FAILURE = JobFailure(type="ProviderError", code="provider_failed", message="503", retryable=True)


def save(
    bench: "Bench", job: Job, *, weight: float = 0.5, message: str | None = None, name: str = "plan_scenes", **row: Any
) -> MoveOutcome:
    """Write a step of the job's first attempt, `running` unless said otherwise."""
    fields = {"name": name, "state": "running", "attempt": 1, "updated_at": bench.clock()} | row
    stored = StepRow.model_validate(fields)
    return bench.jobs.save_step(job.job_id, stored, weight=weight, message=message, now=bench.clock())


def stored(bench: "Bench", job: Job, name: str = "plan_scenes") -> StepRow:
    """Return the step as stored."""
    row = bench.jobs.step(job.job_id, name)
    assert row is not None
    return row


def second_attempt(bench: "Bench", job: Job) -> None:
    """End the first attempt in a retry and start the second."""
    assert bench.finish(job, JobEvent.RETRY_SCHEDULED) is MoveOutcome.MOVED
    bench.mover.requeue(bench.read(job), event=JobEvent.RETRY_DUE, now=bench.clock())
    bench.admit(job)
    bench.start(job, attempt=2)


def test_a_step_reads_back_equal(bench: "Bench") -> None:
    """Every field, the float's last digit included."""
    job = bench.executing()
    row = StepRow(
        name="render_scene#3",
        state="done",
        attempt=1,
        fraction=1.0,
        key="artefacts/ada/ab12.mp4",
        output={"seconds": 4.1, "nested": {"n": [1, 2.5, None, "é"]}},
        cached=True,
        seconds=0.123,
        cost_usd=0.0004,
        fallback=Fallback(capability="speech", asked="azure", used="local", reason="no key"),
        error=FAILURE,
        started_at=bench.clock(),
        queued_seconds=1.5,
        earlier=(StepRun(attempt=1, state="failed", started_at=bench.clock(), finished_at=bench.clock(), seconds=0.5),),
        updated_at=bench.clock(),
    )
    bench.jobs.save_step(job.job_id, row, weight=0.1, message=None, now=bench.clock())
    assert bench.jobs.step(job.job_id, row.name) == row
    assert bench.jobs.steps(job.job_id) == (row,)


def test_a_report_is_lost_once_the_job_is_to_be_cancelled(bench: "Bench") -> None:
    """A running step learns it by its report, without another read; what is done or failed is still written."""
    job = bench.executing()
    row = StepRow(name="render_scene#0", state="running", attempt=1, fraction=0.3, updated_at=bench.clock())

    def report(*, until_cancelled: bool) -> MoveOutcome:
        now = bench.clock()
        return bench.jobs.save_step(job.job_id, row, weight=0.1, message=None, now=now, until_cancelled=until_cancelled)

    assert report(until_cancelled=True) is MoveOutcome.MOVED
    bench.mover.request_cancel(job.job_id, attempt=1, now=bench.clock())
    assert report(until_cancelled=True) is MoveOutcome.LOST
    assert report(until_cancelled=False) is MoveOutcome.MOVED


def test_progress_grows_by_weight_times_fraction(bench: "Bench") -> None:
    """Each report adds only what is new, and says its message; each is one version."""
    job = bench.executing()
    seen = []
    for fraction, message in ((0.2, "Planning"), (0.5, None), (1.0, "Planned 3 scenes")):
        assert save(bench, job, fraction=fraction, message=message) is MoveOutcome.MOVED
        now = bench.read(job)
        seen.append((round(now.progress, 9), now.progress_message, now.version - job.version))
    assert seen == [(0.1, "Planning", 1), (0.25, "Planning", 2), (0.5, "Planned 3 scenes", 3)]


def test_the_fraction_never_falls(bench: "Bench") -> None:
    """A late or repeated report keeps the higher fraction and adds nothing."""
    job = bench.executing()
    for fraction in (0.6, 0.2, 0.6, 0.0):
        save(bench, job, fraction=fraction)
        assert stored(bench, job).fraction == 0.6
        assert bench.read(job).progress == pytest.approx(0.3)


def test_steps_never_bring_a_job_to_the_end(bench: "Bench") -> None:
    """However the weights add up, a running job shows 0.99 at most; COMPLETED shows 1."""
    job = bench.executing()
    for number in range(4):
        save(bench, job, name=f"render_scene#{number}", fraction=1.0, state="done", weight=0.4)
    assert bench.read(job).progress == 0.99
    bench.finish(job)
    assert bench.read(job).progress == 1.0


def test_ten_tenths_are_a_whole(bench: "Bench") -> None:
    """Sums of small shares do not drift."""
    job = bench.executing()
    for number in range(9):
        save(bench, job, name=f"render_scene#{number}", fraction=1.0, weight=0.1)
    assert bench.read(job).progress == pytest.approx(0.9, abs=1e-9)


def test_an_attempt_that_is_over_writes_nothing(bench: "Bench") -> None:
    """Ended, or replaced by the next attempt: LOST, and neither step nor job changes."""
    job = bench.executing()
    save(bench, job, fraction=0.5)
    second_attempt(bench, job)
    before = bench.read(job)
    assert save(bench, job, fraction=1.0, state="done") is MoveOutcome.LOST
    assert save(bench, job, fraction=1.0, attempt=3) is MoveOutcome.LOST
    assert save(bench, job, name="compose_final_video", fraction=1.0) is MoveOutcome.LOST
    assert bench.read(job) == before
    assert [row.fraction for row in bench.jobs.steps(job.job_id)] == [0.5]
    assert save(bench, bench.job(), fraction=1.0) is MoveOutcome.LOST
    assert save(bench, bench.queued(), fraction=1.0, attempt=0) is MoveOutcome.LOST


def test_progress_does_not_fall_over_attempts(bench: "Bench") -> None:
    """The second attempt begins its steps anew; the bar waits until they pass where the first one was."""
    job = bench.executing()
    save(bench, job, fraction=0.6)
    second_attempt(bench, job)
    seen = []
    for fraction in (0.0, 0.5, 0.8):
        save(bench, job, attempt=2, fraction=fraction)
        seen.append(round(bench.read(job).progress, 6))
    assert seen == [0.3, 0.3, 0.4]
    assert stored(bench, job).attempt == 2


def test_a_done_step_stays_done_with_its_key(bench: "Bench") -> None:
    """The next attempt's `running` or `failed` keeps state, key and output, and takes the newer attempt and error."""
    job = bench.executing()
    save(bench, job, state="done", fraction=1.0, key="k1", output={"total": 3}, seconds=2.0)
    second_attempt(bench, job)
    for state, error in (("running", None), ("failed", FAILURE)):
        save(bench, job, state=state, attempt=2, error=error)
        row = stored(bench, job)
        assert (row.state, row.key, row.output, row.seconds) == ("done", "k1", {"total": 3}, 2.0)
        assert (row.attempt, row.error, row.fraction) == (2, error, 1.0)


def test_a_step_done_again_shows_its_new_artefact(bench: "Bench") -> None:
    """A rewrite within the attempt: the newer key and output count, progress does not grow twice."""
    job = bench.executing()
    save(bench, job, state="done", fraction=1.0, key="k1")
    save(bench, job, state="done", fraction=1.0, key="k2", output={"total": 4}, cached=True)
    row = stored(bench, job)
    assert (row.key, row.output, row.cached) == ("k2", {"total": 4}, True)
    assert bench.read(job).progress == pytest.approx(0.5)


def test_a_failed_step_becomes_done_when_it_succeeds(bench: "Bench") -> None:
    """`failed` is no end for a step: the error goes with the success."""
    job = bench.executing()
    save(bench, job, state="failed", error=FAILURE)
    assert stored(bench, job).error == FAILURE
    save(bench, job, state="done", fraction=1.0, key="k1")
    assert (stored(bench, job).state, stored(bench, job).error) == ("done", None)


def test_a_step_is_paid_for_once(bench: "Bench") -> None:
    """Its cost is the job's when it becomes done, and never again by a repeat or a later attempt."""
    job = bench.executing()
    save(bench, job, cost_usd=0.25)
    assert bench.read(job).cost_usd == 0
    for _ in range(2):
        save(bench, job, state="done", fraction=1.0, cost_usd=0.25)
    save(bench, job, name="generate_hook", state="done", cost_usd=0.05)
    second_attempt(bench, job)
    save(bench, job, state="failed", attempt=2)
    save(bench, job, state="done", attempt=2, cost_usd=0.25)
    assert bench.read(job).cost_usd == pytest.approx(0.3)
    assert sum(row.cost_usd for row in bench.jobs.steps(job.job_id)) == pytest.approx(0.3)


def test_a_step_that_pays_again_is_charged_for_its_growth(bench: "Bench") -> None:
    """A rewrite reports the cost of the step so far; the same report again charges nothing."""
    job = bench.executing()
    save(bench, job, state="done", fraction=1.0, key="k1", cost_usd=0.25)
    for _ in range(2):
        save(bench, job, state="done", fraction=1.0, key="k2", cost_usd=0.45)
    assert bench.read(job).cost_usd == pytest.approx(0.45)
    assert stored(bench, job).cost_usd == pytest.approx(0.45)


def test_earlier_runs_of_a_step_are_kept(bench: "Bench") -> None:
    """A failed run, one whose process died, and a done one each leave a bar for the timeline, by no write of their own."""
    job = bench.executing()
    starts = [bench.clock() + timedelta(seconds=10 * number) for number in range(4)]
    save(bench, job, started_at=starts[0], queued_seconds=4.0)
    bench.clock.pass_seconds(8)
    save(bench, job, state="failed", started_at=starts[0], queued_seconds=4.0, error=FAILURE)
    bench.clock.pass_seconds(2)
    save(bench, job, started_at=starts[1], queued_seconds=14.0)
    second_attempt(bench, job)
    bench.clock.pass_seconds(10)
    save(bench, job, attempt=2, started_at=starts[2], queued_seconds=1.0)
    save(bench, job, attempt=2, started_at=starts[2], queued_seconds=1.0, state="done", fraction=1.0, seconds=0.1)
    row = stored(bench, job)
    assert (row.started_at, row.queued_seconds, row.attempt) == (starts[2], 1.0, 2)
    assert [(run.attempt, run.state, run.started_at, run.queued_seconds) for run in row.earlier] == [
        (1, "failed", starts[0], 4.0),
        (1, "failed", starts[1], 2.0),
    ]
    assert row.earlier[0].finished_at == starts[0] + timedelta(seconds=8)


def test_a_late_report_of_an_older_run_leaves_the_newer_one(bench: "Bench") -> None:
    """After a time limit the old process can still report; runs never alternate."""
    job = bench.executing()
    first, second = bench.clock(), bench.clock() + timedelta(seconds=5)
    for started_at in (first, second, first, second):
        save(bench, job, started_at=started_at)
    assert stored(bench, job).started_at == second
    assert [run.started_at for run in stored(bench, job).earlier] == [first]


def test_a_row_keeps_ten_earlier_runs(bench: "Bench") -> None:
    """So it stays small, however often the step is repeated."""
    job = bench.executing()
    for number in range(13):
        save(bench, job, started_at=bench.clock() + timedelta(seconds=number))
    kept = stored(bench, job).earlier
    assert [(run.started_at - bench.clock()).seconds for run in kept] == list(range(2, 12))


def test_steps_are_listed_by_name(bench: "Bench") -> None:
    """In the order of their names, one row each."""
    job = bench.executing()
    for name in ("render_scene#2", "compose_final_video", "render_scene#1", "render_scene#2"):
        save(bench, job, name=name)
    assert [row.name for row in bench.jobs.steps(job.job_id)] == [
        "compose_final_video",
        "render_scene#1",
        "render_scene#2",
    ]
