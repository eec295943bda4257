"""The promises of every voice, each against its twin over real HTTP. Numbers (C1…) are those of `docs/providers.md`."""

import base64
import json
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from reelwright.entry.calling import CalledVoice, answer_call
from reelwright.entry.providers import speech_models
from reelwright.errors import (
    ContentRefusedError,
    ProviderError,
    ProviderMisconfiguredError,
    ProviderRefusedError,
    ProviderThrottledError,
    ProviderTimeoutError,
    RequestError,
)
from reelwright.film.text.words import words_of
from reelwright.providers.calls import CallCommand, CallReply
from reelwright.providers.setup import ProvidersSetup, SpeechSetup
from reelwright.providers.speech import SpeechModel, SpeechOrder
from reelwright_media.speech.cloud import CloudSpeech
from reelwright_media.speech.espeak import places_of
from tests.twins.dialects import KEY
from tests.twins.plugged import plugged_voices
from tests.twins.server import Fault, Twin, running
from tests.twins.voices import VOICES as OWN_VOICES
from tests.twins.voices import spoken_text, start_of, tones, wav_of

VOICES = OWN_VOICES | plugged_voices()
USD = 30.0
TEXT = "Whales sleep with half of the brain awake."
ORDER = SpeechOrder(text="Hello wide world.", words=((0, 5), (6, 10), (11, 17)), language="en-US", seconds=5)


def name_of(twin: Twin) -> str:
    """Return the provider that a twin stands for."""
    return twin.dialect.name.removesuffix("-voice")


def model_of(twin: Twin, *, key: str | None = KEY) -> SpeechModel:
    """Build the voice that calls this twin, as the function with keys does."""
    setup = SpeechSetup.model_validate(
        {
            "provider": name_of(twin),
            "model": "model-1",
            "base": twin.base,
            "usd_input": USD,
            "voices": {"female": "Ada1", "male": "Bob1"},
        }
    )
    keys = {} if key is None else {name_of(twin): key}
    return speech_models(ProvidersSetup(speech=(setup,)), keys=keys)[name_of(twin)]


@pytest.fixture(scope="module")
def twins() -> Iterator[dict[str, Twin]]:
    """Run the twin of each voice."""
    with ExitStack() as stack:
        yield {name: stack.enter_context(running(Twin(dialect, [""]))) for name, dialect in VOICES.items()}


@pytest.fixture(params=sorted(VOICES))
def twin(request: pytest.FixtureRequest, twins: dict[str, Twin]) -> Twin:
    """Return the running twin of each voice, as new."""
    twins[request.param].reset([""])
    return twins[request.param]


def test_a_text_becomes_mono_sound_with_a_time_for_each_word(twin: Twin) -> None:
    """C1: rising times that never overlap, for exactly the words of the text."""
    speech = CloudSpeech(model_of(twin)).speak(TEXT, language="en-US", voice=None, speed=1.0)
    assert tuple(word.text for word in speech.words) == words_of(TEXT, "en-US")
    times = [second for word in speech.words for second in (word.start_seconds, word.end_seconds)]
    assert times == sorted(times)
    assert all(word.end_seconds > word.start_seconds for word in speech.words)
    assert times[-1] <= speech.seconds + 0.001
    assert (speech.provider, speech.voice) == (name_of(twin), "Ada1")
    assert twin.refused == []


def test_words_begin_where_the_provider_says(twins: dict[str, Twin]) -> None:
    """Exact times are used as they are; they are not estimated again."""
    for name in ("elevenlabs", "google"):
        twins[name].reset([""])
        speech = CloudSpeech(model_of(twins[name])).speak(TEXT, language="en-US", voice=None, speed=1.0)
        assert [word.start_seconds for word in speech.words] == pytest.approx(list(map(start_of, range(8))), abs=0.002)


def test_the_bill_is_what_the_provider_counts(twin: Twin) -> None:
    """C1: characters times price, marks included where they are billed; the estimate is the bill."""
    voice = model_of(twin)
    made = voice.speak(ORDER)
    assert made.bill.usd == pytest.approx(twin.paid_characters * USD / 1e6)
    assert made.bill.usd > 0
    assert voice.estimate(ORDER).usd == made.bill.usd


