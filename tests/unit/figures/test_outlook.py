"""What is ahead of a job."""

from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from reelwright.figures.estimate import Estimate, estimate
from reelwright.figures.outlook import Eta, learnt, outlook
from reelwright.figures.tally import Tally
from reelwright.figures.traffic import QUIET, Traffic, traffic_of
from reelwright.jobs.lifecycle import FINAL_STATES, JobState
from reelwright.jobs.model import Job
from reelwright.jobs.request import CreateJob
from reelwright.pipeline.steps import HARD_LIMIT_SECONDS

NOW = datetime(2026, 11, 22, 1, tzinfo=timezone.utc)
REQUEST = CreateJob.model_validate({"video_request": {"script_content": "Bees see colours. " * 30}})
EXPECTED = estimate(REQUEST).run_seconds
CAPACITY = 4


def _job(state: JobState, **changes: Any) -> Job:
    values = {
        "job_id": "01jd",
        "user_id": "ada",
        "tier": "free",
        "task_name": "generate_video",
        "request": REQUEST,
        "queue": "videos-low",
        "state": state,
        "created_at": NOW,
        "updated_at": NOW,
        **changes,
    }
    return Job.model_validate(values)


def _running(seconds: float, **changes: Any) -> Job:
    started = NOW - timedelta(seconds=seconds)
    return _job(JobState.EXECUTING, attempt=1, started_at=started, **changes)


def _traffic(*, waiting: int = 0, running: int = 0, left: int = 0, runs: int = 0, seconds: float = 100.0) -> Traffic:
    """Return the counters of `videos-low`; its runs took as long as their estimate, `seconds` each."""
    counters = {
        "state.QUEUED": waiting,
        "state.EXECUTING": running,
        "left": left,
        "ratio.le.1.1": runs,
        "seconds.count": runs,
        "seconds.sum": runs * seconds,
    }
    return traffic_of([Tally(queue="videos-low", task_name="generate_video", counters=counters)])


def _eta(job: Job, traffic: Traffic = QUIET, *, capacity_of: Callable[[str], int] = lambda _pool: CAPACITY) -> Eta:
    found = outlook(job, traffic, capacity_of=capacity_of, now=NOW).eta
    assert found is not None
    return found


def test_in_a_quiet_system_a_new_job_takes_its_estimate() -> None:
    """Nothing waits and nothing is known: the estimate, with the prior's width around it."""
    eta = _eta(_job(JobState.PENDING))
    assert eta.seconds == pytest.approx(EXPECTED, rel=0.05)
    assert eta.low_seconds == pytest.approx(EXPECTED / 2.5, rel=0.05)
    assert eta.high_seconds == pytest.approx(EXPECTED * 2.5, rel=0.05)


def test_past_runs_narrow_the_interval() -> None:
    """Two hundred runs that took what was estimated leave no room for 2.5 times as much."""
    eta = _eta(_job(JobState.QUEUED, ticket=1), _traffic(runs=200))
    assert 0.8 * EXPECTED <= eta.low_seconds <= eta.seconds <= eta.high_seconds <= 1.1 * EXPECTED


def test_behind_others_a_job_waits_for_their_runs() -> None:
    """At place 9 of a full pool of four, nine runs of 100 s must end, four at a time."""
    queue = _traffic(waiting=12, running=4, left=20, runs=200)
    ahead = outlook(_job(JobState.QUEUED, ticket=29), queue, capacity_of=lambda _pool: CAPACITY, now=NOW)
    alone = _eta(_job(JobState.QUEUED, ticket=1), _traffic(runs=200))
    assert ahead.position == 9
    assert ahead.eta is not None
    assert ahead.eta.seconds - alone.seconds == pytest.approx(9 * 100 / 4, abs=1)


def test_free_places_are_not_waited_for() -> None:
    """Two of four places are free: the second in the queue starts at once."""
    free, empty = _traffic(waiting=2, running=2, runs=200), _traffic(runs=200)
    job = _job(JobState.QUEUED, ticket=2)
    assert _eta(job, free) == _eta(_job(JobState.QUEUED, ticket=1), empty)


