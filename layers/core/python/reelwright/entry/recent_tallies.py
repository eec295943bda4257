"""A process's cache of the tallies, for estimates in responses: it must be cheap and must not fail a request."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from reelwright.figures.traffic import QUIET, Traffic, traffic_of
from reelwright.ports import Clock, Tallies

READ_AGAIN: Final = timedelta(seconds=10)
"""At most one read of the counters in this time."""
KNOWN_FOR: Final = timedelta(seconds=60)
"""Maximum age of a cached read for `known`, which makes no call."""

OnTrouble = Callable[[Exception], None]
"""Called with the error if the counters could not be read."""


class CachedTallies:
    """One process's cache of the tallies.

    A failed read calls `on_error` and is retried after ten seconds; until then the last read counts, or empty traffic: a
    place in the queue is never a reason to fail a request or delay a job.
    """

    def __init__(self, tallies: Tallies, *, clock: Clock, on_error: OnTrouble) -> None:
        self._tallies = tallies
        self._clock = clock
        self._on_error = on_error
        self._known = QUIET
        self._known_at: datetime | None = None
        self._asked_at: datetime | None = None
        self._issued: dict[str, int] = {}

    def read(self) -> Traffic:
        """Return traffic that is at most ten seconds old, or the last successful read; may make one call."""
        now = self._clock()
        if self._asked_at is None or now - self._asked_at >= READ_AGAIN:
            self._asked_at = now
            try:
                self._known = traffic_of(self._tallies.all())
            except Exception as error:  # noqa: BLE001 - reported; the caller gets the last successful read
                self._on_error(error)
            else:
                self._known_at = now
                self._issued = {}
        return self._known

    def known(self) -> Traffic:
        """Return the traffic read within the last minute, without a call; empty traffic if there was no such read."""
        fresh = self._known_at is not None and self._clock() - self._known_at <= KNOWN_FOR
        return self._known if fresh else QUIET

    def draw(self, queue: str) -> int | None:
        """Return the ticket of a job that joins the queue now; None until the counters could be read.

        Tickets of one process increase between two reads too; two processes may draw the same ticket for some seconds.
        """
        lines = self.read().lines
        if self._known_at is None:
            return None
        issued = self._issued.get(queue, 0)
        self._issued[queue] = issued + 1
        return lines[queue].next_ticket(issued)
