"""A master secret that a test or a tool passes in."""

from reelwright.signing import derive_key


class MemorySecrets:
    """`ports.Secrets` on a master secret in memory."""

    def __init__(self, master: bytes) -> None:
        self._master = master

    def key(self, purpose: str) -> bytes:
        """Return the 32 bytes of a purpose."""
        return derive_key(self._master, purpose)
