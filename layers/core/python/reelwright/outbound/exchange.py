"""One POST over a connection of our own, and its answer: no proxy, no redirect, no cookie, no second request."""

import http.client
import io
import socket
from dataclasses import dataclass
from typing import IO, Any, Final

from reelwright.outbound.deadline import BoundedReader, Deadline
from reelwright.receivers.urls import CallbackUrl

EXCERPT_BYTES: Final = 2_048
EXCERPT_CHARACTERS: Final = 500
_BODY_SECONDS: Final = 2.0
"""The answer is decided by its head; of its body we take what comes soon."""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What a receiver answered: status, what it says about coming back, and the beginning of its text."""

    status: int
    retry_after_seconds: float | None
    excerpt: str


class _Incoming:
    """The little of a socket that `http.client` reads an answer from."""

    def __init__(self, reader: BoundedReader) -> None:
        self._reader = reader

    def makefile(self, _mode: str) -> IO[bytes]:
        """Return the bytes to come."""
        return io.BufferedReader(self._reader)


def exchange(
    connection: socket.socket, url: CallbackUrl, *, headers: dict[str, str], body: bytes, deadline: Deadline
) -> Answer:
    """Send the request and read the answer.

    Raises OSError (TimeoutError among them) where the connection fails, OversizedReplyError and http.client.HTTPException for
    what is no answer.
    """
    _send(connection, _request(url, headers, body), deadline)
    reader = BoundedReader(connection, deadline)
    incoming: Any = _Incoming(reader)
    response = http.client.HTTPResponse(incoming, method="POST")
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


def _request(url: CallbackUrl, headers: dict[str, str], body: bytes) -> bytes:
    lines = {
        "Host": url.host_header,
        "User-Agent": "Reelwright-Webhooks/1",
        "Content-Type": "application/json",
        "Content-Length": str(len(body)),
        "Accept": "*/*",
        "Connection": "close",
        **headers,
    }
    head = f"POST {url.target} HTTP/1.1\r\n" + "".join(f"{name}: {value}\r\n" for name, value in lines.items()) + "\r\n"
    return head.encode("ascii") + body


def _send(connection: socket.socket, request: bytes, deadline: Deadline) -> None:
    left = memoryview(request)
    while left:
        connection.settimeout(deadline.remaining())
        left = left[connection.send(left) :]


def _excerpt(response: http.client.HTTPResponse) -> str:
    """Return the beginning of the answer's text, printable; a body that breaks off takes nothing from its status."""
    try:
        found = response.read(EXCERPT_BYTES)
    except Exception:  # noqa: BLE001 - whatever a hostile body meets in the parser: the status stands
        return ""
    text = found.decode("utf-8", "replace")[:EXCERPT_CHARACTERS]
    return "".join(character for character in text if character.isprintable() or character in "\n\t")


def _seconds(text: str | None) -> float | None:
    """Return a Retry-After in seconds; its form as a date is left unread (RFC 9110, section 10.2.3)."""
    return float(text) if text is not None and text.isascii() and text.isdigit() and len(text) < 10 else None  # noqa: PLR2004 - thirty years
