"""Azure Speech over the WebSocket of Microsoft's Speech SDK: sound and word boundaries in one conversation.

The plain REST endpoint gives no times. The messages are those of the SDK 1.53.0, as captured; its source is public.
"""

import base64
import html
import json
import unicodedata
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, Final
from xml.sax.saxutils import escape, quoteattr

from reelwright.dialects.answers import error_of, reading, transport_errors
from reelwright.dialects.entra_tokens import EntraTokens
from reelwright.dialects.pricing import prices_now
from reelwright.errors import (
    ProviderError,
    ProviderMisconfiguredError,
    ProviderRefusedError,
    ProviderThrottledError,
    ReelwrightError,
    RequestError,
)
from reelwright.outbound.calling import HttpCaller
from reelwright.outbound.deadline import Deadline
from reelwright.outbound.websocket import ClosedError, RefusedHandshakeError, WebSocket
from reelwright.providers.facts import SPEAKING
from reelwright.providers.model import Bill
from reelwright.providers.setup import SpeechSetup
from reelwright.providers.speech import SpeechOrder, Spoken

_PATH: Final = "/cognitiveservices/websocket/v1"
_MILLION: Final = 1_000_000
_TICKS: Final = 10_000_000
"""Of a second."""
_MOST_BYTES: Final = 8 * 1024 * 1024
_FACTS: Final = SPEAKING["azure"]
_CLOSES: Final[Mapping[int, type[ReelwrightError]]] = {
    1007: ProviderRefusedError,
    4400: ProviderRefusedError,
    4401: ProviderMisconfiguredError,
    4403: ProviderMisconfiguredError,
    4429: ProviderThrottledError,
}
"""Code of a close -> error; every other code is a failure."""
_CONFIG: Final = {"context": {"system": {"version": "1.53.0", "name": "SpeechSDK", "build": "Linux-x64"}}}
_CONTEXT: Final = {
    "synthesis": {
        "audio": {
            "outputFormat": "raw-24khz-16bit-mono-pcm",
            "metadataOptions": {
                "visemeEnabled": False,
                "bookmarkEnabled": False,
                "wordBoundaryEnabled": True,
                "punctuationBoundaryEnabled": False,
                "sentenceBoundaryEnabled": False,
                "sessionEndEnabled": True,
            },
        },
        "language": {"autoDetection": False},
    }
}


class AzureVoice:
    """A `SpeechModel` of Azure Speech. Voices without word boundaries (HD voices) are aligned."""

    def __init__(self, setup: SpeechSetup, caller: HttpCaller, *, key: str | EntraTokens | None) -> None:
        self.name: str = setup.provider
        self._setup, self._caller, self._key = setup, caller, key
        self._base = (setup.base or f"https://{setup.region}.tts.speech.microsoft.com").rstrip("/")

    def estimate(self, order: SpeechOrder) -> Bill:
        """Price the characters inside of the voice's tag; Chinese, Japanese and Korean characters count twice."""
        usd, _ = prices_now(self._setup)
        return Bill(usd=billed_characters(_inside(order)) * usd / _MILLION)

    def speak(self, order: SpeechOrder) -> Spoken:
        """Speak by one conversation, which ends within the order's seconds whatever the server does."""
        if self._key is None and not self._setup.is_own_server:
            raise ProviderMisconfiguredError(f"{self.name} needs a key in its secret")
        if len(order.text) > _FACTS.longest:
            raise RequestError(
                f"{self.name} takes {_FACTS.longest} characters of text a call, and not {len(order.text)}"
            )
        if not _FACTS.speaks_at(order.speed):
            raise RequestError(f"{self.name} speaks at {_FACTS.pace}, and not at {order.speed:g}")
        voice = self._setup.voice_for(order.voice)
        sound, boundaries = self._heard(order, voice)
        if not sound or len(sound) % 2:
            raise ProviderError(f"{self.name} answered no whole samples")
        audio = base64.b64encode(sound).decode()
        starts = _starts(order, boundaries)
        return Spoken(audio_base64=audio, form="pcm", starts=starts, voice=voice, bill=self.estimate(order))

    def _heard(self, order: SpeechOrder, voice: str) -> tuple[bytes, list[tuple[str, float]]]:
        """Return the samples, and each spoken piece with its start in seconds."""
        sound, boundaries = bytearray(), list[tuple[str, float]]()
        deadline = Deadline(order.seconds)
        headers = {**_authorized(self._key or "", seconds=order.seconds), "Sec-WebSocket-Protocol": "USP"}
        url = f"{self._base}{_PATH}"
        with transport_errors(self.name, order.seconds), _closes(self.name, headers):
            talk = self._caller.talk(url, headers=headers, seconds=deadline.remaining(), most_bytes=_MOST_BYTES)
            with talk as conversation:
                for path, body in _answers(conversation, _ssml(order, voice)):
                    if path == "audio":
                        sound += body
                    elif path == "audio.metadata":
                        with reading(self.name):
                            boundaries += _boundaries(json.loads(body))
        return bytes(sound), boundaries


