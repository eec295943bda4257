"""The generations of users' webhook secrets in a dictionary: the in-memory counterpart of `aws/key_rings.py`."""

import threading

from reelwright.webhooks.signatures import KeyRing


class MemoryKeyRings:
    """`ports.KeyRings` in memory."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._rings: dict[str, KeyRing] = {}

    def ring(self, user_id: str) -> KeyRing:
        """Return the user's ring."""
        return self._rings.get(user_id, KeyRing())

    def turn(self, user_id: str, *, seen: KeyRing, to: KeyRing) -> bool:
        """Store the next ring; the same again is True."""
        with self._lock:
            held = self._rings.get(user_id, KeyRing())
            if held not in (seen, to):
                return False
            self._rings[user_id] = to
            return True
