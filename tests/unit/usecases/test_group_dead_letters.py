"""Operators look at dead letters by kind of error, and retry or remove a kind at once."""

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from reelwright.jobs.caller import Caller
from reelwright.jobs.dead_letter import DeadLetterReason, letter_of_job
from reelwright.jobs.model import Job, JobFailure
from reelwright.refusals import Forbidden
from reelwright.usecases.group_dead_letters import group_dead_letters, remove_dead_letters
from reelwright.usecases.read_dead_letters import list_dead_letters

if TYPE_CHECKING:
    from tests.memory.system import System

OPERATOR = Caller(user_id="op", tier="free", operator=True)


def bury(system: "System", ada: Caller, number: int, message: str, *, code: str = "provider_failed") -> None:
    """Leave letters whose errors differ in their numbers only."""
    for place in range(number):
        job: Job = system.job(system.create(ada).job_id)
        error = JobFailure(
            type="ProviderError", code=code, message=message.format(place), retryable=code != "bad_script"
        )
        failed = job.model_copy(update={"error": error, "completed_at": system.clock() + timedelta(seconds=place)})
        system.dead_letters.put(letter_of_job(failed, DeadLetterReason.RETRIES_EXHAUSTED))


def test_equal_errors_are_one_group(system: "System", ada: Caller) -> None:
    """The largest first, with the newest letters as samples."""
    bury(system, ada, 2, "scene {} has no words", code="bad_script")
    bury(system, ada, 7, "no answer after {} s")
    found = group_dead_letters(caller=OPERATOR, world=system)
    assert [(one.count, one.code, one.retryable, len(one.samples)) for one in found.groups] == [
        (7, "provider_failed", True, 5),
        (2, "bad_script", False, 2),
    ]
    assert found.is_complete
    assert (found.groups[0].newest_at - found.groups[0].oldest_at).seconds == 6


def test_a_group_is_removed_page_by_page_and_nothing_else(system: "System", ada: Caller) -> None:
    """A page has those of the next 25 letters that belong to the group; cursors find them all."""
    bury(system, ada, 30, "no answer after {} s")
    bury(system, ada, 30, "scene {} has no words", code="bad_script")
    group = next(one.group for one in group_dead_letters(caller=OPERATOR, world=system).groups if one.retryable)
    removed, cursor = 0, None
    for _ in range(3):
        page = remove_dead_letters(group, task_name=None, cursor=cursor, caller=OPERATOR, world=system)
        removed, cursor = removed + len(page.letters), page.cursor
    assert (removed, cursor) == (30, None)
    left = list_dead_letters(task_name=None, limit=100, cursor=None, caller=OPERATOR, world=system)
    assert {letter.error.code for letter in left.letters} == {"bad_script"}


def test_only_operators_see_groups(system: "System", ada: Caller) -> None:
    """They show errors of every user."""
    with pytest.raises(Forbidden):
        group_dead_letters(caller=ada, world=system)
