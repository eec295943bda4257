"""Webhooks: their secret, a test, and the log of a job's deliveries. The webhook itself is `webhooks.event`."""

from typing import Annotated, Final

from pydantic import Field

from reelwright.api.route import Route, Success
from reelwright.jobs.request import Receiver
from reelwright.payload import Count, Payload, Time
from reelwright.values import Value
from reelwright.webhooks.event import WebhookType
from reelwright.webhooks.log import Delivery, Outcome, Trigger


class ProbeRequest(Value):
    """The URL to send a test webhook to."""

    url: Receiver


class ProbeAnswer(Payload):
    """The reply of the receiver to a test webhook."""

    delivered: bool
    outcome: Outcome
    status: Annotated[int | None, Field(description="The HTTP status; null if there was no HTTP answer.")]
    milliseconds: Count
    detail: Annotated[str | None, Field(description="What went wrong; null if the webhook was delivered.")]
    excerpt: Annotated[str, Field(description="The first 500 characters of the answer.")]
    webhook_id: str


class SecretView(Payload):
    """A user's webhook secret. Until `previous_until`, webhooks carry a signature by the previous secret too."""

    secret: str
    generation: Annotated[int, Field(ge=1, description="1 for the first secret; each rotation adds 1.")]
    rotated_at: Time | None
    previous_until: Time | None


class DeliveryView(Payload):
    """One attempt to deliver a webhook. `place` is host and path of the URL, without the query."""

    webhook_id: str
    type: WebhookType
    number: Annotated[int, Field(ge=1, description="The number of the attempt for this webhook.")]
    trigger: Trigger
    place: str
    at: Time
    outcome: Outcome
    status: int | None
    milliseconds: int | None
    detail: str | None
    next_try_at: Annotated[
        Time | None, Field(description="The time of the next scheduled attempt; null if there is none.")
    ]


class DeliveryList(Payload):
    """All delivery attempts of a job's webhooks, ordered by webhook and number."""

    deliveries: tuple[DeliveryView, ...]


def delivery_view(delivery: Delivery) -> DeliveryView:
    """Convert one attempt for its owner."""
    return DeliveryView.of(
        webhook_id=delivery.webhook_id,
        type=delivery.type,
        number=delivery.number,
        trigger=delivery.trigger,
        place=delivery.place,
        at=delivery.started_at,
        outcome=delivery.outcome,
        status=delivery.status,
        milliseconds=delivery.milliseconds,
        detail=delivery.detail,
        next_try_at=delivery.next_at,
    )


_TAG: Final = "webhooks"

WEBHOOK_ROUTES: Final = (
    Route(
        method="GET",
        path="/api/v1/webhooks/secret",
        operation="getWebhookSecret",
        tag=_TAG,
        summary="Get the secret that signs your webhooks",
        answers=(
            Success(
                status=200,
                description="The signing secret. Store it securely.",
                body=SecretView,
                headers=("Cache-Control",),
            ),
        ),
    ),
    Route(
        method="POST",
        path="/api/v1/webhooks/secret/rotate",
        operation="rotateWebhookSecret",
        tag=_TAG,
        summary="Replace the secret",
        description=(
            "For 24 hours webhooks carry two signatures: by the new secret and by the previous one. If a secret has leaked, "
            "rotate twice: the leaked secret then ends at once."
        ),
        answers=(Success(status=200, description="The new secret.", body=SecretView, headers=("Cache-Control",)),),
        problems=("conflict",),
    ),
    Route(
        method="POST",
        path="/api/v1/webhooks/test",
        operation="testWebhook",
        tag=_TAG,
        summary="Send a test webhook to a URL and get the reply",
        description="Answers 200 even if the receiver failed: see `delivered`. One test every two seconds.",
        body=ProbeRequest,
        examples={"receiver": {"url": "https://hooks.example.com/reelwright"}},
        answers=(Success(status=200, description="The reply of the receiver.", body=ProbeAnswer),),
        problems=("invalid_request", "too_large", "throttled"),
    ),
    Route(
        method="GET",
        path="/api/v1/jobs/{job_id}/deliveries",
        operation="listDeliveries",
        tag=_TAG,
        summary="List all delivery attempts of a job's webhooks",
        answers=(Success(status=200, description="The attempts, by webhook and number.", body=DeliveryList),),
    ),
    Route(
        method="POST",
        path="/api/v1/jobs/{job_id}/deliveries",
        operation="resendWebhook",
        tag=_TAG,
        summary="Send the webhook of a job's last end again, now",
        description="It keeps its `webhook-id`, even if it was delivered before. Scheduled attempts do not change.",
        answers=(Success(status=200, description="The delivery attempt.", body=DeliveryView),),
        problems=("conflict",),
    ),
)
