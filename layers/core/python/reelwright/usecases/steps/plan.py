"""`plan_scenes` and `plan_timeline`: what is shown when."""

import zlib

from reelwright.captions.model import CaptionWord
from reelwright.jobs.request import VideoRequest
from reelwright.scenes.model import ScenePlan
from reelwright.scenes.planning import plan_scenes as plan_film
from reelwright.timeline.model import MusicCue
from reelwright.timeline.planning import SpokenScene
from reelwright.timeline.planning import plan_timeline as lay_out
from reelwright.usecases.steps.checkpoint import artefact_key, checkpoint
from reelwright.usecases.steps.context import StepContext, StepOutcome, document


def plan_scenes(context: StepContext) -> StepOutcome:
    """Cut the script into scenes and decide what each shows."""
    text, video = context.script(), context.video
    inputs = {
        "text": text,
        "title": video.title,
        "language": video.language,
        "preset": context.preset.model_dump(mode="json"),
    }
    key = artefact_key(context, inputs, "json")
    cached = checkpoint(context, key, lambda: document(plan_of_text(context, text)))
    total = len(ScenePlan.model_validate(context.load(key)).scenes)
    return StepOutcome(
        key=key,
        cached=cached,
        output={"total": total},
        reply={"scenes": [{"scene": index} for index in range(total)]},
        message_values={"total": total},
    )


def plan_of_text(context: StepContext, text: str) -> ScenePlan:
    """Return the scene plan of a text; the seed comes from the text, so the same script looks the same."""
    tools, video = context.tools, context.video
    return plan_film(
        text,
        title=video.title,
        language=video.language,
        preset=context.preset,
        embedder=tools.embedder,
        valence=tools.valence,
        seed=seed_of(text),
    )


def seed_of(text: str) -> int:
    """Return a seed 0 to 2^31-1 that depends on the text alone."""
    return zlib.crc32(text.encode()) & 0x7FFFFFFF


def plan_timeline(context: StepContext) -> StepOutcome:
    """Lay out shots, captions and music on whole frames, now that every scene is spoken."""
    plan, video = context.plan(), context.video
    spoken = [_spoken(context, scene.index) for scene in plan.scenes]
    timeline = lay_out(plan, spoken, preset=context.preset, caption_style=video.captions)
    timeline = timeline.model_copy(update={"music": music_cue(video, timeline.music)})
    key = artefact_key(context, timeline.model_dump(mode="json"), "json")
    cached = checkpoint(context, key, lambda: document(timeline))
    where = "fargate" if timeline.seconds >= context.settings.fargate_from_seconds else "lambda"
    reply = {
        "scenes": [{"scene": shot.index} for shot in timeline.shots],
        "compose_on": where,
        "exports": [{"platform": platform} for platform in dict.fromkeys(video.exports)],
    }
    return StepOutcome(key=key, cached=cached, output={"seconds": timeline.seconds}, reply=reply)


def music_cue(video: VideoRequest, cue: MusicCue) -> MusicCue:
    """Return the cue with the request's choice of music: the film's own mood, a named one, or silence."""
    if video.music == "auto":
        return cue
    return cue.model_copy(update={"mood": None if video.music == "none" else video.music})


def _spoken(context: StepContext, index: int) -> SpokenScene:
    speech = context.load(context.key("generate_audio_tts", index))
    clip = context.row("generate_video_veo", index) if context.video.visuals == "clips" else None
    picture_key = context.key("generate_image_imagen", index)
    return SpokenScene(
        voice_key=speech["wav_key"],
        picture_key=picture_key,
        clip_key=None if clip is None else clip.key,
        words=tuple(CaptionWord.model_validate(word) for word in speech["words"]),
        seconds=speech["seconds"],
    )
