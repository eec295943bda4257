"""One request over a connection of our own, and its answer: no proxy, no redirect, no cookie, no second request."""

import http.client
import io
import socket
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import IO, Any, Final, Literal

from reelwright.outbound.deadline import BoundedReader, Deadline
from reelwright.receivers.urls import CallbackUrl

Method = Literal["GET", "POST", "PUT", "DELETE"]
EXCERPT_BYTES: Final = 2_048
EXCERPT_CHARACTERS: Final = 500
_BODY_SECONDS: Final = 2.0
"""Time limit for the body: the response's head decides the outcome, and the body is only an excerpt for the log."""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """A receiver's response: status, `Retry-After`, and the beginning of its text."""

    status: int
    retry_after_seconds: float | None
    excerpt: str


@dataclass(frozen=True, kw_only=True)
class WholeAnswer:
    """A response with its whole body. `headers`: by name in lower case; of repeated ones the last."""

    status: int
    retry_after_seconds: float | None
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)


class _Incoming:
    """The part of a socket's interface that `http.client` needs to read a response."""

    def __init__(self, reader: BoundedReader) -> None:
        self._reader = reader

    def makefile(self, _mode: str) -> IO[bytes]:
        """Return the bytes to come."""
        return io.BufferedReader(self._reader)


def exchange(
    connection: socket.socket, url: CallbackUrl, *, headers: dict[str, str], body: bytes, deadline: Deadline
) -> Answer:
    """Send the request and read the answer.

    Raises OSError (including TimeoutError) if the connection fails, OversizedReplyError and http.client.HTTPException for an
    invalid response.
    """
    send_all(connection, _request("POST", url, headers, body), deadline)
    reader = BoundedReader(connection, deadline)
    response = _response("POST", reader)
    try:
        response.begin()
        reader.deadline = deadline.sooner(_BODY_SECONDS)
        return Answer(
            status=response.status,
            retry_after_seconds=_seconds(response.getheader("Retry-After")),
            excerpt=_excerpt(response),
        )
    finally:
        response.close()


def exchange_whole(
    connection: socket.socket,
    url: CallbackUrl,
    *,
    method: Method,
    headers: dict[str, str],
    body: bytes | None,
    deadline: Deadline,
    most_bytes: int,
) -> "WholeAnswer":
    """Send the request and read the whole answer, at most `most_bytes` of it, before the deadline. Raises as `exchange`."""
    send_all(connection, _request(method, url, headers, body), deadline)
    response = _response(method, BoundedReader(connection, deadline, most_bytes))
    try:
        response.begin()
        return whole_of(response)
    finally:
        response.close()


def whole_of(response: http.client.HTTPResponse) -> WholeAnswer:
    """Read the rest of a response whose head was read."""
    return WholeAnswer(
        status=response.status,
        retry_after_seconds=_seconds(response.getheader("Retry-After")),
        body=response.read(),
        headers={name.lower(): value for name, value in response.getheaders()},
    )


def _response(method: Method, reader: BoundedReader) -> http.client.HTTPResponse:
    incoming: Any = _Incoming(reader)
    return http.client.HTTPResponse(incoming, method=method)


def _request(method: Method, url: CallbackUrl, headers: dict[str, str], body: bytes | None) -> bytes:
    sized = {} if body is None else {"Content-Type": "application/json", "Content-Length": str(len(body))}
    named = {name.lower() for name in headers}
    usual = {
        "Host": url.host_header,
        "User-Agent": "Reelwright-Webhooks/1",
        **sized,
        "Accept": "*/*",
        "Connection": "close",
    }
    lines = {**{name: value for name, value in usual.items() if name.lower() not in named}, **headers}
    head = (
        f"{method} {url.target} HTTP/1.1\r\n"
        + "".join(f"{name}: {value}\r\n" for name, value in lines.items())
        + "\r\n"
    )
    return head.encode("ascii") + (body or b"")


def send_all(connection: socket.socket, request: bytes, deadline: Deadline) -> None:
    """Send all bytes before the deadline."""
    left = memoryview(request)
    while left:
        connection.settimeout(deadline.remaining())
        left = left[connection.send(left) :]


def _excerpt(response: http.client.HTTPResponse) -> str:
    """Return the beginning of the answer's text, printable; an incomplete body does not change the status."""
    try:
        found = response.read(EXCERPT_BYTES)
    except Exception:  # noqa: BLE001 - a hostile body may raise anything in the parser; the status counts
        return ""
    text = found.decode("utf-8", "replace")[:EXCERPT_CHARACTERS]
    return "".join(character for character in text if character.isprintable() or character in "\n\t")


def _seconds(text: str | None) -> float | None:
    """Return a Retry-After in seconds; the date form is ignored (RFC 9110, section 10.2.3)."""
    return float(text) if text is not None and text.isascii() and text.isdigit() and len(text) < 10 else None  # noqa: PLR2004 - thirty years
