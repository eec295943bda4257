"""Retries by hand cost what new jobs cost: they are counted, and failed work is charged."""

import pytest

from reelwright.api.problems import headers_of, problem_of
from reelwright.figures.platform import work_usd
from reelwright.jobs.caller import Caller
from reelwright.jobs.lifecycle import JobState
from reelwright.jobs.quota import MAX_HAND_RETRIES
from reelwright.refusals import Conflict, LimitReached
from reelwright.usecases.retry_job import retry_job
from tests.memory.system import ON_AWS, System

OPERATOR = Caller(user_id="op", tier="free", operator=True)


def fail(system: System, job_id: str, *, seconds: float = 0.0, error: str = "ContentError") -> None:
    """Bring a waiting job to the end of an attempt that fails after so many seconds."""
    system.advance(job_id)
    assert job_id in system.dispatch().started
    system.clock.pass_seconds(seconds)
    system.end(job_id, "FAILED", error=error, cause="it cannot be done")


def failed(system: System, caller: Caller, *, seconds: float = 0.0, error: str = "ContentError") -> str:
    """Return a new job whose attempt failed."""
    job_id = system.create(caller).job_id
    fail(system, job_id, seconds=seconds, error=error)
    return job_id


def test_a_free_user_cannot_retry_without_end(system: System, eve: Caller) -> None:
    """Each retry is a job of the day: with the create, four of them fill the day of a free user."""
    job_id = failed(system, eve)
    for _ in range(4):
        retry_job(job_id, caller=eve, world=system)
        fail(system, job_id)
    with pytest.raises(LimitReached) as caught:
        retry_job(job_id, caller=eve, world=system)
    assert problem_of(caught.value).status == 429
    assert headers_of(caught.value)["RateLimit"] == '"daily";r=0;t=43200'
    assert system.state(job_id) is JobState.FAILED
    assert system.jobs.daily_count("eve", "2026-11-21") == 5
    with pytest.raises(LimitReached):
        system.create(eve)


def test_retries_count_on_the_minute_of_creates(system: System, ada: Caller) -> None:
    """A tier without a daily limit has this one; the next minute is new."""
    system.settings = system.settings.model_copy(update={"minute_jobs_limit": 2})
    job_id = failed(system, ada)
    retry_job(job_id, caller=ada, world=system)
    fail(system, job_id)
    with pytest.raises(LimitReached) as caught:
        retry_job(job_id, caller=ada, world=system)
    assert headers_of(caught.value)["RateLimit"] == '"minute";r=0;t=60'
    system.clock.pass_seconds(60)
    retry_job(job_id, caller=ada, world=system)


def test_a_job_is_retried_five_times_by_its_owner(system: System, ada: Caller) -> None:
    """Then 409, whatever the day allows; an operator may still retry it, and that counts on nobody."""
    job_id = failed(system, ada)
    for _ in range(MAX_HAND_RETRIES):
        retry_job(job_id, caller=ada, world=system)
        fail(system, job_id)
    with pytest.raises(Conflict, match="retried 5 times; create a new job"):
        retry_job(job_id, caller=ada, world=system)
    today = system.jobs.daily_count("ada", "2026-11-21")
    retry_job(job_id, caller=OPERATOR, world=system)
    assert (system.job(job_id).hand_retries, system.jobs.daily_count("ada", "2026-11-21")) == (5, today)
    assert system.jobs.daily_count("op", "2026-11-21") == 0


def test_a_failed_attempt_is_charged_to_its_job_and_to_its_users_day(system: System, eve: Caller) -> None:
    """Each attempt anew; the price is that of one step function."""
    system.settings = ON_AWS
    job_id = failed(system, eve, seconds=90)
    assert system.job(job_id).cost_usd == pytest.approx(work_usd(90))
    retry_job(job_id, caller=eve, world=system)
    fail(system, job_id, seconds=60)
    assert system.job(job_id).cost_usd == pytest.approx(work_usd(150))
    assert system.quotas.spent("eve", "failed_seconds", "2026-11-21") == 150


@pytest.mark.parametrize(
    "error", ["Runtime.OutOfMemory", "Sandbox.Timedout", "States.Timeout", "SoftTimeLimitExceeded"]
)
def test_work_that_ends_its_worker_is_charged_too(system: System, eve: Caller, error: str) -> None:
    """Hostile files end workers; the job is retried by itself all the same."""
    job_id = failed(system, eve, seconds=300, error=error)
    assert system.state(job_id) is JobState.RETRYING
    assert system.quotas.spent("eve", "failed_seconds", "2026-11-21") == 300


@pytest.mark.parametrize("error", ["ProviderError", "ServiceFaultError", "MissingAssetError"])
def test_a_failure_of_the_service_or_a_provider_is_not_charged(system: System, eve: Caller, error: str) -> None:
    """An outage does not use up its users' day."""
    job_id = failed(system, eve, seconds=300, error=error)
    assert system.job(job_id).cost_usd == 0
    assert system.quotas.spent("eve", "failed_seconds", "2026-11-21") == 0


def test_an_end_that_is_noticed_late_is_charged_as_the_hard_time_limit(system: System, eve: Caller) -> None:
    """No attempt works longer."""
    failed(system, eve, seconds=5 * 3600)
    assert system.quotas.spent("eve", "failed_seconds", "2026-11-21") == 1800


def test_over_the_days_failed_work_jobs_wait_for_the_next_day(system: System, eve: Caller) -> None:
    """They say why, start by themselves after midnight, and others start all the time."""
    failed(system, eve, seconds=1800)
    waiting = system.create(eve).job_id
    system.advance(waiting)
    job = system.job(waiting)
    assert job.state is JobState.PENDING
    assert "have used up 30 minutes of work today; this job starts after 00:00 UTC" in (job.waiting_reason or "")
    assert job.due_at is not None
    assert job.due_at.isoformat() == "2026-11-22T00:00:00+00:00"
    other = system.create(eve.model_copy(update={"user_id": "fay"})).job_id
    system.advance(other)
    assert system.state(other) is JobState.QUEUED
    system.clock.pass_seconds((job.due_at - system.clock()).total_seconds())
    system.sweep()
    assert (system.state(waiting), system.job(waiting).waiting_reason) == (JobState.QUEUED, None)
