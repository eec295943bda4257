"""Queues in lists: a received message is invisible for its queue's timeout, and becomes a dead letter after too many tries."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count

from pydantic import ValidationError

from reelwright.jobs.model import QueueMessage
from reelwright.pipeline.queues import QUEUES
from reelwright.ports import Clock, Received


@dataclass(eq=False)
class _Waiting:
    body: str
    group: str
    visible_at: datetime
    handle: str = ""
    receive_count: int = 0


class MemoryQueues:
    """`ports.WorkQueues` in memory; numbers come from the queues' rows.

    `dead` holds the bodies that were given up, `waits` the queues of each `await_messages`.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.RLock()
        self._handles = count(1)
        self._waiting: dict[str, list[_Waiting]] = {name: [] for name in QUEUES}
        self.waits: list[tuple[str, ...]] = []
        self.dead: dict[str, list[str]] = {name: [] for name in QUEUES}

    def send(self, queue: str, message: QueueMessage, *, user_id: str) -> None:
        """Put a message at the end."""
        self.put_raw(queue, message.model_dump_json(), user_id=user_id)

    def put_raw(self, queue: str, body: str, *, user_id: str = "anyone") -> None:
        """Put any text at the end: what a stranger to our messages may send."""
        with self._lock:
            self._waiting[queue].append(_Waiting(body=body, group=user_id, visible_at=self._clock()))

    def receive(self, queue: str, *, limit: int) -> list[Received]:
        """Take up to `limit` visible messages, the longest waiting first."""
        row, now = QUEUES[queue], self._clock()
        with self._lock:
            visible = [one for one in self._waiting[queue] if one.visible_at <= now]
            worn = [one for one in visible if one.receive_count >= row.max_receive_count]
            self.dead[queue] += [one.body for one in worn]
            self._waiting[queue] = [one for one in self._waiting[queue] if one not in worn]
            taken = [one for one in visible if one not in worn][:limit]
            for one in taken:
                one.visible_at = now + timedelta(seconds=row.visibility_timeout_seconds)
                one.receive_count += 1
                one.handle = str(next(self._handles))
            return [_received(queue, one) for one in taken]

    def await_messages(self, queues: Sequence[str]) -> list[Received]:
        """Take a message of each queue; nothing comes by waiting."""
        self.waits.append(tuple(queues))
        return [received for name in queues for received in self.receive(name, limit=1)]

    def delete(self, received: Received) -> None:
        """Remove a message by its newest handle."""
        with self._lock:
            left = [one for one in self._waiting[received.queue] if one.handle != received.handle]
            self._waiting[received.queue] = left

    def give_back(self, received: Received) -> None:
        """Make a message visible again."""
        with self._lock:
            for one in self._waiting[received.queue]:
                if one.handle == received.handle:
                    one.visible_at = self._clock()

    def dead_depth(self, queue: str) -> int:
        """Return how many messages were given up."""
        with self._lock:
            return len(self.dead[queue])

    def depth(self, queue: str) -> int:
        """Return how many messages are visible."""
        now = self._clock()
        with self._lock:
            return sum(one.visible_at <= now for one in self._waiting[queue])


def _received(queue: str, one: _Waiting) -> Received:
    try:
        message = QueueMessage.model_validate_json(one.body)
    except ValidationError:
        message = None
    return Received(queue=queue, handle=one.handle, message=message, receive_count=one.receive_count)
