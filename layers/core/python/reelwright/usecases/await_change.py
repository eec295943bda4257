"""Hold a read until the job or batch changes, so that clients need not poll.

A held request keeps an instance of the API function busy, so the places for them are counted: `waits_per_user` of one user and
`waits_at_once` of all (`Settings`). Without a free place the answer comes at once.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Final, TypeVar

from reelwright.jobs.caller import Caller
from reelwright.jobs.lifecycle import FINAL_STATES
from reelwright.jobs.model import Job
from reelwright.ports import World
from reelwright.usecases.read_jobs import get_job
from reelwright.values import Value

POLL_SECONDS: Final = 0.5
_MARGIN: Final = timedelta(seconds=5)
"""A place whose holder died is free again so long after the wait would have ended."""


class Awaited(Value):
    """The job as last read. `is_turned_away`: the caller wanted to wait, and there was no free place."""

    job: Job
    is_turned_away: bool = False


def await_change(
    job_id: str,
    *,
    is_known: Callable[[Job], bool],
    seconds: int,
    caller: Caller,
    sleep: Callable[[float], None],
    world: World,
) -> Awaited:
    """Wait until the job is no longer `is_known` or is final, at most `seconds`, and return it."""

    def is_over(job: Job) -> bool:
        return not is_known(job) or job.state in FINAL_STATES

    def read() -> Job:
        return get_job(job_id, caller=caller, world=world)

    job, is_turned_away = hold_read(read, is_over=is_over, seconds=seconds, caller=caller, sleep=sleep, world=world)
    return Awaited(job=job, is_turned_away=is_turned_away)


Read = TypeVar("Read")


def hold_read(
    read: Callable[[], Read],
    *,
    is_over: Callable[[Read], bool],
    seconds: int,
    caller: Caller,
    sleep: Callable[[float], None],
    world: World,
) -> tuple[Read, bool]:
    """Read until `is_over`, at most `seconds`; return what was read last, and whether there was no free place to wait."""
    found = read()
    if seconds == 0 or is_over(found):
        return found, False
    settings = world.settings
    place = world.quotas.hold(
        caller.user_id,
        world.ids(),
        own=settings.waits_per_user,
        shared=settings.waits_at_once,
        until=world.clock() + timedelta(seconds=seconds) + _MARGIN,
    )
    if place is None:
        return found, True
    try:
        for _ in range(round(seconds / POLL_SECONDS)):
            sleep(POLL_SECONDS)
            found = read()
            if is_over(found):
                break
    finally:
        world.quotas.free(place)
    return found, False
