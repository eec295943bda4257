"""What the routes of webhooks answer; the webhook itself is `webhooks.event`."""

from typing import Annotated

from pydantic import Field

from reelwright.jobs.request import Receiver
from reelwright.payload import Count, Payload, Time
from reelwright.values import Value
from reelwright.webhooks.event import WebhookType
from reelwright.webhooks.log import Outcome, Trigger


class ProbeRequest(Value):
    """Where to send a test webhook."""

    url: Receiver


class ProbeAnswer(Payload):
    """What came back of a test webhook."""

    delivered: bool
    outcome: Outcome
    status: int | None
    milliseconds: Count
    detail: str | None
    excerpt: Annotated[str, Field(description="The beginning of the answer's text, at most 500 characters.")]
    webhook_id: str


class SecretView(Payload):
    """A user's webhook secret. The one before it signs too until `previous_until`, and is not shown again."""

    secret: str
    generation: Annotated[int, Field(ge=1)]
    rotated_at: Time | None
    previous_until: Time | None


class DeliveryView(Payload):
    """One try of a webhook. `place` is the host and path of the URL, without its query."""

    webhook_id: str
    type: WebhookType
    number: Annotated[int, Field(ge=1)]
    trigger: Trigger
    place: str
    at: Time
    outcome: Outcome
    status: int | None
    milliseconds: int | None
    detail: str | None
    next_try_at: Annotated[Time | None, Field(description="When the schedule tries again; null: never.")]


class DeliveryList(Payload):
    """Every try of a job's webhooks, by event and number."""

    deliveries: tuple[DeliveryView, ...]
