"""The routes of webhooks: the secret, a test, the log of a job's deliveries, and one more by hand."""

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.router import APIGatewayHttpRouter

from reelwright.api.models.webhooks import DeliveryList, ProbeAnswer, ProbeRequest, SecretView
from reelwright.api.webhooks import delivery_view
from reelwright.entry.http import answer, body_of, caller_of, guarded
from reelwright.entry.world import new_id, now, world
from reelwright.usecases.resend_webhook import read_deliveries, resend_webhook
from reelwright.usecases.sign_webhook import WebhookSecret, read_webhook_secret, rotate_webhook_secret
from reelwright.webhooks.log import Outcome

router = APIGatewayHttpRouter()  # type: ignore[no-untyped-call] # powertools left its initializer untyped
route_guard = guarded(lambda: getattr(router.lambda_context, "aws_request_id", None))


@router.get("/api/v1/webhooks/secret")
@route_guard
def secret() -> Response[str]:
    """Return the caller's secret."""
    here, caller = world(), caller_of(router.current_event)
    return _shown(read_webhook_secret(caller.user_id, rings=here.key_rings, secrets=here.secrets, clock=now))


@router.post("/api/v1/webhooks/secret/rotate")
@route_guard
def rotate() -> Response[str]:
    """Return the caller's next secret; the one before signs for another day."""
    here, caller = world(), caller_of(router.current_event)
    return _shown(rotate_webhook_secret(caller.user_id, rings=here.key_rings, secrets=here.secrets, clock=now))


def _shown(found: WebhookSecret) -> Response[str]:
    view = SecretView(
        secret=found.secret,
        generation=found.generation,
        rotated_at=found.rotated_at,
        previous_until=found.previous_until,
    )
    return answer(200, view, {"Cache-Control": "no-store"})


@router.post("/api/v1/webhooks/test")
@route_guard
def test() -> Response[str]:
    """Send a test webhook to a URL now and tell what came back: 200 also where it was not taken."""
    from reelwright.entry.webhooks import courier, signer  # noqa: PLC0415 - TLS, which other routes need not wait for
    from reelwright.usecases.probe_receiver import probe_receiver  # noqa: PLC0415 - the same

    event, here = router.current_event, world()
    probed = probe_receiver(
        body_of(event, ProbeRequest).url,
        user_id=caller_of(event).user_id,
        deliveries=here.deliveries,
        signer=signer(),
        courier=courier(),
        settings=here.settings,
        clock=now,
        ids=new_id,
    )
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


@router.get("/api/v1/jobs/<job_id>/deliveries")
@route_guard
def deliveries(job_id: str) -> Response[str]:
    """Return every try of a job's webhooks."""
    here = world()
    found = read_deliveries(job_id, caller=caller_of(router.current_event), jobs=here.jobs, deliveries=here.deliveries)
    return answer(200, DeliveryList(deliveries=tuple(map(delivery_view, found))))


@router.post("/api/v1/jobs/<job_id>/deliveries")
@route_guard
def resend(job_id: str) -> Response[str]:
    """Tell the job's newest end once more, now: 200 with how it went."""
    from reelwright.entry.webhooks import post  # noqa: PLC0415 - TLS, which other routes need not wait for

    sent = resend_webhook(job_id, caller=caller_of(router.current_event), jobs=world().jobs, post=post())
    return answer(200, delivery_view(sent))
