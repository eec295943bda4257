"""The promises of Amazon Polly against its twin, with botocore's real client. Numbers as in `test_voices`."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from reelwright.entry.providers import speech_models
from reelwright.errors import (
    ProviderError,
    ProviderMisconfiguredError,
    ProviderThrottledError,
    ProviderTimeoutError,
    RequestError,
)
from reelwright.film.decoding import SoundOrder
from reelwright.film.text.words import words_of
from reelwright.providers.setup import ProvidersSetup, SpeechSetup
from reelwright.providers.speech import SpeechModel, SpeechOrder
from reelwright_media.sandbox.outside import Sandbox
from reelwright_media.speech.cloud import CloudSpeech
from reelwright_media.speech.espeak import places_of
from reelwright_media.speech.sound import Samples, flac_samples
from tests.twins.polly import PollyTwin, running_polly, said_of
from tests.twins.server import Fault
from tests.twins.voices import start_of

TEXT = "Whales sleep with half of the brain awake."
ORDER = SpeechOrder(text="Hello wide world.", words=((0, 5), (6, 10), (11, 17)), language="en-US", seconds=5)
SECRET = "secret-of-the-role-0123456789"


@pytest.fixture(scope="module")
def running() -> Iterator[PollyTwin]:
    """Run the twin."""
    with running_polly() as twin:
        yield twin


@pytest.fixture
def twin(running: PollyTwin, monkeypatch: pytest.MonkeyPatch) -> PollyTwin:
    """Return the running twin, as new; the role's credentials are in the environment, as on Lambda."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET)
    running.plan, running.requests, running.refused = [], [], []
    running.lists = running.paid_characters = 0
    return running


def model_of(twin: PollyTwin, engine: str = "neural", **voices: str) -> SpeechModel:
    """Build Polly as the function with keys does."""
    setup = SpeechSetup.model_validate({"provider": "polly", "model": engine, "base": twin.base, "voices": voices})
    return speech_models(ProvidersSetup(speech=(setup,)), keys={})["polly"]


@pytest.fixture
def decoded(tmp_path: Path) -> "Decoded":
    """Decode sounds in the real sandbox, as the function without rights does."""
    return Decoded(tmp_path)


class Decoded:
    """The road of a compressed sound, without Lambda and bucket."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __call__(self, ogg: bytes, rate: int) -> Samples:
        """Return the samples."""
        source, out = self._folder / "a.ogg", self._folder / "a.flac"
        source.write_bytes(ogg)
        Sandbox().sound(source, SoundOrder(seconds=60, least_seconds=0.1), out)
        return flac_samples(out.read_bytes(), rate)


@pytest.mark.parametrize("speed", [1.0, 1.25])
def test_words_begin_where_polly_says(twin: PollyTwin, decoded: Decoded, speed: float) -> None:
    """C1: exact times for exactly our words, also where a tag of SSML moves Polly's offsets."""
    voice = CloudSpeech(model_of(twin)).unpacked_by(decoded)
    speech = voice.speak(TEXT, language="en-US", voice="female", speed=speed)
    assert tuple(word.text for word in speech.words) == words_of(TEXT, "en-US")
    assert [word.start_seconds for word in speech.words] == pytest.approx(list(map(start_of, range(8))), abs=0.002)
    assert speech.seconds == pytest.approx(start_of(8), abs=0.05)
    assert (speech.provider, speech.voice) == ("polly", "Ruth")
    assert twin.refused == []


def test_offsets_in_bytes_become_words(twin: PollyTwin) -> None:
    """Letters of several bytes, and words that Polly divides, move no word."""
    text = "Größe & Öl: state-of-the-art <Übung>, 東京 * 2 Äpfel."
    words = text.split()
    for speed in (1.0, 0.9):
        order = SpeechOrder(text=text, words=tuple(places_of(text, words)), language="de", speed=speed)
        starts = model_of(twin).speak(order).starts
        heard = iter(start_of(place) for place in range(len(words)))
        assert starts is not None
        assert [one for one in starts if one is not None] == [next(heard) for one in starts if one is not None]
        assert [word for word, one in zip(words, starts, strict=True) if one is None] == ["&", "*"]
    assert twin.refused == []


def test_the_generative_voice_times_nothing_and_is_aligned(twin: PollyTwin, decoded: Decoded) -> None:
    """One call, half of the bill; the times come from our own reading."""
    model = model_of(twin, "generative")
    speech = CloudSpeech(model).unpacked_by(decoded).speak(TEXT, language="en-US", voice=None, speed=1.0)
    assert len(twin.requests) == 1
    starts = [word.start_seconds for word in speech.words]
    assert starts == sorted(starts)
    with pytest.raises(RequestError):
        model.speak(ORDER.model_copy(update={"speed": 1.1}))


@pytest.mark.parametrize("engine", ["standard", "neural", "generative"])
def test_the_bill_is_what_polly_counts_and_marks_are_billed_too(twin: PollyTwin, engine: str) -> None:
    """C1: by `RequestCharacters` of both answers; the estimate is the same."""
    usd = {"standard": 4.0, "neural": 16.0, "generative": 30.0}[engine]
    model = model_of(twin, engine)
    made = model.speak(ORDER)
    assert made.bill.usd == pytest.approx(twin.paid_characters * usd / 1e6)
    assert twin.paid_characters == len(ORDER.text) * (1 if engine == "generative" else 2)
    assert model.estimate(ORDER).usd == pytest.approx(made.bill.usd)


