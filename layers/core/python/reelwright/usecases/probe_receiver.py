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
"""So that nobody can flood a receiver with our tests."""


class Probed(Value):
    """What came back of a test webhook, and under which id it went."""

    webhook_id: str
    reply: Reply


def probe_receiver(url: str, *, user_id: str, world: World) -> Probed:
    """Send `webhook.test`, signed with the user's secret, once and now; nothing of it is kept.

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
