"""A shot as a moviepy composition: the previous shot's tail during a transition, the picture or clip, the captions."""

import math
from collections.abc import Callable
from pathlib import Path

from reelwright.errors import MissingArtefactError
from reelwright.film.captions.styles import CaptionStyle
from reelwright.film.makers import NO_FOOTAGE, Footage
from reelwright.film.timeline.model import Shot, ShotInformation, Timeline
from reelwright_media.canvas.composition import CompositeVideoClip
from reelwright_media.canvas.ground import BlackGround
from reelwright_media.canvas.painted import PaintedClip
from reelwright_media.canvas.pictures import read_picture
from reelwright_media.canvas.planes import RgbImage
from reelwright_media.captioning.lettered import Letterer
from reelwright_media.captioning.lines import caption_clips
from reelwright_media.diorama.file import read_diorama
from reelwright_media.shots.cards import card_clip, card_ground, scene_of
from reelwright_media.shots.changes import Changes
from reelwright_media.shots.effects import FadeOver
from reelwright_media.shots.information import InformationLayer
from reelwright_media.shots.mats import MatClip
from reelwright_media.shots.movingclip import MovingClip
from reelwright_media.shots.parallax import TYPE_ENTERS_SECONDS, ParallaxClip
from reelwright_media.shots.pictureclip import PictureClip
from reelwright_media.shots.staying import room_of
from reelwright_media.shots.stillclip import StillClip
from reelwright_media.shots.titles import hook_clip
from reelwright_media.shots.transitions import ENTRANCES, EXITS
from reelwright_media.shots.watermark import watermark_clip


def shot_composition(
    timeline: Timeline,
    shot: Shot,
    *,
    footage: Footage,
    previous: Footage,
    style: CaptionStyle,
    letterer: Letterer,
    opening: Footage = NO_FOOTAGE,
    logo: Path | None = None,
) -> CompositeVideoClip:
    """Build the composition of exactly the shot's frames without decoding anything.

    Raises MissingArtefactError if the shot, the previous shot during a transition, or the opening of a loop has no footage.
    """
    fps = timeline.preset.fps
    size = (timeline.preset.width, timeline.preset.height)
    layers = [
        *_pictures(timeline, shot, footage, previous, style),
        *_mat(timeline, shot.frames),
        *_watermark(timeline, shot, logo),
        *caption_clips(timeline, shot, style=style, letterer=letterer),
        *_titles(timeline, shot, footage, style),
        *_loop(timeline, shot, opening, style),
    ]
    composition = CompositeVideoClip([BlackGround(size), *layers], size=size, use_bgclip=True)
    return composition.with_duration(shot.frames / fps).with_fps(fps)


def _pictures(
    timeline: Timeline, shot: Shot, footage: Footage, previous: Footage, style: CaptionStyle
) -> list[PaintedClip]:
    """Build the shot's clip; in a transition it lies above the previous shot's clip, which continues beyond its end."""
    fps = timeline.preset.fps
    frames = min(shot.transition.frames, shot.frames) if shot.transition.kind != "cut" else 0
    if frames <= 0:
        return [_clip(timeline, shot, footage, style)]
    seconds = frames / fps
    clip = _clip(timeline, shot, footage, style).with_effects(ENTRANCES[shot.transition.kind](seconds))
    if shot.index == 0:
        return [clip]  # the first shot has no previous one: it fades in from black
    before = timeline.shots[shot.index - 1]
    if before.clip_key is not None and previous.clip is None:
        return [_clip(timeline, shot, footage, style)]  # its picture was never on the screen: cut instead of fading
    length = before.frames / fps
    leaving = _clip(timeline, before, previous, style, flat_from_seconds=length).with_effects(
        EXITS[shot.transition.kind](length, seconds)
    )
    # At time 0 of this shot, the previous clip has already played `length` seconds and continues.
    return [leaving.with_start(-length), clip]


def _titles(timeline: Timeline, shot: Shot, footage: Footage, style: CaptionStyle) -> list[PaintedClip]:
    """Build the hook over the first shot and the closing card over the end of the last shot."""
    preset, language = timeline.preset, timeline.language
    clips: list[PaintedClip | None] = []
    if timeline.hook is not None and shot.index == 0:
        clips.append(hook_clip(timeline.hook, preset=preset, language=language, style=style))
    card = timeline.closing
    if card is not None and shot.index == len(timeline.shots) - 1:
        picture = _still(footage)
        if picture is not None:
            seconds = _clip_seconds(timeline, shot)
            clips.append(card_ground(timeline, shot, card, picture, motion_seconds=seconds))
        lettering = card_clip(card, preset=preset, language=language, style=style)
        begins = (shot.frames - card.frames) / preset.fps
        clips.append(lettering and lettering.with_start(begins))
    return [clip for clip in clips if clip is not None]


