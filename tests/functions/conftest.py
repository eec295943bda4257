"""The API function behind a gateway of this machine, once a session."""

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

GATEWAY = Path(__file__).with_name("gateway.py")


@dataclass(frozen=True)
class Service:
    """Where it answers."""

    url: str

    def ask(self, method: str, path: str, *, caller: str | None = "ada", **how: Any) -> httpx.Response:
        """Return the answer to a request of one of `gateway.CALLERS`, or of nobody."""
        headers = {**({"authorization": f"Bearer {caller}"} if caller else {}), **how.pop("headers", {})}
        return httpx.request(method, f"{self.url}{path}", headers=headers, timeout=30, **how)


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """Yield the served function; its process ends with the session, its log stays in the session's folder."""
    environment = {
        **os.environ,
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "POWERTOOLS_SERVICE_NAME": "api",
        "POWERTOOLS_METRICS_NAMESPACE": "Reelwright",
        "POWERTOOLS_TRACE_DISABLED": "true",
        "POWERTOOLS_LOG_LEVEL": "ERROR",
    }
    command = [sys.executable, str(GATEWAY)]
    log = tmp_path_factory.mktemp("service") / "log"
    with (
        log.open("w") as errors,
        subprocess.Popen(  # noqa: S603 - our own script
            command, env=environment, stdout=subprocess.PIPE, stderr=errors, text=True
        ) as process,
    ):
        try:
            assert process.stdout is not None
            yield Service(process.stdout.readline().strip())
        finally:
            process.terminate()
