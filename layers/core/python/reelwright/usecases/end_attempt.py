"""Write the end of an attempt exactly once: completed, cancelled, failed, or waiting for its retry or for approval."""

import json
from datetime import datetime
from math import ceil
from typing import Any, Final

from reelwright.errors import is_charged, is_retryable
from reelwright.events import ExecutionEnded
from reelwright.figures.platform import work_usd
from reelwright.jobs import moves
from reelwright.jobs.dead_letter import DeadLetterReason
from reelwright.jobs.fingerprint import request_fingerprint
from reelwright.jobs.lifecycle import JobEvent
from reelwright.jobs.model import Job, JobFailure, JobResult, Lease, StepRow, parse_execution_name
from reelwright.jobs.outputs import CompletedOutput
from reelwright.jobs.quota import Charge, day_of
from reelwright.jobs.retry import decide_retry, decide_wait
from reelwright.pipeline.steps import HARD_LIMIT_SECONDS
from reelwright.ports import MoveOutcome, World
from reelwright.settings import Settings

RESULT_STEP: Final = "complete"
FAILURE_STEP: Final = "record_failure"
_ABORTED: Final = "Aborted"

_AWS_ERRORS: Final[dict[str, tuple[str, bool]]] = {
    "States.Timeout": ("timeout", True),
    "States.HeartbeatTimeout": ("silent_worker", True),
    "Sandbox.Timedout": ("timeout", True),
    "Runtime.OutOfMemory": ("out_of_memory", True),
    "States.DataLimitExceeded": ("internal", False),
    "States.Runtime": ("internal", False),
    "States.Permissions": ("internal", False),
    "States.IntrinsicFailure": ("internal", False),
    "States.ParameterPathFailure": ("internal", False),
    "States.ResultPathMatchFailure": ("internal", False),
    "Runtime.ImportModuleError": ("internal", False),
    "Runtime.HandlerNotFound": ("internal", False),
    "Runtime.UserCodeSyntaxError": ("internal", False),
}
"""AWS's own error names -> our code, and whether a new attempt can help."""

_UNRECORDED: Final = ("worker_died", True)
"""Any other error without a recorded step: a step that raises records its error, so this one died or never started."""


def end_attempt(event: ExecutionEnded, *, world: World) -> MoveOutcome:
    """Move the job out of EXECUTING once. Doubled, late and foreign events are LOST; nothing is written."""
    parsed = parse_execution_name(event.name)
    if parsed is None:
        return MoveOutcome.LOST
    for _ in range(_TRIES):
        moved = _end_once(event, *parsed, world=world)
        if moved is not None:
            return moved
    return MoveOutcome.LOST


_TRIES: Final = 2
"""A cancel can be requested between reading the job and writing its end; the second read shows it."""


def _end_once(event: ExecutionEnded, job_id: str, attempt: int, *, world: World) -> MoveOutcome | None:
    """Try once and return the outcome; None if the write lost and a second read may show why."""
    job = world.jobs.get(job_id)
    if job is None or not moves.is_running(job, attempt):
        return MoveOutcome.LOST
    now = world.clock()
    lease, expires_at = world.jobs.lease(job_id), world.settings.expires_at(job, now)
    if event.status == "SUCCEEDED" and job.stops_at_storyboard and not job.cancel_requested:
        move = moves.finish(job, JobEvent.HELD, now=now, lease=lease)
    elif event.status == "SUCCEEDED" and not job.stops_at_storyboard:
        row = world.jobs.step(job_id, RESULT_STEP)
        move = moves.finish(
            job,
            JobEvent.COMPLETED,
            now=now,
            lease=lease,
            result=JobResult() if row is None else CompletedOutput.of(row).result,
            expires_at=expires_at,
            fingerprint=request_fingerprint(job.request),
        )
    elif job.cancel_requested:
        move = moves.finish(job, JobEvent.CANCELLED, now=now, lease=lease, expires_at=expires_at)
    else:
        failure = failure_of(event, world.jobs.step(job_id, FAILURE_STEP), attempt)
        move = fail_attempt(job, failure, lease=lease, settings=world.settings, now=now, jitter=world.random())
    return MoveOutcome.MOVED if world.jobs.commit(move) is MoveOutcome.MOVED else None


