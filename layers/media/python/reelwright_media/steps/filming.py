"""`generate_video_veo`: the clip of a scene, as long as the scene is shown."""

import base64
from functools import partial
from typing import Any, Final

from reelwright.film.makers import ClipProvider, OrderedClips, StockClips
from reelwright.film.platforms.presets import Preset
from reelwright.film.timeline.showing_clips import shown_seconds
from reelwright.jobs.outputs import ClipOutput, SpeechOutput
from reelwright.providers.clips import ASPECTS, Aspect, FootageOrder
from reelwright.providers.pictures import Credit, nearest
from reelwright_media.steps.context import StepContext, StepOutcome
from reelwright_media.steps.draw import brief_of, draw_picture, shown_scene
from reelwright_media.steps.footage import footage
from reelwright_media.steps.longwork import LongClips
from reelwright_media.steps.making import make_once
from reelwright_media.steps.obtain import facts_of, picture_order
from reelwright_media.steps.pending import PendingWorkError
from reelwright_media.steps.searching import SceneSearch, claim, scene_search
from reelwright_media.steps.workmoney import keep_spent

MAX_CLIP_SECONDS: Final = 9.0
"""The longest clip of a single task."""
_READY: Final = {"clip": {"state": "ready", "wait": 0}}
_MOTION: Final = "One continuous shot with one slow, natural movement. No cuts, no zoom effects, no sound."


def generate_video_veo(context: StepContext) -> StepOutcome:
    """Make one clip in the film's shape: the user's own, else one of stock, or made from the scene's picture.

    In a film it follows the speech of its scene. While a provider works, the step is not done: its reply names the seconds
    until it is run again.
    """
    brief, own = brief_of(context)
    picture = draw_picture(context, brief, own)
    output = ClipOutput(picture_key=picture.key)
    if own is not None and own.clip_key is not None:
        return StepOutcome(key=own.clip_key, cached=True, output=output, reply=_READY)
    preset, seconds = context.preset, _clip_seconds(context)
    clouds = [one for one in context.tools.clips.values() if isinstance(one, OrderedClips)]
    prompt = f"{picture_order(context, *shown_scene(context)).text}\n{_MOTION}" if clouds else ""
    searches = _searches(context)
    work = LongClips(context, partial(_order, context, picture.key, prompt, seconds), length=seconds)

    def film(provider: ClipProvider | OrderedClips | StockClips, key: str) -> bytes | None:
        if isinstance(provider, OrderedClips):
            work.begin(provider, key)
        if isinstance(provider, StockClips):
            scene = shown_scene(context)[1]
            footage(context, provider, searches[provider.name], scene, key, seconds=seconds)
            return None
        return provider.film(brief, context.artefacts.get(picture.key), seconds=seconds, preset=preset)

    try:
        made = make_once(
            context,
            "clip",
            context.tools.clips,
            film,
            inputs={"picture": picture.key, "seconds": seconds, "preset": preset.name},
            extension="mp4",
            asked=context.video.asked_provider("clip"),
            further={one.name: {"model": one.model, "prompt": prompt} for one in clouds} | _further(context, searches),
            resume=work.resume,
        )
    except PendingWorkError as pending:
        keep_spent(context, pending.work)
        return _waiting(pending, picture.key)
    work.book()
    files = {"video": made.key} if context.command.scene is None else {}
    fallback = made.fallback or picture.fallback
    output = output.model_copy(update={"credit": _credit(context, made.key, picture.key)})
    return StepOutcome(key=made.key, files=files, cached=made.cached, fallback=fallback, output=output, reply=_READY)


def _waiting(pending: PendingWorkError, picture_key: str) -> StepOutcome:
    """Reply how long to wait. The row names the files of the work: who ends the job stops it."""
    return StepOutcome(
        waits_for=f"Waiting for a clip of {pending.provider}",
        output=ClipOutput(picture_key=picture_key, provider=pending.provider, work=pending.work),
        reply={"clip": {"state": "working", "wait": pending.wait_seconds}},
    )


def _clip_seconds(context: StepContext) -> float:
    """Compute the seconds of the clip: those of the shot; a single task's own `duration`, at most `MAX_CLIP_SECONDS`."""
    if context.command.scene is None:
        return min(MAX_CLIP_SECONDS, float(context.video.duration))
    spoken = SpeechOutput.of(context.row("generate_audio_tts", context.scene)).seconds or 0.0
    closing = context.video.closing_card is not False and not context.video.loop
    return shown_seconds(context.plan(), context.scene, spoken, preset=context.preset, closing=closing)


def _searches(context: StepContext) -> dict[str, SceneSearch | None]:
    """Choose the search words of the scene for each source of stock clips."""
    names = [name for name, one in context.tools.clips.items() if isinstance(one, StockClips)]
    return dict.fromkeys(names, scene_search(context, shown_scene(context)[1])) if names else {}


def _further(context: StepContext, searches: dict[str, SceneSearch | None]) -> dict[str, Any]:
    """List what finds a stock clip again; the scene, too: two scenes of the same words show two clips."""
    scene = context.command.scene
    return {
        name: {"scene": scene, "search": None if one is None else one.model_dump(mode="json")}
        for name, one in searches.items()
    }


def _credit(context: StepContext, clip_key: str, picture_key: str) -> Credit | None:
    """Tell whose clip it is, and for a single task whose picture it moves; a film has that from its step of the picture."""
    facts = facts_of(context, clip_key)
    if facts is not None and facts.credit is not None:
        claim(context, facts.model, facts.credit, shown_scene(context)[1].index)
        return facts.credit
    drawn = facts_of(context, picture_key) if context.command.scene is None else None
    return None if drawn is None else drawn.credit


def _order(context: StepContext, picture_key: str, prompt: str, seconds: float, provider: OrderedClips) -> FootageOrder:
    """Order a clip of a length that the provider makes. Raises RequestError if all of its clips are shorter."""
    facts, preset = provider.facts, context.preset
    picture = base64.b64encode(context.artefacts.get(picture_key)).decode() if facts.takes_picture else None
    return FootageOrder(
        prompt=prompt,
        seconds=facts.length(seconds),
        aspect=_aspect(facts.aspects, preset),
        width=preset.width,
        height=preset.height,
        picture_base64=picture,
    )


def _aspect(offered: tuple[Aspect, ...], preset: Preset) -> Aspect:
    shapes = {str(one): ASPECTS[one] for one in offered}
    found = nearest(shapes, width=preset.width, height=preset.height)
    return next(one for one in offered if one == found)
