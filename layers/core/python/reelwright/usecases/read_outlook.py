"""Look ahead for a job that was read before: its place in the queue, and when it is likely to be done."""

from reelwright.figures.outlook import Outlook, outlook
from reelwright.jobs.lifecycle import FINAL_STATES
from reelwright.jobs.model import Job
from reelwright.ports import Clock
from reelwright.settings import Settings
from reelwright.usecases.recent_tallies import RecentTallies


def read_outlook(job: Job, *, recent: RecentTallies, settings: Settings, clock: Clock) -> Outlook:
    """Return what stands before the job; nothing is read for one that is over."""
    if job.state in FINAL_STATES:
        return Outlook()
    return outlook(job, recent.read(), capacity_of=settings.capacity_of, now=clock())
