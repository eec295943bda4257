"""Warn a request of the models that it leads to and that have ended or end soon."""

from collections.abc import Iterator, Mapping
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
    for capability, name in _asked(video, task_name, speaks=speaks).items():
        warning = used(world.settings.providers, capability, name).warning(world.clock().date())
        if warning is not None:
            yield Caution(code="model_ends", field=f"{field}.providers.{capability}", message=f"{warning}.")


def _asked(video: VideoRequest, task_name: str, *, speaks: bool) -> Mapping[Capability, str | None]:
    """Name the requested provider, or None, of each capability that the task needs."""
    asked: dict[Capability, str | None] = {} if video.prompt is None else {"text": video.providers.get("text")}
    if speaks:
        asked["speech"] = video.voice_provider or video.providers.get("speech")
    is_film = task_name == "process_batch" or TASKS[task_name].route == "film"
    stops_before = video.stop_after is not None and _DRAWING not in steps_until(video.stop_after)
    if task_name in (_DRAWING, _FILMING) or (is_film and not stops_before):
        asked["picture"] = video.providers.get("picture")
    if task_name == _FILMING or ("picture" in asked and is_film and video.visuals == "clips"):
        asked["clip"] = video.providers.get("clip")
    return asked
