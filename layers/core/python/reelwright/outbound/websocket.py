"""One conversation over a WebSocket (RFC 6455), within one deadline and a limit of bytes: no thread, no reconnect."""

import base64
import hashlib
import http.client
import io
import secrets
import socket
import struct
from collections.abc import Iterator, Mapping
from typing import IO, Any, Final

from reelwright.outbound.deadline import BoundedReader, Deadline
from reelwright.outbound.exchange import WholeAnswer, send_all, whole_of
from reelwright.receivers.urls import CallbackUrl

_MAGIC: Final = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"  # RFC 6455, 1.3
_CONTINUED, _TEXT, _BINARY, _CLOSE, _PING, _PONG = 0x0, 0x1, 0x2, 0x8, 0x9, 0xA
_FINAL, _OPCODE, _MASKED, _LENGTH = 0x80, 0x0F, 0x80, 0x7F
_TWO_BYTES, _EIGHT_BYTES = 126, 127
_SWITCHED: Final = 101
_SILENTLY: Final = 1006  # RFC 6455, 7.1.5


class RefusedHandshakeError(ConnectionError):
    """The server answered the handshake by something else than 101."""

    def __init__(self, answer: WholeAnswer) -> None:
        super().__init__(f"the handshake was answered with {answer.status}")
        self.answer = answer


class ClosedError(ConnectionError):
    """The server ended the conversation. `code` is 1006 if it said nothing."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(f"the conversation was closed with {code}")
        self.code, self.reason = code, reason


class WebSocket:
    """The conversation over a connection that is open. Methods raise OSError, TimeoutError and OversizedReplyError."""

    def __init__(self, connection: socket.socket, deadline: Deadline, *, most_bytes: int) -> None:
        self._connection, self._deadline = connection, deadline
        self._reader = io.BufferedReader(BoundedReader(connection, deadline, most_bytes))

    def shake_hands(self, url: CallbackUrl, headers: Mapping[str, str]) -> None:
        """Begin the conversation. Raises RefusedHandshakeError with the server's answer."""
        key = base64.b64encode(secrets.token_bytes(16))
        lines = {
            "Host": url.host_header,
            "User-Agent": "Reelwright/1",
            "Upgrade": "websocket",
            "Connection": "Upgrade",
            "Sec-WebSocket-Key": key.decode(),
            "Sec-WebSocket-Version": "13",
            **headers,
        }
        head = f"GET {url.target} HTTP/1.1\r\n" + "".join(f"{name}: {value}\r\n" for name, value in lines.items())
        send_all(self._connection, f"{head}\r\n".encode("ascii"), self._deadline)
        incoming: Any = self
        self._response = http.client.HTTPResponse(incoming, method="GET")  # kept: its end would close the reader
        self._response.begin()
        accepted = base64.b64encode(hashlib.sha1(key + _MAGIC).digest()).decode()  # noqa: S324 - RFC 6455, 4.2.2
        if self._response.status != _SWITCHED:
            raise RefusedHandshakeError(whole_of(self._response))
        if self._response.getheader("Sec-WebSocket-Accept") != accepted:
            raise http.client.HTTPException("the handshake has another key")

    def makefile(self, _mode: str) -> IO[bytes]:
        """Return the bytes to come, for the reader of the handshake's head."""
        return self._reader

    def send(self, text: str) -> None:
        """Send one message of text."""
        self._send(_TEXT, text.encode())

    def messages(self) -> Iterator[str | bytes]:
        """Yield the server's messages, pings answered. Raises ClosedError at their end."""
        parts, kind = b"", _TEXT
        while True:
            is_last, opcode, data = self._frame()
            if opcode == _PING:
                self._send(_PONG, data)
            elif opcode == _CLOSE:
                code = int.from_bytes(data[:2], "big") or _SILENTLY
                raise ClosedError(code, data[2:].decode("utf-8", "replace"))
            elif opcode in (_TEXT, _BINARY, _CONTINUED):
                kind = opcode or kind
                parts = parts + data if opcode == _CONTINUED else data
                if is_last:
                    yield parts.decode("utf-8", "replace") if kind == _TEXT else parts

    def _frame(self) -> tuple[bool, int, bytes]:
        first, second = self._read(2)
        length = second & _LENGTH
        if length == _TWO_BYTES:
            length = int.from_bytes(self._read(2), "big")
        elif length == _EIGHT_BYTES:
            length = int.from_bytes(self._read(8), "big")
        if second & _MASKED:
            raise http.client.HTTPException("a server masks nothing")
        return bool(first & _FINAL), first & _OPCODE, self._read(length)

    def _read(self, count: int) -> bytes:
        """Read exactly so many bytes; the reader's limit bounds them."""
        found = self._reader.read(count)
        if len(found) < count:
            raise ClosedError(_SILENTLY, "")
        return found

    def _send(self, opcode: int, data: bytes) -> None:
        mask = secrets.token_bytes(4)
        size = len(data)
        if size < _TWO_BYTES:
            head = struct.pack("!BB", _FINAL | opcode, _MASKED | size)
        elif size < 1 << 16:
            head = struct.pack("!BBH", _FINAL | opcode, _MASKED | _TWO_BYTES, size)
        else:
            head = struct.pack("!BBQ", _FINAL | opcode, _MASKED | _EIGHT_BYTES, size)
        masked = bytes(byte ^ mask[place % 4] for place, byte in enumerate(data))
        send_all(self._connection, head + mask + masked, self._deadline)
