"""Try a request: return the result of a create without creating anything."""

from datetime import datetime

from reelwright.figures.estimate import Estimate
from reelwright.jobs.caller import Caller
from reelwright.jobs.cautions import Caution
from reelwright.jobs.priority import Tier
from reelwright.jobs.quota import Charge, Window, day_of, minute_of, minute_window, windows
from reelwright.jobs.request import CreateJob
from reelwright.ports import World
from reelwright.refusals import LimitReached
from reelwright.usecases.weigh_request import over_limit, refuse_over_day, weigh_request
from reelwright.values import Value


class Tried(Value):
    """The expected result of a create. `windows` are the current limits: this request is not counted."""

    task_name: str
    tier: Tier
    queue: str
    estimate: Estimate
    cautions: tuple[Caution, ...]
    windows: tuple[Window, ...]


def try_request(request: CreateJob, *, caller: Caller, world: World) -> Tried:
    """Return the expected result of a create; no job is written, and a later try may have another result.

    Raises the refusals of `create_job`: `invalid_request`, and `quota_exceeded` if the daily quota is used up. Dry runs
    have a limit a minute of their own, counted first: an invalid request costs as much to check as a valid one.
    """
    now = world.clock()
    count_dry_run(caller, now, world=world)
    weighed = weigh_request(request, caller=caller, world=world)
    refuse_over_day(weighed, caller=caller, world=world)
    limits = weighed.limits
    today = None if limits.daily is None else world.quotas.spent(weighed.user_id, "daily", day_of(now))
    if today is not None and limits.daily is not None and today >= limits.daily:
        raise over_limit(limits, used_up="daily", caller=caller, now=now)
    return Tried(
        task_name=request.task_name,
        tier=caller.tier,
        queue=weighed.queue,
        estimate=weighed.estimate,
        cautions=weighed.cautions,
        windows=windows(limits, now, today=today),
    )


def count_dry_run(caller: Caller, now: datetime, *, world: World) -> None:
    """Count a check that creates no job; raises LimitReached if the caller makes more of them than the minute allows."""
    limit = world.settings.allowance(caller.tier).minute_dry_runs
    charge = Charge(counter="dry_runs", period=minute_of(now), limit=limit)
    if world.quotas.charge(caller.user_id, (charge,)) is None:
        return
    full = minute_window("dry-runs", limit, now).model_copy(update={"remaining": 0})
    raise LimitReached(
        f"The {caller.tier} tier allows {limit} dry runs a minute; the limit resets in {full.reset_seconds} s.",
        windows=(full,),
        retry_after_seconds=full.reset_seconds,
    )
