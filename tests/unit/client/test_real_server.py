"""The client against a real HTTP server on this machine: what a scripted transport cannot show."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from reelwright_client import Client, RetryPolicy, Terms

FILM = bytes(range(256)) * 2048


class _Service(ThreadingHTTPServer):
    """One job that ends when told, held reads, and a store that cuts its first download short."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.url = f"http://127.0.0.1:{self.server_port}"
        self.finished = threading.Event()
        self.held = threading.Event()
        self.seen: list[tuple[str, str]] = []
        self.downloads = 0

    def job(self) -> dict[str, Any]:
        """Return the job as it is now."""
        done = self.finished.is_set()
        files = {"video": {"key": "outputs/job-7/film.mp4", "url": f"{self.url}/store/film.mp4"}}
        return {
            "job_id": "job-7",
            "state": "COMPLETED" if done else "EXECUTING",
            "progress": 1.0 if done else 0.5,
            "progress_message": "Rendered scene 1/2",
            "result": {"files": files} if done else None,
        }


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Service

    def do_GET(self) -> None:
        self.server.seen.append(("GET", self.path))
        if self.path.startswith("/store/"):
            self._film()
            return
        if "wait=" in self.headers.get("Prefer", ""):
            self.server.held.set()
            self.server.finished.wait(10)
        tag = '"v2"' if self.server.finished.is_set() else '"v1"'
        if self.headers.get("If-None-Match") == tag:
            self._answer(304, b"", tag)
        else:
            self._answer(200, json.dumps(self.server.job()).encode(), tag)

    def do_DELETE(self) -> None:
        self.server.seen.append(("DELETE", self.path))
        self._answer(202, b"{}", '"v1"')

    def _answer(self, status: int, body: bytes, tag: str) -> None:
        self.send_response(status)
        self.send_header("ETag", tag)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _film(self) -> None:
        self.server.downloads += 1
        cut = self.server.downloads == 1
        self.send_response(200)
        self.send_header("Content-Length", str(len(FILM)))
        self.end_headers()
        self.wfile.write(FILM[: len(FILM) // 3] if cut else FILM)
        self.close_connection = cut

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name in http.server
        """Keep quiet."""


@pytest.fixture
def service() -> Iterator[_Service]:
    """Return a running service; it is gone after the test."""
    service = _Service()
    thread = threading.Thread(target=service.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield service
    service.finished.set()
    service.shutdown()
    thread.join()
    service.server_close()


def _client(service: _Service) -> Client:
    return Client(service.url, "token", terms=Terms(policy=RetryPolicy(first_seconds=0.01)))


def test_a_held_read_answers_at_the_change(service: _Service) -> None:
    """Two reads in all: the end is seen when it happens."""

    def finish_once_held() -> None:
        service.held.wait(10)
        service.finished.set()

    threading.Thread(target=finish_once_held, daemon=True).start()
    started = time.monotonic()
    with _client(service) as client:
        job = client.wait("job-7", timeout_seconds=10)
    assert job.is_completed
    assert len(service.seen) == 2
    assert time.monotonic() - started < 5


def test_a_cut_connection_is_noticed_and_the_film_comes_whole(service: _Service, tmp_path: Path) -> None:
    """A third of the file is never saved as the film."""
    service.finished.set()
    with _client(service) as client:
        saved = client.download("job-7", tmp_path)
    assert saved["video"].read_bytes() == FILM
    assert service.downloads == 2
    assert [path.name for path in tmp_path.iterdir()] == ["video.mp4"]


@pytest.mark.parametrize(("options", "deletes"), [((), 0), (("--cancel-on-interrupt",), 1)])
def test_a_real_ctrl_c_ends_the_command_and_only_cancels_where_asked(
    service: _Service, tmp_path: Path, options: tuple[str, ...], deletes: int
) -> None:
    """The signal arrives during a held read: exit code 130 and a sentence, no traceback."""
    environ = {**os.environ, "REELWRIGHT_URL": service.url, "REELWRIGHT_TOKEN": "token"}
    command = [sys.executable, "-m", "reelwright_client", "watch", "job-7", *options]
    with subprocess.Popen(  # noqa: S603 - our own module with fixed words
        command, cwd=tmp_path, env=environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert service.held.wait(20)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=20)
    assert process.returncode == 130
    assert out == "[ 50 %] EXECUTING Rendered scene 1/2\n"
    assert ("is being cancelled" if deletes else "goes on") in err
    assert "Traceback" not in err
    assert [method for method, _ in service.seen].count("DELETE") == deletes
