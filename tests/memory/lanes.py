"""The lanes of owners in a dictionary: the in-memory counterpart of `aws/lanes.py`."""

import threading
from datetime import datetime

from reelwright.webhooks.lanes import LANE_LIFE, LANES


class MemoryLanes:
    """`ports.Lanes` in memory."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._held: dict[tuple[str, int], tuple[str, datetime]] = {}

    def take(self, user_id: str, holder: str, *, now: datetime) -> int | None:
        """Take the first free lane."""
        with self._lock:
            for lane in range(LANES):
                _, until = self._held.get((user_id, lane), ("", now))
                if until <= now:
                    self._held[user_id, lane] = (holder, now + LANE_LIFE)
                    return lane
            return None

    def give_back(self, user_id: str, holder: str, lane: int, *, now: datetime) -> None:
        """Free the lane."""
        with self._lock:
            if self._held.get((user_id, lane), ("",))[0] == holder:
                self._held[user_id, lane] = (holder, now)
