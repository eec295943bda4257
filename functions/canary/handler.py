"""Triggered by a schedule: a small film through the public API, as a machine client would make it, and verified.

It uses nothing but the public URL and the client's secret. A run that fails raises, and emits no `CanaryVerifiedSeconds`; the
alarm fires when there was none for three hours.
"""

import base64
import json
import os
import time
import urllib.parse
import urllib.request
from collections.abc import Mapping
from typing import Any

from aws_lambda_powertools.metrics import MetricUnit

from functions.canary.journey import journey
from reelwright.entry.machine_clients import client_secret
from reelwright.entry.telemetry import logger, metrics, traced

TIMEOUT_SECONDS = 40
"""Longer than a long poll."""
LOOPBACK = ("127.0.0.1", "localhost")


def send(method: str, url: str, headers: Mapping[str, str], body: bytes | None) -> bytes:
    """Send one request over HTTPS, or to a server of this machine; raises OSError for an answer that is not 2xx."""
    parts = urllib.parse.urlsplit(url)
    if parts.scheme != "https" and parts.hostname not in LOOPBACK:
        raise OSError(f"{url} is not HTTPS")
    request = urllib.request.Request(url, data=body, headers=dict(headers), method=method)  # noqa: S310 - checked above
    with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS) as answer:  # noqa: S310
        read: bytes = answer.read()
        return read


def token() -> str:
    """Request a token of the machines' client, whose secret the user pool tells."""
    pool, client = os.environ["CANARY_POOL_ID"], os.environ["CANARY_CLIENT_ID"]
    form = urllib.parse.urlencode({"grant_type": "client_credentials", "scope": "reelwright/jobs"}).encode()
    credentials = base64.b64encode(f"{client}:{client_secret(pool, client)}".encode()).decode()
    headers = {"authorization": f"Basic {credentials}", "content-type": "application/x-www-form-urlencoded"}
    answer = send("POST", f"{os.environ['CANARY_TOKENS_AT']}/oauth2/token", headers, form)
    return str(json.loads(answer)["access_token"])


@logger.inject_lambda_context(clear_state=True)
@traced
@metrics.log_metrics
def handler(event: dict[str, Any], _context: Any) -> dict[str, float]:
    """Make one film; returns its seconds."""
    name = f"canary-{event['id']}"
    seen = journey(os.environ["CANARY_URL"], token(), send=send, now=time.monotonic, name=name)
    for phase, value in seen._asdict().items():
        metrics.add_metric(name=f"Canary{phase.capitalize()}Seconds", unit=MetricUnit.Seconds, value=value)
    return seen._asdict()
