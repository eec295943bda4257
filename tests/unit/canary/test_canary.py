"""The canary makes a film as any client would, and notices every way in which it is not a film."""

import json
import struct
from collections.abc import Mapping
from typing import Any

import pytest

from functions.canary.film import faults_of
from functions.canary.handler import send
from functions.canary.journey import LIMIT_SECONDS, SCRIPT, CanaryError, journey
from reelwright.jobs.request import CreateJob

URL = "https://api.example"


def box(kind: bytes, content: bytes) -> bytes:
    """Return one box of an MP4 file."""
    return struct.pack(">I4s", 8 + len(content), kind) + content


def film(seconds: float) -> bytes:
    """Return the boxes of a film of this length, whose data are zeros."""
    header = box(b"mvhd", bytes(12) + struct.pack(">II", 1000, round(1000 * seconds)))
    return box(b"ftyp", b"isom") + box(b"moov", header) + box(b"mdat", bytes(30_000))


class Service:
    """Answers as the API does: accepted, then the given states, then the film; each request takes a second."""

    def __init__(self, *states: str, content: bytes) -> None:
        self._states = list(states)
        self._content = content
        self.seconds = 0.0
        self.created: list[tuple[Mapping[str, str], dict[str, Any]]] = []

    def now(self) -> float:
        """Return the present moment."""
        return self.seconds

    def send(self, method: str, url: str, headers: Mapping[str, str], body: bytes | None) -> bytes:
        """Answer one request."""
        self.seconds += 20 if method == "GET" and url.startswith(URL) else 1
        if not url.startswith(URL):
            return self._content
        if method == "POST":
            self.created.append((headers, json.loads(body or b"")))
            return b'{"job_id": "j1"}'
        state = self._states.pop(0) if len(self._states) > 1 else self._states[0]
        files = {"video": {"url": "https://store.example/film"}}
        return json.dumps({"job_id": "j1", "state": state, "result": {"duration": 4.0, "files": files}}).encode()

    def run(self) -> Any:
        """Send the canary."""
        return journey(URL, "token", send=self.send, now=self.now, name="canary-1")


def test_a_whole_film_is_a_journey_with_its_seconds() -> None:
    """The request is one that the API accepts, with an idempotency key, so that a repeated run makes no second film."""
    service = Service("QUEUED", "EXECUTING", "COMPLETED", content=film(4.0))
    assert service.run() == (1.0, 62.0)
    ((headers, body),) = service.created
    assert (headers["idempotency-key"], headers["authorization"]) == ("canary-1", "Bearer token")
    asked = CreateJob.model_validate(body)
    assert asked.video_request.script_content == SCRIPT


@pytest.mark.parametrize(
    ("states", "content", "said"),
    [
        (("FAILED",), b"", "is FAILED"),
        (("EXECUTING",), b"", f"after {LIMIT_SECONDS:.0f} s"),
        (("COMPLETED",), film(4.0)[:-1], "cut off"),
        (("COMPLETED",), film(9.0), "stated 4.00 s"),
        (("COMPLETED",), b"<html>", "no whole MP4"),
    ],
)
def test_anything_else_is_an_error_that_says_what(states: tuple[str, ...], content: bytes, said: str) -> None:
    """A job that fails or is late; a film that is cut off, too long, or a page."""
    with pytest.raises(CanaryError, match=said):
        Service(*states, content=content).run()


def test_the_token_never_travels_in_the_clear() -> None:
    """A redirect or a wrong setting must not send it over plain HTTP; on this machine alone that is no network."""
    for url in ("http://api.example/api/v1/jobs", "ftp://api.example/x", "http://127.0.0.1.example/x"):
        with pytest.raises(OSError, match="is not HTTPS"):
            send("POST", url, {"authorization": "Bearer token"}, b"{}")


def test_a_film_without_data_is_no_film() -> None:
    """Its header alone states the right length."""
    whole = film(4.0)
    assert faults_of(whole, seconds=4.0) == []
    assert len(faults_of(whole[:-30_008], seconds=4.0)) == 2
