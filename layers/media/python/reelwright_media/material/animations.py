"""Animated GIF, WebP, PNG and AVIF files, read as clips with their own frame times.

Only one play is read, because a scene repeats every clip that is shorter than itself.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from itertools import count
from pathlib import Path
from typing import Final

import av
import numpy as np
from PIL import Image

from reelwright.film.scenes.material import MAX_ANIMATION_PIXELS_IN_ALL
from reelwright_media.material.clips import Budget, ClipFacts, checked_seconds, refuse_clip_size
from reelwright_media.material.pictures import exif_orientation, opaque, opened_picture

_MILLISECONDS: Final = Fraction(1, 1000)
_SHORTEST_MILLISECONDS: Final = 10
_DEFAULT_MILLISECONDS: Final = 100
"""Browsers show frames of 10 ms and less for 100 ms: old tools wrote 0 for "as fast as possible"."""


def is_animated(path: Path) -> bool:
    """Whether a picture file holds more than one frame."""
    with opened_picture(path, checks_size=False) as image:
        return bool(getattr(image, "is_animated", False)) and image.format in {"GIF", "WEBP", "PNG", "AVIF"}


def checked_animation(path: Path) -> ClipFacts:
    """Decode all frames of an animation and return its facts.

    Raises ContentError if it is damaged, too long or too large.
    """
    with opened_picture(path, checks_size=False) as image:
        width, height = image.size
        refuse_clip_size(width, height)
        budget = Budget(width * height, MAX_ANIMATION_PIXELS_IN_ALL)
        milliseconds = 0
        for lasts in _durations(image):
            milliseconds += lasts
            budget.spend(milliseconds / 1000)
        orientation = exif_orientation(image)
        seconds = checked_seconds(milliseconds / 1000)
        return ClipFacts(*orientation.size(width, height), seconds=seconds, orientation=orientation)


@contextmanager
def animation_frames(path: Path) -> Iterator[Iterator[av.VideoFrame]]:
    """Yield the frames of an animation with their times, opaque, in the order shown."""
    with opened_picture(path, checks_size=False) as image:
        yield _timed(image)


def _timed(image: Image.Image) -> Iterator[av.VideoFrame]:
    start = 0
    for lasts in _durations(image):
        frame = av.VideoFrame.from_ndarray(np.asarray(opaque(image), np.uint8), format="rgb24")
        frame.pts, frame.time_base = start, _MILLISECONDS
        yield frame
        start += lasts


def _durations(image: Image.Image) -> Iterator[int]:
    """Decode the frames of one play in turn, and yield the duration of each in milliseconds."""
    for place in count(1 if getattr(image, "default_image", False) else 0):  # PNG: shown where nothing moves
        try:
            image.seek(place)
        except EOFError:
            return
        image.load()
        lasts = round(image.info.get("duration") or 0)
        yield lasts if lasts > _SHORTEST_MILLISECONDS else _DEFAULT_MILLISECONDS
