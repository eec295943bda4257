"""The twin of the example, for the contract suite: what the service takes, and what it answers."""

import base64
import json
import re

from pydantic import Field

from tests.twins.dialects import KEY, Dialect, Strict, Text
from tests.twins.voices import start_of, tones


class SpeakRequest(Strict):
    """`POST /speak`."""

    text: str = Field(min_length=1, max_length=2000)
    marks: list[int]
    """Characters whose times are wanted."""
    voice: Text
    model: Text
    speed: float = Field(ge=0.5, le=2)


def _speak(request: SpeakRequest) -> bytes:
    words = len(request.marks)
    audio = base64.b64encode(tones(words)).decode()
    return json.dumps({"pcm": audio, "starts": [start_of(word) for word in range(words)]}).encode()


VOICES: dict[str, Dialect] = {
    "x-acme": Dialect(
        name="x-acme-voice",
        path=re.compile(r"/speak"),
        request=SpeakRequest,
        authorized=lambda headers: headers.get("x-acme-key") == KEY,
        success=lambda _text: {},
        refusal=dict,
        error=lambda _status, message: ({}, {"error": {"message": message}}),
        speaks=_speak,
        characters=lambda request: len(request.text),
    )
}
