"""A user's counts."""

from datetime import datetime, timezone
from typing import TYPE_CHECKING

import pytest

from reelwright.jobs.caller import Caller
from reelwright.jobs.lifecycle import JobState
from reelwright.refusals import Forbidden
from reelwright.usecases.count_jobs import Counts, count_jobs

if TYPE_CHECKING:
    from tests.memory.system import System

OPERATOR = Caller(user_id="op", tier="premium", operator=True)


def _count(system: "System", caller: Caller, user_id: str | None = None) -> Counts:
    return count_jobs(user_id=user_id, caller=caller, world=system)


def _complete(system: "System", caller: Caller, *, seconds: float) -> None:
    job_id = system.run(caller)
    system.clock.pass_seconds(seconds)
    system.end(job_id)
    system.advance(job_id)


def test_before_the_first_job_there_is_nothing_to_average(system: "System", ada: Caller) -> None:
    """Null, not 0: nothing has failed and nothing has taken no time."""
    found = _count(system, ada)
    assert (found.total, found.success_rate, found.average_seconds) == (0, None, None)


def test_averages_are_of_every_job_that_ever_ended(system: "System", ada: Caller) -> None:
    """Also of those that were removed after their retention; another user's do not count."""
    for seconds in (10, 30):
        _complete(system, ada, seconds=seconds)
    failing = system.run(ada)
    system.end(failing, "FAILED", error="ContentError", cause="{}")
    system.advance(failing)
    system.clock.pass_seconds(48 * 3600)
    system.sweep()
    _complete(system, Caller(user_id="bob", tier="premium"), seconds=500)
    found = _count(system, ada)
    assert found.total == 0
    assert found.average_seconds == pytest.approx(20)
    assert found.success_rate == pytest.approx(2 / 3)


def test_what_is_left_of_the_day_is_told(system: "System", eve: Caller) -> None:
    """Five a day for free: two used, three left, anew at the next midnight UTC."""
    for _ in range(2):
        system.create(eve)
    today = _count(system, eve).today
    assert (today.created, today.limit, today.remaining) == (2, 5, 3)
    assert today.resets_at == datetime(2026, 11, 22, tzinfo=timezone.utc)
    assert _count(system, eve).counts[JobState.PENDING] == 2


def test_without_a_limit_nothing_is_left_to_tell(system: "System", ada: Caller) -> None:
    """Premium counts, without an end."""
    system.create(ada)
    today = _count(system, ada).today
    assert (today.created, today.limit, today.remaining) == (1, None, None)


def test_an_operator_may_count_for_a_user(system: "System", eve: Caller) -> None:
    """With the limits of that user's tier, as the newest job has it."""
    system.create(eve)
    today = _count(system, OPERATOR, "eve").today
    assert (today.created, today.limit) == (1, 5)


def test_nobody_else_counts_for_others(system: "System", ada: Caller, eve: Caller) -> None:
    """403; naming oneself is no offence."""
    with pytest.raises(Forbidden):
        _count(system, eve, "ada")
    assert _count(system, ada, "ada").total == 0
