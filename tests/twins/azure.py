"""Azure Speech on loopback: a WebSocket that takes the messages of Microsoft's Speech SDK 1.53.0, and answers as it expects.

`tests/contract/providers/test_azure.py` has the SDK itself speak to this twin, where it is installed.
"""

import base64
import hashlib
import io
import json
import re
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from html import unescape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Literal
from xml.etree import ElementTree as ET

from pydantic import Field, ValidationError

from tests.twins.dialects import KEY, Strict, Text
from tests.twins.server import Fault
from tests.twins.voices import GAP_SECONDS, WORD_SECONDS, start_of, tones

_SPACE = "{http://www.w3.org/2001/10/synthesis}"
_PIECE = re.compile(r"[^\W_]+(?:['-][^\W_]+)*")
VOICES = frozenset({"Ada1", "Bob1", "Own9", "en-US-AvaMultilingualNeural"})


class Named(Strict):
    """A part of the configuration."""

    platform: str | None = None
    name: Text
    version: Text
    build: str | None = None


class Systems(Strict):
    """Who speaks."""

    system: Named
    os: Named | None = None


class SpeechConfig(Strict):
    """`speech.config`."""

    context: Systems


class MetadataOptions(Strict):
    """The wanted events."""

    visemeEnabled: bool  # noqa: N815 - the wire's name
    bookmarkEnabled: bool  # noqa: N815 - the wire's name
    wordBoundaryEnabled: bool  # noqa: N815 - the wire's name
    punctuationBoundaryEnabled: bool  # noqa: N815 - the wire's name
    sentenceBoundaryEnabled: bool  # noqa: N815 - the wire's name
    sessionEndEnabled: bool  # noqa: N815 - the wire's name


class AudioOptions(Strict):
    """The form of the sound."""

    outputFormat: Literal["raw-24khz-16bit-mono-pcm"]  # noqa: N815 - the wire's name
    metadataOptions: MetadataOptions  # noqa: N815 - the wire's name


class LanguageOptions(Strict):
    """Whether the service guesses the language."""

    autoDetection: bool  # noqa: N815 - the wire's name


class Synthesis(Strict):
    """What is wanted."""

    audio: AudioOptions
    language: LanguageOptions


class SynthesisContext(Strict):
    """`synthesis.context`."""

    synthesis: Synthesis = Field()


class Same(Strict):
    """All messages are of one request."""

    said: Literal[True]


@dataclass
class AzureTwin:
    """The server's plan of faults, and what it saw and would bill. `close`: end with this code instead of a sound."""

    plan: list[Fault] = field(default_factory=list)
    close: list[int] = field(default_factory=list)
    has_boundaries: bool = True
    requests: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    paid_characters: int = 0
    authorizes: Callable[[Mapping[str, str]], bool] = lambda headers: headers.get("Ocp-Apim-Subscription-Key") == KEY
    port: int = 0

    @property
    def base(self) -> str:
        """The base URL for the provider's configuration."""
        return f"http://127.0.0.1:{self.port}"

    def reset(self) -> None:
        """Forget requests and plans."""
        self.plan, self.close, self.requests, self.refused = [], [], [], []
        self.paid_characters, self.has_boundaries = 0, True


@contextmanager
def running_azure() -> Iterator[AzureTwin]:
    """Run the twin until the block ends."""
    twin = AzureTwin()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"twin": twin}))
    server.daemon_threads = True
    twin.port = server.server_address[1]
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    try:
        yield twin
    finally:
        server.shutdown()
        server.server_close()


class _ClosedError(Exception):
    """The twin ends the conversation with a code."""

    def __init__(self, code: int, reason: str = "") -> None:
        super().__init__(reason)
        self.code = code


