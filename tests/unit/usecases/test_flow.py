"""A job's road through the use cases, with what goes wrong on it. `System` is the memory world of conftest.py."""

import json
from typing import TYPE_CHECKING

import pytest

from reelwright.api.problems import problem_of
from reelwright.jobs.caller import Caller
from reelwright.jobs.lifecycle import JobState
from reelwright.jobs.model import QueueMessage
from reelwright.jobs.moves import new_job
from reelwright.jobs.output_keys import outcome_key
from reelwright.jobs.request import CreateJob
from reelwright.pipeline.tasks import ITEM_TASK
from reelwright.ports import MoveOutcome
from reelwright.refusals import Conflict, InvalidField, KeyReused, LimitReached, NotFound
from reelwright.usecases.cancel_job import CancelOutcome, cancel_job
from reelwright.usecases.sweep_jobs import BATCH, REMOVAL_TIME
from tests.memory.artefacts import MemoryArtefacts
from tests.memory.dying import DyingExecutions, dies_before_launch, dies_before_note

if TYPE_CHECKING:
    from tests.memory.system import System


def _cancel(system: "System", job_id: str, caller: Caller) -> CancelOutcome:
    return cancel_job(job_id, caller=caller, world=system)


def test_a_job_walks_from_created_to_completed_with_a_gapless_history(system: "System", ada: Caller) -> None:
    """Submit, admit, start, end: four rows, numbered from 1, and everything that was held is given back."""
    job_id = system.run(ada)
    assert system.end(job_id) is MoveOutcome.MOVED
    rows = system.jobs.history(job_id)
    assert [row.sequence for row in rows] == [1, 2, 3, 4]
    assert [str(row.event) for row in rows] == ["created", "admitted", "started", "completed"]
    assert system.jobs.leases() == ()
    assert system.job(job_id).progress == 1.0


def test_doubled_events_change_nothing(system: "System", ada: Caller) -> None:
    """Every handler's work done twice is done once."""
    job_id = system.run(ada)
    system.advance(job_id)
    assert system.dispatch().started == ()
    assert system.end(job_id) is MoveOutcome.MOVED
    assert system.end(job_id) is MoveOutcome.LOST
    assert system.end(job_id, "FAILED", error="Late") is MoveOutcome.LOST
    assert system.state(job_id) is JobState.COMPLETED
    assert len(system.executions.started()) == 1


def test_a_user_never_has_more_jobs_queued_and_running_than_the_tier_allows(system: "System", eve: Caller) -> None:
    """The third job of a free user waits with a reason, and comes in when one of the two ends."""
    first, second, third = (system.create(eve).job_id for _ in range(3))
    for job_id in (first, second, third):
        system.advance(job_id)
    assert system.state(third) is JobState.PENDING
    assert "2" in (system.job(third).waiting_reason or "")
    assert set(system.dispatch().started) == {first, second}
    system.end(first)
    system.advance(first)
    assert system.state(third) is JobState.QUEUED


def test_items_of_a_batch_leave_a_place_and_come_after_their_owners_other_jobs(system: "System", eve: Caller) -> None:
    """A free user runs two jobs: one may be an item of a batch, and the next place goes to the film outside, though younger."""
    items = [_item(system, eve) for _ in range(2)]
    for job_id in items:
        system.advance(job_id)
    assert [system.state(job_id) for job_id in items] == [JobState.QUEUED, JobState.PENDING]
    own, later = (system.create(eve).job_id for _ in range(2))
    for job_id in (own, later):
        system.advance(job_id)
    assert [system.state(job_id) for job_id in (own, later)] == [JobState.QUEUED, JobState.PENDING]
    system.dispatch()
    for job_id in (items[0], own):
        system.end(job_id)
        system.advance(job_id)
    assert system.state(later) is JobState.QUEUED
    assert system.state(items[1]) is JobState.PENDING, "the place outside is kept"


def _item(system: "System", owner: Caller) -> str:
    """Add a job of a batch, as a release does."""
    body = {"task_name": ITEM_TASK, "video_request": {"script_content": "Hello."}, "use_cache": False}
    request = CreateJob.model_validate(body)
    job = new_job(
        system.ids(), request, user_id=owner.user_id, tier=owner.tier, now=system.clock(), parent_job_id="batch"
    )
    system.jobs.add(job, key=None, daily_limit=None, day="")
    return job.job_id


