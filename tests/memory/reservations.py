"""Reservations in a dictionary: the in-memory counterpart of `aws/reservations.py`."""

import threading


class MemoryReservations:
    """`ports.Reservations` in memory."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.held: dict[str, dict[str, float]] = {}

    def reserve(self, job_id: str, name: str, usd: float, *, room_usd: float) -> bool:
        """Reserve within the room."""
        with self._lock:
            own = self.held.setdefault(job_id, {})
            if name in own:
                return True
            if sum(own.values()) + usd > room_usd:
                return False
            own[name] = usd
            return True

    def release(self, job_id: str, name: str, usd: float) -> None:
        """Forget a reservation."""
        del usd
        with self._lock:
            self.held.get(job_id, {}).pop(name, None)
