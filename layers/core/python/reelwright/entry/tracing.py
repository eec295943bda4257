"""Spans, written as X-Ray's segment documents to the daemon that Lambda runs beside every function.

A span of the present invocation is a subsegment below Lambda's own segment. A span of a job is written to the job's trace
(`jobs.trace`): below Lambda's segment where Step Functions called this function in that trace, else as a segment of its own,
with the invocation's trace in an annotation. Nothing is written without a daemon, and nothing is raised for one that fails.
"""

import json
import secrets
import socket
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

from reelwright.jobs.trace import is_sampled, trace_id_of

HEADER_VARIABLE: Final = "_X_AMZN_TRACE_ID"
"""Lambda sets it anew for each invocation."""
DAEMON_VARIABLE: Final = "AWS_XRAY_DAEMON_ADDRESS"
_PREFIX: Final = b'{"format":"json","version":1}\n'
"""Of each datagram to the daemon (X-Ray guide, "Sending segment documents to the X-Ray daemon")."""

_CALL: Final = "reelwright-call"
"""Our key in botocore's context of a call."""

Fact: TypeAlias = str | int | float | bool
Document: TypeAlias = dict[str, Any]
Send: TypeAlias = Callable[[Document], None]


@dataclass(frozen=True)
class TraceHeader:
    """Where an invocation is in a trace. `parent` is Lambda's own segment."""

    root: str
    parent: str | None
    sampled: bool

    @classmethod
    def parse(cls, text: str) -> "TraceHeader | None":
        """Read `Root=...;Parent=...;Sampled=1`; None if there is no root."""
        parts = dict(part.split("=", 1) for part in text.split(";") if "=" in part)
        if "Root" not in parts:
            return None
        return cls(parts["Root"], parts.get("Parent"), parts.get("Sampled") == "1")


@dataclass
class Span:
    """A piece of work that goes on. `parent` None: it is a segment of its own."""

    name: str
    trace: str
    sampled: bool
    parent: str | None
    started: float
    facts: dict[str, Fact] = field(default_factory=dict)
    id: str = field(default_factory=lambda: secrets.token_hex(8))


@dataclass
class Tracing:
    """The spans of one process. `share` is the part of jobs whose traces are kept; `environ` has the invocation's header."""

    service: str
    send: Send
    environ: Mapping[str, str]
    share: float = 1.0
    clock: Callable[[], float] = time.time
    current: ContextVar[Span | None] = field(default_factory=lambda: ContextVar("current", default=None))

    @contextmanager
    def invocation(self, **facts: Fact) -> Iterator[None]:
        """Span one invocation of a function, below Lambda's segment."""
        header = self._header()
        if header is None:
            yield
            return
        with self._entered(Span("## handler", header.root, header.sampled, header.parent, self.clock(), dict(facts))):
            yield

    @contextmanager
    def job(self, job_id: str, **facts: Fact) -> Iterator[None]:
        """Span work for one job, in the job's trace."""
        trace, header = trace_id_of(job_id), self._header()
        inside = header is not None and header.root == trace
        above = self.current.get()
        parent = (above.id if above else header.parent) if inside and header else None
        known: dict[str, Fact] = {"job_id": job_id, **facts}
        if header is not None and not inside:
            known["invocation"] = header.root
        name = "job" if inside else self.service
        sampled = header.sampled if inside and header else is_sampled(job_id, self.share)
        with self._entered(Span(name, trace, sampled, parent, self.clock(), known)):
            yield

    @contextmanager
    def _entered(self, span: Span) -> Iterator[None]:
        token = self.current.set(span)
        failed: BaseException | None = None
        try:
            yield
        except BaseException as error:
            failed = error
            raise
        finally:
            self.current.reset(token)
            self._write(span, failed)

    def call(self, service: str, operation: str, started: float, *, error: str | None = None) -> None:
        """Write a call of an AWS service that has ended, below the present span."""
        above = self.current.get()
        if above is None or not above.sampled:
            return
        document = self._document(Span(service, above.trace, above.sampled, above.id, started))
        document |= {"namespace": "aws", "aws": {"operation": operation}}
        self._send(document if error is None else document | {"fault": True, "annotations": {"error": error}})

    def _write(self, span: Span, failed: BaseException | None) -> None:
        if not span.sampled:
            return
        document = self._document(span)
        if failed is not None:
            document |= {"fault": True}
            document["annotations"] |= {"error": type(failed).__name__}
        self._send(document)

    def _document(self, span: Span) -> Document:
        """Describe a span that ends now."""
        document: Document = {
            "name": span.name,
            "id": span.id,
            "trace_id": span.trace,
            "start_time": span.started,
            "end_time": self.clock(),
            "annotations": {
                "service": self.service,
                **{name: one for name, one in span.facts.items() if one is not None},
            },
        }
        return document if span.parent is None else document | {"type": "subsegment", "parent_id": span.parent}

    def _send(self, document: Document) -> None:
        with suppress(OSError):  # a trace is worth no failed job
            self.send(document)

    def _header(self) -> TraceHeader | None:
        return TraceHeader.parse(self.environ.get(HEADER_VARIABLE, ""))


def sender(environ: Mapping[str, str]) -> Send:
    """Send documents to the daemon whose address Lambda names; without one they are dropped."""
    host, separator, port = environ.get(DAEMON_VARIABLE, "").rpartition(":")
    if not separator:
        return lambda _: None
    outlet = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    outlet.setblocking(False)
    address = (host, int(port))

    def send(document: Document) -> None:
        outlet.sendto(_PREFIX + json.dumps(document, separators=(",", ":")).encode(), address)

    return send


def watch_calls(events: Any, tracing: Tracing) -> None:
    """Write a span for each call of the clients that a session makes from now on; `events` is the session's emitter."""

    def before(context: dict[str, Any], model: Any, **_: Any) -> None:
        context[_CALL] = (model.service_model.service_id.hyphenize(), model.name, tracing.clock())

    def after(context: dict[str, Any], http_response: Any, **_: Any) -> None:
        refused = http_response.status_code >= 400  # noqa: PLR2004 - client and server errors
        tracing.call(*context[_CALL], error=f"HTTP {http_response.status_code}" if refused else None)

    def failed(context: dict[str, Any], exception: BaseException, **_: Any) -> None:
        tracing.call(*context[_CALL], error=type(exception).__name__)

    for event, handle in (("before-call", before), ("after-call", after), ("after-call-error", failed)):
        events.register(event, handle, unique_id=f"{_CALL}-{event}")
