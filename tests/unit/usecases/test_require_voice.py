"""What the preferred voice cannot do is refused at the create, or announced with the voice that speaks instead."""

from typing import TYPE_CHECKING, Any

import pytest

from reelwright.errors import RequestError
from reelwright.jobs.request import CreateJob
from reelwright.providers.setup import ProvidersSetup
from reelwright.refusals import InvalidField
from reelwright.usecases.weigh_request import weigh_request
from reelwright_media.steps.speak import generate_audio_tts

if TYPE_CHECKING:
    from reelwright.jobs.caller import Caller
    from tests.memory.system import System

AVA, ANDREW = "en-US-AvaMultilingualNeural", "en-US-AndrewNeural"
GEMINI = {"provider": "gemini", "model": "gemini-3.8-flash-tts"}
ELEVENLABS = {"provider": "elevenlabs", "model": "eleven_multilingual_v2"}
AZURE = {"provider": "azure", "model": "azure-tts", "voices": {"female": AVA, "male": ANDREW}}
POLLY = {"provider": "polly", "model": "neural"}
OPENAI = {"provider": "openai", "model": "tts-1", "voices": {"female": "nova"}}
IMPOSSIBLE = [
    (GEMINI, {"voice_speed": 1.2}, "voice_speed", "gemini speaks at a speed of 1 alone"),
    (POLLY | {"model": "generative"}, {"voice_speed": 0.9}, "voice_speed", "polly speaks at a speed of 1 alone"),
    (ELEVENLABS, {"voice_speed": 1.5}, "voice_speed", "elevenlabs speaks at a speed of 0.7-1.2"),
    (ELEVENLABS, {"language": "th"}, "language", "elevenlabs speaks ar, bg, .* here, and not 'th'"),
    (
        ELEVENLABS | {"languages": ["en"]},
        {"language": "de-AT"},
        "language",
        "elevenlabs speaks en here, and not 'de-AT'",
    ),
    (
        AZURE,
        {"language": "de", "voice": "male", "voice_provider": "azure"},
        "language",
        "azure speaks en here, and not 'de'",
    ),
    (
        AZURE,
        {"language": "en", "voice": "fr-FR-HenriNeural", "voice_provider": "azure"},
        "language",
        "azure speaks fr here",
    ),
    (POLLY, {"language": "el"}, "language", "polly speaks ar, ca, .* here, and not 'el'"),
    (
        OPENAI,
        {"voice": "Joanna", "voice_provider": "openai"},
        "voice",
        "openai has no voice 'Joanna'; it has alloy, ash",
    ),
]
POSSIBLE = [
    (POLLY, {"voice_speed": 1.1, "language": "de"}),
    (ELEVENLABS | {"model": "eleven_v4"}, {"language": "th", "voice_speed": 1.1}),
    (AZURE, {"language": "de"}),
    (OPENAI, {"voice": "onyx", "voice_provider": "openai"}),
    (OPENAI | {"base": "http://127.0.0.1:1/v1"}, {"voice": "af_sky", "voice_provider": "openai", "language": "th"}),
    ({"provider": "x-acme", "model": "acme-1"}, {"voice_speed": 1.7, "language": "th"}),
]


def weighed(system: "System", ada: "Caller", rows: list[dict[str, Any]], video: dict[str, Any]) -> list[str]:
    """Weigh a film that the first voice is to speak; returns the warnings."""
    full = [{"voices": {"female": "Ada1"}, "usd_input": 1.0, "usd_output": 1.0, **row} for row in rows]
    system.settings = system.settings.model_copy(update={"providers": ProvidersSetup.model_validate({"speech": full})})
    body = {"video_request": {"script_content": "Bees see colours.", "language": "en", **video}}
    cautions = weigh_request(CreateJob.model_validate(body), caller=ada, world=system).cautions
    return [f"{one.field}: {one.message}" for one in cautions if one.code in ("provider_cannot", "synthetic_voice")]


@pytest.mark.parametrize("case", IMPOSSIBLE)
def test_what_the_voice_cannot_do_is_refused_with_strict_providers_alone(
    system: "System", ada: "Caller", case: tuple[dict[str, Any], dict[str, Any], str, str]
) -> None:
    """The error and the warning name the field, what is possible, and the voice that speaks instead."""
    row, video, field, reason = case
    with pytest.raises(InvalidField, match=f"{reason}.*, and strict_providers permits no other") as caught:
        weighed(system, ada, [row], video | {"strict_providers": True})
    assert caught.value.fields[0].field == f"video_request.{field}"
    (warning,) = weighed(system, ada, [row], video)
    assert warning.startswith(f"video_request.{field}: ")
    local = "kokoro" if video.get("language", "en").startswith("en") else "espeak, a synthetic voice,"
    assert warning.endswith(f": {local} speaks instead.")


@pytest.mark.parametrize(("row", "video"), POSSIBLE)
def test_what_may_be_possible_is_accepted(
    system: "System", ada: "Caller", row: dict[str, Any], video: dict[str, Any]
) -> None:
    """Nothing is known of the languages of a new model, of an own server, or of a voice of another package."""
    assert weighed(system, ada, [row], video | {"strict_providers": True}) == []


def test_the_next_configured_voice_that_can_speaks_instead(system: "System", ada: "Caller") -> None:
    """In the order of preference."""
    (warning,) = weighed(system, ada, [ELEVENLABS, POLLY, GEMINI], {"language": "th"})
    assert warning.endswith(": gemini speaks instead.")


def test_the_step_passes_over_a_voice_that_cannot(system: "System", ada: "Caller") -> None:
    """Without a call: what was announced is what happens."""

    class Never:
        name = "elevenlabs"

        def speak(self, text: str, **_how: Any) -> Any:
            """Fail the test."""
            raise AssertionError(text)

    class OneVoice:
        speech = {"elevenlabs": Never()}

    weighed(system, ada, [ELEVENLABS], {})
    system.tools = OneVoice()
    video = {"script_content": "Bees see colours.", "language": "th"}
    job_id = system.run(ada, task_name="generate_audio_tts", video_request=video)
    with pytest.raises(RequestError, match="and not 'th'"):
        system.step(job_id, generate_audio_tts, name="generate_audio_tts")
