"""Webhooks: the signing secret, a test, and the delivery log."""

from datetime import datetime

from reelwright_client.models.wire import Wire


class WebhookSecret(Wire):
    """The secret that signs your webhooks. Until `previous_until` the previous secret signs as well."""

    secret: str
    generation: int = 1
    rotated_at: datetime | None = None
    previous_until: datetime | None = None


class WebhookTest(Wire):
    """The receiver's answer to a test webhook; `excerpt` is the beginning of its body."""

    delivered: bool
    outcome: str = ""
    status: int | None = None
    milliseconds: int = 0
    detail: str | None = None
    excerpt: str = ""
    webhook_id: str = ""


class Delivery(Wire):
    """One delivery attempt; `trigger` says whether the schedule or a resend started it."""

    webhook_id: str
    type: str = ""
    number: int = 1
    trigger: str = ""
    place: str = ""
    at: datetime | None = None
    outcome: str = ""
    status: int | None = None
    milliseconds: int | None = None
    detail: str | None = None
    next_try_at: datetime | None = None


class Deliveries(Wire):
    """Every delivery attempt of a job's webhooks, by event and number."""

    deliveries: tuple[Delivery, ...] = ()
