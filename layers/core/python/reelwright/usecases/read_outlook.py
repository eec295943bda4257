"""Estimate a job's place in the queue and its time of completion."""

from reelwright.figures.outlook import Outlook, outlook
from reelwright.jobs.lifecycle import FINAL_STATES
from reelwright.jobs.model import Job
from reelwright.ports import World


def read_outlook(job: Job, *, world: World) -> Outlook:
    """Return the job's outlook; nothing is read for a job that has ended."""
    if job.state in FINAL_STATES:
        return Outlook()
    return outlook(job, world.recent_tallies.read(), capacity_of=world.settings.capacity_of, now=world.clock())
