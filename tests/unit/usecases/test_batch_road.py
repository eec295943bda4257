"""A batch's road: released in a window, settled once, ended, resumed, cancelled, removed."""

import json
from typing import Any

import pytest

from reelwright.batches.lines import line_of_child
from reelwright.batches.model import Batch
from reelwright.batches.resuming import ResumeBatch
from reelwright.batches.states import BatchOutcome, BatchState, ItemState, PauseReason
from reelwright.jobs.caller import Caller
from reelwright.jobs.lifecycle import JobState
from reelwright.jobs.model import Job
from reelwright.jobs.output_keys import batch_outcome_key
from reelwright.refusals import Conflict, LimitReached, NotFound
from reelwright.usecases.advance_batch import advance_batch
from reelwright.usecases.cancel_job import cancel_job
from reelwright.usecases.control_batch import cancel_batch, confirm_batch, pause_batch
from reelwright.usecases.read_batches import ItemFilter, list_batches, list_items, read_errors
from reelwright.usecases.recount_batches import recount_batches
from reelwright.usecases.resume_batch import Resumed, resume_batch
from reelwright.usecases.retry_job import retry_job
from reelwright.usecases.settle_item import settle_item
from tests.batch_builders import PRICE
from tests.batch_road import badly, batch, jobs_of, open_batch, run, turn
from tests.memory.system import System

ADA = Caller(user_id="ada", tier="premium")


def resume(system: System, *, is_dry: bool = False, **request: Any) -> Resumed:
    """Resume ada's batch."""
    return resume_batch("batch1", ResumeBatch(**request), caller=ADA, world=system, is_dry=is_dry)


def again(system: System, **request: Any) -> Batch:
    """Resume ada's batch, and let the stream tell of it."""
    resume(system, **request)
    advance_batch("batch1", world=system)
    return batch(system)


def states(system: System) -> dict[int, str]:
    """Return the states of ada's items by line."""
    page = list_items(ItemFilter(batch_id="batch1"), limit=1000, cursor=None, caller=ADA, world=system)
    return {item.line: item.state.value for item in page.items}


def test_a_batch_runs_all_of_its_lines_and_says_how_it_ended(system: System) -> None:
    """Each line has one job, the counts are those of its items, and the end is in the bucket."""
    open_batch(system, 30, concurrency=2)
    ended = run(system, badly(3, 7))
    assert (ended.state, ended.outcome) == (BatchState.ENDED, BatchOutcome.SOME_FAILED)
    assert (ended.counts.completed, ended.counts.failed, ended.lines) == (28, 2, 30)
    assert [job.job_id for job in jobs_of(system)] == [f"batch1n{line:06d}" for line in range(1, 31)]
    told = json.loads(system.artefacts.get(batch_outcome_key("batch1")))
    assert (told["outcome"], told["counts"]["failed"]) == ("some_failed", 2)
    assert recount_batches(world=system) == ()


def test_never_more_than_the_window_is_open(system: System) -> None:
    """Two that run and two that follow: a batch of thousands is a handful of jobs at any moment."""
    open_batch(system, 40, concurrency=2)
    for _ in range(30):
        assert sum(job.state is not JobState.COMPLETED for job in jobs_of(system)) <= 4
        assert len(batch(system).open_items) <= 4
        turn(system)
    assert run(system).outcome is BatchOutcome.ALL_SUCCEEDED


def test_a_doubled_late_or_lost_event_settles_a_line_once(system: System) -> None:
    """Records arrive twice; one that never arrives is made up for by the sweeper."""
    open_batch(system, 3)
    turn(system)
    turn(system)
    for job in jobs_of(system):
        for _ in range(2):
            settle_item(job, world=system)
            system.advance(job.job_id)
    ended = batch(system)
    assert ended.counts.completed == 3
    assert ended.spent_usd == pytest.approx(sum(job.cost_usd for job in jobs_of(system)))


def test_the_sweeper_settles_and_releases_what_lost_events_left(system: System) -> None:
    """Neither the batch's own record nor those of its jobs arrive."""
    system.sweep()
    opened = open_batch(system, 9, concurrency=1)
    for _ in range(60):
        for job in jobs_of(system):
            if job.state is JobState.EXECUTING:
                system.end(job.job_id)
        system.clock.pass_seconds(61)
        system.sweep()
        system.dispatch()
    ended = batch(system)
    assert (ended.state, ended.outcome, opened.lines) == (BatchState.ENDED, BatchOutcome.ALL_SUCCEEDED, 9)


