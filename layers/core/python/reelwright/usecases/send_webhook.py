"""Send one try of one webhook, and log its start and its end."""

from datetime import datetime
from typing import Final

from reelwright.ports import Reply, World
from reelwright.receivers.urls import read_url
from reelwright.usecases.sign_webhook import sign_webhook
from reelwright.usecases.webhook_ends import Announcement
from reelwright.webhooks.event import webhook_id
from reelwright.webhooks.log import STOPS, Delivery, NextStep, Trigger
from reelwright.webhooks.schedule import next_try

_UNREADABLE: Final = "(a URL that is not called)"


def send_webhook(
    end: Announcement, *, step: NextStep, trigger: Trigger, planned: datetime | None, world: World
) -> Delivery | None:
    """Send the webhook of an end once and return its row; None if another process sends this try.

    The row is written before anything is sent: a crash in between leaves a row that counts as cut off after a minute, and
    the webhook is sent again with the same id. `planned`: the time of the schedule's next try, after a manual try.
    """
    event, url = end.event, end.callback_url
    begun = Delivery(
        job_id=end.subject_id,
        sequence=end.sequence,
        number=step.number,
        trigger=trigger,
        webhook_id=webhook_id(end.subject_id, end.sequence),
        type=event.type,
        place=loggable_place(url),
        sender=world.ids(),
        started_at=world.clock(),
    )
    body = event.model_dump_json().encode()
    # Signed first: an unreadable secret is our own outage and must not use up a try.
    headers = sign_webhook(end.user_id, begun.webhook_id, body, now=begun.started_at, world=world)
    if not world.deliveries.begin(begun):
        return None
    reply = world.courier.post(url, headers=headers, body=body)
    scheduled = step.scheduled + (trigger == "schedule")
    ended = begun.model_copy(
        update={
            "outcome": reply.outcome,
            "status": reply.status,
            "milliseconds": reply.milliseconds,
            "detail": reply.detail,
            "next_at": _next(end, reply, scheduled, world=world) if trigger == "schedule" else _kept(reply, planned),
        }
    )
    world.deliveries.end(ended)
    return ended


def _next(end: Announcement, reply: Reply, scheduled: int, *, world: World) -> datetime | None:
    if reply.outcome in STOPS:
        return None
    return next_try(
        scheduled,
        ended_at=world.clock(),
        retry_after_seconds=reply.retry_after_seconds,
        scale=world.settings.retry_scale,
        removed_at=end.expires_at,
    )


def _kept(reply: Reply, planned: datetime | None) -> datetime | None:
    return None if reply.outcome in STOPS else planned


def loggable_place(url: str) -> str:
    """Return host and path of a URL, at most 300 characters; the query may be secret and is not logged."""
    try:
        return read_url(url, local=True).place[:300]
    except ValueError:
        return _UNREADABLE
