"""`Jobs.finished_like` and `Jobs.answer`: a waiting job takes what the same request left before."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from reelwright.jobs.lifecycle import JobEvent, JobState
from reelwright.jobs.model import Job, JobFailure, JobResult, StepRow
from reelwright.ports import MoveOutcome

if TYPE_CHECKING:
    from tests.contract.conftest import Bench

MOVED, LOST = MoveOutcome.MOVED, MoveOutcome.LOST
RESULT = JobResult(files={"video": "outputs/x/video.mp4"}, duration_seconds=12.5, scores={"pacing": {"score": 0.9}})
FAILURE = JobFailure(type="X", code="x", message="x")


def made(bench: "Bench", *, fingerprint: str = "f", steps: int = 0, user_id: str = "ada") -> Job:
    """Return a completed job that answers for a fingerprint, with so many finished steps."""
    job = bench.executing(user_id)
    for number in range(steps):
        save(bench, job, f"render_scene#{number}", key=f"k{number}", cost_usd=0.1, seconds=2.0)
    assert bench.finish(job, result=RESULT, fingerprint=fingerprint) is MOVED
    return bench.read(job)


def save(bench: "Bench", job: Job, name: str, **fields: Any) -> None:
    """Write a step of the job's first attempt, done unless said otherwise."""
    row = {"name": name, "state": "done", "attempt": 1, "fraction": 1.0, "updated_at": bench.clock()} | fields
    bench.jobs.save_step(job.job_id, StepRow.model_validate(row), weight=0, message=None, now=bench.clock())


def found(bench: "Bench", user_id: str = "ada", fingerprint: str = "f") -> str | None:
    """Return the id of the job that answers."""
    job = bench.jobs.finished_like(user_id, fingerprint)
    return None if job is None else job.job_id


def test_the_last_completed_job_of_a_fingerprint_is_found(bench: "Bench") -> None:
    """The newest one, of this user and this fingerprint only."""
    assert found(bench) is None
    made(bench)
    last = made(bench)
    assert bench.jobs.finished_like("ada", "f") == last
    assert (found(bench, "eve"), found(bench, fingerprint="g")) == (None, None)


def test_a_job_that_expired_or_was_removed_is_not_found(bench: "Bench") -> None:
    """Whatever is left of it in the store."""
    job = made(bench)
    bench.clock.pass_seconds(24 * 3600 - 1)
    assert found(bench) == job.job_id
    bench.clock.pass_seconds(1)
    assert found(bench) is None
    bench.jobs.remove(job)
    assert found(bench) is None


@pytest.mark.parametrize("event", [JobEvent.FAILED, JobEvent.CANCELLED, JobEvent.RETRY_SCHEDULED])
def test_only_a_completed_job_answers(bench: "Bench", event: JobEvent) -> None:
    """Other ends leave nothing to find, even with a fingerprint, and take nothing away."""
    first = made(bench)
    assert bench.finish(bench.executing(), event, error=FAILURE, fingerprint="f") is MOVED
    assert found(bench) == first.job_id


def test_a_late_end_changes_no_answer(bench: "Bench") -> None:
    """LOST writes nothing: not the fingerprint either."""
    job = made(bench, fingerprint="f")
    assert bench.finish(job, fingerprint="g") is LOST
    assert found(bench, fingerprint="g") is None


def test_an_answered_job_is_completed_and_counted_nowhere(bench: "Bench") -> None:
    """Result, times, progress, two history rows; no attempt, no lease; the user's other jobs stay counted."""
    source = made(bench)
    bench.queued()
    job = bench.added()
    bench.clock.pass_seconds(3)
    assert bench.answer(job, source=source.job_id, result=RESULT) is MOVED
    stored = bench.read(job)
    assert (stored.state, stored.result, stored.progress, stored.attempt) == (JobState.COMPLETED, RESULT, 1.0, 0)
    assert (stored.completed_at, stored.started_at) == (bench.clock(), None)
    assert stored.expires_at == bench.clock() + timedelta(hours=24)
    rows = bench.jobs.history(job.job_id)
    assert [(row.sequence, str(row.event)) for row in rows] == [(1, "created"), (2, "answered_from_cache")]
    assert rows[-1].metadata == {"source_job_id": source.job_id}
    assert (bench.jobs.active("ada"), bench.running("videos"), bench.jobs.leases()) == (1, 0, ())


def test_an_answered_job_answers_from_then_on(bench: "Bench") -> None:
    """It outlives the one it came from."""
    source = made(bench)
    bench.clock.pass_seconds(3600)
    job = bench.added()
    bench.answer(job, source=source.job_id)
    bench.clock.pass_seconds(23 * 3600)
    assert bench.jobs.get(source.job_id) is None
    assert found(bench) == job.job_id


@pytest.mark.parametrize("steps", [90, 185])
def test_an_answered_job_has_the_finished_steps(bench: "Bench", steps: int) -> None:
    """As many as there are, beyond one transaction too; cached, free of charge, those that left an artefact."""
    source = bench.executing()
    for number in range(steps):
        save(bench, source, f"render_scene#{number}", key=f"k{number}", cost_usd=0.1, seconds=2.0, output={"n": number})
    save(bench, source, "complete", output={"result": {}})
    save(bench, source, "export_video#tiktok", state="failed", key="half", error=FAILURE)
    bench.finish(source, fingerprint="f")
    job = bench.added()
    assert bench.answer(job, source=source.job_id) is MOVED
    rows = bench.jobs.steps(job.job_id)
    assert {row.name: row.key for row in rows} == {f"render_scene#{number}": f"k{number}" for number in range(steps)}
    assert {(row.cached, row.cost_usd, row.seconds, row.attempt) for row in rows} == {(True, 0.0, 0.0, 0)}
    assert sorted(row.output["n"] for row in rows) == list(range(steps))
    assert bench.read(job).cost_usd == 0


@pytest.mark.parametrize("moved_on", ["queued", "executing", "cancelled"])
def test_a_job_that_has_moved_on_is_not_answered(bench: "Bench", moved_on: str) -> None:
    """The caller's view was old: LOST; job, steps and what answers stay as they were."""
    source = made(bench, steps=1)
    job = bench.added()
    assert bench.admit(job) is MoveOutcome.MOVED
    if moved_on == "executing":
        bench.start(job)
    if moved_on == "cancelled":
        bench.mover.cancel_waiting(bench.read(job), now=bench.clock(), expires_at=bench.clock() + timedelta(hours=1))
    before = bench.read(job)
    assert bench.answer(job, source=source.job_id) is LOST
    assert bench.read(job) == before
    assert bench.jobs.steps(job.job_id) == ()
    assert found(bench) == source.job_id


def test_a_job_is_answered_once(bench: "Bench") -> None:
    """A doubled call finds it COMPLETED."""
    source, job = made(bench), bench.added()
    assert [bench.answer(job, source=source.job_id) for _ in range(2)] == [MOVED, LOST]
    assert len(bench.jobs.history(job.job_id)) == 2


def test_a_job_that_waits_for_its_retry_is_answered_too(bench: "Bench") -> None:
    """The same request completed meanwhile: the next attempt is not needed; the old error is gone."""
    job = bench.ended(JobEvent.RETRY_SCHEDULED, tier="free")
    source = made(bench)
    bench.mover.requeue(job, event=JobEvent.RETRY_DUE, now=bench.clock())
    assert bench.answer(bench.read(job), source=source.job_id) is MOVED
    stored = bench.read(job)
    assert (stored.state, stored.attempt, stored.error) == (JobState.COMPLETED, 1, None)
