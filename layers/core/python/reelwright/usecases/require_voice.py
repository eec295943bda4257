"""Refuse a request that the only permitted voice cannot speak."""

from reelwright.jobs.video_request import VideoRequest
from reelwright.ports import World
from reelwright.providers.facts import speaking_facts
from reelwright.providers.offers import used
from reelwright.refusals import InvalidField


def require_speed(video: VideoRequest, *, field: str, world: World) -> None:
    """Raise InvalidField for a speed that the voice has not, where `strict_providers` permits no other voice.

    Without `strict_providers` the next voice speaks, and the result names it.
    """
    setup = world.settings.providers
    name = used(setup, "speech", video.asked_provider("speech")).name
    facts = speaking_facts(setup.speech, name)
    if video.strict_providers and facts is not None and not facts.speaks_at(video.voice_speed):
        raise InvalidField(
            f"{field}.voice_speed", f"{name} speaks at {facts.pace}, and strict_providers permits no other"
        )
