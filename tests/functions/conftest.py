"""The API function behind a gateway of this machine, once a session."""

import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from tests.functions.walking import ROOT, environment_of, module


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
    environment = environment_of("api", POWERTOOLS_LOG_LEVEL="ERROR")
    log = tmp_path_factory.mktemp("service") / "log"
    with (
        log.open("w") as errors,
        subprocess.Popen(  # noqa: S603 - our own script
            module("gateway"), cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=errors, text=True
        ) as process,
    ):
        try:
            assert process.stdout is not None
            yield Service(process.stdout.readline().strip())
        finally:
            process.terminate()
