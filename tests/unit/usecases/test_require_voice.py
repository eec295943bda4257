"""A speed that the only permitted voice has not is refused at the create; else another voice speaks."""

from typing import TYPE_CHECKING

import pytest

from reelwright.jobs.request import CreateJob
from reelwright.providers.setup import ProvidersSetup
from reelwright.refusals import InvalidField
from reelwright.usecases.weigh_request import weigh_request

if TYPE_CHECKING:
    from reelwright.jobs.caller import Caller
    from tests.memory.system import System

VOICES = {"female": "Ada1"}


def weighed(system: "System", ada: "Caller", *, provider: str, model: str, speed: float, strict: bool) -> None:
    """Weigh a film that this voice is to speak."""
    row = {"provider": provider, "model": model, "voices": VOICES, "usd_input": 1.0, "usd_output": 1.0}
    setup = ProvidersSetup.model_validate({"speech": [row]})
    system.settings = system.settings.model_copy(update={"providers": setup})
    video = {"script_content": "Bees see colours.", "voice_speed": speed, "strict_providers": strict}
    weigh_request(CreateJob.model_validate({"video_request": video}), caller=ada, world=system)


@pytest.mark.parametrize(
    ("voice", "speed", "pace"),
    [
        (("gemini", "gemini-3.8-flash-tts"), 1.2, "a speed of 1 alone"),
        (("polly", "generative"), 0.9, "a speed of 1 alone"),
        (("elevenlabs", "eleven_v4"), 1.5, "a speed of 0.7-1.2"),
    ],
)
def test_an_impossible_speed_is_refused_with_strict_providers_alone(
    system: "System", ada: "Caller", voice: tuple[str, str], speed: float, pace: str
) -> None:
    """The error names the voice and its speeds."""
    provider, model = voice
    with pytest.raises(InvalidField, match=f"{provider} speaks at {pace}"):
        weighed(system, ada, provider=provider, model=model, speed=speed, strict=True)
    weighed(system, ada, provider=provider, model=model, speed=speed, strict=False)


@pytest.mark.parametrize(
    ("provider", "model"), [("polly", "neural"), ("x-acme", "acme-1"), ("elevenlabs", "eleven_v4")]
)
def test_a_possible_speed_is_accepted(system: "System", ada: "Caller", provider: str, model: str) -> None:
    """Of a voice of another package nothing is known."""
    weighed(system, ada, provider=provider, model=model, speed=1.1, strict=True)
