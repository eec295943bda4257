"""From timeline to film: `render_scene`, `compose_final_video`, `generate_thumbnail`, `export_video`."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from reelwright.entry.telemetry import logger
from reelwright.errors import RetryableError
from reelwright.film.captions.sidecar import srt, vtt
from reelwright.film.makers import NO_FOOTAGE, Footage
from reelwright.film.platforms.presets import Preset, moved_captions, preset_for
from reelwright.film.scenes.model import Scene
from reelwright.film.timeline.model import Shot, Timeline
from reelwright.jobs.model import Fallback
from reelwright.jobs.outputs import FilmOutput, PictureOutput, SegmentOutput
from reelwright_media.steps.checkpoint import artefact_key, checkpoint, store
from reelwright_media.steps.context import StepContext, StepOutcome, row_name
from reelwright_media.steps.decode import font_key, own_file
from reelwright_media.steps.material import fit_picture
from reelwright_media.steps.mix import sound_of
from reelwright_media.steps.plan import music_cue, plan_of_text


def render_scene(context: StepContext) -> StepOutcome:
    """Draw one shot as a film segment that joins by stream copy."""
    timeline = context.timeline()
    shot = timeline.shots[context.scene]
    before = timeline.shots[shot.index - 1] if shot.index and shot.transition.frames else None
    opening = _opening(timeline, shot)
    key = artefact_key(context, _shaping(timeline, shot, before, opening), "mp4")

    def make() -> Path:
        out = context.workdir / "segment.mp4"
        context.tools.renderer.render_shot(
            timeline,
            shot,
            footage=_footage(context, shot),
            previous=NO_FOOTAGE if before is None else _footage(context, before),
            opening=NO_FOOTAGE if opening is None else _footage(context, opening),
            logo=None if timeline.watermark is None else context.fetch(timeline.watermark.key),
            font=_fetched(context, timeline.font),
            out=out,
            progress=context.report,
        )
        return out

    cached = checkpoint(context, key, make)
    values = {"n": shot.index + 1, "total": len(timeline.shots)}
    return StepOutcome(key=key, cached=cached, message_values=values, output=SegmentOutput(frames=shot.frames))


def _opening(timeline: Timeline, shot: Shot) -> Shot | None:
    """Find the first shot, if this is the last one of a film that loops."""
    return timeline.shots[0] if timeline.loop_frames and shot.index == len(timeline.shots) - 1 else None


def _footage(context: StepContext, shot: Shot) -> Footage:
    return Footage(
        context.fetch(shot.picture_key), _fetched(context, shot.clip_key), _fetched(context, shot.diorama_key)
    )


def _fetched(context: StepContext, key: str | None) -> Path | None:
    return None if key is None else context.fetch(key)


def _shaping(timeline: Timeline, shot: Shot, before: Shot | None, opening: Shot | None) -> dict[str, Any]:
    """Collect everything that influences the segment. Times count from the shot's start, so edits elsewhere keep its key."""
    origin = shot.start_frame / timeline.preset.fps
    captions = [
        [round(line.start_seconds - origin, 3), round(line.end_seconds - origin, 3)]
        + [
            [word.text, round(word.start_seconds - origin, 3), round(word.end_seconds - origin, 3)]
            for word in line.words
        ]
        for line in timeline.burned_captions
        if line.end_seconds > origin and line.start_seconds < shot.end_frame / timeline.preset.fps
    ]
    apart = {"index", "start_frame", "captions", "voice_key", "voice_offset_seconds"}
    kept = {"picture_key", "clip_key", "diorama_key", "motion", "frames"}
    opens = shot.index == 0 or (before is not None and before.index == 0) or opening is not None
    after = timeline.shots[shot.index + 1 : shot.index + 2]
    return {
        "shot": shot.model_dump(mode="json", exclude=apart),
        "captions": captions,
        "before": before and before.model_dump(mode="json", include=kept),
        "loop": opening and [timeline.loop_frames, opening.model_dump(mode="json", include=kept)],
        "after_frames": [later.transition.frames for later in after],
        "first": shot.index == 0,
        "hook": timeline.hook.model_dump(mode="json") if timeline.hook is not None and opens else None,
        "closing": timeline.closing.model_dump(mode="json") if timeline.closing is not None and not after else None,
        "preset": timeline.preset.model_dump(mode="json"),
        "style": timeline.style.model_dump(mode="json"),
        "mat": timeline.mat and timeline.mat.model_dump(mode="json"),
        "watermark": timeline.watermark and timeline.watermark.model_dump(mode="json"),
        "font": timeline.font,
        "language": timeline.language,
    }


