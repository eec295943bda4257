"""The fitter of users' own files: what is it, as a picture, as a clip."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Final

import av
import cv2
import numpy as np
from av.video.reformatter import VideoReformatter

from reelwright.errors import ContentError
from reelwright.film.makers import MaterialFacts
from reelwright.film.platforms.presets import Preset
from reelwright_media.canvas.encoder import SegmentWriter
from reelwright_media.canvas.outputs import written_whole
from reelwright_media.canvas.planes import Planes, RgbImage, copy, planes_of
from reelwright_media.material.clips import ClipFacts, checked_clip, demuxer_of, opened, scaled
from reelwright_media.material.focus import Attention, attention, best_crop
from reelwright_media.material.pictures import checked_size, is_picture, read_rgb

_JPEG_QUALITY: Final = 92
_LOOKS: Final = 5
"""Frames of a clip that are looked at for its crop, evenly over what is shown."""


class CroppedMaterial:
    """Implements `reelwright.film.makers.MaterialFitter`: signatures tell pictures from clips, crops keep the focus."""

    def __init__(self, *, threads: int = 2) -> None:
        self._threads = threads

    def check(self, path: Path) -> MaterialFacts:
        """Return what the file is, after decoding it; raises ContentError where it cannot be used."""
        if _kind_is_picture(path):
            width, height = checked_size(path)
            return MaterialFacts(kind="picture", width=width, height=height)
        facts = checked_clip(path)
        return MaterialFacts(kind="clip", width=facts.width, height=facts.height, seconds=facts.seconds)

    def picture(self, path: Path, *, width: int, height: int) -> bytes:
        """Return a JPEG of exactly this size, cropped to what the eye looks at; of a clip its first moment."""
        image = read_rgb(path, least=max(width, height)) if _kind_is_picture(path) else _first_moment(path)
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

    def clip(self, path: Path, out: Path, *, preset: Preset, seconds: float) -> None:
        """Write the clip in the film's shape and rate, one crop for all of it; `out` appears whole or not at all."""
        facts = checked_clip(path)
        frames = max(1, int(min(seconds, facts.seconds) * preset.fps))
        window = _Window(facts, _seen(path, facts, frames / preset.fps), (preset.width, preset.height))
        size = (preset.width, preset.height)
        with (
            written_whole(out) as part,
            opened(path) as (container, stream),
            SegmentWriter(part, size=size, fps=preset.fps, threads=self._threads) as film,
        ):
            for shown, count in _steady(container.decode(stream), preset.fps, frames):
                planes = window.through(shown)
                for _ in range(count):
                    film.add(partial(copy, planes))


class _Window:
    """The part of a clip's frames that the film shows, scaled to the film's size."""

    def __init__(self, facts: ClipFacts, seen: Attention, size: tuple[int, int]) -> None:
        left, top, wide, high = best_crop(seen, facts.width, facts.height, shape=size)
        self._turns = facts.quarter_turns
        self._size = size
        scale = max(size[0] / wide, size[1] / high)
        full = (_even_up(facts.width * scale, size[0]), _even_up(facts.height * scale, size[1]))
        self._full = full[::-1] if self._turns % 2 else full
        self._left = min(full[0] - size[0], 2 * round(left * scale / 2))
        self._top = min(full[1] - size[1], 2 * round(top * scale / 2))
        self._reformatter = VideoReformatter()

    def through(self, frame: av.VideoFrame) -> Planes:
        planes = planes_of(scaled(frame, *self._full, self._reformatter))
        upright = Planes(*(np.rot90(plane, self._turns) for plane in planes))
        left, top = self._left, self._top
        return upright.region(left, top, left + self._size[0], top + self._size[1])


def _steady(decoded: Iterator[av.VideoFrame], fps: int, frames: int) -> Iterator[tuple[av.VideoFrame, int]]:
    """Give each shown frame with how many frames of the film show it, `frames` in all; the last one stands to the end."""
    before: av.VideoFrame | None = None
    begin, given = 0.0, 0
    for frame in decoded:
        time = frame.time or 0.0
        if before is None:
            before, begin = frame, time
            continue
        until = min(frames, round((time - begin) * fps))
        if until > given:
            yield before, until - given
            given = until
        before = frame
        if given >= frames:
            return
    if before is None:
        raise ContentError("holds no pictures.")
    yield before, frames - given


def _seen(path: Path, facts: ClipFacts, seconds: float) -> Attention:
    """Return the attention over the shown part of a clip: the mean of a few frames, upright."""
    found: list[Attention] = []
    with opened(path) as (container, stream):
        begin: float | None = None
        for frame in container.decode(stream):
            time = frame.time or 0.0
            begin = time if begin is None else begin
            if time - begin >= len(found) * seconds / _LOOKS:
                small = frame.reformat(width=max(2, frame.width // 4), height=max(2, frame.height // 4), format="rgb24")
                found.append(attention(_upright(small, facts.quarter_turns)))
            if len(found) == _LOOKS:
                break
    return np.asarray(np.mean(found, axis=0), np.float32)


def _first_moment(path: Path) -> RgbImage:
    facts = checked_clip(path)
    with opened(path) as (container, stream):
        first = next(container.decode(stream))
        turned = facts.quarter_turns % 2
        size = (facts.height, facts.width) if turned else (facts.width, facts.height)
        return _upright(first.reformat(width=size[0], height=size[1], format="rgb24"), facts.quarter_turns)


def _upright(frame: av.VideoFrame, quarter_turns: int) -> RgbImage:
    """Return the pixels of an RGB frame, turned."""
    return np.ascontiguousarray(np.rot90(np.asarray(frame.to_ndarray(), np.uint8), quarter_turns))


def _kind_is_picture(path: Path) -> bool:
    """Tell by the signature; raises ContentError where it is neither picture nor clip."""
    with path.open("rb") as file:
        head = file.read(16)
    if is_picture(head):
        return True
    if demuxer_of(head) is None:
        raise ContentError("is neither a JPEG, PNG or WebP picture nor an MP4, MOV or WebM clip, by its content.")
    return False


def _even_up(value: float, least: int) -> int:
    """Return an even number near to a value, not below the even `least`."""
    return max(least, 2 * round(value / 2))
