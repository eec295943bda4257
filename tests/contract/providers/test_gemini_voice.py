"""The promises of Gemini's speech against its twin. Numbers as in `test_voices`."""

import base64
import json
from collections.abc import Iterator
from contextlib import ExitStack

import numpy as np
import pytest

from reelwright.entry.providers import speech_models
from reelwright.errors import (
    ContentRefusedError,
    ProviderError,
    ProviderMisconfiguredError,
    ProviderThrottledError,
    ProviderTimeoutError,
    RequestError,
)
from reelwright.film.text.words import words_of
from reelwright.providers.setup import ProvidersSetup, SpeechSetup
from reelwright.providers.speech import SpeechModel, SpeechOrder
from reelwright_media.speech.cloud import CloudSpeech
from reelwright_media.speech.espeak import places_of, timed_reading
from tests.twins.dialects import KEY
from tests.twins.gemini_voice import GEMINI_VOICES, SpokenRequest, answer_of, usage_of
from tests.twins.server import Fault, Twin, running

TEXT = "Whales sleep with half of the brain awake. The other half rests, and every two hours they change sides."
ORDER = SpeechOrder(text="Hello wide world.", words=((0, 5), (6, 10), (11, 17)), language="en-US", seconds=5)
MODEL = "gemini-3.8-flash-tts"


@pytest.fixture(scope="module")
def twins() -> Iterator[dict[str, Twin]]:
    """Run both twins."""
    with ExitStack() as stack:
        yield {name: stack.enter_context(running(Twin(dialect, [""]))) for name, dialect in GEMINI_VOICES.items()}


@pytest.fixture(params=sorted(GEMINI_VOICES))
def twin(request: pytest.FixtureRequest, twins: dict[str, Twin]) -> Twin:
    """Return each twin, as new."""
    twins[request.param].reset([""])
    return twins[request.param]


def model_of(twin: Twin) -> SpeechModel:
    """Build the voice as the function with keys does."""
    name = twin.dialect.name.removesuffix("-voice")
    setup = SpeechSetup.model_validate(
        {"provider": name, "model": MODEL, "base": twin.base, "voices": {"female": "Kore", "male": "Puck"}}
        | {"usd_input": 0.5, "usd_output": 9.0}
    )
    return speech_models(ProvidersSetup(speech=(setup,)), keys={name: KEY})[name]


def reading_of(text: str) -> bytes:
    """Read a text aloud by another voice, as samples of 24 kHz."""
    read = timed_reading(text, places_of(text, text.split()), "en-us", 1.1)
    times = np.arange(0, len(read.samples), read.rate / 24_000)
    louder = np.interp(times, np.arange(len(read.samples)), read.samples) * 30_000
    return bytes(louder.astype("<i2").tobytes())


def request_of(text: str) -> SpokenRequest:
    """Build the request for a text."""
    voice = {"voice_config": {"prebuilt_voice_config": {"voice_name": "Kore"}}, "language_code": "en-US"}
    return SpokenRequest.model_validate(
        {
            "contents": [{"role": "user", "parts": [{"text": text}]}],
            "generationConfig": {"responseModalities": ["AUDIO"], "speechConfig": voice},
        }
    )


def test_a_text_becomes_sound_with_a_time_for_each_word(twin: Twin) -> None:
    """C1: samples at the rate of the media type, aligned with our own reading."""
    twin.plan = [Fault(body=answer_of(request_of(TEXT), sound=reading_of(TEXT)))]
    speech = CloudSpeech(model_of(twin)).speak(TEXT, language="en-US", voice="male", speed=1.0)
    assert tuple(word.text for word in speech.words) == words_of(TEXT, "en-US")
    starts = [word.start_seconds for word in speech.words]
    assert starts == sorted(starts)
    assert speech.voice == "Puck"
    assert twin.refused == []


