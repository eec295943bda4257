"""Refuse a request that the only permitted voice cannot speak, or warn that another voice will."""

from reelwright.film.voices.table import kokoro_code, name_known_to
from reelwright.jobs.cautions import Caution
from reelwright.jobs.video_request import VideoRequest
from reelwright.providers.facts import Unable, unable
from reelwright.providers.names import resolved
from reelwright.providers.offers import used
from reelwright.providers.setup import ProvidersSetup
from reelwright.refusals import InvalidField


def require_voice(video: VideoRequest, *, field: str, setup: ProvidersSetup) -> tuple[Caution, ...]:
    """Compare language, voice and speed with what the preferred voice can do, as far as it is known without a call.

    Raises InvalidField where `strict_providers` permits no other voice; else returns a warning that names the voice that
    speaks instead.
    """
    name = used(setup, "speech", video.asked_provider("speech")).name
    problems = list(_unable(video, setup, name))
    if problems and video.strict_providers:
        first = problems[0]
        raise InvalidField(f"{field}.{first.field}", f"{first.reason}, and strict_providers permits no other")
    if not problems:
        return ()
    instead = f"{_next_able(video, setup, name)} speaks instead."
    return tuple(
        Caution(code="provider_cannot", field=f"{field}.{one.field}", message=f"{one.reason}: {instead}")
        for one in problems
    )


def _unable(video: VideoRequest, setup: ProvidersSetup, name: str) -> list[Unable]:
    asked = resolved("speech", video.asked_provider("speech"), [one.provider for one in setup.speech])
    voice = name_known_to(name, video.voice, asked=asked)
    return list(unable(setup.speech, name, language=video.language, voice=voice, speed=video.voice_speed))


def _next_able(video: VideoRequest, setup: ProvidersSetup, name: str) -> str:
    """Name the voice that the steps will use: the next configured one that can, else a local one."""
    others = (one.provider for one in setup.speech if one.provider != name)
    local = "kokoro" if kokoro_code(video.language) is not None else "espeak, a synthetic voice,"
    return next((one for one in others if not _unable(video, setup, one)), local)
