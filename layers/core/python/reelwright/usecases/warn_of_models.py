"""Warn a request of the models that it leads to and that have ended or end soon."""

from collections.abc import Iterator
from typing import Final

from reelwright.jobs.cautions import Caution
from reelwright.jobs.video_request import VideoRequest
from reelwright.pipeline.stages import steps_until
from reelwright.pipeline.tasks import TASKS
from reelwright.ports import World
from reelwright.providers.offers import used
from reelwright.providers.sheet import Capability

_DRAWING: Final = "generate_image_imagen"
_FILMING: Final = "generate_video_veo"


def ending_models(video: VideoRequest, task_name: str, *, speaks: bool, field: str, world: World) -> Iterator[Caution]:
    """Warn of each model that has ended or ends within 60 days."""
    for capability in _needed(video, task_name, speaks=speaks):
        warning = used(world.settings.providers, capability, video.asked_provider(capability)).warning(
            world.clock().date()
        )
        if warning is not None:
            yield Caution(code="model_ends", field=f"{field}.providers.{capability}", message=f"{warning}.")


def _needed(video: VideoRequest, task_name: str, *, speaks: bool) -> Iterator[Capability]:
    """Name each capability that the task needs a provider for."""
    is_film = task_name == "process_batch" or TASKS[task_name].route == "film"
    draws = is_film and (video.stop_after is None or _DRAWING in steps_until(video.stop_after))
    if video.prompt is not None:
        yield "text"
    if speaks:
        yield "speech"
    if draws or task_name in (_DRAWING, _FILMING):
        yield "picture"
    if task_name == _FILMING or (draws and video.visuals == "clips"):
        yield "clip"
