"""Rates of calls in a dictionary: the in-memory counterpart of `aws/call_rates.py`."""

import threading
from datetime import datetime

from reelwright.providers.limits import Pace, Turn, microseconds


class MemoryCallRates:
    """`ports.CallRates` in memory: one row a limit."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._free_at: dict[str, int] = {}

    def take(self, pace: Pace, *, now: datetime, most_seconds: float) -> Turn:
        """Plan one order."""
        at = microseconds(now.timestamp())
        with self._lock:
            planned = pace.planned(self._free_at.get(pace.name, 0), at)
            wait = pace.wait(planned, at)
            if wait > most_seconds:
                return Turn(wait, granted=False)
            self._free_at[pace.name] = planned
            return Turn(wait)

    def hold(self, pace: Pace, *, until: datetime) -> None:
        """Move the planned time on."""
        with self._lock:
            end = microseconds(until.timestamp()) + pace.at_once * pace.step
            self._free_at[pace.name] = max(self._free_at.get(pace.name, 0), end)
