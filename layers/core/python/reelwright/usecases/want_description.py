"""Decide whether a text model describes a film: for publishing, or for the models that draw its pictures."""

from reelwright.jobs.video_request import VideoRequest
from reelwright.providers.offers import used
from reelwright.providers.setup import ProvidersSetup
from reelwright.providers.sheet import Capability


def wants_description(video: VideoRequest, setup: ProvidersSetup) -> bool:
    """Whether the film is described: a text model is set up, and words for publishing or pictures by a model are wanted."""
    return has_text_model(video, setup) and (video.publishing or draws_by_model(video, setup))


def has_text_model(video: VideoRequest, setup: ProvidersSetup) -> bool:
    """Whether the request leads to a text model; templates cannot describe a film."""
    return not used(setup, "text", video.asked_provider("text")).is_local


def draws_by_model(video: VideoRequest, setup: ProvidersSetup) -> bool:
    """Whether a provider of pictures or clips that is not a local one makes the scenes."""
    wanted: tuple[Capability, ...] = ("picture", "clip") if video.visuals == "clips" else ("picture",)
    return any(not used(setup, one, video.providers.get(one)).is_local for one in wanted)