def compose_final_video(context: StepContext) -> StepOutcome:
    """Join the segments and the sound, which is mixed here where no `mix_sound` did; write the film and its caption files.

    As a single task it composes an earlier job's scenes again, with the music of the current request.
    """
    source = None if context.job.task_name != "compose_final_video" else context.source()
    source_id = None if source is None else source.job_id
    timeline = context.timeline(source_id)
    if source is not None:
        timeline = timeline.model_copy(update={"music": music_cue(context.video, timeline.music)})
    rows = context.rows(source_id)
    segments = [rows.key("render_scene", shot.index) for shot in timeline.shots]
    key = artefact_key(
        context,
        {"segments": segments, "timeline": timeline.model_dump(mode="json", exclude={"title"})},
        "mp4",
    )
    cached = checkpoint(context, key, lambda: _compose(context, timeline, segments))
    srt_key, vtt_key = (key.removesuffix("mp4") + extension for extension in ("srt", "vtt"))
    captions = {
        srt_key: srt(timeline.captions),
        vtt_key: vtt(timeline.captions, timeline.language, height=moved_captions(timeline.preset)),
    }
    for caption_key, text in captions.items():
        if not cached or not context.artefacts.exists(caption_key):
            store(context, caption_key, text.encode())
    output = FilmOutput(seconds=timeline.seconds, scenes=len(segments))
    files = {"video": key, "captions_srt": srt_key, "captions_vtt": vtt_key}
    return StepOutcome(key=key, files=files, cached=cached, output=output)


def _compose(context: StepContext, timeline: Timeline, segments: list[str]) -> Path:
    out = context.workdir / "film.mp4"
    sound, _ = sound_of(context, timeline)
    fetched = context.fetch_all([*segments, sound])
    context.tools.renderer.compose(timeline, segments=fetched[:-1], sound=fetched[-1], out=out, progress=context.report)
    return out


class _Design(NamedTuple):
    """A thumbnail's key, whether it existed, and the fallback if the design could not be drawn."""

    key: str
    cached: bool
    fallback: Fallback | None = None


def generate_thumbnail(context: StepContext) -> StepOutcome:
    """Design the thumbnail: the opening scene's picture idea, or the user's own picture, and the title in large type.

    Exports to platforms of another shape get their own thumbnail, composed for that shape: `thumbnail_<platform>`. In a film
    job a plain thumbnail replaces a design that cannot be drawn.
    """
    scene, title, preset = _thumbnail_scene(context)
    first = _thumbnail(context, scene, title, preset)
    files, designs = {"thumbnail": first.key}, [first]
    for platform in dict.fromkeys(context.video.exports):
        design = _thumbnail(context, scene, title, preset_for(platform))
        if design.key != first.key:
            files[f"thumbnail_{platform}"] = design.key
            designs.append(design)
    fallback = next((design.fallback for design in designs if design.fallback is not None), None)
    cached = all(design.cached for design in designs)
    return StepOutcome(key=first.key, files=files, cached=cached, fallback=fallback)


