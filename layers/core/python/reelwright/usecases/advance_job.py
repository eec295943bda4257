"""Do what the present state of a job requires: the outbox's work after every change of a job, safe to repeat."""

from reelwright.jobs import moves
from reelwright.jobs.fingerprint import request_fingerprint
from reelwright.jobs.lifecycle import FINAL_STATES, JobEvent, JobState
from reelwright.jobs.model import Job, QueueMessage
from reelwright.jobs.quota import Charge, day_of
from reelwright.ports import MoveOutcome, World
from reelwright.usecases.advance_batch import advance_batch
from reelwright.usecases.answer_job import answer_job
from reelwright.usecases.claim_uploads import claim_uploads
from reelwright.usecases.publish_outcome import publish_outcome
from reelwright.usecases.settle_item import settle_item

_FREES_ITS_USER = FINAL_STATES | {JobState.RETRYING}


def advance_job(job_id: str, *, world: World) -> bool:
    """Do what the job's state requires, count its transitions, and return whether it moved; a no-op if it does not exist.

    PENDING: answer it from a kept result of the same request, or admit it within its user's limits. QUEUED: send its
    message, then note that, so a crash in between sends it twice rather than never. Ended: stop what providers still do for
    it, write `job.json` and count the end in the job's batch, then note that; release the batch's next line, and admit the
    user's next job. The tallies come before whatever is noted: a job that is repeated because its message or outcome was not
    noted is counted too.
    """
    found = world.jobs.recorded(job_id)
    if found is None:
        return False
    job, history = found.job, found.history
    taken = _take_up(job, world=world) if job.state is JobState.PENDING else None
    if taken is not None and taken.event is JobEvent.ADMITTED:
        job, history = taken.after, (*history, taken.history_row)
    unsent = job.state is JobState.QUEUED and job.announced_at is None
    # The ticket is drawn before the count, which adds the job to its own queue.
    ticket = _ticket(job, world=world) if unsent else None
    # Usually the last row that was read is what woke this run, and all before it are counted.
    world.tallies.count(job, history, counted=len(found.history) - 1)
    if unsent:
        _send(job, ticket, world=world)
    if job.state in FINAL_STATES and job.due_at is not None:
        if job.state is not JobState.COMPLETED:
            world.long_works.stop(job.job_id)
        publish_outcome(job, world=world)
        settle_item(job, world=world)
        world.jobs.note(moves.publish(job))
    if job.state in FINAL_STATES and job.parent_job_id is not None:
        advance_batch(job.parent_job_id, world=world)
    if job.state in _FREES_ITS_USER:
        admit_next(job.user_id, world=world)
    return taken is not None


def admit_next(user_id: str, *, world: World) -> None:
    """Answer or admit the user's oldest PENDING jobs until the limit holds again.

    The items of batches come last: a job outside never waits behind its owner's batch.
    """
    while (waiting := world.jobs.next_pending(user_id)) is not None:
        if not advance_job(waiting.job_id, world=world):
            return


def send_message(job: Job, *, world: World) -> None:
    """Send the message of a QUEUED job, then note it with its ticket; the note wakes the dispatcher."""
    _send(job, _ticket(job, world=world), world=world)


def _ticket(job: Job, *, world: World) -> int | None:
    return world.recent_tallies.draw(job.queue) if job.ticket is None else job.ticket


def _send(job: Job, ticket: int | None, *, world: World) -> None:
    world.queues.send(job.queue, QueueMessage(job_id=job.job_id, attempt=job.attempt + 1), user_id=job.user_id)
    world.jobs.note(moves.announce(job, now=world.clock(), ticket=ticket))


def _take_up(job: Job, *, world: World) -> moves.Move | None:
    """Admit or answer the PENDING job and return the move; None if one of the user's limits is reached or the job has moved on.

    One write admits it if nothing stands against it. Only if something does, reads find out what.
    """
    claim_uploads(job, world=world)
    kept = request_fingerprint(job.request) if job.request.use_cache else None
    move = _admission(job, world=world, unless_kept=kept)
    outcome = world.jobs.commit(move)
    if outcome is MoveOutcome.OVER_LIMIT and kept is not None:
        answered = answer_job(job, world=world)
        if answered is not None:
            return answered
        move = _admission(job, world=world)
        outcome = world.jobs.commit(move)
    if outcome is MoveOutcome.OVER_LIMIT:
        _note_what_it_waits_for(job, move, world=world)
    return move if outcome is MoveOutcome.MOVED else None


def _admission(job: Job, *, world: World, unless_kept: str | None = None) -> moves.Move:
    """Decide the move that admits the job within its user's limits.

    Running attempts are not in the seconds of failed work yet, so that limit is exceeded by at most their seconds.
    """
    allowance, now = world.settings.allowance(job.tier), world.clock()
    limit = allowance.active_items if job.parent_job_id is not None else allowance.active_jobs
    failed = Charge(counter="failed_seconds", period=day_of(now), amount=0, limit=allowance.daily_failed_seconds)
    return moves.admit(job, active_limit=limit, now=now, unless_kept=unless_kept, unreached=(failed,))


def _note_what_it_waits_for(job: Job, move: moves.Move, *, world: World) -> None:
    """Note on the job which of its user's limits is reached."""
    now, most = world.clock(), world.settings.allowance(job.tier).daily_failed_seconds
    if world.quotas.spent(job.user_id, "failed_seconds", day_of(now)) >= most:
        waiting = moves.wait_for_tomorrow(job, seconds=most, now=now)
    else:
        waiting = moves.wait_for_user(job, active_limit=move.limit or 0, now=now)
    if waiting is not None:
        world.jobs.note(waiting)
