"""The secret that signs a user's webhooks: read it, rotate it, sign with it."""

from datetime import datetime
from typing import Final

from reelwright.ports import World
from reelwright.refusals import Conflict
from reelwright.values import Value
from reelwright.webhooks.signatures import KeyRing, secret_text, signed_headers, user_key

PURPOSE: Final = "webhooks"


def sign_webhook(user_id: str, webhook_id: str, body: bytes, *, now: datetime, world: World) -> dict[str, str]:
    """Build the headers of a webhook to a user, signed by each currently valid generation of the secret."""
    generations = world.key_rings.ring(user_id).signing(now)
    keys = tuple(user_key(world.secrets.key(PURPOSE), user_id, generation) for generation in generations)
    return signed_headers(webhook_id, body, keys=keys, now=now)


class WebhookSecret(Value):
    """A user's current secret, and the time until which the previous one also signs."""

    secret: str
    generation: int
    rotated_at: datetime | None
    previous_until: datetime | None


def read_webhook_secret(user_id: str, *, world: World) -> WebhookSecret:
    """Return the user's secret; the first one is derived and needs no creation."""
    return _shown(user_id, world.key_rings.ring(user_id), now=world.clock(), world=world)


def rotate_webhook_secret(user_id: str, *, world: World) -> WebhookSecret:
    """Rotate the user's secret and return the new one. The previous one also signs for a day, or until the next rotation.

    Of two concurrent rotations one raises Conflict: its caller would not have the other secret.
    """
    now, seen = world.clock(), world.key_rings.ring(user_id)
    turned = seen.turned(now)
    if not world.key_rings.turn(user_id, seen=seen, to=turned):
        raise Conflict("The secret was rotated at the same moment by another call; read it before you rotate it again.")
    return _shown(user_id, turned, now=now, world=world)


def _shown(user_id: str, ring: KeyRing, *, now: datetime, world: World) -> WebhookSecret:
    key = user_key(world.secrets.key(PURPOSE), user_id, ring.generation)
    return WebhookSecret(
        secret=secret_text(key),
        generation=ring.generation,
        rotated_at=ring.rotated_at,
        previous_until=ring.previous_until(now),
    )
