"""Runs a road: a script that walks through a function in a process of its own, and prints what it saw."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


def module(name: str) -> list[str]:
    """Return the command that runs a module of this folder; it must start in ROOT, where `tests` is found."""
    return [sys.executable, "-m", f"tests.functions.{name}"]


def environment_of(service: str, **more: str) -> dict[str, str]:
    """Return the environment of a function that talks to moto."""
    return {
        **os.environ,
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "POWERTOOLS_SERVICE_NAME": service,
        "POWERTOOLS_METRICS_NAMESPACE": "Reelwright",
        "POWERTOOLS_TRACE_DISABLED": "true",
        **more,
    }


def walk(road: str, service: str, **more: str) -> dict[str, Any]:
    """Run the road and return its last line, a JSON object."""
    ended = subprocess.run(  # noqa: S603 - our own script
        module(road),
        cwd=ROOT,
        env=environment_of(service, **more),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr[-4000:]
    walked: dict[str, Any] = json.loads(ended.stdout.splitlines()[-1])
    return walked
