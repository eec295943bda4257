"""Dead letters on their road: written when a job is given up, read by operators, retried, removed."""

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from reelwright.api.problems import problem_of
from reelwright.events import DeadMessage
from reelwright.jobs.caller import Caller
from reelwright.jobs.dead_letter import MOST_BODY_BYTES, DeadLetter, DeadLetterReason
from reelwright.jobs.lifecycle import JobState
from reelwright.jobs.model import QueueMessage, StepRow
from reelwright.ports import MoveOutcome
from reelwright.refusals import InvalidField, Refusal
from reelwright.usecases.bury_message import BuryOutcome, bury_message
from reelwright.usecases.read_dead_letters import get_dead_letter, list_dead_letters, remove_dead_letter
from reelwright.usecases.retry_dead_letters import (
    MOST_AT_ONCE,
    Revived,
    RevivedPage,
    retry_dead_letter,
    retry_dead_letters,
)
from reelwright.usecases.retry_job import retry_job
from tests.memory.dying import dies_before_note
from tests.memory.executions import MemoryExecutions
from tests.memory.mover import Mover
from tests.memory.secrets import MemorySecrets
from tests.memory.world import world_with

if TYPE_CHECKING:
    from tests.memory.system import System


OPERATOR = Caller(user_id="op", tier="free", operator=True)
DAY_SECONDS = 24 * 3600
SECRETS = MemorySecrets(b"m" * 64)


def bury(system: "System", body: str, message_id: str = "m1") -> BuryOutcome:
    """Deliver a dead message."""
    return bury_message(DeadMessage(message_id=message_id, queue="videos-high", body=body), world=system)


def poison(system: "System", caller: Caller) -> str:
    """Return a job whose message died before it could start."""
    job_id: str = system.create(caller).job_id
    system.advance(job_id)
    assert bury(system, QueueMessage(job_id=job_id, attempt=1).model_dump_json()) is BuryOutcome.ENDED
    return job_id


def letters(system: "System", task_name: str | None = None) -> tuple[DeadLetter, ...]:
    """Return what an operator sees in the list."""
    stored = system.jobs.dead_letters
    page = list_dead_letters(
        task_name=task_name,
        limit=100,
        cursor=None,
        caller=OPERATOR,
        world=world_with(dead_letters=stored, secrets=SECRETS),
    )
    return page.letters


def retry(system: "System", letter_id: str, caller: Caller = OPERATOR) -> Revived:
    """Retry one letter."""
    return retry_dead_letter(letter_id, caller=caller, world=world_with(system, ids=lambda: f"again{letter_id}"))


def retry_all(system: "System", task_name: str | None = None, cursor: str | None = None) -> RevivedPage:
    """Retry a page of letters."""
    return retry_dead_letters(
        task_name=task_name,
        cursor=cursor,
        caller=OPERATOR,
        world=world_with(system, secrets=SECRETS, ids=lambda: f"again{system.ids()}"),
    )


def refused(call: Callable[[], object]) -> int:
    """Return the status with which a call is refused."""
    with pytest.raises(Refusal) as caught:
        call()
    return problem_of(caught.value).status


def test_a_job_whose_retries_are_spent_leaves_a_letter_with_its_last_error(system: "System", ada: Caller) -> None:
    """Five retries, the sixth failure: the entry names the job, its arguments, and why."""
    job_id = system.fail_for_good(ada)
    (letter,) = letters(system)
    assert (letter.letter_id, letter.job_id, letter.user_id) == (job_id, job_id, "ada")
    assert (letter.reason, letter.retry_count, letter.attempt) == (DeadLetterReason.RETRIES_EXHAUSTED, 5, 6)
    assert letter.error.message == "slow down"
    assert letter.failed_at == system.clock()
    assert letter.request == system.job(job_id).request


def test_an_error_that_no_retry_can_heal_leaves_none(system: "System", ada: Caller) -> None:
    """The owner has to change the request; an operator could only fail it again."""
    job_id = system.run(ada)
    system.end(job_id, "FAILED", error="ContentError", cause="nothing to speak")
    assert system.state(job_id) is JobState.FAILED
    assert letters(system) == ()


def test_a_lost_end_that_the_sweeper_finds_leaves_a_letter_too(system: "System", ada: Caller) -> None:
    """The way to the end does not matter."""
    job_id = system.run(ada)
    for attempt in range(1, 7):
        system.executions.end(f"{job_id}-a{attempt}", "FAILED", error="ProviderError", cause="x")
        system.clock.pass_seconds(61)
        assert system.sweep().ended == 1
        system.clock.pass_seconds(8000)
        system.sweep()
        system.advance(job_id)
        system.dispatch()
    assert [letter.job_id for letter in letters(system)] == [job_id]


