"""The body of the webhook `batch.completed`."""

from datetime import datetime
from typing import Any, Literal

from reelwright.payload import Count, Payload, Time


class BatchWebhookLinks(Payload):
    """Where to read more, as paths."""

    self: str
    items: str
    errors: str
    results: str


class BatchWebhookData(Payload):
    """The batch as it ended. `outcome` says how; `counts` are its items by state and sum to `lines`."""

    batch_id: str
    user_id: str
    name: str | None
    state: Literal["ENDED"]
    outcome: str
    generation: Count
    lines: Count
    counts: dict[str, int]
    spent_usd: float
    created_at: Time
    ended_at: Time
    metadata: dict[str, Any]
    links: BatchWebhookLinks


class BatchWebhookEvent(Payload):
    """The body of the webhook. A resumed batch ends again, and sends another one with its next generation."""

    type: Literal["batch.completed"]
    timestamp: Time
    data: BatchWebhookData


def batch_links_of(batch_id: str) -> BatchWebhookLinks:
    """Build the paths of a batch."""
    base = f"/api/v1/batches/{batch_id}"
    return BatchWebhookLinks(self=base, items=f"{base}/items", errors=f"{base}/errors", results=f"{base}/results")


def batch_event(facts: dict[str, Any], *, batch_id: str, ended_at: datetime) -> BatchWebhookEvent:
    """Build the event of a batch's end from the facts that its `batch.json` has, too."""
    data = BatchWebhookData(**facts, links=batch_links_of(batch_id))
    return BatchWebhookEvent(type="batch.completed", timestamp=ended_at, data=data)
