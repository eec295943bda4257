"""`generate_image_imagen` and `generate_video_veo`: what a scene shows, still or moving."""

from typing import Any

from reelwright.jobs.model import Fallback
from reelwright.media import ClipProvider, PictureProvider
from reelwright.scenes.model import PictureBrief
from reelwright.usecases.steps.checkpoint import artefact_key, checkpoint
from reelwright.usecases.steps.choose import use_first_able
from reelwright.usecases.steps.context import StepContext, StepOutcome, document
from reelwright.usecases.steps.plan import plan_of_text

MAX_CLIP_SECONDS = 9.0
"""The longest clip of the live clip models (Luma Ray 2: 5 or 9 s); a shot loops a shorter clip."""


def brief_of(context: StepContext) -> PictureBrief:
    """Return what to show: the scene's brief in a film, the first scene of the text in a single task."""
    if context.command.scene is None:
        return plan_of_text(context, context.video.text or context.video.prompt or "").scenes[0].brief
    return context.plan().scenes[context.scene].brief


def generate_image_imagen(context: StepContext) -> StepOutcome:
    """Draw one picture in the film's shape."""
    key, cached, fallback = draw_picture(context, brief_of(context))
    files = {"picture": key} if context.command.scene is None else {}
    return StepOutcome(key=key, files=files, cached=cached, fallback=fallback)


def draw_picture(context: StepContext, brief: PictureBrief) -> tuple[str, bool, Fallback | None]:
    """Return the picture's key, whether it was there, and the fallback if another provider drew it."""
    preset, video = context.preset, context.video
    asked = video.providers.get("picture")
    inputs: dict[str, Any] = {
        "brief": brief.model_dump(mode="json"),
        "size": [preset.width, preset.height],
        "asked": asked,
        "strict": video.strict_providers,
        "providers": list(context.tools.pictures),
    }
    key = artefact_key(context, {"picture": inputs}, "jpg")
    note = key.removesuffix("jpg") + "json"

    def use(provider: PictureProvider) -> bytes:
        return provider.paint(brief, width=preset.width, height=preset.height)

    def make() -> bytes:
        picture, fallback = use_first_able(context, "picture", context.tools.pictures, use, asked=asked)
        checkpoint(context, note, lambda: document({"fallback": fallback and fallback.model_dump()}))
        return picture

    cached = checkpoint(context, key, make)
    return key, cached, _noted(context, note)


def generate_video_veo(context: StepContext) -> StepOutcome:
    """Film one clip in the film's shape; locally the scene's picture is set in motion."""
    brief = brief_of(context)
    picture_key, _, picture_fallback = draw_picture(context, brief)
    preset, video = context.preset, context.video
    asked = video.providers.get("clip")
    seconds = MAX_CLIP_SECONDS if context.command.scene is not None else min(MAX_CLIP_SECONDS, video.duration)
    inputs: dict[str, Any] = {
        "picture": picture_key,
        "seconds": seconds,
        "preset": preset.name,
        "asked": asked,
        "strict": video.strict_providers,
        "providers": list(context.tools.clips),
    }
    key = artefact_key(context, inputs, "mp4")
    note = key.removesuffix("mp4") + "json"

    def use(provider: ClipProvider) -> bytes:
        return provider.film(brief, context.artefacts.get(picture_key), seconds=seconds, preset=preset)

    def make() -> bytes:
        clip, fallback = use_first_able(context, "clip", context.tools.clips, use, asked=asked)
        checkpoint(context, note, lambda: document({"fallback": fallback and fallback.model_dump()}))
        return clip

    cached = checkpoint(context, key, make)
    fallback = _noted(context, note) or picture_fallback
    files = {"video": key} if context.command.scene is None else {}
    return StepOutcome(key=key, files=files, cached=cached, fallback=fallback, output={"picture_key": picture_key})


def _noted(context: StepContext, note: str) -> Fallback | None:
    found = context.load(note)["fallback"]
    return None if found is None else Fallback.model_validate(found)
