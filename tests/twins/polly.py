"""Amazon Polly on loopback: botocore's service model judges each request, the sound is real Vorbis, marks count bytes.

Sources: botocore 1.43.106 (operations, members, errors), the Polly developer guide (limits, engines, throttles by status 400).
"""

import io
import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import av
import botocore.session
import numpy as np
from botocore.validate import ParamValidator

from tests.twins.server import Fault
from tests.twins.voices import start_of, tones

CODES = {
    400: "ThrottlingException",
    401: "UnrecognizedClientException",
    403: "AccessDeniedException",
    404: "LexiconNotFoundException",
}
_NATURAL = ["neural", "standard"]
VOICES: list[dict[str, Any]] = [
    {"Id": "Matthew", "Gender": "Male", "LanguageCode": "en-US", "SupportedEngines": [*_NATURAL, "generative"]},
    {"Id": "Ruth", "Gender": "Female", "LanguageCode": "en-US", "SupportedEngines": ["neural", "generative"]},
    {"Id": "Amy", "Gender": "Female", "LanguageCode": "en-GB", "SupportedEngines": _NATURAL},
    {"Id": "Vicki", "Gender": "Female", "LanguageCode": "de-DE", "SupportedEngines": _NATURAL},
    {"Id": "Zhiyu", "Gender": "Female", "LanguageCode": "cmn-CN", "SupportedEngines": _NATURAL},
    {
        "Id": "Kajal",
        "Gender": "Female",
        "LanguageCode": "hi-IN",
        "AdditionalLanguageCodes": ["en-IN"],
        "SupportedEngines": ["neural"],
    },
]
_PIECE = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
"""What Polly times: "state-of-the-art" is four of them."""


@dataclass
class PollyTwin:
    """The server's plan of faults, and what it saw and would bill."""

    plan: list[Fault] = field(default_factory=list)
    requests: list[dict[str, Any]] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    lists: int = 0
    paid_characters: int = 0
    port: int = 0

    @property
    def base(self) -> str:
        """The base URL for the provider's configuration."""
        return f"http://127.0.0.1:{self.port}"


@contextmanager
def running_polly() -> Iterator[PollyTwin]:
    """Run the twin until the block ends."""
    twin = PollyTwin()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"twin": twin}))
    server.daemon_threads = True
    twin.port = server.server_address[1]
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    try:
        yield twin
    finally:
        server.shutdown()
        server.server_close()


class _RefusedError(Exception):
    """The error code of an answer of status 400."""