@pytest.mark.parametrize(
    "said",
    [
        f"Sure, here is the text that you asked for. {TEXT}",
        f"{TEXT} Do you want me to read another text for you?",
        "Whales sleep with half of the brain awake.",
        "The other half rests, and every two hours they change sides.",
    ],
    ids=["preface", "afterword", "end skipped", "begin skipped"],
)
def test_added_and_skipped_words_are_the_providers_failure(twin: Twin, said: str) -> None:
    """A language model improvises: the next voice says the text instead."""
    twin.plan = [Fault(body=answer_of(request_of(said), sound=reading_of(said)))]
    with pytest.raises(ProviderError, match="something else"):
        CloudSpeech(model_of(twin)).speak(TEXT, language="en-US", voice=None, speed=1.0)


def test_the_bill_is_in_tokens_and_within_the_estimate(twin: Twin) -> None:
    """C1: text in, sound out, each with its own price."""
    model = model_of(twin)
    made = model.speak(ORDER)
    tokens_in, tokens_out = usage_of(SpokenRequest.model_validate_json(twin.requests[0]))
    assert made.bill.usd == pytest.approx((tokens_in * 0.5 + tokens_out * 9) / 1e6)
    assert 0 < made.bill.usd <= model.estimate(ORDER).usd


@pytest.mark.parametrize("hint", [None, 7])
def test_a_throttle_carries_the_providers_delay(twin: Twin, hint: int | None) -> None:
    """C2."""
    twin.plan = [Fault(status=429, retry_after=hint)]
    with pytest.raises(ProviderThrottledError) as caught:
        model_of(twin).speak(ORDER)
    assert caught.value.retry_after_seconds == hint
    assert len(twin.requests) == 1


@pytest.mark.parametrize(
    "fault",
    [
        Fault(status=500),
        Fault(status=502, body=b"<html>bad gateway</html>"),
        Fault(half=True),
        Fault(body=answer_of(request_of("a b"), mime="audio/mpeg")),
        Fault(body=json.dumps({"candidates": [{"content": {"parts": [{"text": "I cannot"}]}}]}).encode()),
    ],
    ids=["500", "html", "half", "wrong type", "text instead of sound"],
)
def test_failures_are_provider_errors(twin: Twin, fault: Fault) -> None:
    """C3, C5."""
    twin.plan = [fault]
    with pytest.raises(ProviderError):
        model_of(twin).speak(ORDER)


def test_a_silent_provider_times_out(twin: Twin) -> None:
    """C4."""
    twin.plan = [Fault(silent_seconds=1.5)]
    with pytest.raises(ProviderTimeoutError):
        model_of(twin).speak(ORDER.model_copy(update={"seconds": 0.3}))


def test_a_blocked_text_is_a_content_refusal(twin: Twin) -> None:
    """C6: only local voices may get it then."""
    twin.plan = [Fault(refused=True)]
    with pytest.raises(ContentRefusedError, match="PROHIBITED_CONTENT"):
        model_of(twin).speak(ORDER)


@pytest.mark.parametrize("status", [401, 403, 404])
def test_wrong_credentials_are_misconfigured_without_the_key(twin: Twin, status: int) -> None:
    """C7."""
    twin.plan = [Fault(status=status)]
    with pytest.raises(ProviderMisconfiguredError) as caught:
        model_of(twin).speak(ORDER)
    assert KEY not in str(caught.value)


@pytest.mark.parametrize("text", ["a", "é" * 400, "שלום עולם", "🐳 <&> \"'\n\tEnd"], ids=range(4))
def test_every_text_passes_the_captured_schema(twin: Twin, text: str) -> None:
    """C8."""
    places = tuple(places_of(text, text.split()))
    made = model_of(twin).speak(SpeechOrder(text=text, words=places, language="en-US"))
    assert twin.refused == []
    assert base64.b64decode(made.audio_base64)


@pytest.mark.parametrize("change", [{"text": "long " * 1300}, {"speed": 1.2}])
def test_an_order_outside_of_the_limits_is_refused_before_the_call(twin: Twin, change: dict[str, object]) -> None:
    """C8: it has no field for the speed."""
    with pytest.raises(RequestError):
        model_of(twin).speak(ORDER.model_copy(update=change))
    assert twin.requests == []