class _Handler(BaseHTTPRequestHandler):
    """One conversation."""

    twin: AzureTwin
    protocol_version = "HTTP/1.1"

    def log_message(self, *_arguments: Any) -> None:
        """Log nothing."""

    def do_GET(self) -> None:
        """Shake hands and talk."""
        self.close_connection = True
        fault = self.twin.plan.pop(0) if self.twin.plan else Fault()
        time.sleep(fault.silent_seconds)
        status = fault.status
        if not self.twin.authorizes(dict(self.headers.items())):
            status = 401
        if self.path != "/cognitiveservices/websocket/v1" or self.headers.get("Upgrade", "").lower() != "websocket":
            status = 404
        if status != 200:
            self._refuse(status, fault)
            return
        accepted = self.headers["Sec-WebSocket-Key"].encode() + b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
        self.send_response(101)
        for name, value in {
            "Upgrade": "websocket",
            "Connection": "Upgrade",
            "Sec-WebSocket-Protocol": "USP",
            "Sec-WebSocket-Accept": base64.b64encode(hashlib.sha1(accepted).digest()).decode(),  # noqa: S324 - RFC 6455
        }.items():
            self.send_header(name, value)
        self.end_headers()
        with suppress(OSError):
            try:
                self._talk(fault)
            except _ClosedError as closed:
                self._frame(0x8, closed.code.to_bytes(2, "big") + str(closed).encode()[:100])
            # A socket that is closed with unread bytes, as the client's pong, resets the connection.
            self.connection.shutdown(socket.SHUT_WR)
            self.rfile.read()

    def _refuse(self, status: int, fault: Fault) -> None:
        body = fault.body or json.dumps({"error": {"code": "x", "message": f"planned; the key was {KEY}"}}).encode()
        self.send_response(status)
        if fault.retry_after is not None:
            self.send_header("Retry-After", str(fault.retry_after))
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _talk(self, fault: Fault) -> None:
        request, ssml = self._asked()
        if self.twin.close:
            raise _ClosedError(self.twin.close.pop(0), f"planned; the key was {KEY}")
        text = said_of(ssml)
        self.twin.paid_characters += _billed(ssml)
        self._text("turn.start", request, {"context": {"serviceTag": "x"}})
        self._frame(0x9, b"are you there")
        self._text("response", request, {"context": {}, "audio": {"type": "inline", "streamId": "S1"}})
        sound = io.BytesIO(tones(len(text.split())))
        if fault.body is not None:
            sound = io.BytesIO(fault.body)
        if self.twin.has_boundaries:
            for boundary in _boundaries(text):
                self._text("audio.metadata", request, {"Metadata": [boundary]})
        head = f"X-RequestId:{request}\r\nX-StreamId:S1\r\nContent-Type:audio/x-wav\r\nPath:audio\r\n".encode()
        while part := sound.read(4800):
            time.sleep(fault.drip_seconds)
            self._frame(0x2, len(head).to_bytes(2, "big") + head + part)
            if fault.half:
                return
        self._text("turn.end", request, {})

    def _asked(self) -> tuple[str, str]:
        """Read the three messages in their order; raises for anything else."""
        try:
            head, body = self._message()
            _expect(head, "speech.config")
            SpeechConfig.model_validate_json(body)
            head, body = self._message()
            _expect(head, "synthesis.context")
            SynthesisContext.model_validate_json(body)
            request = head["x-requestid"]
            head, body = self._message()
            _expect(head, "ssml")
            about = {"x-requestid": request, "content-type": "application/ssml+xml"}
            Same.model_validate({"said": head.items() >= about.items()})
            said_of(body)
        except (ValidationError, ValueError, KeyError, ET.ParseError) as error:
            self.twin.refused.append(str(error))
            raise _ClosedError(1007, "invalid") from error
        self.twin.requests.append(body)
        return request, body

    def _message(self) -> tuple[dict[str, str], str]:
        head, _, body = self._read_frame().decode().partition("\r\n\r\n")
        lines = (line.partition(":") for line in head.split("\r\n"))
        return {name.lower(): value for name, _, value in lines}, body

    def _read_frame(self) -> bytes:
        """Read the next text frame; a client masks each one."""
        while True:
            start = self.rfile.read(2)
            if len(start) < 2:
                raise ConnectionResetError("the client has gone")
            first, second = start
            length = second & 0x7F
            if length > 125:
                length = int.from_bytes(self.rfile.read(2 if length == 126 else 8), "big")
            if not second & 0x80:
                raise ValueError("a client masks its frames")
            mask = self.rfile.read(4)
            data = bytes(byte ^ mask[place % 4] for place, byte in enumerate(self.rfile.read(length)))
            if first & 0x0F == 0x1:
                return data

    def _text(self, path: str, request: str, body: dict[str, Any]) -> None:
        head = f"X-RequestId:{request}\r\nContent-Type:application/json; charset=utf-8\r\nPath:{path}\r\n\r\n"
        self._frame(0x1, (head + json.dumps(body)).encode())

    def _frame(self, opcode: int, data: bytes) -> None:
        size = len(data)
        length = bytes([size]) if size < 126 else b"\x7e" + size.to_bytes(2, "big")
        self.wfile.write(bytes([0x80 | opcode]) + length + data)


def _expect(head: dict[str, str], path: str) -> None:
    if head.get("path") != path or not re.fullmatch(r"\d{4}-\d\d-\d\dT[\d:.]+Z", head.get("x-timestamp", "")):
        raise ValueError(f"{path} was expected, and {head} came")


def said_of(ssml: str) -> str:
    """Return the text of a request. Raises for other tags than documented ones, and for an unknown voice."""
    root = ET.fromstring(ssml)  # noqa: S314 - our own request
    (voice,) = root
    tags = {one.tag for one in voice.iter()} - {voice.tag}
    if root.tag != f"{_SPACE}speak" or root.attrib["version"] != "1.0" or tags - {f"{_SPACE}prosody"}:
        raise ValueError("the tags are not those of the documentation")
    if voice.tag != f"{_SPACE}voice" or voice.attrib["name"] not in VOICES:
        raise ValueError("unknown voice")
    return "".join(voice.itertext())


def _billed(ssml: str) -> int:
    """Count all but the tags `speak` and `voice`; wide characters twice (Azure's pricing notes)."""
    inside = re.sub(r"</?(speak|voice)\b[^>]*>", "", ssml)
    return len(inside) + sum(0x2E80 <= ord(one) < 0xE000 for one in inside)


def _boundaries(text: str) -> Iterator[dict[str, Any]]:
    """Time each piece where the tones are; marks are boundaries of their own kind."""
    for place, word in enumerate(text.split()):
        pieces = _PIECE.findall(word)
        for inside, piece in enumerate(pieces):
            data = {"Offset": round((start_of(place) + 0.04 * inside) * 1e7), "Duration": round(WORD_SECONDS * 1e7)}
            said = {"Text": piece, "Length": len(piece), "BoundaryType": "WordBoundary"}
            yield {"Type": "WordBoundary", "Data": {**data, "text": said}}
        if pieces and not word[-1].isalnum():
            end = round((start_of(place) + WORD_SECONDS) * 1e7)
            said = {"Text": unescape(word[-1]), "Length": 1, "BoundaryType": "PunctuationBoundary"}
            data = {"Offset": end, "Duration": round(GAP_SECONDS * 1e7)}
            yield {"Type": "WordBoundary", "Data": {**data, "text": said}}
    yield {"Type": "SessionEnd", "Data": {"Offset": round(start_of(len(text.split())) * 1e7)}}
