"""`DeadLetters`, and how the moves of `Jobs` write and remove them."""

from datetime import timedelta
from typing import TYPE_CHECKING

from reelwright.jobs.dead_letter import DEAD_LETTER_LIFE, DeadLetterReason, letter_of_message
from reelwright.jobs.lifecycle import JobEvent
from reelwright.jobs.model import Job, JobFailure
from reelwright.ports import DeadLetters, MoveOutcome

if TYPE_CHECKING:
    from tests.contract.conftest import Bench, Place

MOVED, LOST = MoveOutcome.MOVED, MoveOutcome.LOST
EXHAUSTED = DeadLetterReason.RETRIES_EXHAUSTED
FAILURE = JobFailure(type="ProviderError", code="provider_failed", message="503", step="plan_scenes", retryable=True)


def given_up(bench: "Bench", user_id: str = "ada", task_name: str = "generate_video") -> Job:
    """Return a job whose retries are spent, a second after the last."""
    bench.clock.pass_seconds(1)
    job = bench.executing(user_id, task_name=task_name)
    assert bench.finish(job, JobEvent.FAILED, error=FAILURE, dead_letter=EXHAUSTED) is MOVED
    return bench.read(job)


def fail_queued(bench: "Bench", job: Job) -> MoveOutcome:
    """Fail a job whose message is dead."""
    expires = bench.clock() + timedelta(hours=24)
    return bench.mover.fail_queued(job, error=FAILURE, now=bench.clock(), expires_at=expires)


def test_a_job_whose_retries_are_spent_leaves_a_letter(bench: "Bench", letters: DeadLetters) -> None:
    """Everything that an operator needs, and that the job can be made again from."""
    job = bench.ended(JobEvent.RETRY_SCHEDULED)
    bench.mover.requeue(job, event=JobEvent.RETRY_DUE, now=bench.clock())
    bench.admit(job)
    bench.start(job, attempt=2)
    assert bench.finish(job, JobEvent.FAILED, attempt=2, error=FAILURE, dead_letter=EXHAUSTED) is MOVED
    letter = letters.get(job.job_id)
    assert letter is not None
    assert (letter.letter_id, letter.job_id, letter.reason) == (job.job_id, job.job_id, EXHAUSTED)
    assert (letter.task_name, letter.user_id, letter.tier) == (job.task_name, "ada", "standard")
    assert (letter.request, letter.queue) == (job.request, "videos-default")
    assert (letter.error, letter.retry_count, letter.attempt) == (FAILURE, 1, 2)
    assert (letter.failed_at, letter.body) == (bench.clock(), None)


def test_a_job_whose_message_died_leaves_a_letter(bench: "Bench", letters: DeadLetters) -> None:
    """The reason tells it from a job that has run."""
    job = bench.queued()
    assert [fail_queued(bench, job), fail_queued(bench, job)] == [MOVED, LOST]
    letter = letters.get(job.job_id)
    assert letter is not None
    assert (letter.reason, letter.attempt) == (DeadLetterReason.POISON_MESSAGE, 0)


def test_a_job_that_fails_plainly_leaves_none(bench: "Bench", letters: DeadLetters) -> None:
    """So do all that end otherwise."""
    for event in (JobEvent.FAILED, JobEvent.COMPLETED, JobEvent.CANCELLED, JobEvent.RETRY_SCHEDULED):
        assert letters.get(bench.ended(event).job_id) is None
    assert letters.page(task_name=None, limit=10, cursor=None).letters == ()


def test_a_move_that_is_lost_leaves_none(bench: "Bench", letters: DeadLetters) -> None:
    """The letter comes with the move or not at all: a late end buries nobody."""
    job = bench.ended(JobEvent.COMPLETED)
    assert bench.finish(job, JobEvent.FAILED, error=FAILURE, dead_letter=EXHAUSTED) is LOST
    assert fail_queued(bench, bench.executing()) is LOST
    assert letters.page(task_name=None, limit=10, cursor=None).letters == ()


def test_each_letter_is_told_of_once(bench: "Bench", place: "Place", letters: DeadLetters) -> None:
    """After it is written, and not for a move or a message that comes again."""
    job = bench.executing()
    for _ in range(2):
        bench.finish(job, JobEvent.FAILED, error=FAILURE, dead_letter=EXHAUSTED)
    poison = bench.queued()
    for _ in range(2):
        fail_queued(bench, poison)
    strange = letter_of_message("m1", queue="media", body="?", now=bench.clock())
    for _ in range(2):
        letters.add(strange)
    assert [letter.letter_id for letter in place.told] == [job.job_id, poison.job_id, "m1"]


