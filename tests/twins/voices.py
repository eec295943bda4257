"""The dialects of voices: requests as documented, and answers with a sound whose words begin at known times.

Sources: OpenAI's SDK 3.57.0, elevenlabs 2.78.0, the types of google-cloud-texttospeech 2.38. Unknown and missing fields are
refused.
"""

import base64
import json
import re
import struct
from collections.abc import Iterator
from itertools import pairwise
from typing import Annotated, Any, Literal

import numpy as np
from pydantic import Field, StringConstraints

from tests.twins.dialects import KEY, Dialect, Strict, Text

RATE = 24_000
WORD_SECONDS, GAP_SECONDS = 0.25, 0.05
CHARACTERS = Annotated[str, StringConstraints(min_length=1, max_length=5000)]


class SpeechRequest(Strict):
    """`POST /audio/speech`."""

    model: Text
    voice: Text
    input: Annotated[str, StringConstraints(min_length=1, max_length=4096)]
    response_format: Literal["mp3", "opus", "aac", "flac", "wav", "pcm"]
    speed: float = Field(ge=0.25, le=4)


class VoiceSettings(Strict):
    """How fast."""

    speed: float = Field(ge=0.7, le=1.2)


class TimestampsRequest(Strict):
    """`POST /v1/text-to-speech/…/with-timestamps`."""

    text: CHARACTERS
    model_id: Text
    language_code: Annotated[str, StringConstraints(pattern="^[a-z]{2,3}$")]
    voice_settings: VoiceSettings


class SynthesisInput(Strict):
    """SSML."""

    ssml: CHARACTERS


class VoiceChoice(Strict):
    """A voice of Google's."""

    languageCode: Text  # noqa: N815 - the wire's name
    name: Text


class AudioConfig(Strict):
    """The form of the sound."""

    audioEncoding: Literal["LINEAR16"]  # noqa: N815 - the wire's name
    sampleRateHertz: Literal[24000]  # noqa: N815 - the wire's name
    speakingRate: float = Field(ge=0.25, le=4)  # noqa: N815 - the wire's name


class SynthesizeRequest(Strict):
    """`POST /v1beta1/text:synthesize`."""

    input: SynthesisInput
    voice: VoiceChoice
    audioConfig: AudioConfig  # noqa: N815 - the wire's name
    enableTimePointing: list[Literal["SSML_MARK"]]  # noqa: N815 - the wire's name


def start_of(word: int) -> float:
    """Return the second at which a word of a twin begins."""
    return round(word * (WORD_SECONDS + GAP_SECONDS), 3)


def tones(count: int) -> bytes:
    """Make 16-bit samples: one tone a word, and a silence after it."""
    tone = np.sin(np.arange(int(RATE * WORD_SECONDS)) * 2 * np.pi * 220 / RATE) * 12_000
    word = np.concatenate([tone, np.zeros(int(RATE * GAP_SECONDS))]).astype("<i2").tobytes()
    return word * max(1, count)


def wav_of(samples: bytes, *, rate: int = RATE, length: int | None = None) -> bytes:
    """Write a WAV; a streamed one has a length of 0xFFFFFFFF."""
    size = len(samples) if length is None else length
    head = struct.pack("<4sIHHIIHH4sI", b"fmt ", 16, 1, 1, rate, 2 * rate, 2, 16, b"data", size)
    return b"RIFF" + struct.pack("<I", min(0xFFFFFFFF, size + 36)) + b"WAVE" + head + samples


def _openai(request: SpeechRequest) -> bytes:
    return wav_of(tones(len(request.input.split())), length=0xFFFFFFFF)


def _elevenlabs(request: TimestampsRequest) -> bytes:
    starts, ends = zip(*_times(request.text), strict=True)
    alignment = {
        "characters": list(request.text),
        "character_start_times_seconds": starts,
        "character_end_times_seconds": ends,
    }
    audio = base64.b64encode(tones(len(request.text.split()))).decode()
    return json.dumps({"audio_base64": audio, "alignment": alignment, "normalized_alignment": None}).encode()


def _times(text: str) -> Iterator[tuple[float, float]]:
    """Share the time of each word among its characters; white space lasts nothing."""
    word, inside = -1, 0
    lengths = [len(one) for one in text.split()]
    for before, character in pairwise(f" {text}"):
        if character.isspace():
            yield start_of(word + 1), start_of(word + 1)
            continue
        word, inside = (word + 1, 0) if before.isspace() else (word, inside + 1)
        step = WORD_SECONDS / lengths[word]
        yield start_of(word) + inside * step, start_of(word) + (inside + 1) * step


def _google(request: SynthesizeRequest) -> bytes:
    marks = re.findall(r'<mark name="(\d+)"/>', request.input.ssml)
    points = [{"markName": mark, "timeSeconds": start_of(place)} for place, mark in enumerate(marks)]
    audio = base64.b64encode(wav_of(tones(len(marks)))).decode()
    return json.dumps({"audioContent": audio, "timepoints": points}).encode()


VOICES: dict[str, Dialect] = {
    dialect.name.removesuffix("-voice"): dialect
    for dialect in (
        Dialect(
            name="openai-voice",
            path=re.compile(r"/v1/audio/speech"),
            request=SpeechRequest,
            authorized=lambda headers: headers.get("authorization") == f"Bearer {KEY}",
            success=lambda _text: {},
            refusal=dict,
            error=lambda _status, message: ({}, {"error": {"message": message, "code": None}}),
            speaks=_openai,
            characters=lambda request: len(request.input),
        ),
        Dialect(
            name="elevenlabs-voice",
            path=re.compile(r"/v1/text-to-speech/[A-Za-z0-9]+/with-timestamps\?output_format=pcm_24000"),
            request=TimestampsRequest,
            authorized=lambda headers: headers.get("xi-api-key") == KEY,
            success=lambda _text: {},
            refusal=dict,
            error=lambda _status, message: ({}, {"detail": {"status": "x", "message": message}}),
            speaks=_elevenlabs,
            characters=lambda request: len(request.text),
        ),
        Dialect(
            name="google-voice",
            path=re.compile(r"/v1beta1/text:synthesize"),
            request=SynthesizeRequest,
            authorized=lambda headers: headers.get("x-goog-api-key") == KEY,
            success=lambda _text: {},
            refusal=dict,
            error=lambda status, message: ({}, {"error": {"code": status, "message": message, "status": "X"}}),
            speaks=_google,
            characters=lambda request: len(request.input.ssml),
        ),
    )
}


def spoken_text(name: str, request: Any) -> str:
    """Return the text that a request asks to speak, without marks."""
    body = json.loads(request)
    text = body.get("input") if name == "openai" else body.get("text") or body["input"]["ssml"]
    return re.sub(r"<[^>]+>", "", str(text))