def _authorized(key: str | EntraTokens, *, seconds: float) -> dict[str, str]:
    if isinstance(key, str):
        return {"Ocp-Apim-Subscription-Key": key}
    return {"Authorization": f"Bearer {key.speech_token(seconds)}"}


def billed_characters(text: str) -> int:
    """Count characters as Azure bills them: those of Chinese, Japanese and Korean writing twice."""
    return len(text) + sum(unicodedata.east_asian_width(one) in ("W", "F") for one in text)


@contextmanager
def _closes(name: str, headers: Mapping[str, str]) -> Iterator[None]:
    """Raise a refused or closed conversation as our own error."""
    try:
        yield
    except RefusedHandshakeError as error:
        raise error_of(name, error.answer, secrets=headers.values()) from error
    except ClosedError as error:
        raise _CLOSES.get(error.code, ProviderError)(f"{name} closed the conversation ({error.code})") from error


def _answers(conversation: WebSocket, ssml: str) -> Iterator[tuple[str, bytes]]:
    """Send the three messages of a request, and yield path and body of each answer until the turn ends."""
    request = uuid.uuid4().hex
    about = {"X-RequestId": request}
    conversation.send(_message("speech.config", {}, json.dumps(_CONFIG)))
    conversation.send(_message("synthesis.context", about, json.dumps(_CONTEXT)))
    conversation.send(_message("ssml", {**about, "Content-Type": "application/ssml+xml"}, ssml))
    for message in conversation.messages():
        head, body = _divided(message)
        if head.get("x-requestid", request) != request:
            continue
        if head.get("path") == "turn.end":
            return
        yield head.get("path", ""), body


def _message(path: str, headers: Mapping[str, str], body: str) -> str:
    now = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    lines = {"X-Timestamp": now, "Path": path, **headers}
    return "".join(f"{name}:{value}\r\n" for name, value in lines.items()) + f"\r\n{body}"


def _divided(message: str | bytes) -> tuple[dict[str, str], bytes]:
    """Divide a message into its headers, by name in lower case, and its body. A binary one says how long its head is."""
    if isinstance(message, str):
        head, _, text = message.partition("\r\n\r\n")
        body = text.encode()
    else:
        length = int.from_bytes(message[:2], "big")
        head, body = message[2 : 2 + length].decode("utf-8", "replace"), message[2 + length :]
    lines = (line.partition(":") for line in head.splitlines())
    return {name.strip().lower(): value.strip() for name, _, value in lines}, body


def _ssml(order: SpeechOrder, voice: str) -> str:
    return (
        f"<speak version='1.0' xmlns='http://www.w3.org/2001/10/synthesis' xml:lang={quoteattr(order.language)}>"
        f"<voice name={quoteattr(voice)}>{_inside(order)}</voice></speak>"
    )


def _inside(order: SpeechOrder) -> str:
    """Write what is billed: the text, and a tag for another speed than 1."""
    text = escape(order.text)
    return text if order.speed == 1 else f"<prosody rate='{round((order.speed - 1) * 100):+d}%'>{text}</prosody>"


def _boundaries(found: Any) -> Iterator[tuple[str, float]]:
    """Read the spoken pieces and their starts in seconds."""
    for one in found["Metadata"]:
        if one["Type"] == "WordBoundary" and one["Data"]["text"].get("BoundaryType") != "PunctuationBoundary":
            yield html.unescape(str(one["Data"]["text"]["Text"])), int(one["Data"]["Offset"]) / _TICKS


def _starts(order: SpeechOrder, boundaries: Sequence[tuple[str, float]]) -> tuple[float | None, ...] | None:
    """Find each piece in the text, one after the other; a word starts with the first piece within it.

    Return None if no boundary is in the text: the sound is aligned then.
    """
    places, position = list[tuple[int, int, float]](), 0
    for piece, seconds in boundaries:
        found = order.text.find(piece, position)
        if piece and found >= 0:
            position = found + len(piece)
            places.append((found, position, seconds))
    starts = tuple(
        next((seconds for first, last, seconds in places if first < end and last > start), None)
        for start, end in order.words
    )
    return starts if any(one is not None for one in starts) else None
