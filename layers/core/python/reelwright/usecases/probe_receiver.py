"""Send a test webhook to a URL and return the reply."""

from datetime import timedelta
from typing import Final

from reelwright.ports import Reply, World
from reelwright.refusals import Throttled
from reelwright.usecases.require_receiver import require_receiver
from reelwright.usecases.sign_webhook import sign_webhook
from reelwright.values import Value
from reelwright.webhooks.event import probe_event

EVERY: Final = timedelta(seconds=2)
"""One test per user in this time, so that tests cannot flood a receiver."""


class Probed(Value):
    """The reply to a test webhook, and the webhook's id."""

    webhook_id: str
    reply: Reply


def probe_receiver(url: str, *, user_id: str, world: World) -> Probed:
    """Send `webhook.test` once, immediately, signed with the user's secret; it is not logged.

    Raises InvalidField for a URL that is not allowed, Throttled for a second test in two seconds.
    """
    require_receiver(url, settings=world.settings, field="url")
    now = world.clock()
    if not world.deliveries.allow_test(user_id, now=now, every=EVERY):
        wait = round(EVERY.total_seconds())
        raise Throttled(f"One test webhook is sent every {wait} seconds; try again.", retry_after_seconds=wait)
    webhook_id = f"msg_test_{world.ids()}"
    body = probe_event(user_id, now).model_dump_json().encode()
    headers = sign_webhook(user_id, webhook_id, body, now=now, world=world)
    return Probed(webhook_id=webhook_id, reply=world.courier.post(url, headers=headers, body=body))