def test_refused_lines_make_no_job_and_are_listed_with_the_others(system: System) -> None:
    """`on_invalid: skip`: every line is accounted for."""
    open_batch(system, 5, refused=(1, 2, 5))
    ended = run(system)
    assert (ended.counts.refused, ended.counts.completed, ended.outcome) == (3, 2, BatchOutcome.SOME_FAILED)
    assert states(system) == {1: "REFUSED", 2: "REFUSED", 3: "COMPLETED", 4: "COMPLETED", 5: "REFUSED"}
    assert len(jobs_of(system)) == 2


def test_a_batch_that_waits_for_its_confirmation_runs_nothing(system: System) -> None:
    """READY until then; a second confirmation is a no-op."""
    assert open_batch(system, 3, start="on_confirm").state is BatchState.READY
    turn(system)
    assert jobs_of(system) == []
    first = confirm_batch("batch1", caller=ADA, world=system)
    assert confirm_batch("batch1", caller=ADA, world=system) == first
    advance_batch("batch1", world=system)
    assert run(system).outcome is BatchOutcome.ALL_SUCCEEDED
    with pytest.raises(Conflict, match="ENDED"):
        confirm_batch("batch1", caller=ADA, world=system)


def test_a_paused_batch_finishes_what_is_open_and_goes_on_when_resumed(system: System) -> None:
    """Pausing twice is pausing once."""
    open_batch(system, 12, concurrency=1)
    turn(system)
    for _ in range(2):
        assert pause_batch("batch1", caller=ADA, world=system).reason is PauseReason.BY_USER
    paused = run(system)
    done = paused.counts.completed
    assert paused.state is BatchState.PAUSED
    assert 0 < done < 12
    assert resume(system, is_dry=True).lines == 12 - done
    assert batch(system) == paused, "a dry run writes nothing"
    resumed = again(system)
    assert (resumed.generation, resumed.reason) == (2, None)
    ended = run(system)
    assert ended.counts.completed == 12
    assert {job.attempt for job in jobs_of(system)} == {1}, "no line ran twice"


def test_a_cancelled_batch_starts_nothing_more_and_all_of_it_ends(system: System) -> None:
    """Promise 5: after the answer no job starts; running ones are stopped."""
    open_batch(system, 20, concurrency=2)
    for job in jobs_of(system):
        system.advance(job.job_id)
    system.dispatch()
    started = len(system.executions.started())
    for _ in range(2):
        cancel_batch("batch1", caller=ADA, world=system)
    for _ in range(3):
        system.clock.pass_seconds(61)
        system.sweep()
        turn(system, lambda _job: {"status": "ABORTED"})
    ended = batch(system)
    assert (ended.state, ended.outcome) == (BatchState.ENDED, BatchOutcome.CANCELLED)
    assert len(system.executions.started()) == started
    assert ended.counts.cancelled == 20
    assert cancel_batch("batch1", caller=ADA, world=system).state is BatchState.ENDED


def test_the_missing_lines_of_a_cancelled_batch_can_be_run_later(system: System) -> None:
    """Cancelled jobs get new ones, since a cancelled job never comes back."""
    open_batch(system, 6, concurrency=1)
    turn(system)
    cancel_batch("batch1", caller=ADA, world=system)
    advance_batch("batch1", world=system)
    done = run(system, lambda _job: {"status": "ABORTED"}).counts.completed
    again(system)
    ended = run(system)
    assert ended.outcome is BatchOutcome.ALL_SUCCEEDED
    assert sum(job.state is JobState.COMPLETED for job in jobs_of(system)) == 6
    assert done < 6


def test_a_resume_of_the_failed_brings_their_jobs_back_and_repeats_nothing_else(system: System) -> None:
    """The same job with its next attempt, so that finished steps are not paid again; groups follow."""
    open_batch(system, 9)
    run(system, badly(2, 5))
    assert [group.count for group in system.batches.groups("batch1")] == [2], "ids in the message make no second group"
    assert resume(system, is_dry=True, which="failed").estimated_cost_usd == pytest.approx(2 * PRICE)
    again(system, which="failed")
    ended = run(system)
    assert ended.outcome is BatchOutcome.ALL_SUCCEEDED
    attempts = {job.job_id[-1]: job.attempt for job in jobs_of(system)}
    assert attempts == {"1": 1, "2": 2, "3": 1, "4": 1, "5": 2, "6": 1, "7": 1, "8": 1, "9": 1}
    assert system.batches.groups("batch1") == ()
    assert recount_batches(world=system) == ()