def test_numbers_are_sent_as_our_own_reading_of_them(twin: Twin) -> None:
    """Every voice says the same: no provider expands a figure by itself, and captions keep it."""
    speech = CloudSpeech(model_of(twin)).speak("It weighs 2.5 kg.", language="en-US", voice=None, speed=1.0)
    sent = spoken_text(name_of(twin), twin.requests[0])
    assert "two point five kilo" in sent
    assert not any(character.isdigit() for character in sent)
    assert [word.text for word in speech.words] == ["It", "weighs", "2.5", "kg."]


@pytest.mark.parametrize(("asked", "used"), [(None, "Ada1"), ("male", "Bob1"), ("female", "Ada1"), ("Own9", "Own9")])
def test_a_gender_is_mapped_and_a_voice_of_the_provider_is_passed_on(twin: Twin, asked: str | None, used: str) -> None:
    """G2: names of other providers never come here; the step gives their gender."""
    assert model_of(twin).speak(ORDER.model_copy(update={"voice": asked})).voice == used
    assert used in json.dumps(json.loads(twin.requests[0])) or name_of(twin) == "elevenlabs"


@pytest.mark.parametrize("hint", [None, 7])
def test_a_throttle_carries_the_providers_delay_and_is_not_repeated(twin: Twin, hint: int | None) -> None:
    """C2: the step decides about waiting."""
    twin.plan = [Fault(status=429, retry_after=hint)]
    with pytest.raises(ProviderThrottledError) as caught:
        model_of(twin).speak(ORDER)
    assert caught.value.retry_after_seconds == hint
    assert len(twin.requests) == 1


@pytest.mark.parametrize(
    "fault",
    [Fault(status=500), Fault(status=503), Fault(status=502, body=b"<html>bad gateway</html>"), Fault(half=True)],
    ids=["500", "503", "html", "half"],
)
def test_failures_of_the_provider_are_provider_errors(twin: Twin, fault: Fault) -> None:
    """C3, C5: never an error of a library, and half a file is no artefact."""
    twin.plan = [fault]
    with pytest.raises(ProviderError):
        model_of(twin).speak(ORDER)
    assert len(twin.requests) == 1


def test_a_silent_provider_times_out(twin: Twin) -> None:
    """C4: before its answer, which comes after the order's seconds."""
    twin.plan = [Fault(silent_seconds=1.5)]
    with pytest.raises(ProviderTimeoutError):
        model_of(twin).speak(ORDER.model_copy(update={"seconds": 0.3}))


@pytest.mark.parametrize(
    "sound",
    [
        b"<html>",
        wav_of(tones(3), length=len(tones(3)) + 1000),
        wav_of(tones(3))[:30],
        wav_of(tones(3)[:-1]),
        wav_of(b""),
    ],
    ids=["no WAV", "shorter than it says", "only a header", "half a sample", "empty"],
)
def test_a_broken_sound_is_a_provider_error(twins: dict[str, Twin], sound: bytes) -> None:
    """C5: of a WAV's server and inside of a JSON answer."""
    body = json.dumps({"audioContent": base64.b64encode(sound).decode(), "timepoints": []}).encode()
    for name, answer in (("openai", sound), ("google", body)):
        twins[name].reset([""])
        twins[name].plan = [Fault(body=answer)]
        with pytest.raises(ProviderError):
            CloudSpeech(model_of(twins[name])).speak(TEXT, language="en-US", voice=None, speed=1.0)


def test_times_of_another_text_are_a_provider_error(twins: dict[str, Twin]) -> None:
    """C5: the alignment must be of the characters that were sent."""
    alignment = {"characters": ["H"], "character_start_times_seconds": [0.0], "character_end_times_seconds": [0.1]}
    audio = base64.b64encode(tones(1)).decode()
    twins["elevenlabs"].reset([""])
    twins["elevenlabs"].plan = [Fault(body=json.dumps({"audio_base64": audio, "alignment": alignment}).encode())]
    with pytest.raises(ProviderError, match="shape"):
        model_of(twins["elevenlabs"]).speak(ORDER)


def test_a_refusal_by_moderation_is_a_content_refusal(twins: dict[str, Twin]) -> None:
    """C6: only local voices may get the text then. The other two providers document no moderation."""
    body = b'{"error": {"message": "no", "code": "content_policy_violation"}}'
    twins["openai"].reset([""])
    twins["openai"].plan = [Fault(status=400, body=body)]
    with pytest.raises(ContentRefusedError):
        model_of(twins["openai"]).speak(ORDER)


