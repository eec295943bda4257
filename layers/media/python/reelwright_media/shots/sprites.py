"""A cut-out of a diorama, moved by parts of a pixel at the cost of one more resize of its tight box.

The ways are those of `sampling`: `cv2.getRectSubPix` where the zoom never changes, else `cv2.resize`, which starts at a
whole source pixel, so that what it drops at the left moves the rest. What is still missing is put into the scale: the
middle of the box stands exactly where it should, its edges miss by a few hundredths of a pixel.
"""

import math
from typing import Final, NamedTuple

import cv2
import numpy as np

from reelwright_media.canvas.motion import NEAREST_ZOOM, View
from reelwright_media.canvas.placing import Box
from reelwright_media.canvas.planes import Plane, Planes
from reelwright_media.canvas.tiles import PlaneTile, plane_tile
from reelwright_media.diorama.model import Premultiplied

OVERSIZE: Final = NEAREST_ZOOM * 1.08
"""How much larger than the frame a cut-out is kept, for the reason of `sampling.OVERSIZE`."""
_SOFT_EDGE: Final = 1.0
"""How far an edge between two pixels reaches."""
_NO_SCALE: Final = 1e-9
_RIM: Final = 2
"""Clear pixels beside a cut-out before it is enlarged: a cubic reads two pixels around, and cv2.resize repeats the last."""
_PHASES: Final = 32
_ROOM: Final = 64
"""Clear pixels around a cut-out: a box starts up to three pixels beside it, and a resize reaches `_PHASES` further."""


_Place = tuple[float, float]
"""Columns and rows, or for each of them, in pixels of a cut-out."""


class Corner(NamedTuple):
    """Where a cut-out's upper left corner lies, in frame pixels, before the camera moves."""

    left: float
    top: float


class Sprite:
    """Premultiplied pixels with a place on the picture.

    `oversize` says how many times as large they are kept: the zoom itself where they will be seen at no other.
    """

    def __init__(self, rgba: Premultiplied, corner: Corner, *, oversize: float = OVERSIZE) -> None:
        self._corner = Corner(corner.left - _RIM, corner.top - _RIM)
        self._oversize = oversize
        rim = (_RIM, _RIM, _RIM, _RIM)
        clear = cv2.copyMakeBorder(rgba, *rim, cv2.BORDER_CONSTANT, value=(0, 0, 0, 0))
        large = _enlarged(np.asarray(clear, np.uint8), oversize)
        self._size = (large.shape[1] / oversize, large.shape[0] / oversize)
        tile = plane_tile(large)
        self._tile = PlaneTile(_with_room(tile.added, 0), _with_room(tile.kept, 255))

    def lay(self, view: View, shift: tuple[float, float], planes: Planes) -> None:
        """Lay the cut-out on full-frame planes as the view shows it, moved right and down by `shift` frame pixels."""
        across = self._span(0, view.centre_x, view.zoom, shift[0], planes.width)
        down = self._span(1, view.centre_y, view.zoom, shift[1], planes.height)
        if across is None or down is None:
            return
        box = Box(across.start, down.start, across.stop, down.stop)
        step = (across.step, down.step)
        luma = (across.first, down.first)
        # Left-sited chroma pixel j is luma column 2j and the middle of two rows; the same in the cut-out and the frame.
        chroma = (luma[0] / 2, (luma[1] + step[1] / 2 - 0.5) / 2)
        size, half = (box.width, box.height), (box.width // 2, box.height // 2)
        added, kept = self._tile
        thin = _drawn(kept.u, half, step, chroma)
        shown = PlaneTile(
            Planes(
                _drawn(added.y, size, step, luma),
                _drawn(added.u, half, step, chroma),
                _drawn(added.v, half, step, chroma),
            ),
            Planes(_drawn(kept.y, size, step, luma), thin, thin),
        )
        shown.lay(planes.region(*box))

    def _span(self, axis: int, centre: float, zoom: float, shift: float, length: int) -> "_Span | None":
        """Return what the cut-out covers of a row or column of the frame; None where it is outside."""
        middle = length / 2 + shift - centre * length * zoom
        start = self._corner[axis] * zoom + middle
        stop = start + self._size[axis] * zoom
        low = max(0, 2 * math.floor((start - _SOFT_EDGE) / 2))
        high = min(length, 2 * math.ceil((stop + _SOFT_EDGE) / 2))
        if low >= high:
            return None
        first = ((low + 0.5 - middle) / zoom - self._corner[axis]) * self._oversize - 0.5
        return _Span(low, high, self._oversize / zoom, first)


class _Span(NamedTuple):
    """Frame pixels from `start` to `stop`, cut-out pixels for each of them, and the first one's place in the cut-out."""

    start: int
    stop: int
    step: float
    first: float


def _drawn(source: Plane, size: tuple[int, int], step: _Place, first: _Place) -> Plane:
    """Return pixels[y, x] = source(first + step * (x, y)), bilinear; `first` counts from inside the room.

    What is scaled is a view into what cv2.resize made: blending reads it where it lies, so a copy would be for nothing.
    """
    width, height = size
    if abs(step[0] - 1) < _NO_SCALE and abs(step[1] - 1) < _NO_SCALE:
        middle = (first[0] + _ROOM + (width - 1) / 2, first[1] + _ROOM + (height - 1) / 2)
        return np.asarray(cv2.getRectSubPix(source, size, middle), np.uint8)
    across, down = _phase(first[0] + _ROOM, step[0], width), _phase(first[1] + _ROOM, step[1], height)
    scaled = cv2.resize(
        source[down.rows(height), across.rows(width)],
        None,
        fx=1 / across.step,
        fy=1 / down.step,
        interpolation=cv2.INTER_LINEAR,
    )
    return np.asarray(scaled[down.drop : down.drop + height, across.drop : across.drop + width], np.uint8)


class _Phase(NamedTuple):
    """Outputs to drop, the whole source pixel to start at, and source pixels for each output."""

    drop: int
    start: int
    step: float

    def rows(self, length: int) -> slice:
        """Return the source pixels that `length` outputs need."""
        return slice(self.start, self.start + math.ceil((length + self.drop) * self.step) + 2)


def _phase(first: float, step: float, length: int) -> _Phase:
    """Return how to draw `length` outputs so that the first lands on `first`, and the middle one exactly on its place.

    cv2.resize maps output n to source (n + 0.5) * step - 0.5, counted from the crop's start.
    """
    starts = first - (_DROPS + 0.5) * step + 0.5
    drop = int(np.abs(starts - np.rint(starts)).argmin())
    start = round(float(starts[drop]))
    middle = (length - 1) / 2
    return _Phase(drop, start, (first + middle * step - start + 0.5) / (drop + middle + 0.5))


_DROPS: Final = np.arange(_PHASES)


def _enlarged(rgba: Premultiplied, scale: float) -> Premultiplied:
    """Return the pixels exactly so many times as large, of even size; they must be clear where they end."""
    large = cv2.resize(rgba, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)
    even = large[: large.shape[0] & ~1, : large.shape[1] & ~1]
    alpha = cv2.cvtColor(cv2.extractChannel(even, 3), cv2.COLOR_GRAY2RGBA)
    return np.asarray(cv2.min(even, alpha), np.uint8)  # a cubic overshoots: no colour beyond its alpha


def _with_room(planes: Planes, value: int) -> Planes:
    sides = (_ROOM, _ROOM, _ROOM, _ROOM)
    return Planes(
        *(np.asarray(cv2.copyMakeBorder(p, *sides, cv2.BORDER_CONSTANT, value=value), np.uint8) for p in planes)
    )
