"""Tell a job's receiver how it ended: one message of the webhook queue, one look at the job's own rows.

The message only says where to look. What is told comes from the history, whose terminal rows are the committed
transitions: a doubled, late or forged message finds nothing new to tell, and an end that was followed by a retry is told
all the same.
"""

from datetime import datetime
from typing import Final

from reelwright.jobs.lifecycle import FINAL_STATES
from reelwright.jobs.model import HistoryRow, Job
from reelwright.ports import Deliveries, Jobs, WebhookQueue
from reelwright.usecases.send_webhook import Post
from reelwright.values import Value
from reelwright.webhooks.log import Delivery, Outcome, Standing, standing
from reelwright.webhooks.notice import GivenUp, LogLine, Notice
from reelwright.webhooks.schedule import MOST_TRIES

RACE_SECONDS: Final = 5.0
"""Another message sends this try right now; look again when it may have ended."""
SHORTEST_SECONDS: Final = 1.0


class Event(Value):
    """One end of a job: its history row, the tries to tell of it, and what these ask for now."""

    row: HistoryRow
    tries: tuple[Delivery, ...]
    standing: Standing


class Delivered(Value):
    """What became of a message. `look_again_seconds` None: it is done with; `tried`: the try that was sent."""

    look_again_seconds: float | None = None
    tried: Delivery | None = None


def deliver_webhook(notice: Notice, *, jobs: Jobs, post: Post, queue: WebhookQueue) -> Delivered:
    """Send what is due, one try a message, and say when to look again.

    A job that is gone, names no receiver, or of whose ends everything is told, is a no-op. An event whose tries are spent
    leaves a message for an operator, with its log; moved back into the queue, it is sent once more.
    """
    job = jobs.get(notice.job_id)
    if job is None or job.request.callback_url is None:
        return Delivered()
    events = ended(job, jobs=jobs, deliveries=post.deliveries, now=post.clock())
    if notice.sequence is not None:
        return _once_more(job, [event for event in events if event.row.sequence == notice.sequence], post, queue)
    due = next((event for event in events if event.standing.ask == "send"), None)
    tried = None
    if due is not None:
        tried = post.send(job, due.row, standing=due.standing, trigger="schedule", planned=None)
        if tried is None:
            return Delivered(look_again_seconds=RACE_SECONDS)
        events = ended(job, jobs=jobs, deliveries=post.deliveries, now=post.clock())
    for event in events:
        if event.standing.ask == "keep":
            _keep(job, event, post.deliveries, queue)
    return Delivered(look_again_seconds=_look_again(events, post.clock()), tried=tried)


def ended(job: Job, *, jobs: Jobs, deliveries: Deliveries, now: datetime) -> tuple[Event, ...]:
    """Return the job's ends in order. A job has another only after it was retried."""
    rows = [row for row in jobs.history(job.job_id) if row.to_state in FINAL_STATES]
    log = deliveries.of_job(job.job_id) if rows else ()
    return tuple(_event(row, tuple(one for one in log if one.sequence == row.sequence), now) for row in rows)


def _event(row: HistoryRow, tries: tuple[Delivery, ...], now: datetime) -> Event:
    return Event(row=row, tries=tries, standing=standing(tries, now, most_scheduled=MOST_TRIES))


def _look_again(events: tuple[Event, ...], now: datetime) -> float | None:
    waits = [
        SHORTEST_SECONDS if event.standing.at is None else (event.standing.at - now).total_seconds()
        for event in events
        if event.standing.ask in ("send", "wait")
    ]
    return max(SHORTEST_SECONDS, min(waits)) if waits else None


def _keep(job: Job, event: Event, deliveries: Deliveries, queue: WebhookQueue) -> None:
    """Leave the event to an operator, then note that; a crash in between leaves it twice."""
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
    queue.keep(letter.model_dump_json())
    deliveries.end(last.model_copy(update={"kept": True}))


def _once_more(job: Job, events: list[Event], post: Post, queue: WebhookQueue) -> Delivered:
    """Try the event of a dead letter again; one that is not taken now goes back to the dead letters."""
    for event in events:
        if any(one.outcome is Outcome.DELIVERED for one in event.tries):
            continue
        tried = post.send(job, event.row, standing=event.standing, trigger="resend", planned=None)
        if tried is None:
            return Delivered(look_again_seconds=RACE_SECONDS)
        if tried.outcome is not Outcome.DELIVERED:
            _keep(job, event.model_copy(update={"tries": (*event.tries, tried)}), post.deliveries, queue)
        return Delivered(tried=tried)
    return Delivered()
