"""What the configured providers bill for a film, before it runs: the likely calls times the prices of the sheet."""

from collections.abc import Callable, Collection, Mapping
from datetime import date
from typing import Final

from reelwright.jobs.video_request import VideoRequest
from reelwright.providers.offers import Offer, used
from reelwright.providers.setup import ProvidersSetup
from reelwright.providers.sheet import Capability
from reelwright.values import Value

_MILLION: Final = 1_000_000
_STEPS: Final[Mapping[Capability, frozenset[str]]] = {
    "text": frozenset({"generate_hook", "generate_script"}),
    "speech": frozenset({"generate_audio_tts"}),
    "picture": frozenset({"generate_image_imagen"}),
    "clip": frozenset({"generate_video_veo"}),
}
"""Capability -> the steps that call its provider."""
_TOKENS_OF_A_TASK: Final = 700
"""Instructions and task of one call of a text model."""
_TOKENS_A_FILM_SECOND: Final = 4.0
"""Of an answer: 2.6 words a second, about 1.5 tokens each with the JSON around them."""
_TEXT_CALLS: Final = 2
"""Hook and script."""
_SOUND_TOKENS_A_SECOND: Final = 25
_CLIP_SECONDS: Final = 4
"""Of a scene: models make whole seconds, and a clip is never shorter than its scene."""
_CHARACTERS_A_TOKEN: Final = 4


class Calls(Value):
    """What a film asks of its providers: characters to speak, seconds of film, scenes to draw."""

    characters: float
    seconds: float
    scenes: int
    """Without those that show the user's own files."""
    text_calls: int


def calls_of(video: VideoRequest, *, characters: float, seconds: float, scenes: int) -> Calls:
    """Count the likely calls for a film of a length; a paid repair or a second try is not among them."""
    return Calls(
        characters=characters,
        seconds=seconds,
        scenes=max(0, scenes - len(video.images)),
        text_calls=(_TEXT_CALLS if video.prompt is not None else 0) + int(video.publishing),
    )


def calls_usd(
    video: VideoRequest, calls: Calls, *, steps: Collection[str], setup: ProvidersSetup, day: date
) -> dict[Capability, float]:
    """Price the calls of the steps that run on a day, by capability, each by the provider that the request leads to.

    Local providers cost nothing.
    """
    return {
        capability: _usd(used(setup, capability, video.asked_provider(capability)), calls, day)
        for capability, callers in _STEPS.items()
        if callers & set(steps)
    }


def _usd(offer: Offer, calls: Calls, day: date) -> float:
    prices = offer.prices_on(day)
    if prices is None or offer.unit is None:
        return 0.0
    given, made = _UNITS[offer.unit, offer.capability](calls)
    return given * prices[0] + made * prices[1]


_UNITS: Final[Mapping[tuple[str, Capability], Callable[[Calls], tuple[float, float]]]] = {
    ("million tokens", "text"): lambda calls: (
        calls.text_calls * _TOKENS_OF_A_TASK / _MILLION,
        calls.text_calls * _TOKENS_A_FILM_SECOND * calls.seconds / _MILLION,
    ),
    ("million tokens", "speech"): lambda calls: (
        calls.characters / _CHARACTERS_A_TOKEN / _MILLION,
        calls.seconds * _SOUND_TOKENS_A_SECOND / _MILLION,
    ),
    ("million characters", "speech"): lambda calls: (calls.characters / _MILLION, 0.0),
    ("image", "picture"): lambda calls: (calls.scenes, 0.0),
    ("second", "clip"): lambda calls: (_CLIP_SECONDS * calls.scenes, 0.0),
}
"""Unit and capability -> units of input and output of the calls."""
