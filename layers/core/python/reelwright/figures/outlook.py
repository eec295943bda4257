"""What a job that is under way has before it: its place in the queue, and when it is likely to be done.

The time left is the wait for a start plus what of the run is left. The run is the estimate times what past runs of the
task say about estimates (`pricing.ratios`); while the first attempt runs, only those that took longer than it already has
are asked, and the nearer it comes to its end, the more its own pace says instead. The interval is where four of five
should end: from the tenth to the ninetieth of a hundred.
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
"""A wait for many others may be a tenth shorter or longer than their average says: they need not be like those before."""
FIRST_WAIT_SPREAD: Final = 2.0
"""The wait for a single other's end may be half or twice the average; the more stand before, the better it holds."""
OUTLIVED_SHARE: Final = 0.25
"""What outlived every run before it is thought to need this much of its time again."""


class Eta(Value):
    """Seconds until the job is done: the median, and between which two four of five should be done."""

    seconds: int
    low_seconds: int
    high_seconds: int


class Outlook(Value):
    """What stands before a job; `position` counts from 1 while it is QUEUED, `eta` is None once it is over or stopping."""

    position: int | None = None
    eta: Eta | None = None


class _Span(NamedTuple):
    """Seconds: low, median, high."""

    low: float
    median: float
    high: float

    def __add__(self, other: "_Span") -> "_Span":  # type: ignore[override] # spans add up, they are not strung together
        """Return the sum of both, which go wrong each for itself: their deviations add up as squares."""
        median = self.median + other.median
        below = math.hypot(self.median - self.low, other.median - other.low)
        above = math.hypot(self.high - self.median, other.high - other.median)
        return _Span(median - below, median, median + above)

    def times(self, factor: float) -> "_Span":
        """Return the span scaled."""
        return _Span(self.low * factor, self.median * factor, self.high * factor)

    def towards(self, seconds: float, share: float) -> "_Span":
        """Return the span moved by a share (0-1) of the way to a single figure."""
        return _Span(*(own + (seconds - own) * share for own in self))


def outlook(job: Job, traffic: Traffic, *, capacity_of: Callable[[str], int], now: datetime) -> Outlook:
    """Return what stands before the job, by counters that may be some seconds old.

    `capacity_of` tells how many attempts of a pool may run at once.
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
    """Return the estimate with its running time corrected by what past runs of the task took of theirs.

    As it is while too few are known; the price stays, because steps that wait for others cost nothing.
    """
    ratios = traffic.ratios_of(task_name)
    if not ratios.runs:
        return expected
    return expected.model_copy(update={"run_seconds": max(1, round(_run(expected.run_seconds, ratios).median))})


def _run(expected: float, ratios: Ratios, *, above: float = 0.0) -> _Span:
    """Return how long a run takes in all, of those that take longer than `above` estimates."""
    found = [ratios.quantile(share, above=above) for share in (LOW, MEDIAN, HIGH)]
    return _Span(*((above if ratio is None else ratio) * expected for ratio in found))


def _left_of_run(job: Job, expected: float, ratios: Ratios, *, now: datetime) -> _Span:
    if job.state is not JobState.EXECUTING or job.attempt > 1 or job.started_at is None:
        # Finished steps are not done again; when a later attempt began, the job does not say.
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
    """Return how long the job waits for its next attempt: for its retry, its user's other jobs, and those before it.

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
        until += _Span(0, mean_seconds / 2, mean_seconds)  # one of the user's own jobs is somewhere in its run
    return until


def _rounded(span: _Span) -> Eta:
    return Eta(seconds=round(span.median), low_seconds=round(span.low), high_seconds=round(span.high))