def test_a_letter_goes_with_its_jobs_retry(bench: "Bench", letters: DeadLetters) -> None:
    """In one transaction; a job that fails again leaves a new one, with the new end."""
    job = given_up(bench)
    assert bench.mover.requeue(job, event=JobEvent.RETRIED, now=bench.clock()) is MOVED
    assert letters.get(job.job_id) is None
    assert letters.page(task_name=None, limit=10, cursor=None).letters == ()
    bench.clock.pass_seconds(60)
    bench.admit(job)
    bench.start(job, attempt=2)
    bench.finish(job, JobEvent.FAILED, attempt=2, error=FAILURE, dead_letter=EXHAUSTED)
    again = letters.get(job.job_id)
    assert again is not None
    assert (again.failed_at, again.attempt, again.retry_count) == (bench.clock(), 2, 0)


def test_an_automatic_retry_removes_no_letter(bench: "Bench", letters: DeadLetters) -> None:
    """A job without letter can be retried by hand too, and `retry_due` touches no letter."""
    plain = bench.ended(JobEvent.FAILED)
    assert bench.mover.requeue(plain, event=JobEvent.RETRIED, now=bench.clock()) is MOVED
    kept = given_up(bench)
    waiting = bench.ended(JobEvent.RETRY_SCHEDULED)
    bench.mover.requeue(waiting, event=JobEvent.RETRY_DUE, now=bench.clock())
    assert letters.get(kept.job_id) is not None


def test_a_retry_that_is_lost_keeps_the_letter(bench: "Bench", letters: DeadLetters) -> None:
    """The job has expired: its letter is all that is left of it."""
    job = given_up(bench)
    bench.clock.pass_seconds(24 * 3600)
    assert bench.mover.requeue(job, event=JobEvent.RETRIED, now=bench.clock()) is LOST
    bench.jobs.remove(job)
    assert bench.jobs.get(job.job_id) is None
    assert letters.get(job.job_id) is not None


def test_letters_are_listed_newest_first_page_by_page(bench: "Bench", letters: DeadLetters) -> None:
    """Whole and without overlap; the last page has no cursor."""
    ids = [given_up(bench).job_id for _ in range(5)]
    seen, cursor, sizes = [], None, []
    while True:
        page = letters.page(task_name=None, limit=2, cursor=cursor)
        seen += [letter.letter_id for letter in page.letters]
        sizes.append(len(page.letters))
        cursor = page.cursor
        if cursor is None:
            break
    assert (seen, sizes) == (ids[::-1], [2, 2, 1])


def test_a_list_shows_the_letters_of_one_task(bench: "Bench", letters: DeadLetters) -> None:
    """Messages without job belong to no task."""
    hooks = [given_up(bench, task_name="generate_hook").job_id for _ in range(3)]
    given_up(bench)
    letters.add(letter_of_message("m1", queue="media", body="?", now=bench.clock()))
    first = letters.page(task_name="generate_hook", limit=2, cursor=None)
    assert [letter.letter_id for letter in first.letters] == [hooks[2], hooks[1]]
    rest = letters.page(task_name="generate_hook", limit=2, cursor=first.cursor)
    assert ([letter.letter_id for letter in rest.letters], rest.cursor) == ([hooks[0]], None)
    assert letters.page(task_name="export_video", limit=2, cursor=None).letters == ()


def test_letters_do_not_show_among_the_jobs(bench: "Bench") -> None:
    """They share a table and an index with them."""
    job = given_up(bench)
    listed = bench.jobs.list_of_user("ada", state=None, task_name=None, limit=10, cursor=None)
    assert [one.job_id for one in listed.jobs] == [job.job_id]
    far = bench.clock() + timedelta(days=30)
    assert [one.job_id for one in bench.jobs.expired(before=far, limit=10)] == [job.job_id]


def test_a_letter_is_forgotten_after_its_life(bench: "Bench", letters: DeadLetters) -> None:
    """DynamoDB removes expired items days late: no reader shows them."""
    job = given_up(bench)
    bench.clock.now += DEAD_LETTER_LIFE - timedelta(seconds=1)
    assert letters.get(job.job_id) is not None
    bench.clock.pass_seconds(1)
    assert letters.get(job.job_id) is None
    assert letters.page(task_name=None, limit=10, cursor=None).letters == ()


def test_a_message_without_job_is_kept_once(bench: "Bench", letters: DeadLetters) -> None:
    """Its second delivery changes nothing."""
    first = letter_of_message("m1", queue="media", body="not json", now=bench.clock())
    later = letter_of_message("m1", queue="media", body="other", now=bench.clock() + timedelta(hours=1))
    assert [letters.add(first), letters.add(later)] == [True, False]
    assert letters.get("m1") == first
    assert letters.page(task_name=None, limit=10, cursor=None).letters == (first,)


def test_a_removed_letter_is_gone(bench: "Bench", letters: DeadLetters) -> None:
    """Once; a newer letter of the same job is not meant and stays."""
    job = given_up(bench)
    letter = letters.get(job.job_id)
    assert letter is not None
    older = letter.model_copy(update={"failed_at": letter.failed_at - timedelta(hours=1)})
    assert letters.remove(older) is False
    assert [letters.remove(letter), letters.remove(letter)] == [True, False]
    assert letters.get(job.job_id) is None
    assert letters.get("nobody") is None
