"""Twins of clip models: real HTTP servers whose work takes looks to be done, and that count what they would bill.

A dialect says which call a request is, and how work, files and errors look on the wire; unknown and missing fields are refused.
"""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Literal

from pydantic import ValidationError

from tests.twins.dialects import KEY

Call = Literal["submit", "poll", "fetch", "cancel", "find"]
Reply = tuple[int, dict[str, str], bytes]


@dataclass
class Job:
    """One piece of work."""

    id: str
    seconds: int
    looks_left: int
    outcome: str = "video"
    """`video`, or what the dialect knows of: `refused`, `failed`."""
    status: str | None = None
    """A word of the provider that replaces its own while it is set."""
    cancelled: bool = False

    @property
    def is_done(self) -> bool:
        """Return whether it has ended."""
        return self.cancelled or self.looks_left <= 0


@dataclass(frozen=True)
class Trouble:
    """One planned answer to a call."""

    status: int = 0
    retry_after: int | None = None
    body: bytes | None = None
    lost: bool = False
    """The call has its effect, and its answer never comes."""
    half: bool = False
    silent_seconds: float = 0.0
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class WorkDialect:
    """The wire of one provider."""

    name: str
    route: Callable[[str, str, Any], tuple[Call, str] | None]
    """Tells call and id by method, path and body."""
    submit: Callable[[Any], int]
    """Reads the seconds of a valid request; raises ValidationError or KeyError."""
    shown: Callable[["WorkTwin", Job], Any]
    """Shows a job, as the answer to its submit and to looks at it."""
    authorized: Callable[[dict[str, str]], bool] = lambda headers: headers.get("x-goog-api-key") == KEY
    error: Callable[[int, str], Any] = lambda status, message: {
        "error": {"code": status, "message": message, "status": "X"}
    }
    guards_files: bool = True
    """Whether a download needs the key."""
    traits: frozenset[str] = frozenset({"result_url"})
    """`result_url`: results are named by an address. `stored`: they are read from a bucket. Neither: they come with a look."""
    further: Callable[["WorkTwin", str, str], bytes | None] = lambda _twin, _method, _path: None
    """Answers calls that name no piece of work: searches, lists of files."""
    token: Callable[[Any], str] = lambda _body: ""
    """Reads the token of a request: the same token is the same work, and a conflict (409) with another request."""


def mp4(seconds: float) -> bytes:
    """Make what begins as an MP4 and says its length, for decoders in memory."""
    return b"\x00\x00\x00\x20ftypisom" + b"a clip of seconds: %g" % seconds


@dataclass
class WorkTwin:
    """One provider's server."""

    dialect: WorkDialect
    clip: Callable[[float], bytes] = mp4
    looks: int = 1
    """Looks at new work before it is done."""
    outcome: str = "video"
    plan: dict[Call, list[Trouble]] = field(default_factory=dict)
    jobs: list[Job] = field(default_factory=list)
    calls: list[tuple[Call, str]] = field(default_factory=list)
    bodies: list[Any] = field(default_factory=list)
    tokens: dict[str, tuple[Any, Job]] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)
    result_url: str | None = None
    """Replaces the address of results."""
    port: int = 0

    @property
    def base(self) -> str:
        """The base URL for the provider's configuration."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def paid_seconds(self) -> int:
        """Add up the seconds that are billed: those of videos, also of cancelled work that was done before."""
        return sum(job.seconds for job in self.jobs if job.outcome == "video" and not job.cancelled)

    def reset(self, *, looks: int = 1, outcome: str = "video") -> None:
        """Forget work and plans."""
        self.looks, self.outcome, self.clip, self.result_url = looks, outcome, mp4, None
        self.plan, self.jobs, self.calls, self.bodies, self.refused, self.tokens = {}, [], [], [], [], {}

    def count(self, call: Call) -> int:
        """Count the calls of one kind."""
        return sum(one == call for one, _ in self.calls)

    def file_url(self, job: Job) -> str:
        """Name the address of a result."""
        return self.result_url or f"{self.base}/files/{job.id}.mp4"


@contextmanager
def working(twin: WorkTwin) -> Iterator[WorkTwin]:
    """Run the twin until the block ends."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(twin))
    server.daemon_threads = True
    twin.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield twin
    finally:
        server.shutdown()
        server.server_close()


