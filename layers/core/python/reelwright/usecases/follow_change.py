"""Follow a change of a job: the outbox's work on one record of the table's stream, safe to repeat."""

from reelwright.events import JobChanged
from reelwright.figures.waiting import DrawTicket, no_ticket
from reelwright.ports import Artefacts, Clock, Jobs, Queues, Tallies
from reelwright.settings import Settings
from reelwright.usecases.announce_job import announce_job


def follow_change(
    change: JobChanged,
    *,
    jobs: Jobs,
    queues: Queues,
    artefacts: Artefacts,
    tallies: Tallies,
    settings: Settings,
    clock: Clock,
    draw: DrawTicket = no_ticket,
) -> None:
    """Count what happened to the job and bring it on; a job whose row was removed leaves the tallies' states.

    The record only says that something happened: what is counted and done is read from the table, so doubled, late and
    lost records cost nothing but time.
    """
    if change.new_state is None:
        tallies.forget(change.job_id)
        return
    announce_job(
        change.job_id,
        jobs=jobs,
        queues=queues,
        artefacts=artefacts,
        tallies=tallies,
        settings=settings,
        clock=clock,
        draw=draw,
    )
