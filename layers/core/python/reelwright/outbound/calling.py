"""Calls of providers over HTTPS: the operator's own base URL, public addresses only, no redirect, bounded in time and bytes.

The name is resolved once and all its addresses are checked, as for webhooks. Plain HTTP goes only to a loopback or private
address that the operator wrote down (`providers.setup`).
"""

import socket
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final
from urllib.parse import urlsplit

from reelwright.outbound.connecting import Connect, connect, open_connection
from reelwright.outbound.deadline import Deadline, Now
from reelwright.outbound.exchange import Method, WholeAnswer, exchange_whole
from reelwright.outbound.resolving import Resolve, addresses_of, resolve
from reelwright.outbound.websocket import WebSocket
from reelwright.receivers.urls import HTTPS_PORT, CallbackUrl

MOST_ANSWER_BYTES: Final = 4 * 1024 * 1024
"""Of a text model's answer: far above the longest script."""
_HTTP_PORT: Final = 80


class HttpCaller:
    """Sends requests to a provider; tests replace the parts."""

    def __init__(
        self,
        *,
        context: ssl.SSLContext | None = None,
        resolve: Resolve = resolve,
        connect: Connect = connect,
        now: Now = time.monotonic,
    ) -> None:
        self._context = context or ssl.create_default_context()
        self._resolve = resolve
        self._connect = connect
        self._now = now

    def post(self, url: str, *, headers: dict[str, str], body: bytes, seconds: float) -> WholeAnswer:
        """Post once and return the whole answer. Raises as `send`."""
        return self.send("POST", url, headers=headers, body=body, seconds=seconds)

    def send(
        self,
        method: Method,
        url: str,
        *,
        headers: dict[str, str],
        seconds: float,
        body: bytes | None = None,
        most_bytes: int = MOST_ANSWER_BYTES,
    ) -> WholeAnswer:
        """Send once and return the whole answer, which may have `most_bytes` with its head.

        Raises ValueError for an address that is not public, TimeoutError, other OSError, OversizedReplyError and
        http.client.HTTPException (also for fewer bytes than announced).
        """
        deadline = Deadline(seconds, self._now)
        place = _place_of(url)
        with self._opened(place, deadline) as connection:
            return exchange_whole(
                connection,
                place,
                method=method,
                headers=headers,
                body=body,
                deadline=deadline,
                most_bytes=most_bytes,
            )

    @contextmanager
    def talk(
        self, url: str, *, headers: dict[str, str], seconds: float, most_bytes: int = MOST_ANSWER_BYTES
    ) -> Iterator[WebSocket]:
        """Open a WebSocket at an http or https URL, for `seconds` in all.

        Raises as `send`, RefusedHandshakeError for an answer other than 101, and ClosedError where the server ends first.
        """
        deadline = Deadline(seconds, self._now)
        place = _place_of(url)
        with self._opened(place, deadline) as connection:
            conversation = WebSocket(connection, deadline, most_bytes=most_bytes)
            conversation.shake_hands(place, headers)
            yield conversation

    def _opened(self, place: CallbackUrl, deadline: Deadline) -> socket.socket:
        addresses = addresses_of(place, deadline, resolve=self._resolve)
        return open_connection(place, addresses, deadline, connect=self._connect, context=self._context)


def _place_of(url: str) -> CallbackUrl:
    parts = urlsplit(url)
    plain = parts.scheme == "http"
    return CallbackUrl(
        host=parts.hostname or "",
        port=parts.port or (_HTTP_PORT if plain else HTTPS_PORT),
        path=parts.path or "/",
        query=f"?{parts.query}" if parts.query else "",
        plain=plain,
    )
