"""Webhooks: the secret, a test, a job's deliveries, and a resend by hand."""

from aws_lambda_powertools.event_handler import Response

from reelwright.api.webhooks import DeliveryList, ProbeAnswer, ProbeRequest, SecretView, delivery_view
from reelwright.entry.http import Ask, answer, handles
from reelwright.entry.world import world
from reelwright.usecases.probe_receiver import probe_receiver
from reelwright.usecases.resend_webhook import read_deliveries, resend_webhook
from reelwright.usecases.sign_webhook import WebhookSecret, read_webhook_secret, rotate_webhook_secret
from reelwright.webhooks.log import Outcome


@handles("getWebhookSecret")
def secret(ask: Ask) -> Response[str]:
    """Read the caller's current secret."""
    here = world()
    return _shown(read_webhook_secret(ask.caller.user_id, world=here))


@handles("rotateWebhookSecret")
def rotate(ask: Ask) -> Response[str]:
    """Replace the caller's secret; the previous one signs for another day."""
    here = world()
    return _shown(rotate_webhook_secret(ask.caller.user_id, world=here))


def _shown(found: WebhookSecret) -> Response[str]:
    view = SecretView(
        secret=found.secret,
        generation=found.generation,
        rotated_at=found.rotated_at,
        previous_until=found.previous_until,
    )
    return answer(200, view, {"Cache-Control": "no-store"})


@handles("testWebhook")
def test(ask: Ask) -> Response[str]:
    """Send a test webhook to a URL now and return the reply: 200 even if the receiver failed."""
    probed = probe_receiver(ask.body(ProbeRequest).url, user_id=ask.caller.user_id, world=world())
    reply = probed.reply
    view = ProbeAnswer(
        delivered=reply.outcome is Outcome.DELIVERED,
        outcome=reply.outcome,
        status=reply.status,
        milliseconds=reply.milliseconds,
        detail=reply.detail,
        excerpt=reply.excerpt,
        webhook_id=probed.webhook_id,
    )
    return answer(200, view)


@handles("listDeliveries")
def deliveries(ask: Ask, job_id: str) -> Response[str]:
    """List every delivery attempt of a job's webhooks."""
    here = world()
    found = read_deliveries(job_id, caller=ask.caller, world=here)
    return answer(200, DeliveryList(deliveries=tuple(map(delivery_view, found))))


@handles("resendWebhook")
def resend(ask: Ask, job_id: str) -> Response[str]:
    """Send the webhook of the job's last end again, now."""
    sent = resend_webhook(job_id, caller=ask.caller, world=world())
    return answer(200, delivery_view(sent))
