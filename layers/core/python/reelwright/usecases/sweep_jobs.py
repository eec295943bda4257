"""Repair what an event should have done and did not; each minute, and safe at any time."""

from collections.abc import Callable
from datetime import timedelta
from typing import Final

from reelwright.events import ExecutionEnded
from reelwright.jobs.lifecycle import JobEvent, JobState
from reelwright.jobs.model import Lease
from reelwright.ports import Artefacts, Clock, Executions, Jobs, Queues
from reelwright.settings import Settings
from reelwright.usecases.announce_job import announce_job, send_message
from reelwright.usecases.dispatch_jobs import is_running, launch
from reelwright.usecases.end_attempt import end_attempt
from reelwright.usecases.remove_expired import remove_expired
from reelwright.values import Value

BATCH: Final = 100
"""Rows of one kind that a run looks at."""
SETTLE: Final = timedelta(seconds=30)
"""An attempt younger than this is left to its own events."""


class Swept(Value):
    """What one run repaired; all zeros is the good answer, except for due retries."""

    retried: int
    announced: int
    ended: int
    released: int
    removed: int


def sweep_jobs(
    *,
    jobs: Jobs,
    queues: Queues,
    executions: Executions,
    artefacts: Artefacts,
    settings: Settings,
    clock: Clock,
    random: Callable[[], float],
) -> Swept:
    """Bring due retries back, re-announce forgotten jobs, end attempts whose end was lost, remove what has expired."""
    retried = _retry_due(jobs=jobs, clock=clock)
    announced = _announce(jobs=jobs, queues=queues, artefacts=artefacts, settings=settings, clock=clock)
    ended, released = _leases(jobs=jobs, executions=executions, settings=settings, clock=clock, random=random)
    removed = remove_expired(jobs=jobs, artefacts=artefacts, clock=clock, limit=BATCH)
    return Swept(retried=retried, announced=announced, ended=ended, released=released, removed=removed)


def _retry_due(*, jobs: Jobs, clock: Clock) -> int:
    now = clock()
    due = jobs.due(JobState.RETRYING, before=now, limit=BATCH)
    for job in due:
        jobs.requeue(job, event=JobEvent.RETRY_DUE, now=now)
    return len(due)


def _announce(*, jobs: Jobs, queues: Queues, artefacts: Artefacts, settings: Settings, clock: Clock) -> int:
    now = clock()
    pending = jobs.due(JobState.PENDING, before=now, limit=BATCH)
    for job in pending:
        announce_job(job.job_id, jobs=jobs, queues=queues, artefacts=artefacts, settings=settings, clock=clock)
    forgotten = jobs.due(JobState.QUEUED, before=now, limit=BATCH)
    for job in forgotten:
        send_message(job, jobs=jobs, queues=queues, clock=clock)
    unpublished = jobs.unpublished(before=now, limit=BATCH)
    for job in unpublished:
        announce_job(job.job_id, jobs=jobs, queues=queues, artefacts=artefacts, settings=settings, clock=clock)
    return len(pending) + len(forgotten) + len(unpublished)


def _leases(
    *, jobs: Jobs, executions: Executions, settings: Settings, clock: Clock, random: Callable[[], float]
) -> tuple[int, int]:
    ended = released = 0
    for lease in jobs.leases():
        job = jobs.get(lease.job_id)
        if job is None or not is_running(job, lease.attempt):
            jobs.release_lease(lease)
            released += 1
        elif clock() - job.updated_at > SETTLE:
            ended += _check(lease, jobs=jobs, executions=executions, settings=settings, clock=clock, random=random)
    return ended, released


def _check(
    lease: Lease,
    *,
    jobs: Jobs,
    executions: Executions,
    settings: Settings,
    clock: Clock,
    random: Callable[[], float],
) -> int:
    """Ask Step Functions about one quiet attempt; return 1 when its end had been lost and is written now."""
    job = jobs.get(lease.job_id)
    if job is None:
        return 0
    if lease.execution_arn is None:
        launch(job, lease.attempt, jobs=jobs, executions=executions)
        return 0
    state = executions.status(lease.execution_arn)
    if state.status == "RUNNING":
        if job.cancel_requested or clock() > lease.expires_at:
            executions.stop(lease.execution_arn, reason="cancelled or beyond the hard limit")
        return 0
    event = ExecutionEnded(
        execution_arn=lease.execution_arn,
        name=job.execution_name,
        status=state.status,
        error=state.error,
        cause=state.cause,
    )
    end_attempt(event, jobs=jobs, settings=settings, clock=clock, random=random)
    return 1
