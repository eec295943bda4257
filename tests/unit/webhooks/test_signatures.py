"""Signatures, judged by the public verifier of Standard Webhooks."""

from collections.abc import Callable
from datetime import datetime, timedelta, timezone

import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from reelwright.webhooks.signatures import OVERLAP, KeyRing, secret_text, signed_headers, user_key

MASTER = b"m" * 32
NOW = datetime(2026, 11, 22, 3, tzinfo=timezone.utc)
"""For what does not look at the machine's clock; the verifier does, and takes five minutes either way."""
BODY = '{"type":"job.completed","data":{"title":"Größe ☕"}}'.encode()


def headers(*generations: int, user_id: str = "ada", minutes_ago: int = 0) -> dict[str, str]:
    """Return the headers of a webhook to a user, signed now by the machine's clock."""
    keys = tuple(user_key(MASTER, user_id, generation) for generation in generations)
    return signed_headers("msg_1", BODY, keys=keys, now=datetime.now(timezone.utc) - timedelta(minutes=minutes_ago))


def secret(generation: int, user_id: str = "ada") -> str:
    """Return a user's secret as they have it."""
    return secret_text(user_key(MASTER, user_id, generation))


def test_a_receiver_with_the_secret_verifies() -> None:
    """By the specification's own package; the secret is `whsec_` and 32 bytes in base64."""
    assert Webhook(secret(1)).verify(BODY, headers(1))["type"] == "job.completed"
    assert len(secret(1)) == len("whsec_") + 44


@pytest.mark.parametrize(
    ("body", "sent"),
    [
        (BODY + b" ", lambda: headers(1)),
        (BODY, lambda: headers(1) | {"webhook-id": "msg_2"}),
        (BODY, lambda: headers(1) | {"webhook-timestamp": str(int(headers(1)["webhook-timestamp"]) - 1)}),
        (BODY, lambda: headers(1, minutes_ago=6)),
        (BODY, lambda: headers(1, user_id="bob")),
        (BODY, lambda: headers(2)),
    ],
)
def test_what_was_changed_is_not_verified(body: bytes, sent: Callable[[], dict[str, str]]) -> None:
    """Body, id, time, user and generation all stand in the signature; an old one is worth nothing."""
    with pytest.raises(WebhookVerificationError):
        Webhook(secret(1)).verify(body, sent())


def test_two_secrets_verify_while_they_overlap() -> None:
    """A receiver may change its secret any time within the day."""
    ring = KeyRing().turned(NOW - OVERLAP + timedelta(seconds=1))
    assert ring.signing(NOW) == (2, 1)
    sent = headers(*ring.signing(NOW))
    for generation in (1, 2):
        assert Webhook(secret(generation)).verify(BODY, sent)


def test_the_old_secret_ends_with_the_overlap() -> None:
    """To the second; and no user ever shares a key with another or with a generation."""
    ring = KeyRing().turned(NOW - OVERLAP)
    assert (ring.signing(NOW), ring.previous_until(NOW)) == ((2,), None)
    assert len({user_key(MASTER, user, one) for user in ("ada", "1:ada", "") for one in (1, 11)}) == 6


def test_a_second_rotation_ends_the_first_secret_at_once() -> None:
    """That is what to do after a leak."""
    ring = KeyRing().turned(NOW - timedelta(minutes=2)).turned(NOW - timedelta(minutes=1))
    assert ring.signing(NOW) == (3, 2)
