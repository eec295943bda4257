"""Verify webhooks in your receiver (Standard Webhooks, standardwebhooks.com).

from reelwright_client import webhooks

event = webhooks.verify(request.body, request.headers, "whsec_...")
if event.type == "job.completed":
    ...

Answer with 2xx as soon as the event is kept, and do the work afterwards: the sender waits for 15 seconds. The same event can
come more than once; `event.webhook_id` is then the same.
"""

import base64
import binascii
import hashlib
import hmac
import json
import time
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from pydantic import ValidationError

from reelwright_client.errors import WebhookError
from reelwright_client.models import Wire

TOLERANCE_SECONDS: Final = 300
"""How far the sender's clock and yours may be apart, either way; an older webhook may be somebody's replay."""
_PREFIX: Final = "whsec_"
_VERSION: Final = "v1"
_MOST_SIGNATURES: Final = 16


class Event(Wire):
    """A verified webhook: what happened, when, and what is told of it."""

    webhook_id: str
    type: str
    timestamp: datetime
    data: dict[str, Any] = {}


def verify(
    body: bytes | str,
    headers: Mapping[str, str],
    secret: str | Sequence[str],
    *,
    now_seconds: float | None = None,
    tolerance_seconds: float = TOLERANCE_SECONDS,
) -> Event:
    """Return the event of a webhook whose signature, made with (one of) your secrets, fits its very body, id and time.

    `body` is what arrived, byte for byte: a body that was parsed and printed again has another signature. `headers` may
    be in any case. `now_seconds` (epoch) is your clock. Raises WebhookError for anything else, and ValueError for a
    secret that is none.
    """
    found = {name.lower(): value for name, value in headers.items()}
    webhook_id, sent_at, signatures = (_header(found, name) for name in ("id", "timestamp", "signature"))
    _require_fresh(sent_at, time.time() if now_seconds is None else now_seconds, tolerance_seconds)
    octets = body.encode() if isinstance(body, str) else bytes(body)
    message = f"{webhook_id}.{sent_at}.".encode() + octets
    keys = [_key(one) for one in ((secret,) if isinstance(secret, str) else secret)]
    shown = _signatures(signatures)
    matches = [
        hmac.compare_digest(hmac.digest(key, message, hashlib.sha256), signature) for key in keys for signature in shown
    ]
    if not any(matches):
        raise WebhookError("no signature of this webhook was made with your secret")
    try:
        return Event.model_validate({**json.loads(octets), "webhook_id": webhook_id})
    except (ValueError, TypeError, ValidationError) as error:
        raise WebhookError("the webhook is signed, but its body is no event") from error


def _header(headers: Mapping[str, str], name: str) -> str:
    value = headers.get(f"webhook-{name}", "")
    if not value:
        raise WebhookError(f"the header webhook-{name} is missing")
    return value


def _require_fresh(sent_at: str, now_seconds: float, tolerance_seconds: float) -> None:
    if not (sent_at.isascii() and sent_at.isdigit()):
        raise WebhookError("webhook-timestamp is no number of seconds")
    if abs(now_seconds - int(sent_at[:20])) > tolerance_seconds:
        raise WebhookError("the webhook is too old, or your clock is wrong")


def _key(secret: str) -> bytes:
    """Return a secret's bytes; those of an empty one would sign for everybody."""
    try:
        key = base64.b64decode(secret.removeprefix(_PREFIX), validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if not key:
        raise ValueError("give the secret as you got it: whsec_ and base64")
    return key


def _signatures(header: str) -> list[bytes]:
    """Return the signatures of our version; what cannot be read fits nothing."""
    found = []
    for part in header.split(" ")[:_MOST_SIGNATURES]:
        version, _, text = part.partition(",")
        if version == _VERSION:
            try:
                found.append(base64.b64decode(text, validate=True))
            except (binascii.Error, ValueError):
                continue
    return found
