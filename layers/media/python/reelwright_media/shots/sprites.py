"""Draws a cut-out of a diorama at sub-pixel positions, for the cost of one resize of its tight box.

The methods are those of `sampling`: `cv2.getRectSubPix` if the zoom is constant, otherwise `cv2.resize`. A resize can
only start at a whole source pixel; the number of dropped output pixels at the left selects the phase. The remaining
error goes into the scale, so the middle of the box is exact and its edges are off by a few hundredths of a pixel.
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
"""Stored size of a cut-out relative to the frame; the reason is that of `sampling.OVERSIZE`."""
_SOFT_EDGE: Final = 1.0
"""Pixels that bilinear interpolation adds beyond an edge."""
_UNSEEN_ALPHA: Final = 2
"""Of 255; the edge of a shadow that is cut off there is a step of 2 in luma at most."""
_NO_SCALE: Final = 1e-9
_RIM: Final = 2
"""Transparent pixels around a cut-out before enlargement: bicubic reads two pixels around, and cv2.resize repeats the edge."""
_PHASES: Final = 32
_ROOM: Final = 64
"""Transparent pixels around a cut-out: a box starts up to 3 pixels outside it, and a resize reads `_PHASES` further."""


_Place = tuple[float, float]
"""A position or step as (columns, rows), in pixels of a cut-out."""


class Corner(NamedTuple):
    """Position of a cut-out's upper left corner in frame pixels, before camera motion."""

    left: float
    top: float


def trimmed(rgba: Premultiplied, corner: Corner) -> tuple[Premultiplied, Corner]:
    """Cut off the edges of a soft shadow that cannot be seen, as a view: each frame draws the whole box.

    A picture of nothing is returned unchanged.
    """
    left, top, width, height = cv2.boundingRect((rgba[..., 3] > _UNSEEN_ALPHA).view(np.uint8))
    if not width:
        return rgba, corner
    return rgba[top : top + height, left : left + width], Corner(corner.left + left, corner.top + top)


class Sprite:
    """Premultiplied pixels with a position on the picture.

    `oversize` is their stored size relative to the frame: the zoom itself if it never changes.
    """

    def __init__(self, rgba: Premultiplied, corner: Corner, *, oversize: float = OVERSIZE) -> None:
        self._corner = Corner(corner.left - _RIM, corner.top - _RIM)
        self._oversize = oversize
        rim = (_RIM, _RIM, _RIM, _RIM)
        clear = cv2.copyMakeBorder(rgba, *rim, cv2.BORDER_CONSTANT, value=(0, 0, 0, 0))
        large = _enlarged(np.asarray(clear, np.uint8), oversize)
        self._size = (large.shape[1] / oversize, large.shape[0] / oversize)
        tile = plane_tile(large)
        # Around the cut-out nothing is added and all of the ground (255) is kept.
        self._tile = PlaneTile(_with_room(tile.added, 0), _with_room(tile.kept, 255))

    def lay(self, view: View, shift: tuple[float, float], planes: Planes) -> None:
        """Blend the cut-out onto full-frame planes as seen by the view, moved right and down by `shift` frame pixels."""
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

    def lay_turned(self, middle: tuple[float, float], scale: float, degrees: float, planes: Planes) -> None:
        """Blend the cut-out onto the frame, turned clockwise about its middle, which is put at a point of the frame.

        `scale` is relative to the frame's pixels. The planes are turned, not the colours, which is cheaper.
        """
        wide, high = (side * self._oversize for side in self._size)
        reach = math.hypot(wide, high) / 2 * scale / self._oversize
        low = [max(0, 2 * math.floor((place - reach) / 2)) for place in middle]
        high_edge = [
            min(edge, 2 * math.ceil((place + reach) / 2))
            for place, edge in zip(middle, (planes.width, planes.height), strict=True)
        ]
        if low[0] >= high_edge[0] or low[1] >= high_edge[1]:
            return
        size = (high_edge[0] - low[0], high_edge[1] - low[1])

        def turned(source: Plane, share: float, beyond: int) -> Plane:
            centre = ((wide * share - 1) / 2 + _ROOM, (high * share - 1) / 2 + _ROOM)
            place = cv2.getRotationMatrix2D(centre, -degrees, scale / self._oversize)
            target = [(middle[axis] - low[axis]) * share - 0.5 for axis in (0, 1)]
            place[:, 2] += np.array(target) - np.array(centre)
            box = (round(size[0] * share), round(size[1] * share))
            return np.asarray(cv2.warpAffine(source, place, box, flags=cv2.INTER_LINEAR, borderValue=beyond), np.uint8)

        added, kept = self._tile
        thin = turned(kept.u, 0.5, 255)
        tile = PlaneTile(
            Planes(turned(added.y, 1.0, 0), turned(added.u, 0.5, 0), turned(added.v, 0.5, 0)),
            Planes(turned(kept.y, 1.0, 255), thin, thin),
        )
        tile.lay(planes.region(low[0], low[1], high_edge[0], high_edge[1]))

    def _span(self, axis: int, centre: float, zoom: float, shift: float, length: int) -> "_FrameSpan | None":
        """Find the range of frame pixels that the cut-out covers along one axis; None if it is outside the frame."""
        middle = length / 2 + shift - centre * length * zoom
        start = self._corner[axis] * zoom + middle
        stop = start + self._size[axis] * zoom
        low = max(0, 2 * math.floor((start - _SOFT_EDGE) / 2))
        high = min(length, 2 * math.ceil((stop + _SOFT_EDGE) / 2))
        if low >= high:
            return None
        first = ((low + 0.5 - middle) / zoom - self._corner[axis]) * self._oversize - 0.5
        return _FrameSpan(low, high, self._oversize / zoom, first)


