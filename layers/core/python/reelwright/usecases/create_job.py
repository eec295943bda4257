"""Accept a job: one transaction, nothing else on the path."""

import hashlib
from datetime import timedelta
from typing import Final

from reelwright.http.problems import FieldError, problem_error
from reelwright.jobs.caller import Caller
from reelwright.jobs.lifecycle import JobState
from reelwright.jobs.model import Job
from reelwright.jobs.quota import ALLOWANCES, day_of, seconds_to_reset
from reelwright.jobs.request import CreateJob
from reelwright.ports import AddOutcome, Clock, IdempotencyKey, Ids, Jobs
from reelwright.pricing.estimate import Estimate, estimate
from reelwright.settings import Settings
from reelwright.values import Value

REANNOUNCE_SECONDS: Final = 60
"""A PENDING job older than this is looked at again by the sweeper."""


class Created(Value):
    """The accepted job and what it will take. `replayed`: an earlier call with the same key made it."""

    job_id: str
    queue: str
    estimate: Estimate
    replayed: bool


def create_job(
    request: CreateJob,
    *,
    caller: Caller,
    key: str | None,
    jobs: Jobs,
    settings: Settings,
    clock: Clock,
    ids: Ids,
) -> Created:
    """Store a PENDING job of the caller and return it.

    Raises ProblemError: `invalid_request` for a `user_id` that is not the caller's, `quota_exceeded` over the daily limit
    (with Retry-After), `unprocessable` for an idempotency key that came with another body before.
    """
    now = clock()
    user_id = _owner(request, caller)
    expected = estimate(request)
    job = Job(
        job_id=ids(),
        user_id=user_id,
        tier=caller.tier,
        task_name=request.task_name,
        request=request,
        queue=request.queue(caller.tier),
        state=JobState.PENDING,
        created_at=now,
        updated_at=now,
        due_at=now + timedelta(seconds=REANNOUNCE_SECONDS),
    )
    limit = settings.daily_jobs_limit or ALLOWANCES[caller.tier].daily_jobs
    added = jobs.add(job, key=_key(key, request), daily_limit=limit, day=day_of(now))
    if added.outcome is AddOutcome.OVER_DAILY_LIMIT:
        reset = seconds_to_reset(now)
        raise problem_error(
            "quota_exceeded",
            f"The {caller.tier} tier allows {limit} jobs a day; the count starts anew in {reset} seconds.",
            headers={"Retry-After": str(reset), "RateLimit": f'"daily";r=0;t={reset}'},
        )
    if added.outcome is AddOutcome.KEY_REUSED:
        raise problem_error(
            "unprocessable",
            "This Idempotency-Key came with another body before; use a new key for a new job.",
        )
    return Created(
        job_id=added.job_id or job.job_id,
        queue=job.queue,
        estimate=expected,
        replayed=added.outcome is AddOutcome.REPLAYED,
    )


def _owner(request: CreateJob, caller: Caller) -> str:
    asked = request.video_request.user_id
    if asked is None or caller.may_see(asked):
        return asked or caller.user_id
    wrong = FieldError(field="video_request.user_id", message="must be your own subject, or be left out")
    raise problem_error("invalid_request", "You can only create jobs of your own.", errors=(wrong,))


def _key(key: str | None, request: CreateJob) -> IdempotencyKey | None:
    if key is None:
        return None
    body = request.model_dump_json(exclude_defaults=True)
    return IdempotencyKey(key=key, fingerprint=hashlib.sha256(body.encode()).hexdigest())