def _thumbnail(context: StepContext, scene: Scene, title: str, preset: Preset) -> _Design:
    """Make the thumbnail in the platform's shape unless it exists."""
    brief = scene.brief
    width, height = preset.thumbnail_width, preset.thumbnail_height
    inputs: dict[str, Any] = {"brief": brief.model_dump(mode="json"), "title": title, "size": [width, height]}
    own, font = _shown_picture(context, scene, width=width, height=height), font_key(context)
    if font is not None:
        inputs["font"] = font
    key = artefact_key(context, inputs if own is None else {**inputs, "own": own}, "jpg")
    if context.artefacts.exists(key):
        return _Design(key, cached=True)
    picture = None if own is None else context.artefacts.get(own)
    paint = partial(
        context.tools.thumbnails.thumbnail,
        brief,
        width=width,
        height=height,
        picture=picture,
        font=_fetched(context, font),
    )
    try:
        drawn = paint(title)
    except RetryableError:
        raise
    except Exception:
        if context.job.task_name == "generate_thumbnail":
            raise
        logger.exception("thumbnail design failed; a plain one is used")
        return _plain_thumbnail(context, paint, inputs={**inputs, "own": own, "design": "plain"}, picture=picture)
    store(context, key, drawn)
    return _Design(key, cached=False)


def _shown_picture(context: StepContext, scene: Scene, *, width: int, height: int) -> str | None:
    """Fit the user's own picture, or that of a cloud provider, to the thumbnail; None where the scene is painted."""
    if scene.material is not None:
        return fit_picture(context, own_file(context, scene.material), width=width, height=height)[0]
    name = row_name("generate_image_imagen", scene.index)
    row = context.jobs.step(context.job.job_id, name)
    if row is None or row.state != "done" or row.key is None or not PictureOutput.of(row).provider:
        return None
    picture, key = row.key, artefact_key(context, {"own": row.key, "size": [width, height]}, "jpg")
    checkpoint(
        context, key, lambda: context.tools.stills.fit(context.artefacts.get(picture), width=width, height=height)
    )
    return key


def _plain_thumbnail(
    context: StepContext, paint: Callable[[str], bytes], *, inputs: dict[str, Any], picture: bytes | None
) -> _Design:
    """Make a thumbnail without type, or else use the opening picture: a thumbnail must not fail a finished film.

    Its key differs from the design's, so a later equal request tries the design again.
    """

    def make() -> bytes:
        try:
            return paint("")
        except Exception:  # noqa: BLE001 - the film is done, and a picture is available for any error
            logger.exception("plain thumbnail failed; the opening picture is used")
            width, height = inputs["size"]
            opening = context.timeline().shots[0].picture_key
            return picture or context.tools.stills.fit(context.artefacts.get(opening), width=width, height=height)

    key = artefact_key(context, inputs, "jpg")
    reason = "the title could not be drawn; the thumbnail shows the picture without it"
    fallback = Fallback(capability="thumbnail", asked="design", used="plain", reason=reason)
    return _Design(key, checkpoint(context, key, make), fallback)


def _thumbnail_scene(context: StepContext) -> tuple[Scene, str, Preset]:
    if context.job.task_name == "generate_thumbnail":
        plan = plan_of_text(context, context.video.script_content or context.video.prompt or context.video.title)
    else:
        plan = context.plan()
    return plan.scenes[0], plan.title, context.preset


def export_video(context: StepContext) -> StepOutcome:
    """Export the film for another platform: one platform in a film's step, every requested one in a single task."""
    if context.command.platform is not None:
        key, cached = _export(context, context.key("compose_final_video"), context.preset, context.command.platform)
        return StepOutcome(key=key, files={f"export_{context.command.platform}": key}, cached=cached)
    source = context.source()
    video = source.request.video_request
    film = context.key("compose_final_video", job_id=source.job_id)
    shape = preset_for(video.platform, video.aspect)
    files = {f"export_{platform}": _export(context, film, shape, platform)[0] for platform in context.video.exports}
    return StepOutcome(files=files)


def _export(context: StepContext, film: str, shape: Preset, platform: str) -> tuple[str, bool]:
    target = preset_for(platform)
    key = artefact_key(context, {"film": film, "target": target.model_dump(mode="json")}, "mp4")

    def make() -> Path:
        out = context.workdir / f"{platform}.mp4"
        context.tools.renderer.export(
            context.fetch(film), source=shape, target=target, out=out, progress=context.report
        )
        return out

    return key, checkpoint(context, key, make)
