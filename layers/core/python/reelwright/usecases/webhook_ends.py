"""The announced ends of a job or of a batch, each with the tries so far."""

from datetime import datetime

from reelwright.batches.model import Batch
from reelwright.jobs.lifecycle import FINAL_STATES
from reelwright.jobs.model import Job
from reelwright.ports import World
from reelwright.usecases.publish_batch import event_of_batch
from reelwright.values import Value
from reelwright.webhooks.batch_event import BatchWebhookEvent
from reelwright.webhooks.event import WebhookEvent, event_of
from reelwright.webhooks.log import Delivery, NextStep, next_step
from reelwright.webhooks.notice import Subject
from reelwright.webhooks.schedule import MOST_TRIES


class Announcement(Value):
    """One end and its URL. `sequence` is its identity: the row of a job's history, the generation of a batch."""

    subject: Subject
    subject_id: str
    user_id: str
    callback_url: str
    expires_at: datetime | None
    sequence: int
    event: WebhookEvent | BatchWebhookEvent


class AnnouncedEnd(Value):
    """One end, the tries to deliver its webhook, and what to do next."""

    announcement: Announcement
    tries: tuple[Delivery, ...]
    next_step: NextStep


def ends_of(subject: Subject, subject_id: str, *, world: World) -> tuple[AnnouncedEnd, ...]:
    """Return the ends of a job or batch, oldest first; none if it does not exist, has not ended or has no receiver."""
    if subject == "job":
        job = world.jobs.get(subject_id)
        return () if job is None else ends_of_job(job, world=world)
    batch = world.batches.get(subject_id)
    return () if batch is None else _with_tries(_end_of_batch(batch), world=world)


def ends_of_job(job: Job, *, world: World) -> tuple[AnnouncedEnd, ...]:
    """Return the job's ends, oldest first. A job has more than one only if it was retried."""
    url = job.request.callback_url
    if url is None:
        return ()
    rows = [row for row in world.jobs.history(job.job_id) if row.to_state in FINAL_STATES]
    ends = [
        Announcement(
            subject="job",
            subject_id=job.job_id,
            user_id=job.user_id,
            callback_url=url,
            expires_at=job.expires_at,
            sequence=row.sequence,
            event=event_of(job, row),
        )
        for row in rows
    ]
    return _with_tries(ends, world=world)


def _end_of_batch(batch: Batch) -> list[Announcement]:
    """Return the end of the present generation: a batch that was resumed is announced when it ends again."""
    url, event = batch.options.callback_url, event_of_batch(batch)
    if url is None or event is None:
        return []
    end = Announcement(
        subject="batch",
        subject_id=batch.batch_id,
        user_id=batch.user_id,
        callback_url=url,
        expires_at=batch.expires_at,
        sequence=batch.generation,
        event=event,
    )
    return [end]


def _with_tries(ends: list[Announcement], *, world: World) -> tuple[AnnouncedEnd, ...]:
    log = world.deliveries.of_job(ends[0].subject_id) if ends else ()
    found = [(end, tuple(one for one in log if one.sequence == end.sequence)) for end in ends]
    now = world.clock()
    return tuple(
        AnnouncedEnd(announcement=end, tries=tries, next_step=next_step(tries, now, most_scheduled=MOST_TRIES))
        for end, tries in found
    )
