"""Accept a job: one transaction, nothing else on the path."""

import hashlib
from typing import Final

from reelwright.figures.estimate import Estimate
from reelwright.jobs.caller import Caller
from reelwright.jobs.cautions import Caution
from reelwright.jobs.moves import new_job
from reelwright.jobs.quota import Window, day_of, minute_of, windows
from reelwright.jobs.request import CreateJob
from reelwright.ports import AddOutcome, IdempotencyKey, World
from reelwright.refusals import KeyReused
from reelwright.usecases.weigh_request import over_limit, refuse_over_day, weigh_request
from reelwright.values import Value

_USED_UP: Final = {AddOutcome.OVER_DAILY_LIMIT: "daily", AddOutcome.OVER_MINUTE_LIMIT: "minute"}


class Created(Value):
    """The accepted job and its estimate. `replayed`: an earlier call with the same key created it."""

    job_id: str
    queue: str
    estimate: Estimate
    replayed: bool
    cautions: tuple[Caution, ...] = ()
    windows: tuple[Window, ...] = ()
    """The limits of the caller's creates after this one."""


def create_job(request: CreateJob, *, caller: Caller, key: str | None, world: World) -> Created:
    """Store a PENDING job of the caller and return it; its estimate uses this process's cache of past runs.

    Raises InvalidField (`weigh_request`), LimitReached over a limit, and KeyReused if the idempotency key was used before
    with another body.
    """
    now = world.clock()
    weighed = weigh_request(request, caller=caller, world=world)
    job = new_job(
        world.ids(),
        weighed.request,
        user_id=weighed.user_id,
        tier=caller.tier,
        now=now,
        cautions=weighed.cautions,
    )
    limits = weighed.limits
    refuse_over_day(weighed, caller=caller, world=world)
    added = world.jobs.add(
        job,
        key=_key(key, request),
        daily_limit=limits.daily,
        day=day_of(now),
        minute_limit=limits.minute,
        minute=minute_of(now),
    )
    used_up = _USED_UP.get(added.outcome)
    if used_up is not None:
        raise over_limit(limits, used_up=used_up, caller=caller, now=now)
    if added.outcome is AddOutcome.KEY_REUSED:
        raise KeyReused("This Idempotency-Key was used before with another body; use a new key for a new job.")
    return Created(
        job_id=added.job_id or job.job_id,
        queue=job.queue,
        estimate=weighed.estimate,
        replayed=added.outcome is AddOutcome.REPLAYED,
        cautions=weighed.cautions,
        windows=windows(limits, now, today=added.today),
    )


def _key(key: str | None, request: CreateJob) -> IdempotencyKey | None:
    if key is None:
        return None
    body = request.model_dump_json(exclude_defaults=True)
    return IdempotencyKey(key=key, fingerprint=hashlib.sha256(body.encode()).hexdigest())
