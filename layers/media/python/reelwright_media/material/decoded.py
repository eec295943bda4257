"""Decodes users' own files: their facts, a still, and the frames of a clip in a film's shape and rate.

Only the decoding process of `reelwright_media.sandbox` calls these functions: a file may attack its decoder.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Final, Literal, NamedTuple

import av
import numpy as np

from reelwright.errors import ContentError
from reelwright.film.scenes.material import MAX_CLIP_CHECK_SECONDS, MAX_CLIP_FIT_SECONDS
from reelwright_media.canvas.planes import Planes, RgbImage, planes_of, rgb_from_planes
from reelwright_media.fitting.focus import Attention, attention, best_crop
from reelwright_media.material.animations import animation_frames, checked_animation, is_animated
from reelwright_media.material.clips import ClipFacts, Stopwatch, checked_film, film_frames
from reelwright_media.material.pictures import checked_size, read_rgb
from reelwright_media.material.scaling import Scaler
from reelwright_media.material.signatures import format_of

_LONGEST_SHAPE: Final = 3
"""Width to height, or height to width, of a still: longer than any film's shape."""
_LOOKS: Final = 5
"""Frames analysed for a clip's crop, evenly over the shown part."""
_LOOKED_AT_PIXELS: Final = 480
"""Longer side of these frames in pixels."""


class FileFacts(NamedTuple):
    """The type and upright size of a file; `seconds` is the length of a clip and None for a picture."""

    kind: Literal["picture", "clip"]
    width: int
    height: int
    seconds: float | None = None


def looked_at(path: Path, *, least: int, clock: Callable[[], float] = time.monotonic) -> tuple[FileFacts, RgbImage]:
    """Decode the file: its facts, and a still of it, upright in sRGB; of a clip, the first frame.

    A large picture is reduced, but no side below `least` pixels. Raises ContentError if the file cannot be used.
    """
    if _is_still(path):
        return FileFacts("picture", *checked_size(path)), _shortened(read_rgb(path, least=least))
    clip = _checked_clip(path, Stopwatch(clock, most_seconds=MAX_CLIP_CHECK_SECONDS))
    return FileFacts("clip", clip.width, clip.height, clip.seconds), _shortened(_first_moment(path, clip))


def _shortened(image: RgbImage) -> RgbImage:
    """Cut the ends off a strip: no film is longer than `_LONGEST_SHAPE`, and a JPEG has 65,535 pixels a side at most."""
    height, width = image.shape[:2]
    if max(width, height) <= _LONGEST_SHAPE * min(width, height):
        return image
    shape = (_LONGEST_SHAPE, 1) if width > height else (1, _LONGEST_SHAPE)
    left, top, wide, high = best_crop(attention(image), width, height, shape=shape)
    return np.ascontiguousarray(image[top : top + high, left : left + wide])


def frames_of(
    path: Path, *, size: tuple[int, int], fps: int, seconds: float, clock: Callable[[], float] = time.monotonic
) -> Iterator[tuple[Planes, int]]:
    """Yield the first `seconds` of a clip, or all of it, in this size and rate: each frame with its number of repeats.

    All frames have one crop. Raises ContentError if the file cannot be used.
    """
    watch = Stopwatch(clock, most_seconds=MAX_CLIP_FIT_SECONDS)
    facts = _checked_clip(path, watch)
    frames = max(1, round(min(seconds, facts.seconds) * fps))
    window = _Window(facts, _seen(path, facts, frames / fps, watch), size)
    with _opened_frames(path) as decoded:
        for shown, times in _steady(watch.watched(decoded), fps, frames):
            yield window.through(shown), times


class _Window:
    """The part of a clip's frames that the film shows, scaled to the film's size."""

    def __init__(self, facts: ClipFacts, seen: Attention, size: tuple[int, int]) -> None:
        left, top, wide, high = best_crop(seen, facts.width, facts.height, shape=size)
        self._orientation = facts.orientation
        self._size = size
        scale = max(size[0] / wide, size[1] / high)
        full = (_even_up(facts.width * scale, size[0]), _even_up(facts.height * scale, size[1]))
        self._left = min(full[0] - size[0], 2 * round(left * scale / 2))
        self._top = min(full[1] - size[1], 2 * round(top * scale / 2))
        self._scaler = Scaler(*self._orientation.size(*full))

    def through(self, frame: av.VideoFrame) -> Planes:
        planes = planes_of(self._scaler.scaled(frame))
        upright = Planes(*(self._orientation.upright(plane) for plane in planes))
        left, top = self._left, self._top
        return upright.region(left, top, left + self._size[0], top + self._size[1])


def _steady(decoded: Iterator[av.VideoFrame], fps: int, frames: int) -> Iterator[tuple[av.VideoFrame, int]]:
    """Yield each shown frame with its number of repeats, `frames` in all; the last one is held to the end."""
    before: av.VideoFrame | None = None
    begin, given = 0.0, 0
    for frame in decoded:
        now = frame.time or 0.0
        if before is None:
            before, begin = frame, now
            continue
        until = min(frames, round((now - begin) * fps))
        if until > given:
            yield before, until - given
            given = until
        before = frame
        if given >= frames:
            return
    if before is None:
        raise ContentError("holds no pictures.")
    yield before, frames - given


def _seen(path: Path, facts: ClipFacts, seconds: float, watch: Stopwatch) -> Attention:
    """Compute the attention over the shown part of a clip: the mean of a few upright frames."""
    found: list[Attention] = []
    look = _Look(facts, _LOOKED_AT_PIXELS)
    with _opened_frames(path) as decoded:
        begin: float | None = None
        for frame in watch.watched(decoded):
            now = frame.time or 0.0
            begin = now if begin is None else begin
            if now - begin >= len(found) * seconds / _LOOKS:
                found.append(attention(look.at(frame)))
            if len(found) == _LOOKS or now - begin > seconds:
                break
    return np.asarray(np.mean(found, axis=0), np.float32)


def _first_moment(path: Path, facts: ClipFacts) -> RgbImage:
    with _opened_frames(path) as decoded:
        return _Look(facts, max(facts.width, facts.height)).at(next(decoded))


class _Look:
    """Whole frames of a clip, upright in RGB, with no side longer than `longest` pixels."""

    def __init__(self, facts: ClipFacts, longest: int) -> None:
        self._orientation = facts.orientation
        scale = min(1.0, longest / max(facts.width, facts.height))
        width, height = self._orientation.size(facts.width, facts.height)
        self._scaler = Scaler(_even_up(width * scale, 2), _even_up(height * scale, 2))

    def at(self, frame: av.VideoFrame) -> RgbImage:
        pixels = rgb_from_planes(planes_of(self._scaler.scaled(frame)))
        return np.ascontiguousarray(self._orientation.upright(pixels))


def _is_still(path: Path) -> bool:
    """Whether the file is a picture that does not move; raises ContentError if it is neither picture nor clip."""
    return format_of(path).kind == "picture" and not is_animated(path)


def _checked_clip(path: Path, watch: Stopwatch) -> ClipFacts:
    return checked_animation(path) if format_of(path).kind == "picture" else checked_film(path, watch)


def _opened_frames(path: Path) -> AbstractContextManager[Iterator[av.VideoFrame]]:
    """Open the frames of a film or an animation, as stored."""
    return film_frames(path) if format_of(path).kind == "film" else animation_frames(path)


def _even_up(value: float, least: int) -> int:
    """Round to an even number, at least the even `least`."""
    return max(least, 2 * round(value / 2))