def _handler(twin: WorkTwin) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_arguments: Any) -> None:
            """Log nothing."""

        def do_GET(self) -> None:
            self._serve("GET")

        def do_POST(self) -> None:
            self._serve("POST")

        def do_PUT(self) -> None:
            self._serve("PUT")

        def do_DELETE(self) -> None:
            self._serve("DELETE")

        def _serve(self, method: str) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            headers = {name.lower(): value for name, value in self.headers.items()}
            call, trouble, (status, more, found) = _answer(twin, method, self.path, headers, body)
            time.sleep(trouble.silent_seconds)
            if trouble.lost:
                self.close_connection = True
                return
            self.send_response(status)
            for name, value in {**more, **dict(trouble.headers)}.items():
                self.send_header(name, value)
            self.send_header("Content-Type", "video/mp4" if call == "fetch" else "application/json")
            self.send_header("Content-Length", str(len(found)))
            self.end_headers()
            try:
                self.wfile.write(found[: len(found) // 2] if trouble.half else found)
            except OSError:
                return

    return Handler


def _answer(
    twin: WorkTwin, method: str, path: str, headers: dict[str, str], body: bytes
) -> tuple[Call | None, Trouble, Reply]:
    dialect = twin.dialect
    is_file = path.startswith("/files/")
    routed: tuple[Call, str] | None = dialect.route(method, path, _document(body))
    if is_file:
        routed = ("fetch", path.removeprefix("/files/").split(".")[0])
    if routed is None:
        twin.refused.append(f"no such path {method} {path}")
        return None, Trouble(), _error(twin, 404, "no such path")
    call, name = routed
    twin.calls.append((call, name))
    planned = twin.plan.get(call)
    trouble = planned.pop(0) if planned else Trouble()
    if (not is_file or dialect.guards_files) and not dialect.authorized(headers):
        twin.refused.append(f"no key at {path}")
        return call, trouble, _error(twin, 401, "who are you?")
    if trouble.body is not None:
        return call, trouble, (trouble.status or 200, {}, trouble.body)
    if trouble.status:
        return call, trouble, _error(twin, trouble.status, f"planned; the key was {KEY}", trouble.retry_after)
    further = dialect.further(twin, method, path)
    return call, trouble, _effect(twin, call, name, body) if further is None else (200, {}, further)


def _effect(twin: WorkTwin, call: Call, name: str, body: bytes) -> Reply:
    if call == "submit":
        return _submitted(twin, body)
    job_found = next((job for job in twin.jobs if job.id == name), None)
    if job_found is None:
        return _error(twin, 404, "no such work")
    if call == "fetch":
        return 200, {}, twin.clip(job_found.seconds)
    if call == "cancel":
        if job_found.is_done:
            return _error(twin, 400, "it has ended")
        job_found.cancelled = True
        return 200, {}, b"{}"
    shown = json.dumps(twin.dialect.shown(twin, job_found)).encode()
    job_found.looks_left -= 1
    return 200, {}, shown


def _document(body: bytes) -> Any:
    try:
        return json.loads(body)
    except ValueError:
        return {}


def _submitted(twin: WorkTwin, body: bytes) -> Reply:
    try:
        document = json.loads(body)
        seconds = twin.dialect.submit(document)
    except (ValidationError, KeyError, ValueError) as error:
        twin.refused.append(str(error))
        return _error(twin, 400, str(error)[:200])
    token = twin.dialect.token(document)
    if token in twin.tokens:
        sent, begun = twin.tokens[token]
        return _shown(twin, begun) if sent == document else _error(twin, 409, "the token stands for another request")
    twin.bodies.append(document)
    job = Job(f"job{len(twin.jobs) + 1}", seconds, twin.looks, twin.outcome)
    twin.jobs.append(job)
    if token:
        twin.tokens[token] = (document, job)
    return _shown(twin, job)


def _shown(twin: WorkTwin, job: Job) -> Reply:
    return 200, {}, json.dumps(twin.dialect.shown(twin, job)).encode()


def _error(twin: WorkTwin, status: int, message: str, retry_after: int | None = None) -> Reply:
    more = {} if retry_after is None else {"Retry-After": str(retry_after)}
    return status, more, json.dumps(twin.dialect.error(status, message)).encode()
