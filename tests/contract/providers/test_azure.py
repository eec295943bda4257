"""The promises of Azure Speech against its twin, over a real WebSocket. Numbers as in `test_voices`."""

import threading
from collections.abc import Iterator

import pytest

from reelwright.entry.providers import speech_models
from reelwright.errors import (
    ProviderError,
    ProviderMisconfiguredError,
    ProviderRefusedError,
    ProviderThrottledError,
    ProviderTimeoutError,
    RequestError,
)
from reelwright.film.text.words import words_of
from reelwright.providers.setup import ProvidersSetup, SpeechSetup
from reelwright.providers.speech import SpeechModel, SpeechOrder
from reelwright_media.speech.cloud import CloudSpeech
from reelwright_media.speech.espeak import places_of
from tests.twins.azure import AzureTwin, running_azure, said_of
from tests.twins.dialects import KEY
from tests.twins.server import Fault
from tests.twins.voices import start_of

TEXT = "Whales sleep with half of the brain awake."
ORDER = SpeechOrder(text="Hello wide world.", words=((0, 5), (6, 10), (11, 17)), language="en-US", seconds=5)
VOICE = {"provider": "azure", "model": "azure-tts", "voices": {"female": "Ada1", "male": "Bob1"}}


@pytest.fixture(scope="module")
def running() -> Iterator[AzureTwin]:
    """Run the twin."""
    with running_azure() as twin:
        yield twin


@pytest.fixture
def twin(running: AzureTwin) -> AzureTwin:
    """Return the running twin, as new."""
    running.reset()
    return running


def model_of(twin: AzureTwin, *, key: str | None = KEY) -> SpeechModel:
    """Build the voice as the function with keys does."""
    setup = SpeechSetup.model_validate({**VOICE, "base": twin.base})
    return speech_models(ProvidersSetup(speech=(setup,)), keys={} if key is None else {"azure": key})["azure"]


@pytest.mark.parametrize("speed", [1.0, 1.25])
def test_words_begin_where_azure_says(twin: AzureTwin, speed: float) -> None:
    """C1: the boundaries of the conversation are used without another estimate."""
    speech = CloudSpeech(model_of(twin)).speak(TEXT, language="en-US", voice=None, speed=speed)
    assert tuple(word.text for word in speech.words) == words_of(TEXT, "en-US")
    assert [word.start_seconds for word in speech.words] == pytest.approx(list(map(start_of, range(8))), abs=0.002)
    assert (speech.provider, speech.voice) == ("azure", "Ada1")
    assert twin.refused == []


def test_boundaries_become_our_words(twin: AzureTwin) -> None:
    """Marks, umlauts, entities and words of several pieces move no word; a word without a sound has no time."""
    text = "Größe & Öl: state-of-the-art <Übung>, 東京 * 2 Äpfel, Öl."
    words = text.split()
    order = SpeechOrder(text=text, words=tuple(places_of(text, words)), language="de-DE")
    starts = model_of(twin).speak(order).starts
    assert starts == tuple(None if word in "&*" else start_of(place) for place, word in enumerate(words))


def test_a_voice_without_boundaries_is_aligned(twin: AzureTwin) -> None:
    """HD voices give none."""
    twin.has_boundaries = False
    assert model_of(twin).speak(ORDER).starts is None
    speech = CloudSpeech(model_of(twin)).speak(TEXT, language="en-US", voice=None, speed=1.0)
    assert tuple(word.text for word in speech.words) == words_of(TEXT, "en-US")


@pytest.mark.parametrize(
    "change", [{}, {"speed": 1.5}, {"text": "東京は大きい。", "words": ((0, 7),), "language": "ja"}]
)
def test_the_bill_is_what_azure_counts(twin: AzureTwin, change: dict[str, object]) -> None:
    """C1: the tags inside of the voice, and wide characters twice."""
    order = ORDER.model_copy(update=change)
    made = model_of(twin).speak(order)
    assert made.bill.usd == pytest.approx(twin.paid_characters * 15 / 1e6)
    assert model_of(twin).estimate(order) == made.bill


@pytest.mark.parametrize(("asked", "used"), [(None, "Ada1"), ("male", "Bob1"), ("female", "Ada1"), ("Own9", "Own9")])
def test_a_gender_is_mapped_and_a_voice_of_the_provider_is_passed_on(
    twin: AzureTwin, asked: str | None, used: str
) -> None:
    """G2: names of other providers never come here; the step gives their gender."""
    assert model_of(twin).speak(ORDER.model_copy(update={"voice": asked})).voice == used


@pytest.mark.parametrize("hint", [None, 7])
def test_a_throttle_carries_the_providers_delay(twin: AzureTwin, hint: int | None) -> None:
    """C2: at the handshake."""
    twin.plan = [Fault(status=429, retry_after=hint)]
    with pytest.raises(ProviderThrottledError) as caught:
        model_of(twin).speak(ORDER)
    assert caught.value.retry_after_seconds == hint


