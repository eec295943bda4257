"""A batch of ten thousand films, simulated (whole by `make faults`); and its owner's own film beside a running batch."""

import pytest

from reelwright.batches.states import BatchOutcome
from reelwright.jobs.caller import Caller
from reelwright.jobs.lifecycle import FINAL_STATES, JobState
from reelwright.settings import Settings
from reelwright.usecases.advance_job import advance_job
from reelwright.usecases.recount_batches import recount_batches
from tests.batch_road import batch, jobs_of, open_batch, turn
from tests.memory.system import SETTINGS, System

ROOMY: Settings = SETTINGS.model_copy(update={"capacity": {"videos": 8, "tasks": 2}})


@pytest.mark.parametrize("lines", [500, pytest.param(10_000, marks=pytest.mark.faults)])
def test_a_large_batch_ends_within_its_window_and_without_drift(lines: int) -> None:
    """At no moment are more jobs open than the window, and every line has one job and one end."""
    system = System(settings=ROOMY)
    batch_id = open_batch(system, lines, concurrency=7, max_cost_usd=lines).batch_id
    widest = 0
    while True:
        found = batch(system, batch_id)
        widest = max(widest, len(found.open_items))
        if not found.open_items:
            break
        for opened in found.open_items:
            advance_job(opened.job_id, world=system)
        system.dispatch()
        for opened in found.open_items:
            if system.state(opened.job_id) is JobState.EXECUTING:
                if opened.line % 20 == 0:
                    system.end(opened.job_id, "FAILED", error="ContentError")
                else:
                    system.end(opened.job_id)
                advance_job(opened.job_id, world=system)
    ended = batch(system, batch_id)
    assert widest == ended.window == 7
    assert (ended.counts.completed, ended.counts.failed) == (lines * 19 // 20, lines // 20)
    assert ended.outcome is BatchOutcome.SOME_FAILED
    assert [group.count for group in system.batches.groups(batch_id)] == [lines // 20]
    assert recount_batches(world=system) == ()
    assert len(jobs_of(system, batch_id)) == len(system.executions.started()) == lines


def test_an_owners_own_film_starts_beside_a_running_batch_within_a_round(ada: Caller) -> None:
    """Promise 7: whenever it is sent, a place outside the batch is free, and at most the jobs that are queued go before it."""
    for already_done in range(5):
        system = System(settings=ROOMY)
        open_batch(system, 60, concurrency=7)
        for _ in range(already_done):
            turn(system)
        own = system.create(ada).job_id
        waiting = sum(job.state is JobState.QUEUED for job in jobs_of(system))
        before = len(system.executions.started())
        while system.state(own) not in {JobState.EXECUTING, *FINAL_STATES}:
            turn(system)
            assert len(system.executions.started()) - before <= waiting + 8
