"""A queued job's position, computed from the tallies; no request reads a whole queue.

A job that joins a queue gets a ticket: jobs that ever left the queue + jobs waiting in it + 1. As jobs leave,
the number that ever left grows towards the ticket; the difference is the position. Each ticket is computed
from the current counters, so an error ends with its job. The position is an estimate: SQS is fair between
users rather than first come first served, and the counters are a second or two behind.
"""

from collections.abc import Iterable, Mapping

from reelwright.figures.tally import Tally
from reelwright.jobs.lifecycle import JobState
from reelwright.jobs.model import Job
from reelwright.pipeline.queues import QUEUES
from reelwright.values import Value


class Line(Value):
    """One queue's length and departures, from its counters."""

    queue: str
    waiting: int = 0
    """Jobs that are QUEUED."""
    left: int = 0
    """Jobs that ever left QUEUED: started, cancelled or failed."""
    running: int = 0

    def next_ticket(self, issued: int = 0) -> int:
        """Compute the ticket of a job that joins now; `issued` tickets were given out since the counters were read."""
        return self.left + self.waiting + issued + 1

    def position(self, job: Job) -> int | None:
        """Compute the job's position in this queue, from 1; None if it is not QUEUED or has no ticket yet."""
        if job.state is not JobState.QUEUED or job.ticket is None:
            return None
        return max(1, job.ticket - self.left)


def lines_of(tallies: Iterable[Tally]) -> dict[str, Line]:
    """Build the line of every queue; a queue without counts is empty."""
    totals = {name: Tally(queue=name) for name in QUEUES}
    for tally in tallies:
        if tally.queue in totals:
            totals[tally.queue] += tally
    return {
        name: Line(
            queue=name,
            waiting=max(0, total.in_state(JobState.QUEUED)),
            left=total.left_queue,
            running=max(0, total.in_state(JobState.EXECUTING)),
        )
        for name, total in totals.items()
    }


def starts_until(queue: str, position: int, lines: Mapping[str, Line]) -> int:
    """Count the starts of a queue's pool up to and including the job at `position`.

    Weighted turns: while a queue makes `position` starts, a queue beside it makes its weight's share of as many more, or
    as many as wait in it (`jobs.priority.polling_order`).
    """
    own = QUEUES[queue]
    others = (row for row in QUEUES.values() if row.pool == own.pool and row.name != queue)
    return position + sum(min(lines[row.name].waiting, position * row.weight // own.weight) for row in others)
