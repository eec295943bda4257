"""A job's place in its queue, through the whole flow."""

from typing import TYPE_CHECKING

from reelwright.jobs.lifecycle import JobState
from reelwright.usecases.read_outlook import read_outlook

if TYPE_CHECKING:
    from reelwright.jobs.caller import Caller
    from tests.memory.system import System

LATER = 10
"""Seconds after which counters are read anew."""


def _position(system: "System", job_id: str) -> int | None:
    found = read_outlook(system.job(job_id), world=system)
    return found.position


def test_jobs_stand_in_the_order_in_which_they_were_announced(system: "System", ada: "Caller") -> None:
    """Five that come within a second have five places."""
    ids = [system.create(ada).job_id for _ in range(5)]
    for job_id in ids:
        system.advance(job_id)
    assert [_position(system, job_id) for job_id in ids] == [1, 2, 3, 4, 5]


def test_a_place_falls_as_others_start(system: "System", ada: "Caller") -> None:
    """Two places of the capacity: two start, the third is first. Who runs has no place."""
    ids = [system.create(ada).job_id for _ in range(4)]
    for job_id in ids:
        system.advance(job_id)
    assert system.dispatch().started == tuple(ids[:2])
    for job_id in ids:
        system.advance(job_id)  # the change is counted
    system.clock.pass_seconds(LATER)
    assert [_position(system, job_id) for job_id in ids] == [None, None, 1, 2]


def test_who_comes_later_stands_behind_who_waits_already(system: "System", ada: "Caller") -> None:
    """Counted ones are in the ticket, whichever process announces."""
    first = [system.create(ada).job_id for _ in range(3)]
    for job_id in first:
        system.advance(job_id)
        system.advance(job_id)
    system.clock.pass_seconds(LATER)
    late = system.create(ada).job_id
    system.advance(late)
    assert _position(system, late) == 4


def test_a_message_that_is_sent_again_keeps_its_place(system: "System", ada: "Caller") -> None:
    """The sweeper's repetition draws no new ticket."""
    ids = [system.create(ada).job_id for _ in range(3)]
    for job_id in ids:
        system.advance(job_id)
    held = system.job(ids[1]).ticket
    system.clock.pass_seconds(4 * 24 * 3600)
    system.sweep()
    assert system.state(ids[1]) is JobState.QUEUED
    assert system.job(ids[1]).ticket == held
