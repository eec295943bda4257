"""Deliver the webhooks of a job's ends: each message of the webhook queue causes one read of the job's rows.

The message only names the job. The webhooks come from the history, whose terminal rows are the committed transitions: a
doubled, late or forged message is a no-op, and an end that was followed by a retry is still sent.
"""

from datetime import datetime
from typing import Final

from reelwright.jobs.lifecycle import FINAL_STATES
from reelwright.jobs.model import HistoryRow, Job
from reelwright.ports import World
from reelwright.usecases.send_webhook import send_webhook
from reelwright.values import Value
from reelwright.webhooks.lanes import lane_wait
from reelwright.webhooks.log import Delivery, NextStep, Outcome, next_step
from reelwright.webhooks.notice import GivenUp, LogLine, Notice, Waiting
from reelwright.webhooks.schedule import MOST_TRIES

RACE_SECONDS: Final = 5.0
"""Delay before the next read if another message is sending the same try."""
SHORTEST_SECONDS: Final = 1.0


class JobEnd(Value):
    """One end of a job: its history row, the tries to deliver its webhook, and what to do next."""

    row: HistoryRow
    tries: tuple[Delivery, ...]
    next_step: NextStep


class Delivered(Value):
    """Outcome of a message. `look_again_seconds` None: nothing is left to do; `tried`: the try that was sent."""

    look_again_seconds: float | None = None
    tried: Delivery | None = None


def deliver_webhook(notice: Notice, *, world: World) -> Delivered:
    """Send the try that is due, one per message, and return when to repeat the message.

    If all lanes of the job's owner are taken, another message takes the place of this one and comes later. A no-op if the
    job does not exist or has no receiver, or if all its webhooks are delivered. After its last try, an end leaves a message
    in the dead-letter queue, with its log; an operator who moves it back into the queue sends it once more.
    """
    job = world.jobs.get(notice.job_id)
    if job is None or job.request.callback_url is None:
        return Delivered()
    events = ended(job, world.clock(), world=world)
    if notice.sequence is None and not any(event.next_step.action == "send" for event in events):
        return _settle(job, events, None, world=world)
    holder = world.ids()
    lane = world.lanes.take(job.user_id, holder, now=world.clock())
    if lane is None:
        _come_later(notice, job, world=world)
        return Delivered()
    try:
        return _send_due(notice, job, events, world=world)
    finally:
        world.lanes.give_back(job.user_id, holder, lane, now=world.clock())


def _come_later(notice: Notice, job: Job, *, world: World) -> None:
    """Send a message like this one that shows later; the receives of the present one are not used up by waiting."""
    body = Waiting(waiting=notice.model_copy(update={"turns": notice.turns + 1})).model_dump_json()
    world.webhook_queue.send_later(body, user_id=job.user_id, seconds=lane_wait(notice.turns, world.random()))


def _send_due(notice: Notice, job: Job, events: tuple[JobEnd, ...], *, world: World) -> Delivered:
    if notice.sequence is not None:
        return _once_more(job, [event for event in events if event.row.sequence == notice.sequence], world=world)
    due = next((event for event in events if event.next_step.action == "send"), None)
    tried = None
    if due is not None:
        tried = send_webhook(job, due.row, step=due.next_step, trigger="schedule", planned=None, world=world)
        if tried is None:
            return Delivered(look_again_seconds=RACE_SECONDS)
        events = ended(job, world.clock(), world=world)
    return _settle(job, events, tried, world=world)


def _settle(job: Job, events: tuple[JobEnd, ...], tried: Delivery | None, *, world: World) -> Delivered:
    """Keep what was given up, and decide when to look again."""
    for event in events:
        if event.next_step.action == "give_up":
            _keep(job, event, world=world)
    return Delivered(look_again_seconds=_look_again(events, world.clock()), tried=tried)


def ended(job: Job, now: datetime, *, world: World) -> tuple[JobEnd, ...]:
    """Return the job's ends, oldest first. A job has more than one only if it was retried."""
    rows = [row for row in world.jobs.history(job.job_id) if row.to_state in FINAL_STATES]
    log = world.deliveries.of_job(job.job_id) if rows else ()
    return tuple(_event(row, tuple(one for one in log if one.sequence == row.sequence), now) for row in rows)


def _event(row: HistoryRow, tries: tuple[Delivery, ...], now: datetime) -> JobEnd:
    return JobEnd(row=row, tries=tries, next_step=next_step(tries, now, most_scheduled=MOST_TRIES))


def _look_again(events: tuple[JobEnd, ...], now: datetime) -> float | None:
    waits = [
        SHORTEST_SECONDS if event.next_step.at is None else (event.next_step.at - now).total_seconds()
        for event in events
        if event.next_step.action in ("send", "wait")
    ]
    return max(SHORTEST_SECONDS, min(waits)) if waits else None


def _keep(job: Job, event: JobEnd, *, world: World) -> None:
    """Keep a message for an operator, then note that; a crash in between keeps it twice."""
    last = event.tries[-1]
    letter = GivenUp(
        job_id=job.job_id,
        sequence=event.row.sequence,
        webhook_id=last.webhook_id,
        user_id=job.user_id,
        place=last.place,
        log=tuple(
            LogLine(at=one.started_at.isoformat(), outcome=one.outcome.value, status=one.status, detail=one.detail)
            for one in event.tries
        ),
    )
    world.webhook_queue.keep(letter.model_dump_json())
    world.deliveries.end(last.model_copy(update={"kept": True}))


def _once_more(job: Job, events: list[JobEnd], *, world: World) -> Delivered:
    """Send the webhook of a dead letter again; if that fails, the message goes back to the dead letters."""
    for event in events:
        if any(one.outcome is Outcome.DELIVERED for one in event.tries):
            continue
        tried = send_webhook(job, event.row, step=event.next_step, trigger="resend", planned=None, world=world)
        if tried is None:
            return Delivered(look_again_seconds=RACE_SECONDS)
        if tried.outcome is not Outcome.DELIVERED:
            _keep(job, event.model_copy(update={"tries": (*event.tries, tried)}), world=world)
        return Delivered(tried=tried)
    return Delivered()
