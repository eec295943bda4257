"""The webhook queue in lists: postponed messages and undeliverable ones."""

import threading


class MemoryWebhookQueue:
    """`ports.WebhookQueue` in memory.

    `hidden`: handle -> seconds of the last postponing; `kept`: bodies; `later`: body, owner and delay of messages sent anew.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.hidden: dict[str, float] = {}
        self.kept: list[str] = []
        self.later: list[tuple[str, str, float]] = []

    def postpone(self, handle: str, *, seconds: float) -> None:
        """Note for how long the message is hidden."""
        with self._lock:
            self.hidden[handle] = seconds

    def send_later(self, body: str, *, user_id: str, seconds: float) -> None:
        """Note the message."""
        with self._lock:
            self.later.append((body, user_id, seconds))

    def keep(self, body: str) -> None:
        """Keep the message."""
        with self._lock:
            self.kept.append(body)
