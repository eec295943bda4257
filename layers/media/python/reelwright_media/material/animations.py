"""Animated GIF, WebP, PNG and AVIF files, read as clips: their own frame times, and as many loops as they ask for."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import count
from pathlib import Path
from typing import Final

import av
import numpy as np
from PIL import Image

from reelwright.film.scenes.material import MAX_ANIMATION_PIXELS_IN_ALL, MAX_CLIP_SECONDS
from reelwright_media.material.clips import Budget, ClipFacts, checked_seconds, refuse_clip_size
from reelwright_media.material.pictures import opened_picture, opaque, stands

_MILLISECONDS: Final = Fraction(1, 1000)
_SHORTEST_MILLISECONDS: Final = 10
_DEFAULT_MILLISECONDS: Final = 100
"""Browsers show frames of 10 ms and less for 100 ms: old tools wrote 0 for "as fast as possible"."""
_FOREVER: Final = 0
_EXTRA_PLAYS: Final = {"GIF": 1}
"""The loop count of GIF says how often the animation is repeated after its first play; all others count plays."""
_DEFAULT_LOOPS: Final = {"GIF": None, "AVIF": _FOREVER}
"""The loop count of files that say none: GIF plays once, and Pillow does not read the count of AVIF."""


def is_animated(path: Path) -> bool:
    """Whether a picture file holds more than one frame."""
    with opened_picture(path, checks_size=False) as image:
        return bool(getattr(image, "is_animated", False)) and image.format in {"GIF", "WEBP", "PNG", "AVIF"}


def checked_animation(path: Path) -> ClipFacts:
    """Return what an animation is, after decoding all its frames; `seconds` includes its loops, up to the limit.

    Raises ContentError where it is damaged, too long or too large.
    """
    with opened_picture(path, checks_size=False) as image:
        width, height = image.size
        refuse_clip_size(width, height)
        budget = Budget(width * height, MAX_ANIMATION_PIXELS_IN_ALL)
        milliseconds, frames = 0, 0
        for frames, lasts in enumerate(_durations(image), start=1):
            milliseconds += lasts
            budget.spend(milliseconds / 1000)
        seconds = checked_seconds(milliseconds / 1000)
        plays = min(_plays(image), _affordable_plays(frames, width * height), MAX_CLIP_SECONDS // seconds or 1)
        return ClipFacts(*stands(image).size(width, height), seconds=seconds * plays, orientation=stands(image))


def animation_frames(path: Path) -> Iterator[av.VideoFrame]:
    """Give the frames of all loops with their times, without end where the animation has none."""
    with opened_picture(path, checks_size=False) as image:
        start = 0
        for play in count():
            if play >= _plays(image):
                return
            for lasts in _durations(image):
                frame = av.VideoFrame.from_ndarray(np.asarray(opaque(image), np.uint8), format="rgb24")
                frame.pts, frame.time_base = start, _MILLISECONDS
                yield frame
                start += lasts


def _durations(image: Image.Image) -> Iterator[int]:
    """Decode the frames of one play in turn, and give how long each is shown in milliseconds."""
    for place in count(1 if getattr(image, "default_image", False) else 0):  # PNG: shown where nothing moves
        try:
            image.seek(place)
        except EOFError:
            return
        image.load()
        lasts = round(image.info.get("duration") or 0)
        yield lasts if lasts > _SHORTEST_MILLISECONDS else _DEFAULT_MILLISECONDS


def _plays(image: Image.Image) -> float:
    """Return how often the animation is played; infinity for one that never ends."""
    kind = image.format or ""
    loops = image.info.get("loop", _DEFAULT_LOOPS.get(kind, 1))
    if loops is None:
        return 1
    return float("inf") if loops == _FOREVER else loops + _EXTRA_PLAYS.get(kind, 0)


def _affordable_plays(frames: int, pixels: int) -> int:
    """Return how many plays can be decoded within the limit: a heavy animation stands still after them."""
    return max(1, MAX_ANIMATION_PIXELS_IN_ALL // (frames * pixels))
