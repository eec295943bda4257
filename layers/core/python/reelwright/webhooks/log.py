"""The log of deliveries: one row per try, and the next step for an event.

An event is a terminal row of a job's history; its `sequence` is its identity, so all its tries have the same webhook id. A
try is logged before it is sent, so that its number is unique, and again when it has ended.
"""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, Literal

from reelwright.pipeline.table import PARTITION_KEY, SORT_KEY, TTL_ATTRIBUTE
from reelwright.values import Value

MOST_RESENDS: Final = 20
"""Maximum manual resends of one event."""
LOG_LIFE: Final = timedelta(days=14)
"""Rows are removed with their job; this covers rows that were written during the removal."""
CUT_OFF: Final = timedelta(seconds=60)
"""A try that has not ended by then never will: the function that sent it has 30 seconds."""


class Outcome(StrEnum):
    """The outcome of a delivery attempt."""

    SENDING = "sending"
    """Recorded before the request. After a minute the attempt counts as interrupted: it may have arrived, and is repeated."""
    DELIVERED = "delivered"
    """Answered with 2xx."""
    REJECTED = "rejected"
    """Answered with another status; redirects are not followed."""
    GONE = "gone"
    """Answered with 410: the receiver refuses further attempts."""
    TIMED_OUT = "timed_out"
    UNREACHABLE = "unreachable"
    """The name does not resolve, or the connection is refused."""
    UNTRUSTED = "untrusted"
    """No TLS, or a certificate that does not prove the host."""
    BROKEN = "broken"
    """An answer that is not HTTP, or whose headers are too long."""
    REFUSED = "refused"
    """Not sent: the URL or its address is not allowed."""


STOPS: Final = frozenset({Outcome.DELIVERED, Outcome.GONE, Outcome.REFUSED})
"""Outcomes without an automatic retry."""

Trigger = Literal["schedule", "resend"]


class Delivery(Value):
    """One delivery attempt. `number` counts all attempts of the event from 1; `place` is host and path of the URL."""

    job_id: str
    sequence: int
    """Sequence of the transition that the webhook reports."""
    number: int
    trigger: Trigger
    webhook_id: str
    type: str
    place: str
    sender: str
    """A unique mark of each try, which distinguishes a repeated write from another sender's."""
    started_at: datetime
    outcome: Outcome = Outcome.SENDING
    status: int | None = None
    milliseconds: int | None = None
    detail: str | None = None
    next_at: datetime | None = None
    """When the schedule tries again; None: never."""
    kept: bool = False
    """This was the event's last try, and its message is in the dead-letter queue."""


DELIVERY_ATTRIBUTES: Final = frozenset({PARTITION_KEY, SORT_KEY, TTL_ATTRIBUTE, *Delivery.model_fields})
"""Every attribute of a try's row: the only ones that the function `webhooks` may write."""


class NextStep(Value):
    """The next step for an event."""

    action: Literal["send", "wait", "give_up", "nothing"]
    """`give_up`: all tries are spent, and the message must be kept for an operator."""
    number: int
    """Of the next try."""
    scheduled: int
    """Tries of the schedule so far."""
    at: datetime | None = None
    """When to look again."""


def next_step(tries: tuple[Delivery, ...], now: datetime, *, most_scheduled: int) -> NextStep:
    """Decide the next step for an event; `tries` are in order of their numbers."""
    scheduled = sum(one.trigger == "schedule" for one in tries)
    number = tries[-1].number + 1 if tries else 1

    def step(action: Literal["send", "wait", "give_up", "nothing"], at: datetime | None = None) -> NextStep:
        return NextStep(action=action, number=number, scheduled=scheduled, at=at)

    if not tries:
        return step("send")
    last = tries[-1]
    if any(one.kept or one.outcome in STOPS for one in tries):
        return step("nothing")
    if last.outcome is Outcome.SENDING:
        cut_off = last.started_at + CUT_OFF
        if now < cut_off:
            return step("wait", cut_off)
        return step("send" if scheduled < most_scheduled else "give_up")
    if last.next_at is None:
        return step("give_up")
    return step("send") if now >= last.next_at else step("wait", last.next_at)
