"""What telling a client takes: the log, the keys, the courier, the queue."""

from datetime import datetime, timedelta
from typing import Protocol

from reelwright.values import Value
from reelwright.webhooks.log import Delivery, Outcome
from reelwright.webhooks.signatures import KeyRing


class Deliveries(Protocol):
    """The log of webhooks. Rows lie with their job and are removed with it."""

    def begin(self, delivery: Delivery) -> bool:
        """Write a try down before it is sent; False, and no change, where another has begun the try of this number.

        The same try (by its `sender`) again is True: its first answer was lost.
        """

    def end(self, delivery: Delivery) -> bool:
        """Write down how a try ended, or what is noted on it later; False where its row is gone."""

    def of_job(self, job_id: str) -> tuple[Delivery, ...]:
        """Return the job's tries by event and number, strongly consistent."""

    def allow_test(self, user_id: str, *, now: datetime, every: timedelta) -> bool:
        """Return whether the user may send a test webhook now, and note it; of calls within `every` one is allowed."""


class KeyRings(Protocol):
    """Which generations of a user's webhook secret there are; a user without a row has the first."""

    def ring(self, user_id: str) -> KeyRing:
        """Return the user's ring, strongly consistent."""

    def turn(self, user_id: str, *, seen: KeyRing, to: KeyRing) -> bool:
        """Store `to` where the ring is still the one that was seen; False, and no change, where another turned it."""


class Reply(Value):
    """What came back of a webhook. `excerpt`: the beginning of the answer's text; `detail`: a sentence where it failed."""

    outcome: Outcome
    milliseconds: int
    status: int | None = None
    retry_after_seconds: float | None = None
    detail: str | None = None
    excerpt: str = ""


class Courier(Protocol):
    """Sends one webhook over HTTPS, to public addresses only."""

    def post(self, url: str, *, headers: dict[str, str], body: bytes) -> Reply:
        """Send once and return what came back, in 15 seconds at most. Every failure is a reply, none is raised.

        Redirects are not followed. A URL or an address that is none that we call is REFUSED, and nothing was sent.
        """


class WebhookQueue(Protocol):
    """The queue of webhooks, beyond what its trigger does."""

    def postpone(self, handle: str, *, seconds: float) -> None:
        """Hide a message in hand for so long (1 s to 12 h, rounded up); a no-op when it is gone."""

    def keep(self, body: str) -> None:
        """Put a message of what was given up into the dead-letter queue, at least once."""
