"""The local clip provider: a still picture with a camera motion."""

import random
import tempfile
from pathlib import Path
from typing import Final

from reelwright.film.platforms.presets import Preset
from reelwright.film.scenes.model import Mood, PictureBrief
from reelwright.film.timeline.model import Motion
from reelwright_media.canvas.composition import CompositeVideoClip
from reelwright_media.canvas.ground import BlackGround
from reelwright_media.canvas.pictures import decode_picture
from reelwright_media.canvas.segments import write_segment
from reelwright_media.shots.pictureclip import PictureClip

_MOTIONS: Final[dict[Mood, tuple[Motion, ...]]] = {
    "awe": ("push_in", "rise"),
    "calm": ("pull_out", "pan_right"),
    "upbeat": ("push_in", "pan_left"),
    "comedy": ("pan_right", "push_in"),
    "tense": ("push_in",),
    "drive": ("pan_left", "rise"),
}


class MotionClips:
    """Implements `reelwright.film.makers.ClipProvider` without a model; the same picture and brief give the same bytes."""

    name = "motion"

    def __init__(self, *, threads: int = 2) -> None:
        self._threads = threads

    def film(self, brief: PictureBrief, picture: bytes, *, seconds: float, preset: Preset) -> bytes:
        """Render an MP4 without sound of `seconds`, rounded to whole frames, at least one.

        Raises ContentError if the picture cannot be read.
        """
        frames = max(1, round(seconds * preset.fps))
        length = frames / preset.fps
        size = (preset.width, preset.height)
        image = decode_picture(picture)
        motion = random.Random(brief.seed).choice(_MOTIONS[brief.mood])  # noqa: S311 - a choice of look, not a secret
        clip = PictureClip(lambda: image, size=size, motion=motion, motion_seconds=length, seconds=length)
        composition = CompositeVideoClip([BlackGround(size), clip], size=size, use_bgclip=True)
        with tempfile.TemporaryDirectory(prefix="reelwright-motion-") as folder:
            out = Path(folder) / "clip.mp4"
            write_segment(
                composition,
                out,
                frames=frames,
                fps=preset.fps,
                threads=self._threads,
                progress=_ignore_progress,
                message="",
            )
            return out.read_bytes()


def _ignore_progress(fraction: float, message: str) -> None:
    """Ignore progress: a clip takes seconds, and its step reports progress itself."""
