"""Fits users' own files: checks them, and converts them to pictures or clips of the film's shape."""

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path
from typing import Final

import av
import cv2
import numpy as np

from reelwright.errors import ContentError
from reelwright.film.makers import MaterialFacts
from reelwright.film.platforms.presets import Preset
from reelwright.film.scenes.material import MAX_CLIP_CHECK_SECONDS, MAX_CLIP_FIT_SECONDS
from reelwright_media.canvas.encoder import SegmentWriter
from reelwright_media.canvas.outputs import written_whole
from reelwright_media.canvas.planes import Planes, RgbImage, copy, planes_of, rgb_from_planes
from reelwright_media.material.animations import animation_frames, checked_animation, is_animated
from reelwright_media.material.clips import ClipFacts, Stopwatch, checked_film, film_frames
from reelwright_media.material.focus import Attention, attention, best_crop
from reelwright_media.material.pictures import checked_size, read_rgb
from reelwright_media.material.scaling import Scaler
from reelwright_media.material.signatures import format_of

_JPEG_QUALITY: Final = 92
_LOOKS: Final = 5
"""Frames analysed for a clip's crop, evenly over the shown part."""
_LOOKED_AT_PIXELS: Final = 480
"""Longer side of these frames in pixels."""


class CroppedMaterial:
    """Implements `reelwright.film.makers.MaterialFitter`: signatures separate pictures from clips, crops keep the focus."""

    def __init__(self, *, threads: int = 2, clock: Callable[[], float] = time.monotonic) -> None:
        self._threads = threads
        self._clock = clock

    def check(self, path: Path) -> MaterialFacts:
        """Decode the file and return its facts; raises ContentError if it cannot be used."""
        if _is_still(path):
            width, height = checked_size(path)
            return MaterialFacts(kind="picture", width=width, height=height)
        facts = _checked_clip(path, Stopwatch(self._clock, most_seconds=MAX_CLIP_CHECK_SECONDS))
        return MaterialFacts(kind="clip", width=facts.width, height=facts.height, seconds=facts.seconds)

    def picture(self, path: Path, *, width: int, height: int) -> bytes:
        """Encode a JPEG of exactly this size, cropped to the focus of attention; for a clip, its first frame."""
        image = self._still(path, max(width, height))
        have_height, have_width = image.shape[:2]
        left, top, wide, high = best_crop(attention(image), have_width, have_height, shape=(width, height))
        way = cv2.INTER_AREA if wide > width else cv2.INTER_CUBIC
        cut = cv2.resize(image[top : top + high, left : left + wide], (width, height), interpolation=way)
        done, data = cv2.imencode(
            ".jpg", cv2.cvtColor(cut, cv2.COLOR_RGB2BGR), [int(cv2.IMWRITE_JPEG_QUALITY), _JPEG_QUALITY]
        )
        if not done:
            raise ContentError("cannot be written as JPEG.")
        return bytes(data)

    def _still(self, path: Path, least: int) -> RgbImage:
        if _is_still(path):
            return read_rgb(path, least=least)
        return _first_moment(path, Stopwatch(self._clock, most_seconds=MAX_CLIP_CHECK_SECONDS))

    def clip(self, path: Path, out: Path, *, preset: Preset, seconds: float) -> None:
        """Write the clip in the film's shape and rate, with one crop for all frames; `out` is written atomically."""
        watch = Stopwatch(self._clock, most_seconds=MAX_CLIP_FIT_SECONDS)
        facts = _checked_clip(path, watch)
        frames = max(1, round(min(seconds, facts.seconds) * preset.fps))
        window = _Window(facts, _seen(path, facts, frames / preset.fps, watch), (preset.width, preset.height))
        size = (preset.width, preset.height)
        with (
            written_whole(out) as part,
            _frames_of(path) as decoded,
            SegmentWriter(part, size=size, fps=preset.fps, threads=self._threads) as film,
        ):
            for shown, times in _steady(watch.watched(decoded), preset.fps, frames):
                planes = window.through(shown)
                for _ in range(times):
                    film.add(partial(copy, planes))


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
    with _frames_of(path) as decoded:
        begin: float | None = None
        for frame in watch.watched(decoded):
            now = frame.time or 0.0
            begin = now if begin is None else begin
            if now - begin >= len(found) * seconds / _LOOKS:
                found.append(attention(look.at(frame)))
            if len(found) == _LOOKS or now - begin > seconds:
                break
    return np.asarray(np.mean(found, axis=0), np.float32)


def _first_moment(path: Path, watch: Stopwatch) -> RgbImage:
    facts = _checked_clip(path, watch)
    with _frames_of(path) as decoded:
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


def _frames_of(path: Path) -> AbstractContextManager[Iterator[av.VideoFrame]]:
    """Open the frames of a film or an animation, as stored."""
    return film_frames(path) if format_of(path).kind == "film" else animation_frames(path)


def _even_up(value: float, least: int) -> int:
    """Round to an even number, at least the even `least`."""
    return max(least, 2 * round(value / 2))