def test_a_resume_can_choose_a_group_or_lines(system: System) -> None:
    """The others stay as they are."""
    open_batch(system, 4)

    def end(job: Any) -> dict[str, Any]:
        line = int(job.job_id[-1])
        kinds = {1: "ContentError", 2: "BudgetExceededError", 3: "ContentError"}
        return {"status": "FAILED", "error": kinds[line], "cause": "broken"} if line in kinds else {}

    run(system, end)
    groups = {group.type: group.group for group in system.batches.groups("batch1")}
    again(system, groups=[groups["BudgetExceededError"]])
    assert run(system).counts.failed == 2
    again(system, lines=[3, 4])
    assert states_after(run(system), system) == {1: "FAILED", 2: "COMPLETED", 3: "COMPLETED", 4: "COMPLETED"}
    assert [job.attempt for job in jobs_of(system)] == [1, 2, 2, 1]


def states_after(_ended: Batch, system: System) -> dict[int, str]:
    """Return the states once the batch has ended."""
    return states(system)


def test_all_runs_completed_lines_again_with_new_jobs(system: System) -> None:
    """Not answered from their own kept results; without `which: all` they are never touched."""
    open_batch(system, 2, request={"use_cache": True})
    run(system)
    with pytest.raises(Conflict, match="which: all"):
        resume(system, which="failed")
    again(system, which="all")
    ended = run(system)
    assert ended.counts.completed == 2
    assert [job.job_id for job in jobs_of(system)] == [
        "batch1n000001",
        "batch1n000001g2",
        "batch1n000002",
        "batch1n000002g2",
    ]
    item = system.batches.item("batch1", 1)
    assert item is not None
    assert (item.replaced, item.attempt) == (("batch1n000001",), 2)


def test_equal_lines_are_answered_from_the_first_and_counted_apart(system: System) -> None:
    """At no cost."""
    same = {"use_cache": True, "video_request": {"script_content": "The same for all."}}
    open_batch(system, 4, concurrency=1, request=same)
    ended = run(system)
    assert ended.counts.cached >= 1
    assert ended.counts.completed + ended.counts.cached == 4
    assert ended.outcome is BatchOutcome.ALL_SUCCEEDED


def test_the_budget_holds_while_the_batch_runs(system: System) -> None:
    """Spent, reserved and the next estimate stay within it; then the batch pauses, and a higher limit lets it go on."""
    opened = open_batch(system, 8, max_cost_usd=3 * PRICE)
    assert len(opened.open_items) == 3
    paused = run(system, lambda job: spend(system, job, PRICE))
    assert (paused.state, paused.reason, paused.counts.completed) == (BatchState.PAUSED, PauseReason.BUDGET, 3)
    assert paused.spent_usd == pytest.approx(3 * PRICE)
    again(system, max_cost_usd=8 * PRICE)
    assert run(system, lambda job: spend(system, job, PRICE)).outcome is BatchOutcome.ALL_SUCCEEDED


def spend(system: System, job: Job, usd: float) -> dict[str, Any]:
    """Let an attempt cost so many dollars."""
    with system.jobs.lock:
        stored = system.job(job.job_id)
        system.jobs._jobs[job.job_id] = stored.model_copy(update={"cost_usd": stored.cost_usd + usd})
    return {}


def test_the_bill_is_the_sum_of_its_items_whatever_they_cost_and_however_often_they_ran(system: System) -> None:
    """Failed films are paid, too; a later attempt adds its own cost to that of the first."""
    open_batch(system, 5)
    ends = badly(2, 4)
    first = run(system, lambda job: spend(system, job, 0.01 * line_of_child(job.job_id)) | ends(job))
    assert first.counts.failed == 2
    assert first.spent_usd == pytest.approx(0.15)
    again(system, which="failed")
    ended = run(system, lambda job: spend(system, job, 0.4))
    assert ended.counts.completed == 5
    assert ended.spent_usd == pytest.approx(0.15 + 2 * 0.4)
    items = system.batches.items("batch1", first=1, last=5)
    assert [item.cost_usd for item in items] == pytest.approx([0.01, 0.42, 0.03, 0.44, 0.05])
    assert [job.cost_usd for job in jobs_of(system)] == pytest.approx([item.cost_usd for item in items])
    assert ended.reserved_usd == 0


def test_failures_pause_the_batch(system: System) -> None:
    """Open jobs finish; a resume of the rest counts anew."""
    open_batch(system, 30, concurrency=1, stop_after={"failures": 2})
    paused = run(system, badly(*range(1, 31)))
    assert (paused.state, paused.reason) == (BatchState.PAUSED, PauseReason.FAILURES)
    assert paused.counts.waiting > 20
    again(system)
    assert run(system).counts.failed == paused.counts.failed


