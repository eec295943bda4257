"""Bounded reading: a limit in seconds against slow senders, and a limit in bytes against large responses."""

import io
import socket
import time
from collections.abc import Callable
from typing import Final

from reelwright.errors import OversizedReplyError

Now = Callable[[], float]
"""Seconds of a clock that never goes back."""

MOST_BYTES: Final = 64 * 1024


class Deadline:
    """A moment; `remaining` is what a socket may still take. Raises TimeoutError once it is over."""

    def __init__(self, seconds: float, now: Now = time.monotonic) -> None:
        self._now = now
        self._end = now() + seconds

    def remaining(self) -> float:
        """Return the seconds until the moment, above 0."""
        left = self._end - self._now()
        if left <= 0:
            raise TimeoutError("the time is over")
        return left

    def sooner(self, seconds: float) -> "Deadline":
        """Return the deadline in `seconds`, or this one if it is earlier."""
        return Deadline(min(seconds, max(self._end - self._now(), 0.0)), self._now)


class BoundedReader(io.RawIOBase):
    """A socket's bytes until a deadline, at most `most_bytes`; every single read gets only the time that is left."""

    def __init__(self, connection: socket.socket, deadline: Deadline, most_bytes: int = MOST_BYTES) -> None:
        super().__init__()
        self._connection = connection
        self._most_bytes = self._left = most_bytes
        self.deadline = deadline

    def readable(self) -> bool:
        """Return that it can be read."""
        return True

    def readinto(self, buffer: "memoryview | bytearray", /) -> int:  # type: ignore[override] # Buffer is Python 3.12's
        """Read the available bytes; raises TimeoutError and OversizedReplyError."""
        if self._left <= 0:
            raise OversizedReplyError(f"more than {self._most_bytes} bytes")
        self._connection.settimeout(self.deadline.remaining())
        count = self._connection.recv_into(buffer, min(len(buffer), self._left))
        self._left -= count
        return count
