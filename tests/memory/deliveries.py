"""The log of webhook deliveries in a dictionary: the in-memory counterpart of `aws/deliveries.py`."""

import threading
from datetime import datetime, timedelta

from reelwright.webhooks.log import Delivery


class MemoryDeliveries:
    """`ports.Deliveries` in memory; one lock makes each call what a conditional write is there."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._rows: dict[tuple[str, int, int], Delivery] = {}
        self._tested: dict[str, datetime] = {}

    def begin(self, delivery: Delivery) -> bool:
        """Write a try down unless another has begun it."""
        with self._lock:
            held = self._rows.setdefault(_key(delivery), delivery)
            return held.sender == delivery.sender

    def end(self, delivery: Delivery) -> bool:
        """Write its end over its beginning."""
        with self._lock:
            held = self._rows.get(_key(delivery))
            if held is None or held.sender != delivery.sender:
                return False
            self._rows[_key(delivery)] = delivery
            return True

    def of_job(self, job_id: str) -> tuple[Delivery, ...]:
        """Return the job's tries by event and number."""
        with self._lock:
            return tuple(self._rows[key] for key in sorted(self._rows) if key[0] == job_id)

    def allow_test(self, user_id: str, *, now: datetime, every: timedelta) -> bool:
        """Note a test of the user's unless the last one is too young."""
        with self._lock:
            last = self._tested.get(user_id)
            if last is not None and last > now - every:
                return False
            self._tested[user_id] = now
            return True


def _key(delivery: Delivery) -> tuple[str, int, int]:
    return delivery.job_id, delivery.sequence, delivery.number
