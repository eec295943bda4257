"""Where a queued job stands, told from the counters that are kept anyway: nobody walks a queue to answer a question.

Who joins a queue takes a ticket: how many ever left that queue before, plus how many wait in it, plus one. As others leave,
the number of those who ever left grows towards the ticket, and what is between the two is the place. Every ticket is made
from what is really there, so an error dies with the job that had it. It is a courtesy, not an order: SQS is fair between
users rather than first come first served, and the counters are a second or two behind.
"""

from collections.abc import Callable, Iterable, Mapping

from reelwright.figures.tally import Tally
from reelwright.jobs.lifecycle import JobState
from reelwright.jobs.model import Job
from reelwright.pipeline.queues import QUEUES
from reelwright.values import Value

DrawTicket = Callable[[str], int | None]
"""Returns the ticket of who joins the named queue now; None where nobody counts."""


def no_ticket(_queue: str) -> None:
    """Draw no ticket: the job's place stays unknown."""


class Line(Value):
    """One queue, as its counters say."""

    queue: str
    waiting: int = 0
    """Jobs that are QUEUED."""
    left: int = 0
    """Jobs that ever left QUEUED, by whatever way."""
    running: int = 0

    def next_ticket(self, issued: int = 0) -> int:
        """Return the ticket of who joins now; `issued` were given out since the counters were read."""
        return self.left + self.waiting + issued + 1

    def position(self, job: Job) -> int | None:
        """Return the job's place in this queue, from 1; None where it is not QUEUED or has no ticket yet."""
        if job.state is not JobState.QUEUED or job.ticket is None:
            return None
        return max(1, job.ticket - self.left)


def lines_of(tallies: Iterable[Tally]) -> dict[str, Line]:
    """Return every queue's line; one that nothing was counted of is empty."""
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
    """Return how many starts its pool makes until the one at `position` of a queue has started, that one included.

    Weighted turns: while a queue makes `position` starts, a queue beside it makes its weight's share of as many more, or
    as many as wait in it (`jobs.priority.polling_order`).
    """
    own = QUEUES[queue]
    others = (row for row in QUEUES.values() if row.pool == own.pool and row.name != queue)
    return position + sum(min(lines[row.name].waiting, position * row.weight // own.weight) for row in others)
