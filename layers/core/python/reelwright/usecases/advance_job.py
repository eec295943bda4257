"""Do what the present state of a job requires: the outbox's work after every change of a job, safe to repeat."""

from reelwright.jobs import moves
from reelwright.jobs.lifecycle import ADMITTED_STATES, FINAL_STATES, JobState
from reelwright.jobs.model import Job, QueueMessage
from reelwright.jobs.quota import day_of
from reelwright.ports import MoveOutcome, World
from reelwright.usecases.advance_batch import advance_batch
from reelwright.usecases.answer_job import answer_job
from reelwright.usecases.claim_uploads import claim_uploads
from reelwright.usecases.publish_outcome import publish_outcome
from reelwright.usecases.settle_item import settle_item

_FREES_ITS_USER = FINAL_STATES | {JobState.RETRYING}


def advance_job(job_id: str, *, world: World) -> None:
    """Count the job, then do what its state requires; a no-op if the job does not exist.

    PENDING: answer it from a kept result of the same request, else admit it within its user's limit. QUEUED: send its
    message, then note that, so a crash in between sends it twice rather than never. Ended: write `job.json` and count the end
    in the job's batch, then note that; release the batch's next line, and admit the user's next job. The tallies come first,
    so a job that is repeated because its outcome was not noted is counted too.
    """
    job = world.jobs.get(job_id)
    if job is None:
        return
    world.tallies.count(job, world.jobs.history(job_id))
    if job.state is JobState.PENDING:
        if answer_job(job, world=world):
            return
        job = _admit(job, world=world)
    if job.state is JobState.QUEUED and job.announced_at is None:
        send_message(job, world=world)
    if job.state in FINAL_STATES and job.due_at is not None:
        publish_outcome(job, world=world)
        settle_item(job, world=world)
        world.jobs.note(moves.publish(job))
    if job.state in FINAL_STATES and job.parent_job_id is not None:
        advance_batch(job.parent_job_id, world=world)
    if job.state in _FREES_ITS_USER:
        admit_next(job.user_id, world=world)


def admit_next(user_id: str, *, world: World) -> None:
    """Answer or admit the user's oldest PENDING jobs until the limit holds again.

    The items of batches come last: a job outside never waits behind its owner's batch.
    """
    for in_batches in (False, True):
        while (waiting := world.jobs.next_pending(user_id, in_batches=in_batches)) is not None:
            if answer_job(waiting, world=world):
                continue
            admitted = _admit(waiting, world=world)
            if admitted.state not in ADMITTED_STATES:
                break
            send_message(admitted, world=world)


def send_message(job: Job, *, world: World) -> None:
    """Send the message of a QUEUED job, then note it with its ticket; the note wakes the dispatcher."""
    ticket = world.recent_tallies.draw(job.queue) if job.ticket is None else job.ticket
    world.queues.send(job.queue, QueueMessage(job_id=job.job_id, attempt=job.attempt + 1), user_id=job.user_id)
    world.jobs.note(moves.announce(job, now=world.clock(), ticket=ticket))


def _admit(job: Job, *, world: World) -> Job:
    """Admit the job and return it: QUEUED, or unchanged if one of the user's limits is reached or the job has moved on.

    Running attempts are not in the seconds of failed work yet, so that limit is exceeded by at most their seconds.
    """
    claim_uploads(job, world=world)
    allowance, now = world.settings.allowance(job.tier), world.clock()
    failed_seconds = world.quotas.spent(job.user_id, "failed_seconds", day_of(now))
    if failed_seconds >= allowance.daily_failed_seconds:
        waiting = moves.wait_for_tomorrow(job, seconds=allowance.daily_failed_seconds, now=now)
        if waiting is not None:
            world.jobs.note(waiting)
        return job
    limit = allowance.active_items if job.parent_job_id is not None else allowance.active_jobs
    move = moves.admit(job, active_limit=limit, now=now)
    outcome = world.jobs.commit(move)
    if outcome is MoveOutcome.OVER_LIMIT:
        waiting = moves.wait_for_user(job, active_limit=limit, now=now)
        if waiting is not None:
            world.jobs.note(waiting)
    return move.after if outcome is MoveOutcome.MOVED else job
