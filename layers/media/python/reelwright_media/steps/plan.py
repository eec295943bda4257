"""`plan_scenes` and `plan_timeline`: the scenes of a film, and their times."""

from typing import Any

from reelwright.film.captions.model import CaptionWord
from reelwright.film.platforms.presets import Preset
from reelwright.film.scenes.arrangements import ARRANGEMENTS
from reelwright.film.scenes.model import Scene, ScenePlan
from reelwright.film.scenes.planning import plan_film
from reelwright.film.timeline.model import MusicCue, Watermark
from reelwright.film.timeline.planning import SpokenScene, lay_out_timeline
from reelwright.jobs.outputs import PictureOutput, PlanOutput, TimelineOutput
from reelwright.jobs.scene_edits import EditedScene
from reelwright.jobs.video_request import VideoRequest
from reelwright_media.steps.checkpoint import artefact_key, checkpoint
from reelwright_media.steps.context import DoneRows, StepContext, StepOutcome, json_bytes
from reelwright_media.steps.decode import font_key, logo_key, own_music_key
from reelwright_media.steps.lettering import lacking_letters
from reelwright_media.steps.material import shown_scenes, with_materials


def plan_scenes(context: StepContext) -> StepOutcome:
    """Cut the script into scenes and choose the picture of each."""
    text, video = context.written(), context.video
    inputs: dict[str, Any] = {
        "text": text,
        "format": video.script_format,
        "title": video.title,
        "language": video.language,
        "preset": context.preset.model_dump(mode="json"),
    }
    given = len(video.images)
    if given:
        inputs["images"] = [image.scene for image in video.images]
    colours = video.own_brand.colours
    if colours is not None:
        inputs["colours"] = colours.model_dump()
    if video.seed is not None:
        inputs["seed"] = video.seed
    if context.in_batch is not None:
        inputs["in_batch"] = list(context.in_batch)
    edits = context.job.scene_edits
    if edits:
        inputs["edits"] = [one.model_dump(mode="json", exclude={"upload"}) for one in edits]
    key = artefact_key(context, inputs, "json")

    def make() -> bytes:
        plan = with_edits(context, plan_of_text(context, text))
        return json_bytes(with_materials(plan, shown_scenes(context, plan)) if given else plan)

    cached = checkpoint(context, key, make)
    plan = ScenePlan.model_validate(context.load(key))
    total = len(plan.scenes)
    return StepOutcome(
        key=key,
        cached=cached,
        output=_planned(plan, dict(context.reading().left_out.items()), given),
        reply={"scenes": [{"scene": index} for index in range(total)], "own_files": bool(video.own_files)},
        message_values={"total": total},
    )


def _planned(plan: ScenePlan, left_out: dict[str, int], given: int) -> PlanOutput:
    """Report the number of scenes and, if the user gave files, which scene shows which, and which are unused."""
    total = len(plan.scenes)
    shows = {str(scene.index): words for scene in plan.scenes if (words := scene.in_words)}
    if not given:
        return PlanOutput(total=total, left_out=left_out, shows=shows)
    shown = {str(scene.index): scene.material.name for scene in plan.scenes if scene.material is not None}
    names = [f"images.{place}" for place in range(given)]
    unused = tuple(name for name in names if name not in shown.values())
    return PlanOutput(total=total, left_out=left_out, shows=shows, images=shown, unused_images=unused)


def plan_of_text(context: StepContext, text: str) -> ScenePlan:
    """Plan the scenes of a text. The same script with the same seed gives the same plan, and in a batch another look."""
    tools, video = context.tools, context.video
    return plan_film(
        text,
        title=video.title,
        language=video.language,
        preset=context.preset,
        embedder=tools.embedder,
        valence=tools.valence,
        lexicons=tools.lexicons,
        colours=video.own_brand.colours,
        seed=context.seed(text),
        in_batch=context.in_batch,
        script_format=video.script_format,
        voice_speed=video.voice_speed,
        least_scenes=1 + max((image.scene for image in video.images if image.scene is not None), default=0),
    )


def with_edits(context: StepContext, plan: ScenePlan) -> ScenePlan:
    """Apply the owner's changes to the planned scenes."""
    edited = {one.scene: one for one in context.job.scene_edits}
    scenes = tuple(
        _edited(context, scene, edited[scene.index]) if scene.index in edited else scene for scene in plan.scenes
    )
    return plan.model_copy(update={"scenes": scenes})


