"""A twin's limit of calls, and a time that passes only while every worker of a test waits."""

import heapq
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

BEGIN = datetime(2026, 11, 21, 12, tzinfo=UTC)


class SharedTime:
    """The time of several threads: it stands while one of them works, and moves on to the earliest end of a wait."""

    def __init__(self, workers: int) -> None:
        self._working = workers
        self._waits: list[int] = []
        self._now = 0
        self._moved = threading.Condition()

    def now(self) -> datetime:
        """Return the time."""
        return BEGIN + timedelta(microseconds=self._now)

    def sleep(self, seconds: float) -> None:
        """Wait in this time."""
        with self._moved:
            until = self._now + round(seconds * 1_000_000)
            heapq.heappush(self._waits, until)
            self._working -= 1
            self._move_on()
            self._moved.wait_for(lambda: self._now >= until, timeout=60)

    def done(self) -> None:
        """End a worker."""
        with self._moved:
            self._working -= 1
            self._move_on()

    def _move_on(self) -> None:
        """Wake the sleepers of the earliest end; they work from then on."""
        if self._working or not self._waits:
            return
        self._now = self._waits[0]
        while self._waits and self._waits[0] <= self._now:
            heapq.heappop(self._waits)
            self._working += 1
        self._moved.notify_all()


class Enforced:
    """A provider's limit: at most so many calls in any stretch of its length."""

    def __init__(self, calls: int, seconds: float, now: Callable[[], datetime]) -> None:
        self._calls, self._length, self._now = calls, timedelta(seconds=seconds), now
        self._lock = threading.Lock()
        self._taken: list[datetime] = []
        self.refused = 0

    def wait(self) -> int | None:
        """Return None for a call within the limit, else after how many whole seconds the next one may come."""
        with self._lock:
            now = self._now()
            self._taken = [one for one in self._taken if now - one < self._length]
            if len(self._taken) < self._calls:
                self._taken.append(now)
                return None
            self.refused += 1
            return 1 + int((self._length - (now - self._taken[0])).total_seconds())
