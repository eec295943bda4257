"""The log of deliveries: one row a try, and what follows from the rows of one event.

An event is a terminal row of a job's history; its `sequence` is its identity, so every try of it carries one webhook id. A
try is written down before it is sent, which makes it the only one of its number, and again when it has ended.
"""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, Literal

from reelwright.values import Value

MOST_RESENDS: Final = 20
"""By hand, of one event."""
LOG_LIFE: Final = timedelta(days=14)
"""Rows go with their job; this is for those that were written while it was removed."""
CUT_OFF: Final = timedelta(seconds=60)
"""A try that has not ended by then never will: the function that sent it has 30 seconds."""


class Outcome(StrEnum):
    """The outcome of a delivery attempt."""

    SENDING = "sending"
    """Written down, not ended. After a minute it counts as cut off: it may have arrived, and is sent again."""
    DELIVERED = "delivered"
    """Answered with 2xx."""
    REJECTED = "rejected"
    """Answered with anything else; redirects are not followed."""
    GONE = "gone"
    """Answered with 410: the receiver wants no more tries."""
    TIMED_OUT = "timed_out"
    UNREACHABLE = "unreachable"
    """The name does not resolve, or the connection is refused."""
    UNTRUSTED = "untrusted"
    """No TLS, or a certificate that does not prove the host."""
    BROKEN = "broken"
    """An answer that is not HTTP, or a head without end."""
    REFUSED = "refused"
    """Not sent: the URL or its address is not allowed."""


STOPS: Final = frozenset({Outcome.DELIVERED, Outcome.GONE, Outcome.REFUSED})
"""After these nothing is tried by itself."""

Trigger = Literal["schedule", "resend"]


class Delivery(Value):
    """One try. `number` counts all tries of the event from 1; `place` is host and path of the URL."""

    job_id: str
    sequence: int
    """Of the history row that it tells of."""
    number: int
    trigger: Trigger
    webhook_id: str
    type: str
    place: str
    sender: str
    """Who sends it: a mark of its own for every try, by which a repeated write is known from another's."""
    started_at: datetime
    outcome: Outcome = Outcome.SENDING
    status: int | None = None
    milliseconds: int | None = None
    detail: str | None = None
    next_at: datetime | None = None
    """When the schedule tries again; None: never."""
    kept: bool = False
    """The event was given up with this try, and its message lies in the dead-letter queue."""


class NextStep(Value):
    """What to do about an event now."""

    action: Literal["send", "wait", "give_up", "nothing"]
    """`give_up`: all tries are spent, and the message must be kept for an operator."""
    number: int
    """Of the next try."""
    scheduled: int
    """Tries of the schedule so far."""
    at: datetime | None = None
    """When to look again."""


def next_step(tries: tuple[Delivery, ...], now: datetime, *, most_scheduled: int) -> NextStep:
    """Return what to do about an event; `tries` are in order of their numbers."""
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
