"""A shot as a moviepy composition: the tail of the shot before, the picture or clip, the captions."""

from pathlib import Path
from typing import NamedTuple

from reelwright.errors import MissingArtefactError
from reelwright.timeline.model import Shot, Timeline
from reelwright_media.captioning.lineclip import Letterer
from reelwright_media.captioning.lines import caption_clips
from reelwright_media.captioning.style import CaptionStyle
from reelwright_media.rendering.composition import CompositeVideoClip, Effect
from reelwright_media.rendering.effects import FadeOver, GiveWay, SlideOver
from reelwright_media.rendering.movingclip import MovingClip
from reelwright_media.rendering.painted import PaintedClip
from reelwright_media.rendering.pictureclip import PictureClip
from reelwright_media.rendering.pictures import read_picture


class Footage(NamedTuple):
    """What a shot shows: moving film where there is some, else its picture."""

    picture: Path | None
    clip: Path | None = None


def shot_composition(
    timeline: Timeline,
    shot: Shot,
    *,
    footage: Footage,
    previous: Footage,
    style: CaptionStyle,
    letterer: Letterer,
) -> CompositeVideoClip:
    """Return the composition of exactly the shot's frames; nothing is decoded yet.

    Raises MissingArtefactError where the footage, or the one that the transition needs, is not given.
    """
    fps = timeline.preset.fps
    size = (timeline.preset.width, timeline.preset.height)
    layers = [
        *_pictures(timeline, shot, footage, previous),
        *caption_clips(timeline, shot, style=style, letterer=letterer),
    ]
    return CompositeVideoClip(layers, size=size, bg_color=(0, 0, 0)).with_duration(shot.frames / fps).with_fps(fps)


def _pictures(timeline: Timeline, shot: Shot, footage: Footage, previous: Footage) -> list[PaintedClip]:
    """Return the shot's clip, in a transition above the clip of the shot before, which plays on beyond its end."""
    fps = timeline.preset.fps
    frames = min(shot.transition.frames, shot.frames) if shot.transition.kind != "cut" else 0
    if frames <= 0:
        return [_clip(timeline, shot, footage)]
    seconds = frames / fps
    coming: Effect = SlideOver(seconds) if shot.transition.kind == "slide" else FadeOver(seconds)
    clip = _clip(timeline, shot, footage).with_effects([coming])
    if shot.index == 0:
        return [clip]  # there is no shot before the first: it comes out of black
    before = timeline.shots[shot.index - 1]
    if before.clip_key is not None and previous.clip is None:
        return [_clip(timeline, shot, footage)]  # its picture never was on the screen: a cut is right, a fade is not
    length = before.frames / fps
    leaving = _clip(timeline, before, previous)
    if shot.transition.kind == "slide":
        leaving = leaving.with_effects([GiveWay(length, seconds)])
    return [leaving.with_start(-length), clip]


def _clip(timeline: Timeline, shot: Shot, footage: Footage) -> PaintedClip:
    """Return the clip of a whole shot, from its first frame to the end of the transition that follows it."""
    fps = timeline.preset.fps
    size = (timeline.preset.width, timeline.preset.height)
    after = timeline.shots[shot.index + 1 : shot.index + 2]
    seconds = (shot.frames + sum(later.transition.frames for later in after)) / fps
    if footage.clip is not None:
        return MovingClip(footage.clip, size=size, seconds=seconds)
    picture = footage.picture
    if picture is None:
        raise MissingArtefactError(f"The picture of shot {shot.index} is needed and was not given.")
    return PictureClip(
        lambda: read_picture(picture), size=size, motion=shot.motion, motion_seconds=seconds, seconds=seconds
    )
