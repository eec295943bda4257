"""The routes of webhooks."""

from typing import Final

from reelwright.api.models.webhooks import DeliveryList, DeliveryView, ProbeAnswer, ProbeRequest, SecretView
from reelwright.api.routes.model import Answer, Route

_TAG: Final = "webhooks"

WEBHOOK_ROUTES: Final = (
    Route(
        method="GET",
        path="/api/v1/webhooks/secret",
        operation="getWebhookSecret",
        tag=_TAG,
        summary="Get the secret that signs your webhooks",
        answers=(Answer(status=200, description="Keep it to yourself.", body=SecretView, headers=("Cache-Control",)),),
    ),
    Route(
        method="POST",
        path="/api/v1/webhooks/secret/rotate",
        operation="rotateWebhookSecret",
        tag=_TAG,
        summary="Get a new secret",
        description=(
            "For 24 hours webhooks carry two signatures, of the new secret and of the one before. Rotate twice to end a "
            "secret that has leaked at once."
        ),
        answers=(Answer(status=200, description="The new secret.", body=SecretView, headers=("Cache-Control",)),),
        problems=("conflict",),
    ),
    Route(
        method="POST",
        path="/api/v1/webhooks/test",
        operation="testWebhook",
        tag=_TAG,
        summary="Send a test webhook to a URL, and see what came back",
        description="Answers 200 also where the receiver did not take it; one test in two seconds.",
        body=ProbeRequest,
        examples={"receiver": {"url": "https://hooks.example.com/reelwright"}},
        answers=(Answer(status=200, description="What came back.", body=ProbeAnswer),),
        problems=("invalid_request", "too_large", "throttled"),
    ),
    Route(
        method="GET",
        path="/api/v1/jobs/{job_id}/deliveries",
        operation="listDeliveries",
        tag=_TAG,
        summary="List every try of a job's webhooks",
        answers=(Answer(status=200, description="By event and number.", body=DeliveryList),),
    ),
    Route(
        method="POST",
        path="/api/v1/jobs/{job_id}/deliveries",
        operation="resendWebhook",
        tag=_TAG,
        summary="Tell a job's end once more, now",
        description="Under the same `webhook-id`, also where it has arrived before. The schedule goes on as it was.",
        answers=(Answer(status=200, description="How it went.", body=DeliveryView),),
        problems=("conflict",),
    ),
)