def test_a_poison_message_ends_its_job_with_the_reason(system: "System", ada: Caller) -> None:
    """FAILED, never silently; the user's place is free, and the same message again changes nothing."""
    job_id = poison(system, ada)
    job = system.job(job_id)
    assert job.error is not None
    assert (job.state, job.error.code) == (JobState.FAILED, "dead_letter")
    assert [letter.reason for letter in letters(system)] == [DeadLetterReason.POISON_MESSAGE]
    assert system.jobs.active("ada") == 0
    assert bury(system, QueueMessage(job_id=job_id, attempt=1).model_dump_json()) is BuryOutcome.LATE
    assert len(system.jobs.history(job_id)) == 3


class RefusedExecutions(MemoryExecutions):
    """A state machine that may not be started."""

    def start(self, name: str, payload: dict[str, Any]) -> str:
        """Refuse."""
        raise PermissionError(f"states:StartExecution {name} {len(payload)}")


def wear_out(system: "System", caller: Caller) -> tuple[str, str]:
    """Return a job whose execution could not be started five times, and the body of its dead message."""
    system.executions = RefusedExecutions()
    job_id: str = system.create(caller).job_id
    system.advance(job_id)
    for _ in range(5):
        with pytest.raises(PermissionError):
            system.dispatch()
        system.clock.pass_seconds(361)
    system.dispatch()
    (body,) = system.queues.dead["videos-high"]
    return job_id, body


def test_an_attempt_that_could_never_be_launched_ends_with_its_message(system: "System", ada: Caller) -> None:
    """It is EXECUTING with a lease, and no execution will ever end it: FAILED, and everything it held is free."""
    job_id, body = wear_out(system, ada)
    assert system.state(job_id) is JobState.EXECUTING
    assert bury(system, body) is BuryOutcome.ENDED
    assert system.state(job_id) is JobState.FAILED
    assert [letter.reason for letter in letters(system)] == [DeadLetterReason.POISON_MESSAGE]
    assert (system.jobs.leases(), system.jobs.active("ada")) == ((), 0)
    assert bury(system, body) is BuryOutcome.LATE
    system.executions = MemoryExecutions()
    retry(system, job_id)
    system.advance(job_id)
    assert system.dispatch().started == (job_id,)


def test_an_owners_cancel_is_heard_also_where_no_execution_could_be_stopped(system: "System", ada: Caller) -> None:
    """CANCELLED as asked, not FAILED, and no letter."""
    job_id, body = wear_out(system, ada)
    Mover(system.jobs).request_cancel(job_id, attempt=1, now=system.clock())
    assert bury(system, body) is BuryOutcome.ENDED
    assert system.state(job_id) is JobState.CANCELLED
    assert letters(system) == ()


def test_a_dead_message_of_a_job_that_moved_on_buries_nobody(system: "System", ada: Caller) -> None:
    """It runs, waits for another attempt, or is gone: late messages are no news."""
    running = system.run(ada)
    for named, attempt in ((running, 1), (running, 2), ("neverwas", 1)):
        body = QueueMessage(job_id=named, attempt=attempt).model_dump_json()
        assert bury(system, body) is BuryOutcome.LATE
    assert system.state(running) is JobState.EXECUTING
    assert letters(system) == ()


