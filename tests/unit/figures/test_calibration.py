"""Whether the outlook comes true, on drawn runs: four of five ends lie in their interval, and waits are as long as told."""

import heapq
import random
from datetime import datetime, timedelta, timezone
from statistics import mean
from typing import Final

from reelwright.figures.counters import ratio_bucket
from reelwright.figures.estimate import estimate
from reelwright.figures.outlook import Eta, outlook
from reelwright.figures.tally import Tally
from reelwright.figures.traffic import Traffic, traffic_of
from reelwright.jobs.lifecycle import JobState
from reelwright.jobs.model import Job
from reelwright.jobs.request import CreateJob

NOW = datetime(2026, 11, 22, 1, tzinfo=timezone.utc)
REQUEST = CreateJob.model_validate({"video_request": {"script_content": "Bees see colours. " * 30}})
EXPECTED = estimate(REQUEST).run_seconds
CAPACITY: Final = 4
WAITING: Final = 60


def _draw(dice: random.Random) -> float:
    """Return a ratio of runs that take rather longer than estimated, one in ten of them twice as long again."""
    return dice.lognormvariate(0.3, 0.35) * (2 if dice.random() < 0.1 else 1)


def _learnt(dice: random.Random, *, runs: int, waiting: int = 0, running: int = 0) -> Traffic:
    ratios = [_draw(dice) for _ in range(runs)]
    counters: dict[str, float] = {"state.QUEUED": waiting, "state.EXECUTING": running, "seconds.count": runs}
    counters["seconds.sum"] = sum(ratios) * EXPECTED
    for ratio in ratios:
        name = ratio_bucket(ratio)
        counters[name] = counters.get(name, 0) + 1
    return traffic_of([Tally(queue="videos-low", task_name="generate_video", counters=counters)])


def _eta(state: JobState, traffic: Traffic, *, started: float | None = None, ticket: int | None = None) -> Eta:
    job = Job(
        job_id="01jd",
        user_id="ada",
        tier="free",
        task_name="generate_video",
        request=REQUEST,
        queue="videos-low",
        state=state,
        attempt=1 if started is not None else 0,
        ticket=ticket,
        started_at=None if started is None else NOW - timedelta(seconds=started),
        created_at=NOW,
        updated_at=NOW,
    )
    found = outlook(job, traffic, capacity_of=lambda _pool: CAPACITY, now=NOW).eta
    assert found is not None
    return found


def test_four_of_five_running_jobs_end_within_their_interval() -> None:
    """Asked at any moment of a run: as often as the interval says, neither much less nor much more."""
    dice = random.Random(1)  # noqa: S311 - the same draws each time
    traffic = _learnt(dice, runs=500)
    inside = []
    for _ in range(1500):
        whole = _draw(dice) * EXPECTED
        elapsed = dice.random() * whole
        eta = _eta(JobState.EXECUTING, traffic, started=elapsed)
        inside.append(eta.low_seconds - 1 <= whole - elapsed <= eta.high_seconds + 1)
    assert 0.7 <= mean(inside) <= 0.9


def test_waits_in_a_full_pool_are_as_long_as_told() -> None:
    """Sixty jobs for four places, first come first served: ends are off by less than a fifth, and most lie in the interval."""
    dice = random.Random(2)  # noqa: S311 - the same draws each time
    traffic = _learnt(dice, runs=500, waiting=WAITING, running=CAPACITY)
    told = [_eta(JobState.QUEUED, traffic, ticket=place) for place in range(1, WAITING + 1)]
    errors, inside = [], []
    for _ in range(30):
        places = [dice.random() * _draw(dice) * EXPECTED for _ in range(CAPACITY)]
        heapq.heapify(places)
        for eta in told:
            end = places[0] + _draw(dice) * EXPECTED
            heapq.heapreplace(places, end)
            errors.append(abs(eta.seconds - end) / end)
            inside.append(eta.low_seconds <= end <= eta.high_seconds)
    assert mean(errors) < 0.2
    assert 0.75 <= mean(inside) <= 0.99
