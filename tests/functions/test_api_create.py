"""The road of a create, in a process of its own with an environment of its own, without a network."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from reelwright.settings import Settings

SETTINGS = Settings(environment="local", table_name="jobs", bucket_name="films", state_machine_arn="arn:machine")
ENVIRONMENT = {
    **SETTINGS.to_environment(),
    "AWS_DEFAULT_REGION": "us-east-1",
    "AWS_ACCESS_KEY_ID": "test",
    "AWS_SECRET_ACCESS_KEY": "test",
    "POWERTOOLS_SERVICE_NAME": "api",
    "POWERTOOLS_METRICS_NAMESPACE": "Reelwright",
    "PATH": os.environ["PATH"],
}
POSTS = 3


def posted(tier: str) -> dict[str, Any]:
    """Return what `post_jobs.py` prints after three creates of a tier."""
    script = Path(__file__).with_name("post_jobs.py")
    ended = subprocess.run(  # noqa: S603 - our own script and interpreter
        [sys.executable, str(script), str(POSTS), tier], env=ENVIRONMENT, check=True, capture_output=True, text=True
    )
    return dict(json.loads(ended.stdout.splitlines()[-1]))


@pytest.fixture(scope="module")
def figures() -> dict[str, Any]:
    """Return the figures of the tier without daily limit."""
    return posted("premium")


def test_a_create_makes_one_transaction_and_no_other_call(figures: dict[str, Any]) -> None:
    """A1: one TransactWriteItems a create, the first of a process included; no read, no queue, no bucket."""
    assert figures["calls"] == ["TransactWriteItems"] * POSTS


def test_every_create_is_accepted(figures: dict[str, Any]) -> None:
    """202, so the count above is of the whole road."""
    assert figures["statuses"] == [202] * POSTS


def test_a_daily_limit_costs_one_read_beside_the_transaction() -> None:
    """What is left of the day is read while the transaction is on its way; never a second call after it."""
    limited = posted("standard")
    assert sorted(limited["calls"]) == ["GetItem"] * POSTS + ["TransactWriteItems"] * POSTS
    assert limited["statuses"] == [202] * POSTS
    assert limited["headers"]["ratelimit-policy"] == '"daily";q=100;w=86400, "minute";q=60;w=60'
    assert limited["headers"]["ratelimit"].startswith('"daily";r=99;t=')


def test_without_a_daily_limit_only_the_policy_is_told(figures: dict[str, Any]) -> None:
    """Nobody reads for it."""
    assert figures["headers"]["ratelimit-policy"] == '"minute";q=240;w=60'
    assert "ratelimit" not in figures["headers"]
