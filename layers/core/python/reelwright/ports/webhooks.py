"""The ports of webhooks: the log, the keys, the courier, the queue."""

from datetime import datetime, timedelta
from typing import Protocol

from reelwright.values import Value
from reelwright.webhooks.log import Delivery, Outcome
from reelwright.webhooks.signatures import KeyRing


class Deliveries(Protocol):
    """The log of webhooks. Its rows are stored with their job and removed with it."""

    def begin(self, delivery: Delivery) -> bool:
        """Record a try before it is sent; False, and no change, if another sender has begun the try of this number.

        True for a repeat of the same try (by its `sender`), whose first response was lost.
        """

    def end(self, delivery: Delivery) -> bool:
        """Record the outcome of a try, or a later note on it; False if its row does not exist any more."""

    def of_job(self, job_id: str) -> tuple[Delivery, ...]:
        """Return the job's tries by event and number, strongly consistent."""

    def allow_test(self, user_id: str, *, now: datetime, every: timedelta) -> bool:
        """Return whether the user may send a test webhook now, and record it; one call per `every` is allowed."""


class KeyRings(Protocol):
    """The generations of users' webhook secrets; a user without a row has the first generation."""

    def ring(self, user_id: str) -> KeyRing:
        """Return the user's ring, strongly consistent."""

    def turn(self, user_id: str, *, seen: KeyRing, to: KeyRing) -> bool:
        """Replace the ring `seen` by `to`; False, and no change, if another rotation has replaced it."""


class Reply(Value):
    """The result of a webhook call. `excerpt`: start of the response's text; `detail`: a sentence about the failure, if any."""

    outcome: Outcome
    milliseconds: int
    status: int | None = None
    retry_after_seconds: float | None = None
    detail: str | None = None
    excerpt: str = ""


class Courier(Protocol):
    """Sends one webhook over HTTPS, to public addresses only."""

    def post(self, url: str, *, headers: dict[str, str], body: bytes) -> Reply:
        """Send once and return the result within 15 seconds. Failures are replies; the method never raises.

        Redirects are not followed. Disallowed URLs and addresses return REFUSED; nothing is sent.
        """


class Lanes(Protocol):
    """The lanes of owners (`webhooks.lanes`): how many of an owner's webhooks are sent at the same time."""

    def take(self, user_id: str, holder: str, *, now: datetime) -> int | None:
        """Take a free lane of the owner and return its number; None if all are taken. A repeat may take a second one."""

    def give_back(self, user_id: str, holder: str, lane: int, *, now: datetime) -> None:
        """Free a lane; a no-op unless this holder has it."""


class WebhookQueue(Protocol):
    """The queue of webhooks; its trigger receives and deletes the messages."""

    def postpone(self, handle: str, *, seconds: float) -> None:
        """Hide a received message for `seconds` (1 s to 12 h, rounded up); a no-op if it was deleted."""

    def send_later(self, body: str, *, user_id: str, seconds: float) -> None:
        """Send a message that shows after `seconds` (at most 15 min), at least once; `user_id` is its fairness group."""

    def keep(self, body: str) -> None:
        """Send the message of a failed webhook to the dead-letter queue, at least once."""
