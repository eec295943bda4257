"""Signatures of webhooks, by Standard Webhooks (standardwebhooks.com, specification 1.0.0).

A user's secret is derived, never stored: HMAC-SHA256 of user and generation under the environment's key for webhooks. A
rotation increments the generation. The previous one also signs for a day, so a receiver can change its secret meanwhile.
"""

import base64
import hashlib
import hmac
from datetime import datetime, timedelta
from typing import Final

from reelwright.values import Value

SECRET_PREFIX: Final = "whsec_"  # noqa: S105 - what every secret begins with, and none itself
OVERLAP: Final = timedelta(hours=24)
"""How long two generations sign after a rotation."""


class KeyRing(Value):
    """A user's current generation and its start; None for the first, which has no start."""

    generation: int = 1
    rotated_at: datetime | None = None

    def signing(self, now: datetime) -> tuple[int, ...]:
        """Return the generations that sign, the current one first."""
        previous_until = self.previous_until(now)
        return (self.generation,) if previous_until is None else (self.generation, self.generation - 1)

    def previous_until(self, now: datetime) -> datetime | None:
        """Return the time until which the previous generation also signs; None if it does not."""
        if self.rotated_at is None or now >= self.rotated_at + OVERLAP:
            return None
        return self.rotated_at + OVERLAP

    def turned(self, now: datetime) -> "KeyRing":
        """Return the ring after a rotation. A second one within the overlap ends the first secret at once."""
        return KeyRing(generation=self.generation + 1, rotated_at=now)


def user_key(master: bytes, user_id: str, generation: int) -> bytes:
    """Derive the 32 bytes that sign for a user. The generation comes first, so each pair gives a different text."""
    return hmac.digest(master, f"{generation}:{user_id}".encode(), hashlib.sha256)


def secret_text(key: bytes) -> str:
    """Format a key as the secret text for receivers."""
    return SECRET_PREFIX + base64.b64encode(key).decode()


def signed_headers(webhook_id: str, body: bytes, *, keys: tuple[bytes, ...], now: datetime) -> dict[str, str]:
    """Build the three headers of a webhook: id, seconds since the epoch, and a signature for each key."""
    timestamp = str(int(now.timestamp()))
    message = f"{webhook_id}.{timestamp}.".encode() + body
    signatures = [base64.b64encode(hmac.digest(key, message, hashlib.sha256)).decode() for key in keys]
    return {
        "webhook-id": webhook_id,
        "webhook-timestamp": timestamp,
        "webhook-signature": " ".join(f"v1,{signature}" for signature in signatures),
    }