def test_running_jobs_never_exceed_the_pools_capacity(system: "System", ada: Caller) -> None:
    """With capacity 2, the third job waits in its queue, untouched, and starts when a place is free."""
    ids = [system.create(ada).job_id for _ in range(3)]
    for job_id in ids:
        system.advance(job_id)
    assert len(system.dispatch().started) == 2
    assert system.dispatch().full == ("videos",)
    assert system.state(ids[2]) is JobState.QUEUED
    system.end(ids[0])
    assert system.dispatch().started == (ids[2],)


def test_a_crash_between_start_and_launch_is_repaired_by_the_next_delivery(system: "System", ada: Caller) -> None:
    """The lease is there, the execution is not: the same message, delivered again, starts it under the same name."""
    job_id = dies_before_launch(system, ada)
    assert system.state(job_id) is JobState.EXECUTING
    system.clock.pass_seconds(361)
    assert system.dispatch().started == (job_id,)
    assert [name for name, _ in system.executions.started()] == [f"{job_id}-a1"]


def test_a_retryable_failure_comes_back_through_the_queue_as_a_new_attempt(system: "System", ada: Caller) -> None:
    """EXECUTING -> RETRYING with a due time -> PENDING -> QUEUED -> EXECUTING as attempt 2."""
    job_id = system.run(ada)
    cause = json.dumps({"errorMessage": "upstream said 503", "errorType": "ProviderError"})
    system.end(job_id, "FAILED", error="ProviderError", cause=cause)
    job = system.job(job_id)
    assert (job.state, job.retry_count) == (JobState.RETRYING, 1)
    assert job.error is not None
    assert job.error.message == "upstream said 503"
    system.clock.pass_seconds(61)
    assert system.sweep().retried == 1
    system.advance(job_id)
    assert system.dispatch().started == (job_id,)
    assert system.job(job_id).attempt == 2


def test_a_job_fails_for_good_after_five_retries(system: "System", ada: Caller) -> None:
    """The sixth attempt's failure is final, with the last error on the job."""
    job_id = system.fail_for_good(ada)
    assert system.state(job_id) is JobState.FAILED
    assert system.job(job_id).attempt == 6


def test_an_error_that_time_cannot_heal_fails_at_once(system: "System", ada: Caller) -> None:
    """A script that cannot become a film is not tried again."""
    job_id = system.run(ada)
    system.end(job_id, "FAILED", error="ContentError", cause="nothing to speak")
    assert system.state(job_id) is JobState.FAILED


@pytest.mark.parametrize("reached", ["PENDING", "QUEUED", "RETRYING"])
def test_a_waiting_job_is_cancelled_at_once_and_never_starts(system: "System", ada: Caller, reached: str) -> None:
    """Cancel works wherever the job waits; its late message starts nothing."""
    if reached == "RETRYING":
        job_id = system.run(ada)
        system.end(job_id, "FAILED", error="ProviderError", cause="")
    else:
        job_id = system.create(ada).job_id
        if reached == "QUEUED":
            system.advance(job_id)
    assert system.state(job_id).value == reached
    assert _cancel(system, job_id, ada) is CancelOutcome.CANCELLED
    assert _cancel(system, job_id, ada) is CancelOutcome.CANCELLED
    system.clock.pass_seconds(10_000)
    system.sweep()
    system.advance(job_id)
    assert system.dispatch().started == ()
    assert system.state(job_id) is JobState.CANCELLED


def test_a_running_job_is_stopped_and_then_cancelled(system: "System", ada: Caller) -> None:
    """The execution is stopped; its end writes CANCELLED, even when it says FAILED."""
    job_id = system.run(ada)
    assert _cancel(system, job_id, ada) is CancelOutcome.STOPPING
    assert _cancel(system, job_id, ada) is CancelOutcome.STOPPING
    assert system.end(job_id, "ABORTED") is MoveOutcome.MOVED
    assert system.state(job_id) is JobState.CANCELLED
    assert system.jobs.leases() == ()


