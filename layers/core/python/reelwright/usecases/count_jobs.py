"""Count a user's jobs: by state, by outcome, and against the daily quota."""

from datetime import datetime, timedelta

from reelwright.jobs.caller import Caller
from reelwright.jobs.lifecycle import JobState
from reelwright.jobs.priority import Tier
from reelwright.jobs.quota import day_of, seconds_to_reset
from reelwright.ports import Jobs, World
from reelwright.usecases.read_dead_letters import operators_only
from reelwright.values import Value


class Today(Value):
    """The daily quota: jobs created since midnight UTC; `limit` and `remaining` are None without a limit."""

    created: int
    limit: int | None
    resets_at: datetime

    @property
    def remaining(self) -> int | None:
        """Return the number of jobs that may still be created today."""
        return None if self.limit is None else max(0, self.limit - self.created)


class Counts(Value):
    """A user's jobs by state, and their success rate and run time.

    `counts` covers the jobs that are still stored; the other figures cover every job that ever ended.
    """

    counts: dict[JobState, int]
    success_rate: float | None
    """Share of COMPLETED among ended jobs that were not cancelled; None before the first."""
    average_seconds: float | None
    """Mean run time of the attempts that completed a job; None before the first."""
    today: Today

    @property
    def total(self) -> int:
        """Return the number of stored jobs."""
        return sum(self.counts.values())


def count_jobs(*, user_id: str | None, caller: Caller, world: World) -> Counts:
    """Return the counts of the caller, or of `user_id` for an operator; raises Forbidden for others."""
    owner = user_id or caller.user_id
    if not caller.may_see(owner):
        operators_only(caller)
    now = world.clock()
    counts, tally = world.jobs.counts_of_user(owner), world.tallies.of_user(owner)
    tier = caller.tier if owner == caller.user_id else _tier_of(owner, world.jobs)
    return Counts(
        counts={state: counts.get(state, 0) for state in JobState},
        success_rate=tally.success_rate,
        average_seconds=tally.average_seconds,
        today=Today(
            created=world.quotas.spent(owner, "daily", day_of(now)),
            limit=world.settings.allowance(tier).daily_jobs,
            resets_at=now + timedelta(seconds=seconds_to_reset(now)),
        ),
    )


def _tier_of(user_id: str, jobs: Jobs) -> Tier:
    """Return the tier of the user's newest job: tiers come from tokens, and this request has no token of the user."""
    page = jobs.list_of_user(user_id, state=None, task_name=None, limit=1, cursor=None)
    return page.jobs[0].tier if page.jobs else "free"
