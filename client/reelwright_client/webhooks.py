"""Verify webhooks in your receiver (Standard Webhooks, standardwebhooks.com).

from reelwright_client import webhooks

event = webhooks.verify(request.body, request.headers, "whsec_...")
if event.type == "job.completed":
    ...

Answer with 2xx as soon as the event is stored, and do the work afterwards: the sender times out after 15 seconds. An event can
arrive more than once, each time with the same `event.webhook_id`.
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
from reelwright_client.models.wire import Wire

TOLERANCE_SECONDS: Final = 300
"""Greatest difference between the sender's clock and yours, either way; an older webhook may be a replay."""
_PREFIX: Final = "whsec_"
_VERSION: Final = "v1"
_MOST_SIGNATURES: Final = 16


class Event(Wire):
    """A verified webhook; `data` describes the job."""

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
    """Verify the signature of a webhook and return its event; during a rotation give both secrets.

    `body` must be the received bytes: the signature does not match JSON that was parsed and printed again. The case of
    `headers` does not matter. `now_seconds` (epoch) is your clock. Raises WebhookError if the signature does not match
    body, id and time, if the webhook is too old, or if it is no event; ValueError for a malformed secret.
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
        raise WebhookError("the webhook's signature does not match your secret")
    try:
        return Event.model_validate({**json.loads(octets), "webhook_id": webhook_id})
    except (ValueError, TypeError, ValidationError) as error:
        raise WebhookError("the webhook's signature is valid, but its body is not an event") from error


def _header(headers: Mapping[str, str], name: str) -> str:
    value = headers.get(f"webhook-{name}", "")
    if not value:
        raise WebhookError(f"the header webhook-{name} is missing")
    return value


def _require_fresh(sent_at: str, now_seconds: float, tolerance_seconds: float) -> None:
    if not (sent_at.isascii() and sent_at.isdigit()):
        raise WebhookError("the header webhook-timestamp is not a number of seconds")
    if abs(now_seconds - int(sent_at[:20])) > tolerance_seconds:
        raise WebhookError("the webhook is too old, or your clock is wrong")


def _key(secret: str) -> bytes:
    """Decode a secret. An empty key is refused: anyone could sign with it."""
    try:
        key = base64.b64decode(secret.removeprefix(_PREFIX), validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if not key:
        raise ValueError("the secret must be whsec_ followed by base64, as the server gave it")
    return key


def _signatures(header: str) -> list[bytes]:
    """Decode the signatures of the supported version; skip all others."""
    found = []
    for part in header.split(" ")[:_MOST_SIGNATURES]:
        version, _, text = part.partition(",")
        if version == _VERSION:
            try:
                found.append(base64.b64decode(text, validate=True))
            except (binascii.Error, ValueError):
                continue
    return found