def test_lost_marks_do_not_lose_the_paid_sound(twin: PollyTwin) -> None:
    """The sound is kept without times, which are aligned then: a second try would pay for it twice."""
    model = model_of(twin)
    model.speak(ORDER)
    twin.plan = [Fault(), Fault(status=500)]
    made = model.speak(ORDER)
    assert made.starts is None
    assert made.bill.usd == pytest.approx(len(ORDER.text) * 16 / 1e6)


@pytest.mark.parametrize(
    ("language", "asked", "used"),
    [
        ("en-US", None, "Matthew"),
        ("en-US", "female", "Ruth"),
        ("en", "male", "Matthew"),
        ("en-GB", "male", "Amy"),
        ("en-IN", None, "Kajal"),
        ("zh-CN", None, "Zhiyu"),
        ("de-AT", "female", "Vicki"),
        ("en-US", "Matthew", "Matthew"),
    ],
)
def test_a_voice_of_the_language_is_found(twin: PollyTwin, language: str, asked: str | None, used: str) -> None:
    """Polly lists its voices, all pages of them, once a process; names of the request are passed on."""
    model = model_of(twin)
    for _ in range(2):
        assert model.speak(ORDER.model_copy(update={"language": language, "voice": asked})).voice == used
    assert twin.lists == 2
    assert twin.refused == []


def test_a_configured_voice_speaks_its_languages_only(twin: PollyTwin) -> None:
    """An English voice reads no German text."""
    model = model_of(twin, female="Amy", male="Matthew")
    assert model.speak(ORDER.model_copy(update={"language": "en-GB"})).voice == "Amy"
    assert model.speak(ORDER.model_copy(update={"language": "de-DE"})).voice == "Vicki"


@pytest.mark.parametrize("hint", [None, 7])
def test_a_throttle_of_status_400_is_a_throttle(twin: PollyTwin, hint: int | None) -> None:
    """C2: with the provider's delay, and not repeated by the client."""
    model = model_of(twin)
    model.speak(ORDER)
    sent = len(twin.requests)
    twin.plan = [Fault(status=400, retry_after=hint)]
    with pytest.raises(ProviderThrottledError) as caught:
        model.speak(ORDER)
    assert caught.value.retry_after_seconds == hint
    assert len(twin.requests) == sent + 1


@pytest.mark.parametrize(
    "fault",
    [
        Fault(status=500),
        Fault(status=503),
        Fault(status=502, body=b"<html>bad gateway</html>"),
        Fault(half=True),
        Fault(body=b"<html>not a sound</html>"),
    ],
    ids=["500", "503", "html", "half", "wrong type"],
)
def test_failures_are_provider_errors(twin: PollyTwin, fault: Fault) -> None:
    """C3, C5: never an error of botocore, and no second call."""
    model = model_of(twin)
    model.speak(ORDER)
    sent = len(twin.requests)
    twin.plan = [fault]
    with pytest.raises(ProviderError):
        model.speak(ORDER)
    assert len(twin.requests) == sent + 1


@pytest.mark.parametrize("fault", [Fault(silent_seconds=1.5), Fault(drip_seconds=0.2)], ids=["silent", "drips"])
def test_a_slow_answer_times_out_within_the_orders_seconds(twin: PollyTwin, fault: Fault) -> None:
    """C4: botocore alone limits each read, and would wait for every single byte."""
    model = model_of(twin)
    model.speak(ORDER)
    twin.plan = [fault]
    with pytest.raises(ProviderTimeoutError):
        model.speak(ORDER.model_copy(update={"seconds": 0.4}))


@pytest.mark.parametrize("status", [401, 403])
def test_missing_rights_are_misconfigured_without_a_secret(twin: PollyTwin, status: int) -> None:
    """C7: no signature and no secret in the message."""
    twin.plan = [Fault(status=status)]
    with pytest.raises(ProviderMisconfiguredError) as caught:
        model_of(twin).speak(ORDER)
    assert SECRET not in str(caught.value)


@pytest.mark.parametrize("text", ["a", "é" * 400, "שלום עולם", "🐳 <&> \"'\n\tEnd", "]]> <mark/>"], ids=range(5))
@pytest.mark.parametrize("speed", [1.0, 0.8])
def test_every_text_passes_the_service_model(twin: PollyTwin, text: str, speed: float) -> None:
    """C8: markup of the text is no markup of the request."""
    order = SpeechOrder(text=text, words=tuple(places_of(text, text.split())), language="en-US", speed=speed)
    model_of(twin).speak(order)
    assert twin.refused == []
    assert said_of(twin.requests[0]) == text


@pytest.mark.parametrize("change", [{"text": "long " * 1300}, {"speed": 9.0}, {"language": "th-TH"}])
def test_an_order_that_polly_cannot_take_is_refused_before_the_call(twin: PollyTwin, change: dict[str, object]) -> None:
    """C8: the next provider can take it."""
    with pytest.raises(RequestError):
        model_of(twin).speak(ORDER.model_copy(update=change))
    assert twin.requests == []


@pytest.mark.parametrize("voice", ["Nobody", "Vicki"])
def test_an_unknown_voice_and_one_of_another_language_lead_to_the_next_provider(twin: PollyTwin, voice: str) -> None:
    """The request is wrong, not the provider."""
    with pytest.raises(RequestError):
        model_of(twin).speak(ORDER.model_copy(update={"voice": voice}))


def test_the_emulators_endpoint_is_never_called(twin: PollyTwin, monkeypatch: pytest.MonkeyPatch) -> None:
    """C18: the local stack sets AWS_ENDPOINT_URL for everything else."""
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("AWS_ENDPOINT_URL_POLLY", "http://127.0.0.1:9")
    assert model_of(twin).speak(ORDER).voice == "Matthew"