def test_a_finished_job_cannot_be_cancelled(system: "System", ada: Caller) -> None:
    """409, and the result stays."""
    job_id = system.run(ada)
    system.end(job_id)
    with pytest.raises(Conflict):
        _cancel(system, job_id, ada)


def test_others_jobs_do_not_exist(system: "System", ada: Caller, eve: Caller) -> None:
    """404 for a job of somebody else, the same as for one that never was."""
    job_id = system.run(ada)
    answers = []
    for asked in (job_id, "neverwas"):
        with pytest.raises(NotFound) as caught:
            _cancel(system, asked, eve)
        problem = problem_of(caught.value)
        answers.append((problem.status, problem.title))
    assert answers[0] == answers[1] == (404, "Not found")


def test_the_same_key_and_body_give_the_same_job(system: "System", ada: Caller) -> None:
    """A replay creates nothing; another body under the key is refused."""
    first = system.create(ada, key="k1")
    again = system.create(ada, key="k1")
    assert (again.job_id, again.replayed) == (first.job_id, True)
    with pytest.raises(KeyReused):
        system.create(ada, key="k1", priority=3)


def test_the_daily_limit_of_a_free_user_is_five(system: "System", eve: Caller) -> None:
    """The sixth job of a day is refused with the time until the count starts anew."""
    for _ in range(5):
        system.create(eve)
    with pytest.raises(LimitReached) as caught:
        system.create(eve)
    assert caught.value.retry_after_seconds == 12 * 3600


def test_a_user_cannot_create_jobs_for_another(system: "System", eve: Caller) -> None:
    """`user_id` must be the caller's own subject."""
    with pytest.raises(InvalidField) as caught:
        system.create(eve, video_request={"script_content": "Hi.", "user_id": "ada"})
    assert caught.value.fields[0].field == "video_request.user_id"


def test_every_final_state_leaves_its_outcome_in_the_bucket(system: "System", ada: Caller) -> None:
    """`outputs/<job>/job.json` says how it ended; writing it again writes the same."""
    job_id = system.run(ada)
    system.end(job_id, "FAILED", error="ContentError", cause="nothing to speak")
    system.advance(job_id)
    first = system.artefacts.get(outcome_key(job_id))
    system.advance(job_id)
    assert system.artefacts.get(outcome_key(job_id)) == first
    assert json.loads(first)["error"]["message"] == "nothing to speak"


def test_the_sweeper_ends_an_attempt_whose_end_event_was_lost(system: "System", ada: Caller) -> None:
    """The execution is over, the event never came: the next sweep writes the end."""
    job_id = system.run(ada)
    system.executions.end(f"{job_id}-a1", "FAILED", error="ContentError", cause="x")
    system.clock.pass_seconds(61)
    assert system.sweep().ended == 1
    assert system.state(job_id) is JobState.FAILED


def test_a_repair_that_fails_holds_up_no_other(system: "System", ada: Caller) -> None:
    """One attempt's execution cannot be asked; the other's lost end is written all the same, and the trouble is told."""
    system.executions = executions = DyingExecutions()
    broken, other = (system.run(ada, metadata={"n": count}) for count in (1, 2))
    system.executions.end(f"{other}-a1", "FAILED", error="ContentError", cause="x")
    executions.silent = broken
    system.clock.pass_seconds(61)
    with pytest.raises(ExceptionGroup):
        system.sweep()
    assert system.state(other) is JobState.FAILED
    assert system.state(broken) is JobState.EXECUTING


def test_an_attempt_that_was_never_launched_ends_when_its_job_is_cancelled(system: "System", ada: Caller) -> None:
    """Nothing is started only to be stopped."""
    job_id = dies_before_launch(system, ada)
    assert _cancel(system, job_id, ada) is CancelOutcome.STOPPING
    system.clock.pass_seconds(61)
    system.sweep()
    assert system.state(job_id) is JobState.CANCELLED
    assert system.executions.started() == []