@pytest.mark.parametrize("status", [401, 403, 404])
def test_wrong_credentials_and_unknown_voices_are_misconfigured_without_the_key(twin: Twin, status: int) -> None:
    """C7: the twin repeats the key in its message; ours has none."""
    twin.plan = [Fault(status=status)]
    with pytest.raises(ProviderMisconfiguredError) as caught:
        model_of(twin).speak(ORDER)
    assert KEY not in str(caught.value)


def test_an_invalid_request_is_refused_and_not_repeated(twin: Twin) -> None:
    """A fault of the request says nothing about the provider."""
    twin.plan = [Fault(status=400)]
    with pytest.raises(ProviderRefusedError):
        model_of(twin).speak(ORDER)
    assert len(twin.requests) == 1


@pytest.mark.parametrize("text", ["a", "é" * 400, "שלום עולם", "🐳 <&> \"'\n\tEnd", "]]> <mark/>"], ids=range(5))
def test_every_text_passes_the_documented_schema(twin: Twin, text: str) -> None:
    """C8: unknown and missing fields would be refused by the twin; markup of the text is no markup of the request."""
    places = places_of(text, text.split())
    model_of(twin).speak(SpeechOrder(text=text, words=tuple(places), language="en-US"))
    assert twin.refused == []


def test_a_long_text_is_spoken_in_several_calls_and_joined(twin: Twin) -> None:
    """The sound of each call fits into one answer; no word is lost, and times go on."""
    text = " ".join(f"{TEXT} So do dolphins, number {n}." for n in range(12))
    speech = CloudSpeech(model_of(twin)).speak(text, language="en-US", voice=None, speed=1.0)
    assert tuple(word.text for word in speech.words) == words_of(text, "en-US")
    assert twin.paid_calls == 3
    starts = [word.start_seconds for word in speech.words]
    assert starts == sorted(starts)


@pytest.mark.parametrize("change", [{"text": "long " * 1300}, {"speed": 9.0}])
def test_an_order_outside_of_the_limits_is_refused_before_the_call(twin: Twin, change: dict[str, object]) -> None:
    """C8: the next provider can take it."""
    with pytest.raises(RequestError):
        model_of(twin).speak(ORDER.model_copy(update=change))
    assert twin.requests == []


class SameProcess:
    """Makes the calls of a function without keys in the function with keys, over the wire's JSON."""

    def __init__(self, twin: Twin) -> None:
        self._twin = twin

    def call(self, command: CallCommand) -> CallReply:
        """Call through both models."""
        event = json.loads(command.model_dump_json())
        return CallReply.model_validate(
            json.loads(json.dumps(answer_call(event, lambda _command: {name_of(self._twin): model_of(self._twin)})))
        )


def test_a_function_without_keys_has_the_call_made_by_the_one_that_has_them(twin: Twin) -> None:
    """It prices the call itself, and gets samples, times and bill; the key never passes."""
    voice = CalledVoice(model_of(twin, key=None), SameProcess(twin))
    assert voice.estimate(ORDER) == model_of(twin).estimate(ORDER)
    assert voice.speak(ORDER) == model_of(twin).speak(ORDER)


def test_a_public_voice_without_its_key_is_misconfigured() -> None:
    """It is told by name, and nothing is called."""
    setup = SpeechSetup(provider="elevenlabs", model="eleven_v4", voices={"female": "Ada1"})
    with pytest.raises(ProviderMisconfiguredError, match="key"):
        speech_models(ProvidersSetup(speech=(setup,)), keys={})["elevenlabs"].speak(ORDER)


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (Fault(status=429, retry_after=3), ProviderThrottledError),
        (Fault(status=500), ProviderError),
        (Fault(status=401), ProviderMisconfiguredError),
        (Fault(status=400), ProviderRefusedError),
    ],
)
def test_an_error_of_the_provider_keeps_its_class_on_the_way(twin: Twin, fault: Fault, error: type[Exception]) -> None:
    """So breaker, waits and fallback work as if the call had been made here."""
    twin.plan = [fault]
    with pytest.raises(error) as caught:
        CalledVoice(model_of(twin), SameProcess(twin)).speak(ORDER)
    assert type(caught.value) is error
    assert getattr(caught.value, "retry_after_seconds", None) == (3 if fault.status == 429 else None)
    assert KEY not in str(caught.value)
