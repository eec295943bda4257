"""A scripted server, a clock that only moves when told, and a way to run the command line against them."""

import io
import json
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest
from rich.console import Console
from typer.testing import CliRunner, Result

from reelwright_client import AsyncClient, Client, RetryPolicy, Terms
from reelwright_client.cli import app
from reelwright_client.cli.session import Session
from reelwright_client.cli.stack import Clients
from reelwright_client.configuration import Emulator

URL = "http://127.0.0.1:4566/api"
TOKEN = "header.claims.signature"

Answer = httpx.Response | BaseException | Callable[[httpx.Request], httpx.Response]


class Clock:
    """Monotonic seconds that only pauses and held answers move; remembers the pauses."""

    def __init__(self) -> None:
        self.seconds = 1000.0
        self.pauses: list[float] = []

    def now(self) -> float:
        """Return the present moment."""
        return self.seconds

    def sleep(self, seconds: float) -> None:
        """Pause, at once."""
        self.pauses.append(seconds)
        self.seconds += seconds

    async def sleep_async(self, seconds: float) -> None:
        """Pause, at once, for the awaiting client."""
        self.sleep(seconds)


class FakeApi:
    """Gives the scripted answers in turn and remembers the requests; an unscripted request is a failure."""

    def __init__(self) -> None:
        self.requests: list[httpx.Request] = []
        self._answers: deque[Answer] = deque()

    def answers(self, *answers: Answer) -> None:
        """Script further answers; an exception is raised instead, as a broken connection would."""
        self._answers.extend(answers)

    @property
    def is_exhausted(self) -> bool:
        """Return whether every scripted answer was given."""
        return not self._answers

    def __call__(self, request: httpx.Request) -> httpx.Response:
        """Answer one request."""
        self.requests.append(request)
        assert self._answers, f"unexpected request: {request.method} {request.url}"
        answer = self._answers.popleft()
        if isinstance(answer, BaseException):
            raise answer
        return answer(request) if callable(answer) else answer

    def body(self, index: int = -1) -> Any:
        """Return the JSON body of one request."""
        return json.loads(self.requests[index].content)


def job(state: str = "EXECUTING", **fields: Any) -> dict[str, Any]:
    """Return a job as the API gives it."""
    return {
        "job_id": "job-7",
        "user_id": "user-1",
        "task_name": "generate_video",
        "state": state,
        "status": state.lower(),
        "progress": 0.42,
        "progress_message": "Generated audio for scene 1/3",
        "result": None,
        "error": None,
        "steps": [],
        "created_at": "2026-11-21T21:44:03Z",
        **fields,
    }


def finished(**fields: Any) -> dict[str, Any]:
    """Return a completed job with a video and a thumbnail."""
    files = {
        "video": {"key": "outputs/job-7/film.mp4", "url": "http://127.0.0.1:4566/bucket/film.mp4?sig=1"},
        "thumbnail": {"key": "outputs/job-7/thumb.png", "url": "http://127.0.0.1:4566/bucket/thumb.png?sig=1"},
    }
    result = {"video_path": "outputs/job-7/film.mp4", "duration": 15.2, "files": files}
    return job(**{"state": "COMPLETED", "progress": 1.0, "result": result, "duration": 34.0, **fields})


def problem(status: int, detail: str = "No.", headers: dict[str, str] | None = None, **more: Any) -> httpx.Response:
    """Return an error answer."""
    body = {"type": "urn:problem:x", "title": "X", "status": status, "detail": detail, **more}
    sent = {"content-type": "application/problem+json", **(headers or {})}
    return httpx.Response(status, content=json.dumps(body), headers=sent)


def stored(content: bytes, announced: int | None = None) -> httpx.Response:
    """Return a file as the store streams it; `announced` is a length that may be wrong."""
    length = len(content) if announced is None else announced
    return httpx.Response(200, stream=httpx.ByteStream(content), headers={"content-length": str(length)})


@dataclass
class World:
    """Everything around the client under test."""

    api: FakeApi = field(default_factory=FakeApi)
    clock: Clock = field(default_factory=Clock)
    attempts: int = 4
    job: Callable[..., dict[str, Any]] = job
    finished: Callable[..., dict[str, Any]] = finished
    problem: Callable[..., httpx.Response] = problem
    stored: Callable[..., httpx.Response] = stored
    url: str = URL
    token: str = TOKEN

    @property
    def terms(self) -> Terms:
        """Return terms without chance: every pause is its bound."""
        return Terms(policy=RetryPolicy(attempts=self.attempts), now=self.clock.now, dice=lambda: 1.0)

    @property
    def transport(self) -> httpx.MockTransport:
        """Return the way to the scripted server."""
        return httpx.MockTransport(self.api)

    def client(self) -> Client:
        """Return a blocking client in this world."""
        return Client(URL, TOKEN, terms=self.terms, transport=self.transport, sleep=self.clock.sleep)

    def async_client(self) -> AsyncClient:
        """Make the client on asyncio of this server and clock."""
        return AsyncClient(
            self.url, self.token, terms=self.terms, transport=self.transport, sleep=self.clock.sleep_async
        )


@dataclass
class Shell:
    """Runs `reelwright` in a world, as a process whose output goes into a pipe."""

    world: World
    folder: Path
    environ: dict[str, str]
    aws: Clients | None = None
    asked: list[Emulator | None] = field(default_factory=list)
    """Where clients of AWS were asked for: an emulator, or None for AWS itself."""

    def __call__(self, *words: str, stdin: str | bytes | None = None, out: Console | None = None) -> Result:
        """Run one command and return how it ended."""
        session = Session(
            environ=self.environ,
            folder=self.folder,
            home=self.folder / "home",
            transport=self.world.transport,
            terms=self.world.terms,
            sleep=self.world.clock.sleep,
            aws=self._clients,
        )
        if out is not None:
            session.out = out
        return CliRunner().invoke(app, list(words), input=stdin, obj=session)

    def _clients(self, emulator: Emulator | None) -> Clients:
        self.asked.append(emulator)
        assert self.aws is not None, "no stack was named"
        return self.aws


@pytest.fixture
def world() -> World:
    """Return a fresh world."""
    return World()


@pytest.fixture
def shell(world: World, tmp_path: Path) -> Shell:
    """Return a shell whose environment names the scripted server."""
    return Shell(world, tmp_path, {"REELWRIGHT_URL": URL, "REELWRIGHT_TOKEN": TOKEN})


@pytest.fixture
def terminal() -> Console:
    """Return a terminal 90 columns wide that records what it shows."""
    return Console(file=io.StringIO(), record=True, force_terminal=True, width=90, color_system="truecolor")