def _loop(timeline: Timeline, shot: Shot, opening: Footage, style: CaptionStyle) -> list[PaintedClip]:
    """Build the film's first frame, which fades in over the end of the last shot of a film that loops."""
    frames = timeline.loop_frames
    if not frames or shot.index != len(timeline.shots) - 1:
        return []
    preset, first = timeline.preset, timeline.shots[0]
    over = (
        None
        if timeline.hook is None
        else hook_clip(timeline.hook, preset=preset, language=timeline.language, style=style)
    )
    seconds = frames / preset.fps
    layers = [*_mat(timeline, frames), *([] if over is None else [over])]
    still = StillClip(_clip(timeline, first, opening, style), layers, seconds=seconds)
    # One frame earlier, the last frame of the film is the first one, and players show it twice.
    return [still.with_effects([FadeOver(seconds)]).with_start((shot.frames - frames) / preset.fps)]


def _mat(timeline: Timeline, frames: int) -> list[PaintedClip]:
    """Build the film's mat: above the pictures, which move below it, and below everything else."""
    return [] if timeline.mat is None else [MatClip(timeline.mat, timeline.preset, frames / timeline.preset.fps)]


def _watermark(timeline: Timeline, shot: Shot, logo: Path | None) -> list[PaintedClip]:
    """Build the logo in its corner: above the pictures, below captions and titles."""
    if timeline.watermark is None or logo is None:
        return []
    return [
        watermark_clip(
            logo, timeline.watermark.corner, preset=timeline.preset, seconds=shot.frames / timeline.preset.fps
        )
    ]


def _still(footage: Footage) -> Callable[[], RgbImage] | None:
    """Return a function that reads the shot's footage as one picture without type; None if it is a clip only."""
    diorama, picture = footage.diorama, footage.picture
    if diorama is not None:
        return lambda: scene_of(read_diorama(diorama))
    return None if picture is None else lambda: read_picture(picture)


def _clip_seconds(timeline: Timeline, shot: Shot) -> float:
    """Length of a shot's clip: to the end of the transition that follows the shot."""
    after = timeline.shots[shot.index + 1 : shot.index + 2]
    return (shot.frames + sum(later.transition.frames for later in after)) / timeline.preset.fps


def _clip(
    timeline: Timeline, shot: Shot, footage: Footage, style: CaptionStyle, *, flat_from_seconds: float = math.inf
) -> PaintedClip:
    """Build the clip of a whole shot, from its first frame to the end of the transition that follows it.

    From `flat_from_seconds` on, the planes of a diorama move as one picture.
    """
    size = (timeline.preset.width, timeline.preset.height)
    seconds = _clip_seconds(timeline, shot)
    shown = shot.information
    information = None if shown is None else _information(timeline, shown, style)
    if footage.clip is not None:
        return MovingClip(footage.clip, size=size, seconds=seconds)
    diorama, picture = footage.diorama, footage.picture
    if diorama is not None:
        return ParallaxClip(
            lambda: read_diorama(diorama),
            size=size,
            motion=shot.motion,
            motion_seconds=seconds,
            seconds=seconds,
            type_from_seconds=_type_enters(timeline, shot),
            flat_from_seconds=flat_from_seconds,
            changes=Changes(shot.beats, shot.act, information, shot.entrances),
            room=room_of(timeline.preset, timeline.mat),
            is_poster=shot.index == 0,
        )
    if picture is None:
        raise MissingArtefactError(f"The picture of shot {shot.index} is needed and was not given.")
    return PictureClip(
        lambda: read_picture(picture),
        size=size,
        motion=shot.motion,
        motion_seconds=seconds,
        seconds=seconds,
        changes=Changes(shot.beats, None, information),
    )


def _information(timeline: Timeline, shown: ShotInformation, style: CaptionStyle) -> InformationLayer:
    return InformationLayer(shown, timeline.preset, timeline.language, font=style.font, mat=timeline.mat)


def _type_enters(timeline: Timeline, shot: Shot) -> float:
    """When a picture's own type enters: in the first shot after the hook, so that two large texts never compete."""
    if timeline.hook is None or shot.index > 0:
        return TYPE_ENTERS_SECONDS
    return timeline.hook.end_seconds