def test_a_job_over_its_users_limit_waits_for_one_of_its_users_too() -> None:
    """Somewhere in its run is one that must end first: half a run more, give or take as much."""
    queue = _traffic(runs=200)
    held = _eta(_job(JobState.PENDING, waiting_reason="You have 2 jobs."), queue)
    free = _eta(_job(JobState.PENDING), queue)
    assert held.seconds - free.seconds == 50
    assert held.seconds - held.low_seconds == pytest.approx(50, abs=3)
    assert held.high_seconds - held.seconds == pytest.approx(50, abs=3)


def test_a_retry_is_waited_for() -> None:
    """RETRYING counts from its next try on, with the finished share of its work behind it."""
    job = _job(JobState.RETRYING, attempt=1, due_at=NOW + timedelta(seconds=300), progress=0.5)
    assert _eta(job, _traffic(runs=200)).seconds == pytest.approx(300 + EXPECTED * 0.95 / 2, rel=0.05)


def test_time_passes() -> None:
    """What has run for half of its estimate needs about the other half."""
    eta = _eta(_running(EXPECTED / 2), _traffic(runs=200))
    assert eta.seconds == pytest.approx(EXPECTED * 0.95 - EXPECTED / 2, rel=0.1)


def test_the_time_left_never_runs_out_while_a_job_runs() -> None:
    """However late it is, the interval stays in order, above 0, and below the hard limit."""
    for seconds in (0, EXPECTED, 2 * EXPECTED, 5 * EXPECTED, HARD_LIMIT_SECONDS - 1):
        eta = _eta(_running(seconds), _traffic(runs=200))
        assert 0 <= eta.low_seconds <= eta.seconds <= eta.high_seconds <= HARD_LIMIT_SECONDS
        assert eta.high_seconds > 0


def test_near_its_end_a_job_speaks_for_itself() -> None:
    """At 90 % after a minute, about seven seconds are left, whatever others took."""
    eta = _eta(_running(60, progress=0.9), _traffic(runs=200))
    assert eta.seconds == pytest.approx(60 / 9, abs=3)


def test_a_later_attempt_has_only_the_rest_before_it() -> None:
    """Its finished steps are used again; when it began the job does not say, so its share of progress decides."""
    late = _running(7000, progress=0.75).model_copy(update={"attempt": 3})
    assert _eta(late, _traffic(runs=200)).seconds == pytest.approx(EXPECTED * 0.95 / 4, rel=0.1)


@pytest.mark.parametrize("state", sorted(FINAL_STATES))
def test_nothing_is_ahead_of_a_job_that_is_over(state: JobState) -> None:
    """No place, no time."""
    found = outlook(_job(state, ticket=3), QUIET, capacity_of=lambda _pool: CAPACITY, now=NOW)
    assert (found.position, found.eta) == (None, None)


def test_a_job_that_is_stopping_promises_no_end_of_its_work() -> None:
    """Its result will not come."""
    found = outlook(_running(3, cancel_requested=True), QUIET, capacity_of=lambda _pool: CAPACITY, now=NOW)
    assert found.eta is None


def test_an_estimate_learns_from_what_runs_took() -> None:
    """Runs that took three times their estimate triple the next one's; without any it stays as it is."""
    counters: dict[str, float] = {"ratio.le.3.2": 50}
    slow = traffic_of([Tally(queue="videos-low", task_name="generate_video", counters=counters)])
    thought = Estimate(film_seconds=44, run_seconds=100, cost_usd=0.005)
    found = learnt(thought, "generate_video", slow)
    assert found.run_seconds == pytest.approx(265, rel=0.2)
    assert (found.film_seconds, found.cost_usd) == (44, 0.005)
    assert learnt(thought, "generate_video", QUIET) == thought
