"""Gemini's speech on loopback: the request as captured from google-genai 3.6.1; unknown and missing fields are refused."""

import base64
import json
import re
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from tests.twins.dialects import KEY, Dialect, Part, Strict, Text
from tests.twins.voices import tones

TASK = "Read aloud, word for word, and nothing else: "
SECONDS_A_WORD, TOKENS_A_SECOND = 0.3, 25


class VoiceName(Strict):
    """A voice by name."""

    voice_name: Text


class VoiceConfig(Strict):
    """A ready-made voice."""

    prebuilt_voice_config: VoiceName


class SpeechConfig(Strict):
    """Voice and language."""

    voice_config: VoiceConfig
    language_code: Annotated[str, StringConstraints(pattern="^[a-z]{2,3}(-[A-Za-z0-9]+)*$")]


class SpokenConfig(Strict):
    """Sound as the answer."""

    responseModalities: list[Literal["AUDIO"]] = Field(min_length=1)  # noqa: N815 - the wire's name
    speechConfig: SpeechConfig  # noqa: N815 - the wire's name


class SpokenTurn(Strict):
    """What is to be read."""

    role: Literal["user"]
    parts: list[Part] = Field(min_length=1, max_length=1)


class SpokenRequest(Strict):
    """`POST …:generateContent` of a speech model."""

    contents: list[SpokenTurn] = Field(min_length=1, max_length=1)
    generationConfig: SpokenConfig  # noqa: N815 - the wire's name

    @property
    def said(self) -> str:
        """The text without the task."""
        return self.contents[0].parts[0].text.removeprefix(TASK)


def usage_of(request: SpokenRequest) -> tuple[int, int]:
    """Count tokens: a quarter of the characters, and 25 a second of sound."""
    words = len(request.said.split())
    return len(request.contents[0].parts[0].text) // 4, round(words * SECONDS_A_WORD * TOKENS_A_SECOND)


def answer_of(
    request: SpokenRequest, *, sound: bytes | None = None, mime: str = "audio/L16;codec=pcm;rate=24000"
) -> bytes:
    """Answer the sound in two parts, with the tokens."""
    samples = tones(len(request.said.split())) if sound is None else sound
    half = len(samples) // 4 * 2
    data = [base64.b64encode(part).decode() for part in (samples[:half], samples[half:])]
    parts = [{"inlineData": {"mimeType": mime, "data": one}} for one in data]
    tokens_in, tokens_out = usage_of(request)
    return json.dumps(
        {
            "candidates": [{"finishReason": "STOP", "content": {"role": "model", "parts": parts}}],
            "usageMetadata": {"promptTokenCount": tokens_in, "candidatesTokenCount": tokens_out},
        }
    ).encode()


def _refusal() -> dict[str, Any]:
    return {"promptFeedback": {"blockReason": "PROHIBITED_CONTENT"}, "usageMetadata": {"promptTokenCount": 9}}


def _dialect(name: str, path: str) -> Dialect:
    return Dialect(
        name=name,
        path=re.compile(path),
        request=SpokenRequest,
        authorized=lambda headers: headers.get("x-goog-api-key") == KEY,
        success=lambda _text: {},
        refusal=_refusal,
        error=lambda status, message: ({}, {"error": {"code": status, "message": message, "status": "X"}}),
        speaks=answer_of,
    )


GEMINI_VOICES = {
    "gemini": _dialect("gemini-voice", r"/v1/models/[^/:]+:generateContent"),
    "vertex": _dialect("vertex-voice", r"/v1beta1/publishers/google/models/[^/:]+:generateContent"),
}