def _edited(context: StepContext, scene: Scene, change: EditedScene) -> Scene:
    """Plan the new words alone, in the film's own look; a repaint is the same idea with another seed."""
    if change.text is not None:
        alone = plan_of_text(context, change.text).scenes[0]
        own = scene.brief
        look = {name: getattr(own, name) for name in ("tint", "face", "large_type", "treatment", "arrangement")}
        brief = alone.brief.model_copy(update={"text": change.text, "mood": own.mood, **look})
        kept = {"index": scene.index, "text": change.text, "mood": scene.mood, "pause_seconds": scene.pause_seconds}
        scene = alone.model_copy(update={**kept, "brief": brief})
    seed = scene.brief.seed + change.repaints
    return scene.model_copy(update={"brief": scene.brief.model_copy(update={"seed": seed})})


def plan_timeline(context: StepContext) -> StepOutcome:
    """Lay out shots, captions and music in whole frames, from the actual length of each scene's speech."""
    plan, video = context.plan(), context.video
    spoken = _spoken(context, [scene.index for scene in plan.scenes])
    preset = _with_captions(context.preset, video, plan)
    timeline = lay_out_timeline(
        plan,
        spoken,
        preset=preset,
        caption_style=video.caption_style,
        closing=video.closing_card,
        loop=video.loop,
        effects=video.sound_effects,
        intro=video.own_brand.intro,
        outro=video.own_brand.outro,
        colours=video.own_brand.colours,
        seed=context.seed(context.written()),
    )
    own_key = own_music_key(context)
    cue = music_cue(video, timeline.music) if own_key is None else _own_cue(timeline.music, own_key)
    logo = logo_key(context)
    watermark = None if logo is None else Watermark(key=logo, corner=video.own_brand.corner)
    timeline = timeline.model_copy(update={"music": cue, "watermark": watermark, "font": font_key(context)})
    key = artefact_key(context, timeline.model_dump(mode="json"), "json")
    cached = checkpoint(context, key, lambda: json_bytes(timeline))
    where = "fargate" if timeline.seconds >= context.settings.fargate_from_seconds else "lambda"
    reply = {
        "scenes": [{"scene": shot.index} for shot in timeline.shots],
        "compose_on": where,
        "exports": [{"platform": platform} for platform in dict.fromkeys(video.exports)],
    }
    output = TimelineOutput(seconds=timeline.seconds)
    lacks = lacking_letters(context, plan, timeline)
    return StepOutcome(key=key, cached=cached, output=output, reply=reply, fallback=lacks)


def _with_captions(preset: Preset, video: VideoRequest, plan: ScenePlan) -> Preset:
    """Move the captions where the request says, else where the arrangement of an upright film has them."""
    if video.caption_position is not None or plan.look is None:
        return preset.with_captions_at(video.caption_position)
    return ARRANGEMENTS[plan.look.arrangement].on(preset)


def music_cue(video: VideoRequest, cue: MusicCue) -> MusicCue:
    """Apply the request's choice of music: the film's own mood, a named mood, or none."""
    if video.music == "auto":
        return cue
    return cue.model_copy(update={"mood": None if video.music == "none" else video.music, "key": None})


def _own_cue(cue: MusicCue, key: str) -> MusicCue:
    """Play the user's file instead of a mood."""
    return cue.model_copy(update={"mood": None, "key": key})


def _spoken(context: StepContext, scenes: list[int]) -> list[SpokenScene]:
    """Read speech and pictures of all scenes: one query for the rows, the records of speech side by side."""
    rows = context.rows()
    speeches = context.load_all([rows.key("generate_audio_tts", index) for index in scenes])
    return [_spoken_scene(context, rows, index, speech) for index, speech in zip(scenes, speeches, strict=True)]


def _spoken_scene(context: StepContext, rows: DoneRows, index: int, speech: dict[str, Any]) -> SpokenScene:
    drawn = PictureOutput.of(rows.row("generate_image_imagen", index))
    clip_key = drawn.clip_key
    if clip_key is None and context.video.visuals == "clips":
        clip_key = rows.key("generate_video_veo", index)
    return SpokenScene(
        voice_key=speech["wav_key"],
        picture_key=rows.key("generate_image_imagen", index),
        clip_key=clip_key,
        diorama_key=drawn.diorama_key,
        words=tuple(CaptionWord.model_validate(word) for word in speech["words"]),
        seconds=speech["seconds"],
    )