@pytest.mark.parametrize(
    ("code", "error"),
    [
        (1007, ProviderRefusedError),
        (4401, ProviderMisconfiguredError),
        (4429, ProviderThrottledError),
        (1011, ProviderError),
    ],
)
def test_a_closed_conversation_is_told_by_its_code(twin: AzureTwin, code: int, error: type[Exception]) -> None:
    """C2, C3: without the reason, which may repeat a key."""
    twin.close = [code]
    with pytest.raises(error) as caught:
        model_of(twin).speak(ORDER)
    assert type(caught.value) is error
    assert KEY not in str(caught.value)


@pytest.mark.parametrize(
    "fault",
    [
        Fault(status=500),
        Fault(status=503),
        Fault(status=502, body=b"<html>bad gateway</html>"),
        Fault(half=True),
        Fault(body=b""),
        Fault(body=b"odd"),
    ],
    ids=["500", "503", "html", "half", "no sound", "half a sample"],
)
def test_failures_of_the_provider_are_provider_errors(twin: AzureTwin, fault: Fault) -> None:
    """C3, C5: a conversation that ends before its turn has no sound."""
    twin.plan = [fault]
    with pytest.raises(ProviderError):
        model_of(twin).speak(ORDER)


@pytest.mark.parametrize("fault", [Fault(silent_seconds=1.5), Fault(drip_seconds=0.3)], ids=["silent", "drips"])
def test_a_slow_provider_times_out_within_the_orders_seconds(twin: AzureTwin, fault: Fault) -> None:
    """C4: at the handshake and between parts of the sound."""
    twin.plan = [fault]
    with pytest.raises(ProviderTimeoutError):
        model_of(twin).speak(ORDER.model_copy(update={"seconds": 0.4}))


@pytest.mark.parametrize("status", [401, 403, 404])
def test_wrong_credentials_are_misconfigured_without_the_key(twin: AzureTwin, status: int) -> None:
    """C7: the twin repeats the key in its message."""
    twin.plan = [Fault(status=status)]
    with pytest.raises(ProviderMisconfiguredError) as caught:
        model_of(twin).speak(ORDER)
    assert KEY not in str(caught.value)


def test_without_a_key_nothing_is_called() -> None:
    """C7: it is told by name."""
    setup = SpeechSetup.model_validate({**VOICE, "region": "westeurope"})
    with pytest.raises(ProviderMisconfiguredError, match="key"):
        speech_models(ProvidersSetup(speech=(setup,)), keys={})["azure"].speak(ORDER)


def test_an_unknown_voice_is_a_refused_request(twin: AzureTwin) -> None:
    """The next provider gets the text."""
    with pytest.raises(ProviderRefusedError):
        model_of(twin).speak(ORDER.model_copy(update={"voice": "Nobody"}))


@pytest.mark.parametrize("text", ["a", "é" * 400, "שלום עולם", "🐳 <&> \"'\n\tEnd", "]]> <mark/>"], ids=range(5))
@pytest.mark.parametrize("speed", [1.0, 0.8])
def test_every_text_passes_the_captured_schema(twin: AzureTwin, text: str, speed: float) -> None:
    """C8: markup of the text is no markup of the request."""
    places = tuple(places_of(text, text.split()))
    model_of(twin).speak(SpeechOrder(text=text, words=places, language="en-US", speed=speed))
    assert twin.refused == []
    assert said_of(twin.requests[0]) == text


@pytest.mark.parametrize("change", [{"text": "long " * 1300}, {"speed": 9.0}])
def test_an_order_outside_of_the_limits_is_refused_before_the_call(twin: AzureTwin, change: dict[str, object]) -> None:
    """C8: the next provider can take it."""
    with pytest.raises(RequestError):
        model_of(twin).speak(ORDER.model_copy(update=change))
    assert twin.requests == []


def test_microsofts_own_sdk_takes_the_twin_for_the_service(twin: AzureTwin) -> None:
    """C16: so the twin speaks the SDK's protocol. Runs where azure-cognitiveservices-speech is installed."""
    sdk = pytest.importorskip("azure.cognitiveservices.speech")
    config = sdk.SpeechConfig(host=twin.base.replace("http", "ws"), subscription=KEY)
    config.set_speech_synthesis_output_format(sdk.SpeechSynthesisOutputFormat.Raw24Khz16BitMonoPcm)
    speaker = sdk.SpeechSynthesizer(speech_config=config, audio_config=None)
    heard: list[float] = []
    speaker.synthesis_word_boundary.connect(
        lambda event: heard.append(event.audio_offset / 1e7) if "Word" in str(event.boundary_type) else None
    )
    ended = threading.Event()  # the SDK's events may come after its result
    speaker.synthesis_completed.connect(lambda _event: ended.set())
    model_of(twin).speak(ORDER)
    result = speaker.speak_ssml_async(twin.requests[0]).get()
    assert ended.wait(10)
    assert result.reason == sdk.ResultReason.SynthesizingAudioCompleted
    assert heard == pytest.approx([start_of(0), start_of(1), start_of(2)])
    assert twin.requests[0] == twin.requests[1]
    assert twin.refused == []
