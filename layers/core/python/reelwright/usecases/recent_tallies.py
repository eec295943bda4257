"""The tallies as a process remembers them: for what users are told on the way, which must cost nothing and break nothing."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from reelwright.figures.traffic import QUIET, Traffic, traffic_of
from reelwright.ports import Clock, Tallies

READ_AGAIN: Final = timedelta(seconds=10)
"""At most one read of the counters in this time, whatever is asked."""
KNOWN_FOR: Final = timedelta(seconds=60)
"""So long an old read may speak where none must be made."""

OnTrouble = Callable[[Exception], None]
"""Hears why the counters could not be read."""


class CachedTallies:
    """One process's memory of the tallies.

    A read that fails is told to `on_trouble` and tried again after the same ten seconds; until then what was known before
    stands, or a quiet system: a place in the queue is never a reason to fail a request or hold up a job.
    """

    def __init__(self, tallies: Tallies, *, clock: Clock, on_trouble: OnTrouble) -> None:
        self._tallies = tallies
        self._clock = clock
        self._on_trouble = on_trouble
        self._known = QUIET
        self._known_at: datetime | None = None
        self._asked_at: datetime | None = None
        self._issued: dict[str, int] = {}

    def read(self) -> Traffic:
        """Return the traffic as it was at most ten seconds ago, or when it could be read last; may make one call."""
        now = self._clock()
        if self._asked_at is None or now - self._asked_at >= READ_AGAIN:
            self._asked_at = now
            try:
                self._known = traffic_of(self._tallies.all())
            except Exception as error:  # noqa: BLE001 - told on; whoever asks goes on with what is known
                self._on_trouble(error)
            else:
                self._known_at = now
                self._issued = {}
        return self._known

    def known(self) -> Traffic:
        """Return what was read within the last minute, without a call; a quiet system where nothing was."""
        fresh = self._known_at is not None and self._clock() - self._known_at <= KNOWN_FOR
        return self._known if fresh else QUIET

    def draw(self, queue: str) -> int | None:
        """Return the ticket of a job that joins the queue now; None while no counters could be read.

        Tickets of one process follow each other also between two reads; those of two processes may be the same for
        some seconds.
        """
        lines = self.read().lines
        if self._known_at is None:
            return None
        issued = self._issued.get(queue, 0)
        self._issued[queue] = issued + 1
        return lines[queue].next_ticket(issued)
