"""A twin: an HTTP server on loopback that speaks one dialect, follows a plan of faults and counts what it would bill."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from pydantic import ValidationError

from tests.twins.dialects import INPUT_TOKENS, KEY, OUTPUT_TOKENS, Dialect
from tests.twins.limits import Enforced


@dataclass(frozen=True)
class Fault:
    """One planned answer other than a success."""

    status: int = 200
    retry_after: int | None = None
    refused: bool = False
    half: bool = False
    """Half of the body, then the connection ends."""
    body: bytes | None = None
    silent_seconds: float = 0.0
    drip_seconds: float = 0.0
    """The pause before each byte of the body."""
    headers: tuple[tuple[str, str], ...] = ()


@dataclass
class Twin:
    """One provider's server; `answers` are the texts of its successes, the last one is repeated."""

    dialect: Dialect
    answers: list[str]
    plan: list[Fault] = field(default_factory=list)
    limit: Enforced | None = None
    """The limit of calls, beyond which they are answered with 429."""
    requests: list[Any] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    """Why requests were invalid."""
    paid_calls: int = 0
    paid_characters: int = 0
    port: int = 0

    @property
    def base(self) -> str:
        """The base URL for the provider's configuration."""
        return f"http://127.0.0.1:{self.port}" + ("/v1" if self.dialect.name.startswith("openai") else "")

    def billed(self, usd_input: float, usd_output: float) -> float:
        """Price what was answered, at dollars per million tokens."""
        return self.paid_calls * (INPUT_TOKENS * usd_input + OUTPUT_TOKENS * usd_output) / 1e6

    def reset(self, answers: list[str]) -> None:
        """Forget requests and plans."""
        self.answers, self.plan, self.requests, self.refused = answers, [], [], []
        self.paid_calls = self.paid_characters = 0

    def next_text(self) -> str:
        """Take the next answer."""
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


@contextmanager
def running(twin: Twin) -> Iterator[Twin]:
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


def _handler(twin: Twin) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_arguments: Any) -> None:
            """Log nothing."""

        def do_GET(self) -> None:
            """List the model, as servers with OpenAI's protocol do."""
            if self.path != "/v1/models" or twin.dialect.name != "openai":
                self._send(404, {}, b"{}", Fault())
            else:
                self._send(200, {}, b'{"object": "list", "data": [{"id": "model-1", "object": "model"}]}', Fault())

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            wait = None if twin.limit is None else twin.limit.wait()
            usual = Fault() if wait is None else Fault(status=429, retry_after=wait)
            fault = twin.plan.pop(0) if twin.plan else usual
            twin.requests.append(body)
            status, more, found = _answer(twin, fault, self.path, headers, body)
            self._send(status, more, found, fault)

        def _send(self, status: int, more: dict[str, str], found: bytes, fault: Fault) -> None:
            time.sleep(fault.silent_seconds)
            self.send_response(status)
            for name, value in {**more, **dict(fault.headers)}.items():
                self.send_header(name, value)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(found)))
            self.end_headers()
            sent = found[: len(found) // 2] if fault.half else found
            try:
                if fault.drip_seconds:
                    for place in range(len(sent)):
                        time.sleep(fault.drip_seconds)
                        self.wfile.write(sent[place : place + 1])
                else:
                    self.wfile.write(sent)
            except OSError:
                return

    return Handler


def _answer(
    twin: Twin, fault: Fault, path: str, headers: dict[str, str], body: bytes
) -> tuple[int, dict[str, str], bytes]:
    dialect = twin.dialect
    status, message, request = fault.status, f"planned; the key was {KEY}", None
    if dialect.path.fullmatch(path) is None:
        status, message = 404, f"no such path {path}"
        twin.refused.append(message)
    elif not dialect.authorized(headers):
        status, message = 401, "who are you?"
    else:
        try:
            request = dialect.request.model_validate_json(body)
        except ValidationError as error:
            status, message = 400, str(error)
            twin.refused.append(message)
    if fault.body is not None:
        return status, {}, fault.body
    if status != 200:
        more, found = dialect.error(status, message)
        if fault.retry_after is not None:
            more = {**more, "Retry-After": str(fault.retry_after)}
        return status, more, json.dumps(found).encode()
    twin.paid_calls += 1
    twin.paid_characters += dialect.characters(request)
    if dialect.speaks is not None and not fault.refused:
        return 200, {}, dialect.speaks(request)
    found = dialect.refusal() if fault.refused else dialect.success(twin.next_text())
    return 200, {}, json.dumps(found).encode()
