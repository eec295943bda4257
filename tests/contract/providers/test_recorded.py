"""Our requests are those that the providers' own SDKs send, recorded by `tests/twins/record.py` with SDK and version."""

import base64
import contextlib
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import pytest

from reelwright.dialects.gemini import GeminiCompletion
from reelwright.dialects.openai import OpenAiCompletion
from reelwright.entry.clips import clip_models
from reelwright.entry.pictures import picture_models
from reelwright.entry.providers import speech_models
from reelwright.errors import ReelwrightError
from reelwright.outbound.calling import HttpCaller
from reelwright.providers.clips import FootageOrder, Submission
from reelwright.providers.model import TextOrder
from reelwright.providers.pictures import PictureOrder
from reelwright.providers.setup import ProvidersSetup
from reelwright.providers.speech import SpeechOrder
from tests.twins.record import JPEG, KEY, SCHEMA, SYSTEM, TEXT, Recorder

RECORDED: Final[dict[str, Any]] = json.loads((Path(__file__).parent / "recorded.json").read_text("utf-8"))
WORDS: Final = ((0, 5), (6, 10), (11, 17))


@pytest.fixture(scope="module")
def recorder() -> Iterator[Recorder]:
    """Run the server that keeps requests."""
    with contextlib.closing(Recorder()) as made:
        yield made


def setup_of(capability: str, name: str, base: str) -> ProvidersSetup:
    """Configure one model at this address."""
    row: dict[str, Any] = {"provider": name, "model": "model-1", "base": base, "usd_input": 1.0}
    if capability == "text" or (capability == "speech" and name in ("gemini", "vertex")):
        row["usd_output"] = 1.0
    if capability == "speech":
        row["voices"] = {"female": "Ada1"}
    return ProvidersSetup.model_validate({capability: [row]})


def write(setup: ProvidersSetup) -> None:
    """Ask for a text."""
    model = {"openai": OpenAiCompletion}.get(setup.text[0].provider, GeminiCompletion)
    order = TextOrder(system=SYSTEM, task=TEXT, max_tokens=100, answer_schema=SCHEMA, seconds=5)
    model(setup.text[0], HttpCaller(), key=KEY).complete(order)


def speak(setup: ProvidersSetup) -> None:
    """Ask for a sound."""
    (model,) = speech_models(setup, keys={setup.speech[0].provider: KEY}).values()
    model.speak(SpeechOrder(text=TEXT, words=WORDS, language="en-US", seconds=5))


def paint(setup: ProvidersSetup) -> None:
    """Ask for a picture."""
    (model,) = picture_models(setup, {setup.picture[0].provider: KEY}).values()
    model.paint(PictureOrder(prompt=TEXT, width=1080, height=1920, seed=7, language="en-US", seconds=5))


def film(setup: ProvidersSetup) -> None:
    """Ask for a clip."""
    (model,) = clip_models(setup, {setup.clip[0].provider: KEY}).values()
    picture = base64.b64encode(JPEG).decode()
    order = FootageOrder(
        prompt=TEXT, seconds=6, aspect="9:16", width=1080, height=1920, seed=7, picture_base64=picture, call_seconds=5
    )
    model.submit(Submission(order=order, token="a-token"))


MAKE: Final[dict[str, Callable[[ProvidersSetup], None]]] = {
    "text": write,
    "speech": speak,
    "picture": paint,
    "clip": film,
}


@pytest.mark.parametrize("case", sorted(RECORDED))
def test_our_request_is_the_sdks(recorder: Recorder, case: str) -> None:
    """C16: path, the header with the key, and every field of the body."""
    capability, name = case.split("/")
    recorder.seen.clear()
    base = f"{recorder.base}/v1" if name == "openai" else recorder.base
    with contextlib.suppress(ReelwrightError):  # the server's answer is no answer of the service
        MAKE[capability](setup_of(capability, name, base))
    recorded = {field: RECORDED[case][field] for field in ("path", "keyed", "body")}
    ours = json.loads(json.dumps(recorder.seen[0]))
    assert ours["path"] == recorded["path"], RECORDED[case]["sdk"]
    assert ours["keyed"] == recorded["keyed"]
    assert without_task(named(ours["body"])) == named(recorded["body"])


def named(value: Any) -> Any:
    """Write the names of a body in one way: Google takes both, and its SDK sends both."""
    if isinstance(value, list):
        return [named(one) for one in value]
    if not isinstance(value, dict):
        return value
    return {re.sub(r"_(\w)", lambda found: found[1].upper(), name): named(one) for name, one in value.items()}


def without_task(body: dict[str, Any]) -> dict[str, Any]:
    """Leave out the instruction that we put before a text which a language model speaks."""
    for turn in body.get("contents", ()):
        for part in turn["parts"]:
            part["text"] = part["text"][part["text"].index(TEXT) :]
    return body