def test_a_batch_expires_with_what_it_has(system: System) -> None:
    """Open jobs go on; lines that were never released are expired, and can be resumed."""
    open_batch(system, 20, concurrency=1, expires_after_hours=1)
    turn(system)
    system.clock.pass_seconds(3601)
    system.sweep()
    ended = run(system)
    assert ended.outcome is BatchOutcome.EXPIRED
    assert ended.counts.expired > 0
    assert ended.counts.completed + ended.counts.expired == 20
    again(system)
    assert run(system).outcome is BatchOutcome.ALL_SUCCEEDED


def test_films_stay_until_their_batch_is_removed(system: System) -> None:
    """An early film of a long batch does not vanish before the batch ends; then everything goes together."""
    open_batch(system, 3, concurrency=1, expires_after_hours=168)
    turn(system)
    system.clock.pass_seconds(72 * 3600)
    system.sweep()
    assert system.state("batch1n000001") is JobState.COMPLETED
    run(system)
    system.clock.pass_seconds(23 * 3600)
    system.sweep()
    assert len(jobs_of(system)) == 3
    system.clock.pass_seconds(2 * 3600)
    system.sweep()
    assert system.jobs.stored() == ()
    assert system.batches.stored() == ()
    assert system.artefacts.objects == {}


def test_an_item_that_was_retried_by_hand_is_counted_as_it_ends(system: System) -> None:
    """Also after the end of its batch: the owner retried the failed job itself."""
    open_batch(system, 2)
    assert run(system, badly(1)).outcome is BatchOutcome.SOME_FAILED
    retry_job("batch1n000001", caller=ADA, world=system)
    for _ in range(3):
        turn(system)
    corrected = batch(system)
    assert (corrected.outcome, corrected.counts.failed) == (BatchOutcome.ALL_SUCCEEDED, 0)
    assert system.batches.groups("batch1") == ()


def test_an_item_that_was_cancelled_alone_is_counted_as_cancelled(system: System) -> None:
    """The rest of the batch goes on."""
    open_batch(system, 5)
    cancel_job("batch1n000002", caller=ADA, world=system)
    ended = run(system)
    assert (ended.counts.cancelled, ended.counts.completed) == (1, 4)
    assert states(system)[2] == ItemState.CANCELLED


def test_others_batches_are_not_found(system: System, eve: Caller) -> None:
    """By any route; an operator sees them."""
    open_batch(system, 1)
    for call in (confirm_batch, pause_batch, cancel_batch):
        with pytest.raises(NotFound):
            call("batch1", caller=eve, world=system)
    with pytest.raises(NotFound):
        read_errors("batch1", caller=eve, world=system)
    operator = Caller(user_id="op", tier="free", operator=True)
    assert read_errors("batch1", caller=operator, world=system).groups == ()
    assert list_batches(limit=9, cursor=None, caller=eve, world=system).batches == ()
    assert len(list_batches(limit=9, cursor=None, caller=ADA, world=system).batches) == 1


def test_a_resume_counts_lines_that_run_again_on_the_day(system: System) -> None:
    """They cost as much as new ones: over the limit nothing is resumed."""
    bob = Caller(user_id="bob", tier="standard")
    open_batch(system, 60, user_id="bob", tier="standard")
    run(system, badly(*range(1, 61)))
    request = ResumeBatch(which="failed")
    with pytest.raises(LimitReached):
        resume_batch("batch1", request, caller=bob, world=system)
    assert batch(system).state is BatchState.ENDED
    system.clock.pass_seconds(13 * 3600)
    assert resume_batch("batch1", request, caller=bob, world=system).lines == 60


def test_items_are_listed_page_by_page(system: System) -> None:
    """In line order, by state or group, with a signed cursor."""
    open_batch(system, 25)
    run(system, badly(3, 24))
    listed, seen, cursor = ItemFilter(batch_id="batch1", state=ItemState.FAILED), [], None
    while True:
        page = list_items(listed, limit=1, cursor=cursor, caller=ADA, world=system)
        seen += [item.line for item in page.items]
        cursor = page.cursor
        if cursor is None:
            break
    assert seen == [3, 24]
    group = system.batches.groups("batch1")[0].group
    page = list_items(ItemFilter(batch_id="batch1", group=group), limit=9, cursor=None, caller=ADA, world=system)
    assert [item.line for item in page.items] == [3, 24]
