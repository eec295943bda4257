"""How a webhook's log is shown."""

from reelwright.api.models.webhooks import DeliveryView
from reelwright.webhooks.log import Delivery


def delivery_view(delivery: Delivery) -> DeliveryView:
    """Return one try as its owner sees it."""
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
