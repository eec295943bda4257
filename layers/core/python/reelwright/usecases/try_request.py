"""Try a request: return the result of a create without creating anything."""

from reelwright.figures.estimate import Estimate
from reelwright.jobs.caller import Caller
from reelwright.jobs.cautions import Caution
from reelwright.jobs.priority import Tier
from reelwright.jobs.quota import Window, day_of, windows
from reelwright.jobs.request import CreateJob
from reelwright.ports import World
from reelwright.usecases.weigh_request import over_limit, weigh_request
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
    """Return the expected result of a create; nothing is written, and a later try may have another result.

    Raises the refusals of `create_job`: `invalid_request`, and `quota_exceeded` if the daily quota is used up.
    """
    now = world.clock()
    weighed = weigh_request(request, caller=caller, world=world)
    limits = weighed.limits
    today = None if limits.daily is None else world.jobs.daily_count(weighed.user_id, day_of(now))
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
