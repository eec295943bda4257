"""Deliver the webhooks of the ends of jobs and batches: each message of the webhook queue causes one read of the job's rows.

The message only names the job. The webhooks come from the history, whose terminal rows are the committed transitions: a
doubled, late or forged message is a no-op, and an end that was followed by a retry is still sent.
"""

from datetime import datetime
from typing import Final

from reelwright.ports import World
from reelwright.usecases.send_webhook import send_webhook
from reelwright.usecases.webhook_ends import AnnouncedEnd, ends_of
from reelwright.values import Value
from reelwright.webhooks.lanes import lane_wait
from reelwright.webhooks.log import Delivery, Outcome
from reelwright.webhooks.notice import GivenUp, LogLine, Notice, Waiting

RACE_SECONDS: Final = 5.0
"""Delay before the next read if another message is sending the same try."""
SHORTEST_SECONDS: Final = 1.0


class Delivered(Value):
    """Outcome of a message. `look_again_seconds` None: nothing is left to do; `tried`: the try that was sent."""

    look_again_seconds: float | None = None
    tried: Delivery | None = None


def deliver_webhook(notice: Notice, *, world: World) -> Delivered:
    """Send the try that is due, one per message, and return when to repeat the message.

    If all lanes of the owner are taken, another message takes the place of this one and comes later. A no-op if the job or
    batch does not exist or has no receiver, or if all its webhooks are delivered. After its last try, an end leaves a message
    in the dead-letter queue, with its log; an operator who moves it back into the queue sends it once more.
    """
    events = ends_of(notice.subject, notice.job_id, world=world)
    if not events:
        return Delivered()
    user_id = events[0].announcement.user_id
    if notice.sequence is None and not any(event.next_step.action == "send" for event in events):
        return _settle(events, None, world=world)
    holder = world.ids()
    lane = world.lanes.take(user_id, holder, now=world.clock())
    if lane is None:
        _come_later(notice, user_id, world=world)
        return Delivered()
    try:
        return _send_due(notice, events, world=world)
    finally:
        world.lanes.give_back(user_id, holder, lane, now=world.clock())


def _come_later(notice: Notice, user_id: str, *, world: World) -> None:
    """Send a message like this one that shows later; the receives of the present one are not used up by waiting."""
    body = Waiting(waiting=notice.model_copy(update={"turns": notice.turns + 1})).model_dump_json()
    world.webhook_queue.send_later(body, user_id=user_id, seconds=lane_wait(notice.turns, world.random()))


def _send_due(notice: Notice, events: tuple[AnnouncedEnd, ...], *, world: World) -> Delivered:
    if notice.sequence is not None:
        again = [event for event in events if event.announcement.sequence == notice.sequence]
        return _once_more(again, world=world)
    due = next((event for event in events if event.next_step.action == "send"), None)
    tried = None
    if due is not None:
        tried = send_webhook(due.announcement, step=due.next_step, trigger="schedule", planned=None, world=world)
        if tried is None:
            return Delivered(look_again_seconds=RACE_SECONDS)
        events = ends_of(notice.subject, notice.job_id, world=world)
    return _settle(events, tried, world=world)


def _settle(events: tuple[AnnouncedEnd, ...], tried: Delivery | None, *, world: World) -> Delivered:
    """Keep what was given up, and decide when to look again."""
    for event in events:
        if event.next_step.action == "give_up":
            _keep(event, world=world)
    return Delivered(look_again_seconds=_look_again(events, world.clock()), tried=tried)


def _look_again(events: tuple[AnnouncedEnd, ...], now: datetime) -> float | None:
    waits = [
        SHORTEST_SECONDS if event.next_step.at is None else (event.next_step.at - now).total_seconds()
        for event in events
        if event.next_step.action in ("send", "wait")
    ]
    return max(SHORTEST_SECONDS, min(waits)) if waits else None


def _keep(event: AnnouncedEnd, *, world: World) -> None:
    """Keep a message for an operator, then note that; a crash in between keeps it twice."""
    last, end = event.tries[-1], event.announcement
    letter = GivenUp(
        job_id=end.subject_id,
        subject=end.subject,
        sequence=end.sequence,
        webhook_id=last.webhook_id,
        user_id=end.user_id,
        place=last.place,
        log=tuple(
            LogLine(at=one.started_at.isoformat(), outcome=one.outcome.value, status=one.status, detail=one.detail)
            for one in event.tries
        ),
    )
    world.webhook_queue.keep(letter.model_dump_json())
    world.deliveries.end(last.model_copy(update={"kept": True}))


def _once_more(events: list[AnnouncedEnd], *, world: World) -> Delivered:
    """Send the webhook of a dead letter again; if that fails, the message goes back to the dead letters."""
    for event in events:
        if any(one.outcome is Outcome.DELIVERED for one in event.tries):
            continue
        tried = send_webhook(event.announcement, step=event.next_step, trigger="resend", planned=None, world=world)
        if tried is None:
            return Delivered(look_again_seconds=RACE_SECONDS)
        if tried.outcome is not Outcome.DELIVERED:
            _keep(event.model_copy(update={"tries": (*event.tries, tried)}), world=world)
        return Delivered(tried=tried)
    return Delivered()
