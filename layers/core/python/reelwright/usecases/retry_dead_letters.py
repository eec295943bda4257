"""Requeue the jobs of dead letters: one, or all of a task, page by page."""

from datetime import datetime
from typing import Final

from reelwright.jobs import moves
from reelwright.jobs.caller import Caller
from reelwright.jobs.dead_letter import DeadLetter
from reelwright.jobs.lifecycle import JobEvent, JobState
from reelwright.jobs.model import Job
from reelwright.jobs.quota import day_of
from reelwright.ports import AddOutcome, IdempotencyKey, MoveOutcome, World
from reelwright.refusals import Conflict, Refusal, TryAgain
from reelwright.usecases.read_dead_letters import get_dead_letter, list_dead_letters
from reelwright.values import Value

MOST_AT_ONCE: Final = 25
"""Maximum letters per call: each takes a read and a transaction, and a request has 29 s."""
_TRIES: Final = 3
"""A job can expire between reading and writing; the next read shows that it is gone."""


class Revived(Value):
    """A requeued dead letter. `job_id` is a new one if the letter's job had been removed."""

    letter_id: str
    job_id: str


class RevivedPage(Value):
    """The jobs that one call requeued; `skipped` letters have no job, or one that is not FAILED any more.

    `cursor` leads to the letters that this call did not read; None if there are none.
    """

    revived: tuple[Revived, ...]
    skipped: tuple[str, ...]
    cursor: str | None = None


def retry_dead_letter(letter_id: str, *, caller: Caller, world: World) -> Revived:
    """Give the letter's job a new attempt with all its retries; the same transaction removes the letter.

    A job that has been removed since is created again from the letter's arguments, under a new id; a repeat, also after a
    crash, creates no second job. Raises NotFound, and Conflict for a message without a job and for a job that is not FAILED
    any more (its letter is stale and is removed).
    """
    letter = get_dead_letter(letter_id, caller=caller, world=world)
    return _revive(letter, world=world)


def retry_dead_letters(
    *, task_name: str | None, cursor: str | None, caller: Caller, world: World, group: str | None = None
) -> RevivedPage:
    """Retry the next 25 letters (of one task or group of errors, if named), newest first.

    Paging ends: a job that fails again meanwhile leaves a letter that is newer than the cursor.
    """
    page = list_dead_letters(
        task_name=task_name, group=group, limit=MOST_AT_ONCE, cursor=cursor, caller=caller, world=world
    )
    revived, skipped = [], []
    for letter in page.letters:
        try:
            revived.append(_revive(letter, world=world))
        except Refusal:
            skipped.append(letter.letter_id)
    return RevivedPage(revived=tuple(revived), skipped=tuple(skipped), cursor=page.cursor)


def _revive(letter: DeadLetter, *, world: World) -> Revived:
    if letter.job_id is None:
        raise Conflict("This letter is an unreadable message without a job; it can only be removed.")
    for _ in range(_TRIES):
        job = world.jobs.get(letter.job_id)
        if job is None:
            return _make_again(letter, world=world)
        if job.state is not JobState.FAILED:
            world.dead_letters.remove(letter)
            raise Conflict(f"The job is {job.state.value} now, so there is nothing to retry; its letter is removed.")
        if world.jobs.commit(moves.requeue(job, JobEvent.RETRIED, now=world.clock())) is MoveOutcome.MOVED:
            return Revived(letter_id=letter.letter_id, job_id=job.job_id)
    raise TryAgain("The job changed during the request; try again in a second.")


def _make_again(letter: DeadLetter, *, world: World) -> Revived:
    """Add the letter's request as a new job, with an idempotency key derived from the letter, then remove the letter."""
    now = world.clock()
    key = IdempotencyKey(key=f"dead-letter:{letter.letter_id}", fingerprint=letter.failed_at.isoformat())
    added = world.jobs.add(_job_of(letter, world.ids(), now), key=key, daily_limit=None, day=day_of(now))
    if added.outcome not in {AddOutcome.ADDED, AddOutcome.REPLAYED} or added.job_id is None:
        raise Conflict("The owner has used the idempotency key of this letter; create the job anew.")
    world.dead_letters.remove(letter)
    return Revived(letter_id=letter.letter_id, job_id=added.job_id)


def _job_of(letter: DeadLetter, job_id: str, now: datetime) -> Job:
    """Build the letter's job again; raises ValueError for the letter of a message, which has no job."""
    if letter.request is None or letter.user_id is None or letter.tier is None:
        raise ValueError(f"letter {letter.letter_id} has no job")
    return moves.new_job(job_id, letter.request, user_id=letter.user_id, tier=letter.tier, now=now)