@pytest.mark.parametrize("body", ["not json", "", "[]", '{"job_id": 7}', "é" * 5000])
def test_a_message_that_is_not_ours_is_kept_with_the_beginning_of_its_body(system: "System", body: str) -> None:
    """At most 4 KiB, cut between characters, once."""
    assert [bury(system, body), bury(system, body)] == [BuryOutcome.KEPT, BuryOutcome.LATE]
    (letter,) = letters(system)
    assert (letter.letter_id, letter.job_id, letter.queue) == ("m1", None, "videos-high")
    assert letter.reason is DeadLetterReason.UNREADABLE_MESSAGE
    assert letter.body == body[: MOST_BODY_BYTES // 2]
    assert len((letter.body or "").encode()) <= MOST_BODY_BYTES


def test_dead_letters_are_for_operators(system: "System", ada: Caller) -> None:
    """Also one's own: 403 for each call, before anything is read."""
    job_id = system.fail_for_good(ada)
    stored = system.jobs.dead_letters
    calls: list[Callable[[], object]] = [
        lambda: list_dead_letters(
            task_name=None, limit=1, cursor=None, caller=ada, world=world_with(dead_letters=stored, secrets=SECRETS)
        ),
        lambda: get_dead_letter(job_id, caller=ada, world=world_with(dead_letters=stored)),
        lambda: get_dead_letter("neverwas", caller=ada, world=world_with(dead_letters=stored)),
        lambda: remove_dead_letter(job_id, caller=ada, world=world_with(dead_letters=stored)),
        lambda: retry(system, job_id, ada),
        lambda: retry_dead_letters(
            task_name=None,
            cursor=None,
            caller=ada,
            world=world_with(system, dead_letters=stored, secrets=SECRETS, ids=lambda: "x"),
        ),
    ]
    assert [refused(call) for call in calls] == [403] * len(calls)
    assert system.state(job_id) is JobState.FAILED
    assert len(letters(system)) == 1


def test_a_retried_letter_is_gone_and_its_job_runs_with_all_its_retries(system: "System", ada: Caller) -> None:
    """The same job, its next attempt; steps that were finished are still there."""
    job_id = system.run(ada)
    row = StepRow(name="plan_scenes", state="done", attempt=1, key="artefacts/x", updated_at=system.clock())
    system.jobs.save_step(job_id, row, weight=0.1, message=None, now=system.clock())
    for _ in range(6):
        system.end(job_id, "FAILED", error="ProviderError", cause="x")
        system.clock.pass_seconds(8000)
        system.sweep()
        system.advance(job_id)
        system.dispatch()
    assert retry(system, job_id) == Revived(letter_id=job_id, job_id=job_id)
    assert letters(system) == ()
    system.advance(job_id)
    assert system.dispatch().started == (job_id,)
    job = system.job(job_id)
    assert (job.attempt, job.retry_count, job.user_id) == (7, 0, "ada")
    assert system.row(job_id, "plan_scenes").key == "artefacts/x"


def test_a_letter_is_retried_once(system: "System", ada: Caller) -> None:
    """The second of two operators hears that it is gone."""
    job_id = poison(system, ada)
    retry(system, job_id)
    assert refused(lambda: retry(system, job_id)) == 404
    assert [str(row.event) for row in system.jobs.history(job_id)] == ["created", "admitted", "failed", "retried"]


def test_a_job_that_was_removed_is_made_again_from_its_letter(system: "System", ada: Caller) -> None:
    """After the retention, under a new id, for its owner, in its queue; the letter goes."""
    job_id = system.fail_for_good(ada, priority=3, metadata={"order": "12"})
    before = system.job(job_id)
    system.clock.pass_seconds(DAY_SECONDS)
    system.sweep()
    assert system.jobs.get(job_id) is None
    revived = retry(system, job_id)
    assert (revived.letter_id, revived.job_id) == (job_id, f"again{job_id}")
    job = system.job(revived.job_id)
    assert (job.request, job.queue, job.user_id, job.tier) == (before.request, before.queue, "ada", "premium")
    assert (job.state, job.attempt) == (JobState.PENDING, 0)
    assert letters(system) == ()
    system.advance(revived.job_id)
    assert system.dispatch().started == (revived.job_id,)


def test_a_crash_between_making_a_job_again_and_forgetting_its_letter_makes_one_job(
    system: "System", ada: Caller
) -> None:
    """The letter is still there, and its retry finds the job that was made."""
    job_id = system.fail_for_good(ada)
    system.clock.pass_seconds(DAY_SECONDS)
    (letter,) = letters(system)
    first = retry(system, job_id)
    system.jobs.dead_letters.put(letter)
    again = retry_dead_letter(job_id, caller=OPERATOR, world=world_with(system, ids=lambda: "another"))
    assert again == first
    assert system.jobs.get("another") is None


def test_a_message_without_job_cannot_be_retried(system: "System") -> None:
    """409, and it stays until an operator removes it."""
    bury(system, "not json")
    assert refused(lambda: retry(system, "m1")) == 409
    assert remove_dead_letter("m1", caller=OPERATOR, world=system).body == "not json"
    assert letters(system) == ()


def test_a_stale_letter_goes_when_it_is_retried(system: "System", ada: Caller) -> None:
    """Its job runs already (as only a bug leaves it): 409, and nothing is started twice."""
    job_id = poison(system, ada)
    (letter,) = letters(system)
    retry(system, job_id)
    system.jobs.dead_letters.put(letter)
    assert refused(lambda: retry(system, job_id)) == 409
    assert letters(system) == ()


def test_letters_of_one_task_are_retried_together(system: "System", ada: Caller) -> None:
    """The others stay."""
    films = [poison(system, ada) for _ in range(2)]
    hook = system.fail_for_good(ada, task_name="generate_hook")
    page = retry_all(system, "generate_video")
    assert {one.job_id for one in page.revived} == set(films)
    assert (page.skipped, page.cursor) == ((), None)
    assert [letter.job_id for letter in letters(system)] == [hook]


def test_many_letters_are_retried_page_by_page_to_an_end(system: "System", ada: Caller) -> None:
    """25 at once; what cannot be retried is skipped and not met again, what failed anew meanwhile is newer than the cursor."""
    jobs = []
    for number in range(MOST_AT_ONCE + 5):
        system.clock.pass_seconds(1)
        jobs.append(poison(system, ada))
        if number % 10 == 0:
            bury(system, "not json", f"m{number}")
    revived: list[str] = []
    skipped: list[str] = []
    cursor, calls = None, 0
    while calls == 0 or cursor is not None:
        page = retry_all(system, cursor=cursor)
        revived += [one.job_id for one in page.revived]
        skipped += page.skipped
        cursor, calls = page.cursor, calls + 1
        system.clock.pass_seconds(1)
        poison(system, ada)  # fails while they are retried
    assert sorted(revived) == sorted(jobs)
    assert (sorted(skipped), calls) == (["m0", "m10", "m20"], 2)


@pytest.mark.parametrize("task_name", ["generate_hook", None])
def test_a_cursor_fits_only_the_list_of_letters_it_came_from(
    system: "System", ada: Caller, task_name: str | None
) -> None:
    """One of another task's list, and a made-up one, retry nothing."""
    jobs = [poison(system, ada) for _ in range(2)]
    page = list_dead_letters(
        task_name="generate_video", limit=1, cursor=None, caller=OPERATOR, world=world_with(system, secrets=SECRETS)
    )
    with pytest.raises(InvalidField):
        retry_all(system, task_name, page.cursor)
    assert {system.state(job) for job in jobs} == {JobState.FAILED}
    assert retry_all(system, "generate_video", page.cursor).revived[0].job_id in jobs


def test_removing_a_letter_leaves_its_job_failed(system: "System", ada: Caller) -> None:
    """It is only forgotten; the owner can still retry it. The second removal finds nothing."""
    job_id = system.fail_for_good(ada)
    stored = system.jobs.dead_letters
    remove_dead_letter(job_id, caller=OPERATOR, world=world_with(dead_letters=stored))
    assert refused(lambda: remove_dead_letter(job_id, caller=OPERATOR, world=world_with(dead_letters=stored))) == 404
    assert refused(lambda: get_dead_letter(job_id, caller=OPERATOR, world=world_with(dead_letters=stored))) == 404
    assert system.state(job_id) is JobState.FAILED
    retry_job(job_id, caller=ada, world=system)


def test_an_owner_retries_a_failed_job_and_its_letter_goes(system: "System", ada: Caller) -> None:
    """A new attempt of the same job, waiting within the user's limit like any other."""
    job_id = system.fail_for_good(ada)
    retry_job(job_id, caller=ada, world=system)
    assert system.state(job_id) is JobState.PENDING
    assert letters(system) == ()
    system.advance(job_id)
    assert system.dispatch().started == (job_id,)
    assert system.end(job_id) is MoveOutcome.MOVED
    assert (system.state(job_id), system.job(job_id).error) == (JobState.COMPLETED, None)


def test_only_a_failed_job_is_retried_by_its_owner(system: "System", ada: Caller) -> None:
    """409 while it waits, runs, is completed or cancelled, and for the second of two retries."""
    job_id = system.create(ada).job_id
    statuses = []
    for step in (
        lambda: None,
        lambda: system.advance(job_id),
        system.dispatch,
        lambda: system.end(job_id, "FAILED", error="ProviderError", cause="x"),
    ):
        step()
        statuses.append(refused(lambda: retry_job(job_id, caller=ada, world=system)))
    failed = system.run(ada)
    system.end(failed, "FAILED", error="ContentError", cause="x")
    retry_job(failed, caller=ada, world=system)
    statuses.append(refused(lambda: retry_job(failed, caller=ada, world=system)))
    assert statuses == [409] * 5


def test_a_failed_job_of_another_cannot_be_retried(system: "System", ada: Caller, eve: Caller) -> None:
    """404, as for one that never was; an operator may."""
    job_id = system.run(ada)
    system.end(job_id, "FAILED", error="ContentError", cause=json.dumps({"errorMessage": "x"}))
    assert refused(lambda: retry_job(job_id, caller=eve, world=system)) == 404
    retry_job(job_id, caller=OPERATOR, world=system)
    assert system.state(job_id) is JobState.PENDING


def test_a_dead_copy_does_not_end_an_attempt_whose_start_was_not_noted(system: "System", ada: Caller) -> None:
    """The dispatcher died right after StartExecution: the execution is found by its name, and the attempt goes on."""
    job_id = dies_before_note(system, ada)
    outcome = bury(system, QueueMessage(job_id=job_id, attempt=1).model_dump_json())
    assert (outcome, system.state(job_id)) == (BuryOutcome.LATE, JobState.EXECUTING)