def test_a_cancelled_attempt_whose_start_nobody_noted_is_stopped_before_it_ends(system: "System", ada: Caller) -> None:
    """The dispatcher died between starting the execution and noting it: the sweeper finds it by its name."""
    job_id = dies_before_note(system, ada)
    assert _cancel(system, job_id, ada) is CancelOutcome.STOPPING
    arn = system.executions.find(f"{job_id}-a1") or ""
    system.clock.pass_seconds(61)
    system.sweep()
    assert (system.state(job_id), system.executions.status(arn).status) == (JobState.EXECUTING, "ABORTED")
    system.clock.pass_seconds(61)
    system.sweep()
    assert system.state(job_id) is JobState.CANCELLED


def test_the_sweeper_announces_a_job_whose_stream_record_was_lost(system: "System", ada: Caller) -> None:
    """A PENDING job older than a minute is brought on its way."""
    job_id = system.create(ada).job_id
    system.clock.pass_seconds(61)
    assert system.sweep().announced == 1
    assert system.dispatch().started == (job_id,)


def test_a_message_that_is_not_ours_starts_nothing_and_is_left_to_the_redrive_policy(system: "System") -> None:
    """Poison stays in the queue until its receives are spent."""
    system.queues.put_raw("videos-high", "not json")
    assert system.dispatch().started == ()
    assert system.queues.depth("videos-high") in {0, 1}


def test_a_late_message_of_an_earlier_attempt_is_dropped(system: "System", ada: Caller) -> None:
    """Its attempt is over; the message goes, the job stays as it is."""
    job_id = system.run(ada)
    system.end(job_id)
    system.queues.send("videos-high", QueueMessage(job_id=job_id, attempt=1), user_id="ada")
    assert system.dispatch().dropped == 1
    assert system.state(job_id) is JobState.COMPLETED


def test_expired_jobs_are_removed_with_their_files(system: "System", ada: Caller) -> None:
    """After the retention the job, its history and its outputs are gone."""
    job_id = system.run(ada)
    system.end(job_id)
    system.advance(job_id)
    system.clock.pass_seconds(24 * 3600 + 1)
    assert system.sweep().removed == 1
    assert system.jobs.get(job_id) is None
    assert not system.artefacts.exists(outcome_key(job_id))


def _expire(system: "System", caller: Caller, count: int) -> None:
    """Cancel so many jobs and let their retention pass."""
    limits = {"daily_jobs_limit": 1000, "minute_jobs_limit": 1000}
    system.settings = system.settings.model_copy(update=limits)
    for _ in range(count):
        _cancel(system, system.create(caller).job_id, caller)
    system.clock.pass_seconds(24 * 3600 + 1)


def test_a_clean_up_goes_on_while_there_is_time(system: "System", ada: Caller) -> None:
    """One batch a minute would fall behind at two jobs a second."""
    _expire(system, ada, 2 * BATCH + 1)
    assert system.sweep().removed == 2 * BATCH + 1


def test_a_clean_up_ends_with_its_time(system: "System", ada: Caller) -> None:
    """What is left is the next run's; the function's own limit would cut a removal in two."""

    class SlowArtefacts(MemoryArtefacts):
        """Files that take a second to remove."""

        def remove_prefix(self, prefix: str) -> int:
            """Let the time pass."""
            system.clock.pass_seconds(1)
            return super().remove_prefix(prefix)

    system.artefacts = SlowArtefacts()
    _expire(system, ada, BATCH + 1)
    assert REMOVAL_TIME.total_seconds() < BATCH
    assert system.sweep().removed == BATCH


def test_an_outcome_whose_stream_record_was_lost_is_published_by_the_sweeper(system: "System", ada: Caller) -> None:
    """The record failed ten times and left the stream: a minute later `job.json` is there all the same."""
    job_id = system.run(ada)
    system.end(job_id)
    system.clock.pass_seconds(61)
    assert system.sweep().announced == 1
    assert json.loads(system.artefacts.get(outcome_key(job_id)))["state"] == "COMPLETED"
    assert system.sweep().announced == 0


def test_a_published_outcome_is_not_written_again(system: "System", ada: Caller) -> None:
    """Noting it is a write, too, and comes back by the stream: a second `job.json` would be a second webhook."""
    job_id = system.run(ada)
    system.end(job_id)
    system.advance(job_id)
    system.artefacts.put(outcome_key(job_id), b"untouched", content_type="application/json")
    system.advance(job_id)
    assert system.artefacts.get(outcome_key(job_id)) == b"untouched"