def fail_attempt(
    job: Job, failure: JobFailure, *, lease: Lease | None, settings: Settings, now: datetime, jitter: float
) -> moves.Move:
    """Decide the move that ends a failed attempt: RETRYING if a retry can help and one is left, else FAILED.

    An attempt without an available provider is postponed and uses no retry (Q6: jobs wait instead of failing). A job whose
    last retry failed leaves a dead letter. An error that no retry can fix leaves none: the owner has to act.
    """
    metadata: dict[str, Any] = {"error": failure.type, "code": failure.code, "step": failure.step}
    lost = lost_work(job, failure, is_billed=settings.is_billed, now=now)
    wait = decide_wait(
        ask_again_at=failure.ask_again_at,
        waited_seconds=job.waited_seconds,
        now=now,
        jitter=jitter,
        scale=settings.retry_scale,
    )
    if wait.due_at is not None:
        return moves.finish(
            job,
            JobEvent.POSTPONED,
            now=now,
            lease=lease,
            error=failure,
            due_at=wait.due_at,
            waiting_reason=failure.message,
            metadata={**metadata, "due_at": wait.due_at.isoformat()},
        )
    decision = decide_retry(
        retry_count=job.retry_count,
        retryable=failure.retryable,
        now=now,
        jitter=jitter,
        scale=settings.retry_scale,
    )
    if decision.due_at is not None:
        return moves.finish(
            job,
            JobEvent.RETRY_SCHEDULED,
            now=now,
            lease=lease,
            error=failure,
            due_at=decision.due_at,
            metadata={**metadata, "due_at": decision.due_at.isoformat()},
            **lost,
        )
    return moves.finish(
        job,
        JobEvent.FAILED,
        now=now,
        lease=lease,
        error=failure,
        expires_at=settings.expires_at(job, now),
        metadata=metadata,
        dead_letter=DeadLetterReason.RETRIES_EXHAUSTED if failure.retryable else None,
        **lost,
    )


def lost_work(job: Job, failure: JobFailure, *, is_billed: bool, now: datetime) -> dict[str, Any]:
    """Price the work of a failed attempt: what the move adds to the job's cost and to its user's seconds of the day.

    Nothing for a failure that is not the request's own. An end that is noticed late counts as the hard time limit. Runs of
    steps that failed have no price of their own: together they are taken for one function that ran as long as the attempt.
    """
    if job.attempt_started_at is None or failure.type == _ABORTED or not is_charged(failure.type):
        return {}
    seconds = min(HARD_LIMIT_SECONDS, max(0.0, (now - job.attempt_started_at).total_seconds()))
    charge = Charge(counter="failed_seconds", period=day_of(now), amount=ceil(seconds))
    cost = work_usd(seconds) if is_billed else 0.0
    return {"cost_usd": cost, "charges": (charge,) if charge.amount else ()}


def failure_of(event: ExecutionEnded, recorded: StepRow | None, attempt: int) -> JobFailure:
    """Return the attempt's failure: the one that its step recorded, else the execution's."""
    if recorded is not None and recorded.error is not None and recorded.attempt == attempt:
        return recorded.error
    if event.status == "TIMED_OUT":
        return JobFailure(
            type="HardTimeLimitExceeded",
            code="hard_time_limit",
            message="The attempt took longer than 30 minutes and was stopped.",
        )
    if event.status == "ABORTED":
        return JobFailure(type=_ABORTED, code="aborted", message="An operator stopped the execution.")
    return failure_named(event.error or "Unknown", event.cause or "The execution failed without a cause.")


def failure_named(error: str, cause: str) -> JobFailure:
    """Map an error name and cause of Step Functions to a failure (Lambda's cause is JSON)."""
    message, trace = _message(cause)
    known = is_retryable(error)
    code, retryable = _AWS_ERRORS.get(error, _UNRECORDED)
    if known is not None:
        retryable = known
    return JobFailure(type=error, code=code, message=message, traceback=trace, retryable=retryable)


def _message(cause: str) -> tuple[str, str | None]:
    try:
        parsed = json.loads(cause)
    except ValueError:
        return cause[:2000], None
    if not isinstance(parsed, dict):
        return cause[:2000], None
    trace = "".join(str(line) for line in parsed.get("stackTrace") or [])[:8000]
    return str(parsed.get("errorMessage", cause))[:2000], trace or None
