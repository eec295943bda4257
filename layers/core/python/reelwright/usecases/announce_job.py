"""Bring a stored job towards its queue: the outbox's work, repeated safely on every change of a job."""

from reelwright.figures.waiting import DrawTicket, no_ticket
from reelwright.jobs import moves
from reelwright.jobs.lifecycle import ADMITTED_STATES, FINAL_STATES, JobState
from reelwright.jobs.model import Job, QueueMessage
from reelwright.ports import Artefacts, Clock, Jobs, MoveOutcome, Queues, Tallies
from reelwright.settings import Settings
from reelwright.usecases.answer_job import answer_job
from reelwright.usecases.publish_outcome import publish_outcome

_FREES_ITS_USER = FINAL_STATES | {JobState.RETRYING}


def announce_job(
    job_id: str,
    *,
    jobs: Jobs,
    queues: Queues,
    artefacts: Artefacts,
    tallies: Tallies,
    settings: Settings,
    clock: Clock,
    draw: DrawTicket = no_ticket,
) -> None:
    """Count the job, then do what its present state asks for; a job that is gone is a no-op.

    PENDING is answered by a kept result of the same request, else admitted within its user's limit; QUEUED gets its
    message, sent before it is noted, so a crash in between sends it twice and never not at all; an ended job leaves
    `job.json`, written before that is noted and not again after, and lets the user's next one in. The count comes first,
    so whatever brings a job back here because its outcome is not noted also finds what was not counted.
    """
    job = jobs.get(job_id)
    if job is None:
        return
    tallies.count(job, jobs.history(job_id))
    if job.state is JobState.PENDING:
        if answer_job(job, jobs=jobs, artefacts=artefacts, settings=settings, clock=clock):
            return
        job = _admit(job, jobs=jobs, settings=settings, clock=clock)
    if job.state is JobState.QUEUED and job.announced_at is None:
        send_message(job, jobs=jobs, queues=queues, clock=clock, draw=draw)
    if job.state in FINAL_STATES and job.due_at is not None:
        publish_outcome(job, artefacts=artefacts)
        jobs.note(moves.publish(job))
    if job.state in _FREES_ITS_USER:
        admit_next(
            job.user_id, jobs=jobs, queues=queues, artefacts=artefacts, settings=settings, clock=clock, draw=draw
        )


def admit_next(
    user_id: str,
    *,
    jobs: Jobs,
    queues: Queues,
    artefacts: Artefacts,
    settings: Settings,
    clock: Clock,
    draw: DrawTicket = no_ticket,
) -> None:
    """Answer or admit the user's oldest PENDING jobs until the limit holds again."""
    while (waiting := jobs.next_pending(user_id)) is not None:
        if answer_job(waiting, jobs=jobs, artefacts=artefacts, settings=settings, clock=clock):
            continue
        admitted = _admit(waiting, jobs=jobs, settings=settings, clock=clock)
        if admitted.state not in ADMITTED_STATES:
            return
        send_message(admitted, jobs=jobs, queues=queues, clock=clock, draw=draw)


def send_message(job: Job, *, jobs: Jobs, queues: Queues, clock: Clock, draw: DrawTicket = no_ticket) -> None:
    """Send the message that stands for a QUEUED job, then note it with its ticket; the note wakes the dispatcher."""
    ticket = draw(job.queue) if job.ticket is None else job.ticket
    queues.send(job.queue, QueueMessage(job_id=job.job_id, attempt=job.attempt + 1), user_id=job.user_id)
    jobs.note(moves.announce(job, now=clock(), ticket=ticket))


def _admit(job: Job, *, jobs: Jobs, settings: Settings, clock: Clock) -> Job:
    """Return the job after the try: QUEUED, or unchanged if it is over the user's limit or has moved on meanwhile."""
    limit = settings.allowance(job.tier).active_jobs
    now = clock()
    move = moves.admit(job, active_limit=limit, now=now)
    outcome = jobs.commit(move)
    if outcome is MoveOutcome.OVER_LIMIT:
        waiting = moves.wait_for_user(job, active_limit=limit, now=now)
        if waiting is not None:
            jobs.note(waiting)
    return move.after if outcome is MoveOutcome.MOVED else job
