"""Look ahead for a job that was read before: its place in the queue, and when it is likely to be done."""

from reelwright.figures.outlook import Outlook, outlook
from reelwright.jobs.lifecycle import FINAL_STATES
from reelwright.jobs.model import Job
from reelwright.ports import World


def read_outlook(job: Job, *, world: World) -> Outlook:
    """Return what stands before the job; nothing is read for one that is over."""
    if job.state in FINAL_STATES:
        return Outlook()
    return outlook(job, world.recent_tallies.read(), capacity_of=world.settings.capacity_of, now=world.clock())
