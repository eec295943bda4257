"""Movers at the same time: of each race one wins, no count goes over its limit, and all return to 0."""

from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from reelwright.jobs.lifecycle import JobEvent, JobState
from reelwright.jobs.model import StepRow
from reelwright.ports import AddOutcome, IdempotencyKey, MoveOutcome
from reelwright.usecases.dispatch_jobs import StartOutcome
from tests.contract.racing import at_once

if TYPE_CHECKING:
    from tests.contract.conftest import Bench


def test_thirty_starts_against_a_capacity_of_five(bench: "Bench") -> None:
    """Exactly five hold a lease; as they end, exactly as many more start; at the end nobody is counted."""
    jobs = [bench.queued() for _ in range(30)]
    outcomes = at_once([partial(bench.start, job, capacity=5) for job in jobs])
    assert Counter(outcomes) == {StartOutcome.STARTED: 5, StartOutcome.AT_CAPACITY: 25}
    assert (len(bench.jobs.leases()), bench.running("videos"), bench.served("videos")) == (5, 5, 5)
    running = [job for job, outcome in zip(jobs, outcomes, strict=True) if outcome is StartOutcome.STARTED]
    ends = at_once([partial(bench.finish, job) for job in running for _ in range(2)])
    assert Counter(ends) == {MoveOutcome.MOVED: 5, MoveOutcome.LOST: 5}
    assert (bench.jobs.leases(), bench.running("videos"), bench.jobs.active("ada")) == ((), 0, 25)


def test_racing_admissions_of_one_user_keep_the_limit(bench: "Bench") -> None:
    """Twelve at once within a limit of four: four are in."""
    jobs = [bench.added() for _ in range(12)]
    outcomes = at_once([partial(bench.admit, job, active_limit=4) for job in jobs])
    assert Counter(outcomes) == {MoveOutcome.MOVED: 4, MoveOutcome.OVER_LIMIT: 8}
    assert bench.jobs.active("ada") == 4


def test_racing_admissions_of_one_job_admit_it_once(bench: "Bench") -> None:
    """Its stream record came twice: one moves it, it is counted once."""
    job = bench.added()
    outcomes = at_once([partial(bench.admit, job)] * 6)
    assert Counter(outcomes) == {MoveOutcome.MOVED: 1, MoveOutcome.LOST: 5}
    assert bench.jobs.active("ada") == 1
    assert len(bench.jobs.history(job.job_id)) == 2


def test_racing_starts_of_one_attempt_start_it_once(bench: "Bench") -> None:
    """Its message was delivered twice: one starts, the others go on from there."""
    job = bench.queued()
    outcomes = at_once([partial(bench.start, job, capacity=3)] * 6)
    assert Counter(outcomes) == {StartOutcome.STARTED: 1, StartOutcome.ALREADY_STARTED: 5}
    assert (bench.running("videos"), bench.served("videos")) == (1, 1)


def test_racing_ends_of_one_attempt_end_it_once(bench: "Bench") -> None:
    """Success, failure, retry and cancel at once: one is written, the history shows it alone."""
    job = bench.executing()
    events = [JobEvent.COMPLETED, JobEvent.FAILED, JobEvent.RETRY_SCHEDULED, JobEvent.CANCELLED] * 2
    outcomes = at_once([partial(bench.finish, job, event) for event in events])
    assert Counter(outcomes) == {MoveOutcome.MOVED: 1, MoveOutcome.LOST: 7}
    winner = events[outcomes.index(MoveOutcome.MOVED)]
    assert bench.jobs.history(job.job_id)[-1].event is winner
    assert len(bench.jobs.history(job.job_id)) == 4
    assert (bench.running("videos"), bench.jobs.active("ada")) == (0, 0)


def test_a_cancel_racing_a_start_leaves_one_truth(bench: "Bench") -> None:
    """Either it never ran, or it runs and the cancel must ask: never both, never a lease without its job."""
    now = bench.clock()
    for _ in range(5):
        job = bench.queued()
        cancel = partial(bench.mover.cancel_waiting, job, now=now, expires_at=now.replace(year=2027))
        calls: list[Callable[[], StartOutcome | MoveOutcome]] = [partial(bench.start, job), cancel]
        started, cancelled = at_once(calls)
        runs = bench.read(job).state is JobState.EXECUTING
        assert (started is StartOutcome.STARTED, cancelled is MoveOutcome.MOVED) == (runs, not runs)
        assert (job.job_id in {lease.job_id for lease in bench.jobs.leases()}) is runs
    assert bench.running("videos") == len(bench.jobs.leases()) == bench.jobs.active("ada")


def test_racing_adds_under_one_key_make_one_job(bench: "Bench") -> None:
    """A client that lost patience: one job, and every call names it."""
    key = IdempotencyKey(key="k", fingerprint="f")
    jobs = [bench.job() for _ in range(6)]
    add = partial(bench.jobs.add, key=key, daily_limit=5, day="2026-11-21")
    results = at_once([partial(add, job) for job in jobs])
    outcomes = Counter(result.outcome for result in results)
    assert outcomes == {AddOutcome.ADDED: 1, AddOutcome.REPLAYED: 5}
    assert len({result.job_id for result in results}) == 1
    assert bench.jobs.daily_count("ada", "2026-11-21") == 1


def test_racing_adds_keep_the_days_limit(bench: "Bench") -> None:
    """The audit's 48 at once within a limit of five: five are in."""
    jobs = [bench.job() for _ in range(48)]
    outcomes = at_once([partial(bench.add, job, daily_limit=5) for job in jobs])
    assert Counter(outcomes) == {AddOutcome.ADDED: 5, AddOutcome.OVER_DAILY_LIMIT: 43}


def test_racing_retries_of_one_job_retry_it_once(bench: "Bench") -> None:
    """Twelve at once: one moves the failed job, the others find it moved."""
    failed = bench.ended(JobEvent.FAILED)
    retry = partial(bench.mover.requeue, failed, event=JobEvent.RETRIED, now=bench.clock())
    assert Counter(at_once([retry] * 12)) == {MoveOutcome.MOVED: 1, MoveOutcome.LOST: 11}
    assert bench.jobs.active("ada") == 0


def test_racing_steps_add_up(bench: "Bench") -> None:
    """Eight scenes report at once, each twice: the job has every share once."""
    job = bench.executing()

    def report(scene: int) -> MoveOutcome:
        row = StepRow(
            name=f"render_scene#{scene}",
            state="done",
            attempt=1,
            fraction=1.0,
            cost_usd=0.01,
            updated_at=bench.clock(),
        )
        return bench.jobs.save_step(job.job_id, row, weight=0.1, message=f"{scene}", now=bench.clock())

    outcomes = at_once([partial(report, scene) for scene in [*range(8), *range(8)]])
    assert set(outcomes) == {MoveOutcome.MOVED}
    after = bench.read(job)
    assert (round(after.progress, 9), round(after.cost_usd, 9)) == (0.8, 0.08)
    assert after.version == job.version + 16
