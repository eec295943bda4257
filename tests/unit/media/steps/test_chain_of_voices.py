"""Every cloud voice in the step itself: its breaker opens, the next voice takes over, and no call is made beyond the budget."""

from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from reelwright.entry.providers import speech_models
from reelwright.errors import BudgetExceededError, ProviderError
from reelwright.jobs.caller import Caller
from reelwright.pipeline.breaker import FAILURES_TO_OPEN
from reelwright.providers.setup import ProvidersSetup
from reelwright_media.speech.cloud import CloudSpeech
from reelwright_media.steps.speak import generate_audio_tts
from tests.memory.system import System
from tests.twins.azure import running_azure
from tests.twins.dialects import KEY
from tests.twins.gemini_voice import GEMINI_VOICES
from tests.twins.polly import running_polly
from tests.twins.server import Fault, Twin, running
from tests.twins.voices import VOICES
from tests.unit.media.steps.makers import FakeVoice, Makers

DIALECTS = VOICES | GEMINI_VOICES
MODELS = {
    "polly": "neural",
    "azure": "azure-tts",
    "gemini": "gemini-3.8-flash-tts",
    "vertex": "gemini-3.8-flash-tts",
    "elevenlabs": "eleven_v4",
    "google": "chirp-3-hd",
    "openai": "tts-1",
}
USD = 100_000.0
"""A price a million that no small budget holds."""
NAMES = sorted({"azure", "polly", *DIALECTS})


@pytest.fixture(scope="module")
def twins() -> Iterator[dict[str, Any]]:
    """Run the twin of every voice."""
    with ExitStack() as stack:
        found: dict[str, Any] = {
            name: stack.enter_context(running(Twin(dialect, [""]))) for name, dialect in DIALECTS.items()
        }
        found["azure"], found["polly"] = (stack.enter_context(one()) for one in (running_azure, running_polly))
        yield found


@pytest.fixture(params=NAMES)
def voice(request: pytest.FixtureRequest, twins: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> str:
    """Return each voice's name; its twin is as new."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    twin = twins[request.param]
    twin.plan, twin.requests = [], []
    return str(request.param)


def studio(system: System, makers: Makers, twins: dict[str, Any], *names: str) -> None:
    """Give the steps these voices, then a local one."""
    rows = [
        {"provider": name, "model": MODELS.get(name, "m"), "base": twins[name].base, "voices": {"female": "Ada1"}}
        | {"usd_input": USD, "usd_output": USD}
        for name in names
    ]
    setup = ProvidersSetup.model_validate({"speech": rows})
    models = speech_models(setup, keys=dict.fromkeys(names, KEY))
    cloud = {name: CloudSpeech(model) for name, model in models.items()}
    makers.speech = {**cloud, "kokoro": FakeVoice("kokoro")}
    system.tools = makers


def begun(system: System, ada: Caller, *, body: dict[str, Any] | None = None, **video: Any) -> str:
    """Start a job that speaks a text."""
    request = {"script_content": "Whales sing well.", **video}
    return system.run(ada, task_name="generate_audio_tts", video_request=request, **(body or {}))


def speak(system: System, job_id: str) -> Any:
    """Run the step; returns its row."""
    system.step(job_id, generate_audio_tts, name="generate_audio_tts")
    return system.jobs.step(job_id, "generate_audio_tts")


def test_five_failures_open_the_breaker_and_the_next_voice_takes_over(
    system: System, ada: Caller, makers: Makers, twins: dict[str, Any], voice: str
) -> None:
    """The result names the voice that was preferred and the reason; afterwards the provider is left alone."""
    studio(system, makers, twins, voice)
    twins[voice].plan = [Fault(status=500)] * FAILURES_TO_OPEN
    job_id = begun(system, ada)
    for _ in range(FAILURES_TO_OPEN):
        row = speak(system, job_id)
        assert (row.fallback.asked, row.fallback.used) == (voice, "kokoro")
    assert twins[voice].plan == []
    sent = len(twins[voice].requests)
    assert "is not called before" in speak(system, job_id).fallback.reason
    assert len(twins[voice].requests) == sent


def test_a_call_that_does_not_fit_into_the_budget_is_not_made(
    system: System, ada: Caller, makers: Makers, twins: dict[str, Any], voice: str
) -> None:
    """C15: the estimate counts, before the call."""
    studio(system, makers, twins, voice)
    job_id = begun(system, ada, body={"max_cost_usd": 0.01})
    with pytest.raises(BudgetExceededError):
        speak(system, job_id)
    assert twins[voice].requests == []


def test_the_voice_of_another_provider_never_comes_here(
    system: System, ada: Caller, makers: Makers, twins: dict[str, Any], voice: str
) -> None:
    """C14: the preferred one fails with a voice of its own; the next cloud voice speaks by its own, not by that name."""
    other = "openai" if voice != "openai" else "google"
    twins[other].plan, twins[other].requests = [Fault(status=500)], []
    studio(system, makers, twins, other, voice)
    twins[voice].plan = [Fault(status=500)]
    row = speak(system, begun(system, ada, voice="Foreign9", voice_provider=other))
    assert any("Foreign9" in str(one) for one in twins[other].requests)
    assert not any("Foreign9" in str(one) for one in twins[voice].requests)
    assert (row.fallback.asked, row.fallback.used) == (other, "kokoro")


def test_a_strict_request_fails_with_the_error_of_its_voice(
    system: System, ada: Caller, makers: Makers, twins: dict[str, Any], voice: str
) -> None:
    """No other voice speaks instead, cloud or local."""
    other = "openai" if voice != "openai" else "google"
    twins[other].plan, twins[other].requests = [], []
    studio(system, makers, twins, other, voice)
    twins[voice].plan = [Fault(status=500)]
    with pytest.raises(ProviderError, match=voice):
        speak(system, begun(system, ada, voice_provider=voice, strict_providers=True))
    assert (twins[other].requests, makers.speech["kokoro"].calls) == ([], 0)
