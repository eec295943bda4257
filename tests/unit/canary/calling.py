"""Calls the canary's handler in a process of its own, as Lambda does: with an event, a context and its settings."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parents[3]
CALL = """
import json
from types import SimpleNamespace
from functions.canary.handler import handler
context = SimpleNamespace(function_name="c", memory_limit_in_mb=1, invoked_function_arn="a", aws_request_id="r")
print(json.dumps(handler({"id": "test-1"}, context)))
"""


class Called(NamedTuple):
    """What a run said: its answer and its metrics, both None if it raised, and what it wrote on stderr."""

    seen: dict[str, float] | None
    metrics: dict[str, Any] | None
    errors: str


def call_canary(url: str, *, tokens_at: str, pool_id: str, client_id: str, environ: Mapping[str, str]) -> Called:
    """Run it once against the API at a URL; `environ` has the way to AWS."""
    settings = {
        "POWERTOOLS_SERVICE_NAME": "canary",
        "CANARY_URL": url,
        "CANARY_POOL_ID": pool_id,
        "CANARY_CLIENT_ID": client_id,
        "CANARY_TOKENS_AT": tokens_at,
    }
    ended = subprocess.run(  # noqa: S603 - our own handler
        [sys.executable, "-c", CALL],
        cwd=ROOT,
        env={**os.environ, **environ, **settings},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    if ended.returncode:
        return Called(None, None, ended.stderr)
    lines = [json.loads(line) for line in ended.stdout.splitlines() if line.startswith("{")]
    return Called(lines[-1], next(line for line in lines if "_aws" in line), ended.stderr)
