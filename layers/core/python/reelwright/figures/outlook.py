"""Queue position and estimated time left of a job.

Remaining time = wait before the start + remaining run time. The run time is the estimate times the ratio that past runs
of the task had to their estimates (`figures.ratios`). While the first attempt runs, only runs that took longer than it
already has count, and its own pace gains weight with its progress. The interval holds four of five ends: 10th to 90th
percentile.
"""

import math
from collections.abc import Callable
from datetime import datetime
from typing import Final, NamedTuple

from reelwright.figures.estimate import Estimate, estimate
from reelwright.figures.ratios import MEDIAN, Ratios
from reelwright.figures.traffic import Traffic
from reelwright.figures.waiting import starts_until
from reelwright.jobs.lifecycle import FINAL_STATES, JobState
from reelwright.jobs.model import Job
from reelwright.pipeline.queues import QUEUES
from reelwright.pipeline.steps import HARD_LIMIT_SECONDS
from reelwright.values import Value

LOW: Final = 0.1
HIGH: Final = 0.9
LEAST_WAIT_SPREAD: Final = 1.1
"""The lowest spread, for a long queue: a wait varies by a tenth, because the next runs may differ from past ones."""
FIRST_WAIT_SPREAD: Final = 2.0
"""The spread of a wait for one run: half to twice the average. It shrinks with the number of runs to wait for."""
OUTLIVED_SHARE: Final = 0.25
"""A run longer than all known runs is expected to need this share of its elapsed time again."""


class Eta(Value):
    """Seconds until the job is done: the median, and the 10th and 90th percentile."""

    seconds: int
    low_seconds: int
    high_seconds: int


class Outlook(Value):
    """Position and time left. `position` counts from 1 while QUEUED; `eta` is None once the job ended or is cancelled."""

    position: int | None = None
    eta: Eta | None = None


class _Span(NamedTuple):
    """Seconds: low, median, high."""

    low: float
    median: float
    high: float

    def __add__(self, other: "_Span") -> "_Span":  # type: ignore[override] # spans add up, they are not strung together
        """Add two independent spans: medians add up, deviations add up as squares."""
        median = self.median + other.median
        below = math.hypot(self.median - self.low, other.median - other.low)
        above = math.hypot(self.high - self.median, other.high - other.median)
        return _Span(median - below, median, median + above)

    def times(self, factor: float) -> "_Span":
        """Scale all three figures."""
        return _Span(self.low * factor, self.median * factor, self.high * factor)

    def towards(self, seconds: float, share: float) -> "_Span":
        """Move all three figures by a share (0-1) of the way to `seconds`."""
        return _Span(*(own + (seconds - own) * share for own in self))


def outlook(job: Job, traffic: Traffic, *, capacity_of: Callable[[str], int], now: datetime) -> Outlook:
    """Estimate a job's position and time left from counters that may be some seconds old.

    `capacity_of` maps a pool to the number of attempts that may run at once.
    """
    position = traffic.lines[job.queue].position(job)
    if job.state in FINAL_STATES or job.cancel_requested:
        return Outlook(position=position)
    expected = max(1, estimate(job.request).run_seconds)
    ratios = traffic.ratios_of(job.task_name)
    left = _left_of_run(job, expected, ratios, now=now)
    if job.state is not JobState.EXECUTING:
        pool = QUEUES[job.queue].pool
        mean = traffic.mean_seconds.get(pool) or _run(expected, ratios).median
        left += _until_start(job, position, traffic, mean_seconds=mean, capacity=capacity_of(pool), now=now)
    return Outlook(position=position, eta=_rounded(left))


def learnt(expected: Estimate, task_name: str, traffic: Traffic) -> Estimate:
    """Correct an estimate's running time by the median ratio of the task's past runs.

    Unchanged until enough runs are known. The price stays: a step that waits for a provider costs nothing here.
    """
    ratios = traffic.ratios_of(task_name)
    if not ratios.runs:
        return expected
    return expected.model_copy(update={"run_seconds": max(1, round(_run(expected.run_seconds, ratios).median))})


def _run(expected: float, ratios: Ratios, *, above: float = 0.0) -> _Span:
    """Estimate a whole run in seconds, from past runs that took longer than `above` times their estimate."""
    found = [ratios.quantile(share, above=above) for share in (LOW, MEDIAN, HIGH)]
    return _Span(*((above if ratio is None else ratio) * expected for ratio in found))


def _left_of_run(job: Job, expected: float, ratios: Ratios, *, now: datetime) -> _Span:
    if job.state is not JobState.EXECUTING or job.attempt > 1 or job.started_at is None:
        # A retry skips finished steps. The job does not store when a later attempt began, so elapsed time is unknown.
        return _run(expected, ratios).times(1 - job.progress)
    elapsed = max(0.0, (now - job.started_at).total_seconds())
    whole = _run(expected, ratios, above=elapsed / expected)
    left = _Span(*(max(0.0, seconds - elapsed) for seconds in whole))
    if left.high <= 0:
        limit = max(0.0, HARD_LIMIT_SECONDS - elapsed)
        left = _Span(0, min(elapsed * OUTLIVED_SHARE, limit), limit)
    if job.progress <= 0:
        return left
    return left.towards(elapsed / job.progress * (1 - job.progress), job.progress)


def _until_start(
    job: Job,
    position: int | None,
    traffic: Traffic,
    *,
    mean_seconds: float,
    capacity: int,
    now: datetime,
) -> _Span:
    """Estimate the wait for the next attempt: for the retry's due time, the user's other jobs, and the queue.

    While a pool is full, one of its runs ends each `mean_seconds / capacity`.
    """
    place = position or traffic.lines[job.queue].waiting + 1
    free = max(0, capacity - traffic.running(QUEUES[job.queue].pool))
    behind = max(0, starts_until(job.queue, place, traffic.lines) - free)
    wait = behind * mean_seconds / max(1, capacity)
    spread = LEAST_WAIT_SPREAD + (FIRST_WAIT_SPREAD - LEAST_WAIT_SPREAD) / math.sqrt(max(1, behind))
    until = _Span(wait / spread, wait, wait * spread)
    if job.state is JobState.RETRYING and job.due_at is not None:
        pause = max(0.0, (job.due_at - now).total_seconds())
        until += _Span(pause, pause, pause)
    elif job.state is JobState.PENDING and job.waiting_reason is not None:
        until += _Span(0, mean_seconds / 2, mean_seconds)  # the user's other job is at an unknown point
    return until


def _rounded(span: _Span) -> Eta:
    return Eta(seconds=round(span.median), low_seconds=round(span.low), high_seconds=round(span.high))