class _Handler(BaseHTTPRequestHandler):
    """Answers by the plan of its twin."""

    twin: PollyTwin

    def log_message(self, *_arguments: Any) -> None:
        """Log nothing."""

    def do_GET(self) -> None:
        """List the voices."""
        self.twin.lists += 1
        self._answer("/v1/voices", lambda: ({}, _first_pages(self.path)))

    def do_POST(self) -> None:
        """Speak."""
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.twin.requests.append(body)
        self._answer("/v1/speech", lambda: _spoken(self.twin, body))

    def _answer(self, path: str, answer: Callable[[], tuple[dict[str, str], bytes]]) -> None:
        fault = self.twin.plan.pop(0) if self.twin.plan else Fault()
        status, headers, found = fault.status, dict[str, str](), b'{"message": "planned"}'
        is_signed = self.headers.get("Authorization", "").startswith("AWS4-HMAC-SHA256 ")
        if not is_signed or urlsplit(self.path).path != path:
            status = 403
        if status == 200:
            try:
                headers, found = answer()
            except _RefusedError as error:
                status, headers = 400, {"x-amzn-errortype": str(error)}
                self.twin.refused.append(str(error))
        elif fault.body is None:
            headers = {"x-amzn-errortype": CODES.get(status, "ServiceFailureException")}
        if fault.retry_after is not None:
            headers["Retry-After"] = str(fault.retry_after)
        self._send(status, headers, found if fault.body is None else fault.body, fault)

    def _send(self, status: int, headers: dict[str, str], found: bytes, fault: Fault) -> None:
        time.sleep(fault.silent_seconds)
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(found)))
        self.end_headers()
        sent = found[: len(found) // 2] if fault.half else found
        step = 1 if fault.drip_seconds else max(1, len(sent))
        with suppress(OSError):
            for place in range(0, len(sent), step):
                time.sleep(fault.drip_seconds)
                self.wfile.write(sent[place : place + step])


def _first_pages(path: str) -> bytes:
    """Answer two pages: a reader that ignores `NextToken` finds no Chinese."""
    page = {"Voices": VOICES[3:]} if "NextToken=more" in path else {"Voices": VOICES[:3], "NextToken": "more"}
    return json.dumps(page).encode()


@cache
def _shape() -> Any:
    return botocore.session.get_session().get_service_model("polly").operation_model("SynthesizeSpeech").input_shape


def _spoken(twin: PollyTwin, body: dict[str, Any]) -> tuple[dict[str, str], bytes]:
    """Answer a request, or raise the code that the service model or the developer guide has for it."""
    members = _shape().members
    wrong = ParamValidator().validate(body, _shape()).has_errors() or body.keys() - members.keys()
    listed = [name for name, value in body.items() if name != "VoiceId" and getattr(members.get(name), "enum", None)]
    if wrong or any(body[name] not in members[name].enum for name in listed):
        raise _RefusedError("ValidationException")
    voice = next((one for one in VOICES if one["Id"] == body["VoiceId"]), None)
    if voice is None:
        raise _RefusedError("ValidationException")
    if body["Engine"] not in voice["SupportedEngines"]:
        raise _RefusedError("EngineNotSupportedException")
    if body["LanguageCode"] not in (voice["LanguageCode"], *voice.get("AdditionalLanguageCodes", ())):
        raise _RefusedError("LanguageNotSupportedException")
    text = said_of(body)
    if len(text) > 3000:
        raise _RefusedError("TextLengthExceededException")
    is_marks = body["OutputFormat"] == "json"
    if is_marks != ("SpeechMarkTypes" in body) or (is_marks and body["Engine"] == "generative"):
        raise _RefusedError("MarksNotSupportedForFormatException")
    twin.paid_characters += len(text)
    counted = {"x-amzn-RequestCharacters": str(len(text))}
    if is_marks:
        return {**counted, "Content-Type": "application/x-json-stream"}, _marks(body["Text"], body["TextType"])
    if body["OutputFormat"] != "ogg_vorbis" or body["SampleRate"] != "24000":
        raise _RefusedError("InvalidSampleRateException")
    return {**counted, "Content-Type": "audio/ogg"}, vorbis_of(tones(len(text.split())))


def said_of(body: dict[str, Any]) -> str:
    """Return the text of a request without its tags; raises if it is not well-formed SSML."""
    if body.get("TextType") != "ssml":
        return str(body["Text"])
    try:
        return "".join(ET.fromstring(body["Text"]).itertext())  # noqa: S314 - our own request
    except ET.ParseError as error:
        raise _RefusedError("InvalidSsmlException") from error


def _marks(sent: str, kind: str) -> bytes:
    """Time each piece: words begin where the tones do, further pieces of a word 40 ms later each."""
    lines, word, before, inside = [], -1, 0, 0
    hidden = re.sub(r"<[^>]*>|&[a-z]+;", lambda tag: "·" * len(tag[0]), sent) if kind == "ssml" else sent
    for piece in _PIECE.finditer(hidden):
        if word < 0 or re.search(r"\s", hidden[before : piece.start()]):
            word, inside = word + 1, 0
        else:
            inside += 1
        before = piece.end()
        first = len(sent[: piece.start()].encode())
        mark = {"time": round(1000 * start_of(word)) + 40 * inside, "type": "word", "start": first}
        lines.append({**mark, "end": first + len(piece[0].encode()), "value": piece[0]})
    return "".join(json.dumps(line) + "\n" for line in lines).encode()


def vorbis_of(samples: bytes) -> bytes:
    """Encode mono samples of 24 kHz as Ogg Vorbis (of two channels: FFmpeg's own encoder has no other)."""
    file = io.BytesIO()
    with av.open(file, "w", format="ogg") as out:
        stream = out.add_stream("vorbis", rate=24_000, layout="stereo", options={"strict": "experimental"})
        mono = np.frombuffer(samples, "<i2").astype(np.float32) / 32768
        frame = av.AudioFrame.from_ndarray(np.stack([mono, mono]), format="fltp", layout="stereo")
        frame.sample_rate, frame.pts = 24_000, 0
        out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    return file.getvalue()