class _FrameSpan(NamedTuple):
    """Frame pixels `start` to `stop`, cut-out pixels per frame pixel, and the cut-out position of the first frame pixel."""

    start: int
    stop: int
    step: float
    first: float


def _drawn(source: Plane, size: tuple[int, int], step: _Place, first: _Place) -> Plane:
    """Sample pixels[y, x] = source(first + step * (x, y)), bilinear; `first` does not count the `_ROOM` around.

    A scaled result is a view into the array that cv2.resize made: blending reads views, so no copy is made.
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
    """Output pixels to drop, first source pixel, and source pixels per output pixel."""

    drop: int
    start: int
    step: float

    def rows(self, length: int) -> slice:
        """Source pixels that `length` outputs need."""
        return slice(self.start, self.start + math.ceil((length + self.drop) * self.step) + 2)


def _phase(first: float, step: float, length: int) -> _Phase:
    """Choose drop, start and step so that the first of `length` outputs is near `first` and the middle one is exact.

    cv2.resize maps output n to source (n + 0.5) * step - 0.5, counted from the crop's start.
    """
    most = max(1, min(_PHASES, math.floor((first + 0.5) / step - 0.5) + 1))  # a far smaller picture leaves less room
    starts = (first + 0.5) - _HALF_DROPS[:most] * step
    drop = int(np.abs(starts - np.rint(starts)).argmin())
    start = round(float(starts[drop]))
    middle = (length - 1) / 2
    return _Phase(drop, start, (first + middle * step - start + 0.5) / (drop + middle + 0.5))


_HALF_DROPS: Final = np.arange(_PHASES) + 0.5


def _enlarged(rgba: Premultiplied, scale: float) -> Premultiplied:
    """Enlarge pixels by exactly `scale`, to an even size; their edges must be transparent."""
    way = cv2.INTER_CUBIC if scale >= 1 else cv2.INTER_AREA
    large = cv2.resize(rgba, None, fx=scale, fy=scale, interpolation=way)
    even = large[: large.shape[0] & ~1, : large.shape[1] & ~1]
    alpha = cv2.cvtColor(cv2.extractChannel(even, 3), cv2.COLOR_GRAY2RGBA)
    # Bicubic interpolation overshoots; premultiplied colours must not exceed their alpha.
    return np.asarray(cv2.min(even, alpha), np.uint8)


def _with_room(planes: Planes, value: int) -> Planes:
    sides = (_ROOM, _ROOM, _ROOM, _ROOM)
    return Planes(
        *(np.asarray(cv2.copyMakeBorder(p, *sides, cv2.BORDER_CONSTANT, value=value), np.uint8) for p in planes)
    )
