"""Records what the SDKs of providers send: `python -m tests.twins.record FILE`, in an environment that has the SDKs.

Requests go to a server on this machine. It is run by hand when an SDK has a new release; the file is compared with our own
requests by `tests/contract/providers/test_recorded.py`.
"""

import base64
import contextlib
import importlib
import json
import sys
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, HTTPServer
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

KEY: Final = "key-of-the-twin-0123456789"
TEXT: Final = "Hello wide world."
SYSTEM: Final = "Answer with one JSON object."
SCHEMA: Final = {"type": "object", "properties": {"script": {"type": "string"}}, "required": ["script"]}
JPEG: Final = b"\xff\xd8\xff a picture"


def main() -> None:
    """Record each case."""
    found: dict[str, Any] = {}
    with contextlib.closing(Recorder()) as recorder:
        for name, (package, send) in CASES.items():
            recorder.seen.clear()
            with contextlib.suppress(Exception):  # the server's answer is no answer of the service
                send(recorder.base)
            found[name] = {"sdk": f"{package} {version(package)}", **recorder.seen[0]}
    Path(sys.argv[1]).write_text(json.dumps(found, indent=1, sort_keys=True) + "\n", encoding="utf-8")


class Recorder:
    """A server that keeps requests and answers `{}`."""

    def __init__(self) -> None:
        self.seen: list[dict[str, Any]] = []
        seen = self.seen

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *_arguments: Any) -> None:
                """Log nothing."""

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                keyed = sorted(name.lower() for name, value in self.headers.items() if KEY in value)
                seen.append({"path": self.path, "keyed": keyed, "body": json.loads(body)})
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", "2")
                self.end_headers()
                self.wfile.write(b"{}")

        self._server = HTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        self.base = f"http://127.0.0.1:{self._server.server_address[1]}"

    def close(self) -> None:
        """End the server."""
        self._server.shutdown()
        self._server.server_close()


def _openai(base: str) -> Any:
    return importlib.import_module("openai").OpenAI(api_key=KEY, base_url=f"{base}/v1", max_retries=0)


def _openai_text(base: str) -> None:
    messages = [{"role": "system", "content": SYSTEM}, {"role": "user", "content": TEXT}]
    form = {"type": "json_schema", "json_schema": {"name": "answer", "schema": SCHEMA}}
    _openai(base).chat.completions.create(model="model-1", messages=messages, max_tokens=100, response_format=form)


def _openai_voice(base: str) -> None:
    _openai(base).audio.speech.create(model="model-1", voice="Ada1", input=TEXT, response_format="wav", speed=1.0)


def _openai_picture(base: str) -> None:
    _openai(base).images.generate(
        model="model-1", prompt=TEXT, size="1024x1536", quality="medium", output_format="jpeg", n=1
    )


def _elevenlabs_voice(base: str) -> None:
    sdk = importlib.import_module("elevenlabs")
    client = importlib.import_module("elevenlabs.client").ElevenLabs(api_key=KEY, base_url=base)
    client.text_to_speech.convert_with_timestamps(
        "Ada1",
        text=TEXT,
        model_id="model-1",
        language_code="en",
        voice_settings=sdk.VoiceSettings(speed=1.0),
        output_format="pcm_24000",
    )


def _google(base: str, *, vertex: bool) -> Any:
    sdk = importlib.import_module("google.genai")
    options = {"base_url": base, "api_version": "v1beta1" if vertex else "v1"}
    return sdk.Client(vertexai=vertex, api_key=KEY, http_options=options)


def _generated(config: dict[str, Any], *, vertex: bool) -> Callable[[str], None]:
    def send(base: str) -> None:
        contents = [{"role": "user", "parts": [{"text": TEXT}]}]
        client = _google(base, vertex=vertex)  # kept: a client that is collected closes its connection
        client.models.generate_content(model="model-1", contents=contents, config=config)

    return send


def _veo(base: str) -> None:
    types = importlib.import_module("google.genai.types")
    config = {
        "number_of_videos": 1,
        "duration_seconds": 6,
        "aspect_ratio": "9:16",
        "resolution": "720p",
        "generate_audio": False,
        "seed": 7,
        "person_generation": "allow_adult",
    }
    image = types.Image(image_bytes=JPEG, mime_type="image/jpeg")
    client = _google(base, vertex=True)
    client.models.generate_videos(model="model-1", prompt=TEXT, image=image, config=config)


def _omni(base: str) -> None:
    image = {"type": "image", "data": base64.b64encode(JPEG).decode(), "mime_type": "image/jpeg"}
    form = {"type": "video", "aspect_ratio": "9:16", "resolution": "720p", "duration": "6s", "delivery": "uri"}
    client = _google(base, vertex=False)
    client.interactions.create(
        model="model-1",
        background=True,
        input=[{"type": "user_input", "content": [image, {"type": "text", "text": TEXT}]}],
        response_format=form,
    )


_WRITTEN: Final = {
    "system_instruction": {"parts": [{"text": SYSTEM}]},
    "max_output_tokens": 100,
    "response_mime_type": "application/json",
    "response_json_schema": SCHEMA,
}
_SPOKEN: Final = {
    "response_modalities": ["AUDIO"],
    "speech_config": {"voice_config": {"prebuilt_voice_config": {"voice_name": "Ada1"}}, "language_code": "en-US"},
}
_PAINTED: Final = {
    "response_modalities": ["IMAGE"],
    "image_config": {"aspect_ratio": "9:16", "image_size": "2K"},
    "seed": 7,
}
_FORMS: Final[dict[str, dict[str, Any]]] = {"text": _WRITTEN, "speech": _SPOKEN, "picture": _PAINTED}
CASES: Final[dict[str, tuple[str, Callable[[str], None]]]] = {
    "text/openai": ("openai", _openai_text),
    "speech/openai": ("openai", _openai_voice),
    "picture/openai": ("openai", _openai_picture),
    "speech/elevenlabs": ("elevenlabs", _elevenlabs_voice),
    "clip/gemini": ("google-genai", _omni),
    "clip/vertex": ("google-genai", _veo),
    **{
        f"{capability}/{name}": ("google-genai", _generated(form, vertex=name == "vertex"))
        for capability, form in _FORMS.items()
        for name in ("gemini", "vertex")
    },
}

if __name__ == "__main__":
    main()
