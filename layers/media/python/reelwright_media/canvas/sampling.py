"""Sub-pixel zoom and pan of one plane at the cost of a plain resize.

`cv2.warpAffine` computes the position of every output pixel separately. A zoom without rotation is separable, and `cv2.resize`
does that with vector instructions in a third of the time, but it can only start at a whole source pixel. The first
output columns can be dropped: with k source pixels per output pixel, dropping n of them moves the picture by
n * k, and since k is never near 1 here (see `OVERSIZE`) the fractions of n * k lie densely between 0 and 1. The best n
below `_PHASES` misses the target position by 0.013 pixels RMS and 0.06 at worst (measured along a full push-in; the
fixed-point grid of warpAffine itself is 1/32). Scales are exact: `fx` is not rounded when no size is given.

A view that only moves needs no scaling: on planes of its own size `cv2.getRectSubPix` takes a third of even that, and
writes into the target directly. Its position is exact to 1/65536 of a pixel. A view that moves along one axis is a copy, and
exact to 1/8 of a pixel (`Slide`).
"""

import math
from typing import Final

import cv2
import numpy as np

from reelwright_media.canvas.motion import DEEPEST_ZOOM, View
from reelwright_media.canvas.planes import Plane, Planes

OVERSIZE: Final = DEEPEST_ZOOM * 1.08
"""Stored size of a picture relative to the frame: at the deepest zoom, 1.08 source pixels remain per frame pixel."""
MARGIN: Final = 64
"""Replicated pixels around every source plane: room for the dropped columns, more than `_PHASES` * `OVERSIZE`."""
_PHASES: Final = 48
_PARTS: Final = 4
"""Places within a pixel at which a picture that slides is drawn. It moves by about a pixel a frame: the eighth that a place is
off at most cannot be seen."""


def pad(plane: Plane) -> Plane:
    """Add a margin of replicated edge pixels to the plane."""
    return np.asarray(cv2.copyMakeBorder(plane, MARGIN, MARGIN, MARGIN, MARGIN, cv2.BORDER_REPLICATE), np.uint8)


class Slide:
    """Draws views of one picture that move along one axis: `axis` 0 moves down, 1 across, by quarters of a pixel.

    On the other axis they always start at the same fraction of a pixel. The planes are interpolated there once, and then once
    for each quarter, so that a frame is a copy. A start that changes is correct, too, and costs the interpolation again.
    """

    def __init__(self, axis: int) -> None:
        self._axis = axis
        self._still: dict[int, tuple[float, dict[int, Plane]]] = {}

    def draw(self, place: int, source: Plane, target: Plane, first: tuple[float, float]) -> None:
        """Paint target[y, x] = source(first + (x, y)); `place` is that of the plane in the picture."""
        starts = (first[1] + MARGIN, first[0] + MARGIN)
        other = 1 - self._axis
        kept = self._still.get(place)
        if kept is None or kept[0] != starts[other]:
            kept = (starts[other], {0: _between(source, starts[other], target.shape[other], other)})
            self._still[place] = kept
        parts = kept[1]
        whole, part = divmod(round(starts[self._axis] * _PARTS), _PARTS)
        if part not in parts:
            parts[part] = _between(parts[0], part / _PARTS, parts[0].shape[self._axis] - 1, self._axis)
        np.copyto(target, _cut(parts[part], whole, target.shape[self._axis], self._axis))


def _cut(plane: Plane, start: int, length: int, axis: int) -> Plane:
    return plane[start : start + length] if axis == 0 else plane[:, start : start + length]


def _between(plane: Plane, start: float, length: int, axis: int) -> Plane:
    """Interpolate `length` rows (axis 0) or columns (axis 1) from a fractional start on."""
    whole = math.floor(start)
    share = start - whole
    near, far = (_cut(plane, at, length, axis) for at in (whole, whole + 1))
    return np.asarray(cv2.addWeighted(near, 1 - share, far, share, 0), np.uint8)


def draw_view(source: Planes, view: View, target: Planes, slide: Slide | None = None) -> None:
    """Paint the view of padded source planes onto the whole target; `slide` is of this picture and of the motion's axis."""
    width, height = source.width - 2 * MARGIN, source.height - 2 * MARGIN
    step_x, step_y = _step(width, target.width * view.zoom), _step(height, target.height * view.zoom)
    left = _clamped(view.centre_x * width - target.width * step_x / 2, width - target.width * step_x)
    top = _clamped(view.centre_y * height - target.height * step_y / 2, height - target.height * step_y)
    # Positions of the first output pixel's centre. Left-sited chroma pixel j is luma column 2j and the middle of two rows.
    luma_x, luma_y = left + step_x / 2 - 0.5, top + step_y / 2 - 0.5
    chroma_x, chroma_y = luma_x / 2, (luma_y + step_y / 2 - 0.5) / 2
    firsts = ((luma_x, luma_y), (chroma_x, chroma_y), (chroma_x, chroma_y))
    for place, (plane, into, first) in enumerate(zip(source, target, firsts, strict=True)):
        if slide is not None and (step_x, step_y) == (1.0, 1.0):
            slide.draw(place, plane, into, first)
        else:
            draw_plane(plane, into, (step_x, step_y), first)


def _step(length: int, wanted: float) -> float:
    """Compute source pixels per output pixel; exactly 1 if it differs from 1 only by rounding to even sizes."""
    return 1.0 if abs(length - wanted) <= 1 else length / wanted


def _clamped(value: float, highest: float) -> float:
    return min(max(value, 0.0), highest)


def draw_plane(source: Plane, target: Plane, step: tuple[float, float], first: tuple[float, float]) -> None:
    """Paint target[y, x] = source(first + step * (x, y)), bilinear; `first` counts from inside the margin."""
    height, width = target.shape
    if step == (1.0, 1.0):
        centre = (first[0] + MARGIN + (width - 1) / 2, first[1] + MARGIN + (height - 1) / 2)
        cv2.getRectSubPix(source, (width, height), centre, target)
        return
    skip_x, from_x = _phase(first[0] + MARGIN, step[0])
    skip_y, from_y = _phase(first[1] + MARGIN, step[1])
    to_x = from_x + math.ceil((width + skip_x) * step[0]) + 2
    to_y = from_y + math.ceil((height + skip_y) * step[1]) + 2
    scaled = cv2.resize(
        source[from_y:to_y, from_x:to_x], None, fx=1 / step[0], fy=1 / step[1], interpolation=cv2.INTER_LINEAR
    )
    np.copyto(target, scaled[skip_y : skip_y + height, skip_x : skip_x + width])


def _phase(first: float, step: float) -> tuple[int, int]:
    """Choose how many outputs to drop and the first whole source pixel, so that the next output samples `first`.

    cv2.resize maps output n to source (n + 0.5) * step - 0.5, counted from the crop's start. What is dropped lies inside the
    margin: a picture that is stored larger than `OVERSIZE`, as a map is, leaves room for fewer.
    """
    most = min(_PHASES, math.floor((first + 0.5) / step - 0.5) + 1)
    starts = first - (_DROPS[:most] + 0.5) * step + 0.5
    best = int(np.abs(starts - np.rint(starts)).argmin())
    return best, round(float(starts[best]))


_DROPS: Final = np.arange(_PHASES)
