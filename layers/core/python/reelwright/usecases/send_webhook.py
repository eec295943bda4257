"""Send one try of one webhook, with its two rows of the log."""

from datetime import datetime
from typing import Final

from reelwright.jobs.model import HistoryRow, Job
from reelwright.ports import Clock, Courier, Deliveries, Ids, Reply
from reelwright.receivers.urls import read_url
from reelwright.settings import Settings
from reelwright.usecases.sign_webhook import Signer
from reelwright.webhooks.event import event_of, webhook_id
from reelwright.webhooks.log import STOPS, Delivery, Standing, Trigger
from reelwright.webhooks.schedule import next_try

_UNREADABLE: Final = "(a URL that is not called)"


class Post:
    """Everything that a try needs of the world."""

    def __init__(
        self, *, deliveries: Deliveries, signer: Signer, courier: Courier, settings: Settings, clock: Clock, ids: Ids
    ) -> None:
        self.deliveries = deliveries
        self.clock = clock
        self._signer = signer
        self._courier = courier
        self._settings = settings
        self._ids = ids

    def send(
        self, job: Job, row: HistoryRow, *, standing: Standing, trigger: Trigger, planned: datetime | None
    ) -> Delivery | None:
        """Send the webhook of a terminal transition once and return its row; None where another sends this try.

        The row is there before anything is sent: a crash in between leaves one that counts as cut off a minute later, and
        the webhook is sent again under the same id. `planned` is when the schedule would go on after a try by hand.
        Raises ValueError for a job without `callback_url`.
        """
        url = job.request.callback_url
        if url is None:
            raise ValueError(f"job {job.job_id} names no receiver")
        event = event_of(job, row)
        begun = Delivery(
            job_id=job.job_id,
            sequence=row.sequence,
            number=standing.number,
            trigger=trigger,
            webhook_id=webhook_id(job.job_id, row.sequence),
            type=event.type,
            place=place_of(url),
            sender=self._ids(),
            started_at=self.clock(),
        )
        body = event.model_dump_json().encode()
        # Signed first: a secret that cannot be read is an outage of ours, and must not spend a try.
        headers = self._signer.headers(job.user_id, begun.webhook_id, body, now=begun.started_at)
        if not self.deliveries.begin(begun):
            return None
        reply = self._courier.post(url, headers=headers, body=body)
        scheduled = standing.scheduled + (trigger == "schedule")
        ended = begun.model_copy(
            update={
                "outcome": reply.outcome,
                "status": reply.status,
                "milliseconds": reply.milliseconds,
                "detail": reply.detail,
                "next_at": self._next(job, reply, scheduled) if trigger == "schedule" else _kept(reply, planned),
            }
        )
        self.deliveries.end(ended)
        return ended

    def _next(self, job: Job, reply: Reply, scheduled: int) -> datetime | None:
        if reply.outcome in STOPS:
            return None
        return next_try(
            scheduled,
            ended_at=self.clock(),
            retry_after_seconds=reply.retry_after_seconds,
            scale=self._settings.retry_scale,
            removed_at=job.expires_at,
        )


def _kept(reply: Reply, planned: datetime | None) -> datetime | None:
    return None if reply.outcome in STOPS else planned


def place_of(url: str) -> str:
    """Return host and path of a URL, at most 300 characters; what stands in its query stays out of the log."""
    try:
        return read_url(url, local=True).place[:300]
    except ValueError:
        return _UNREADABLE
