"""Bubbles, dust, sparks and snow that drift through a shot, drawn for each frame with sub-pixel precision.

A speck is a Gaussian spot of light, added to luma only: the colour below stays, as under real light through haze.
One numpy expression computes the places of all spots; OpenCV adds them one by one, which is cheaper than numpy's
`add.at`: a hundred spots cost a third of a resize.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, NamedTuple

import cv2
import numpy as np
import numpy.typing as npt

from reelwright_media.canvas.motion import View, nearer
from reelwright_media.canvas.planes import Plane
from reelwright_media.diorama.model import Drift

Numbers = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Current:
    """Motion of one kind of speck.

    `up` and `right` are frame heights per second; `swing` is the sideways amplitude in frame heights; `flicker` is the
    share of brightness that varies, 0-1.
    """

    up: float
    right: float
    swing: float
    period_seconds: float
    flicker: float


CURRENTS: Final[dict[Drift, Current]] = {
    "bubbles": Current(0.040, 0.0, 0.006, 3.0, 0.0),
    "dust": Current(0.006, 0.010, 0.008, 7.0, 0.25),
    "sparks": Current(0.014, 0.004, 0.010, 5.0, 0.55),
    "snow": Current(-0.045, 0.008, 0.012, 4.0, 0.0),
    "none": Current(0.0, 0.0, 0.0, 1.0, 0.0),
}


@dataclass(frozen=True, slots=True)
class _Size:
    """Specks of one size: count per square of the frame's shorter side, radius as a share of that side, brightness, depth."""

    count: int
    radius: float
    light: float
    depth: float


_SIZES: Final = (_Size(30, 0.0018, 0.75, 0.2), _Size(14, 0.0036, 0.85, 0.7), _Size(3, 0.018, 0.28, 1.6))
"""Far specks are fine; near ones are large, pale, out of focus and faster than everything else."""
_REACH: Final = 2.2
"""Radius multiple beyond which a spot adds less than about one step of luma."""
_LUMA_RANGE: Final = 219.0
"""Luma steps from black (16) to white (235) in limited range, BT.709."""
_SPEED: Final = 0.6
"""Speed of specks at depth 0, as a share of the current's; the nearest ones move more than twice as fast."""


class _Spots(NamedTuple):
    """The visible spots of one size on one frame: columns, rows and radii in pixels, and their luma."""

    across: Numbers
    down: Numbers
    radii: Numbers
    glow: Numbers
    reach: int


class Specks:
    """The specks of one shot, determined by the seed. `light` is the brightest possible speck, as a share of white."""

    def __init__(self, drift: Drift, *, light: float, seed: int, width: int, height: int) -> None:
        self._current = CURRENTS[drift]
        self._size = (width, height)
        short = min(width, height)
        area = width * height / short**2 if drift != "none" else 0.0
        random = np.random.default_rng([seed & 0xFFFFFFFF, 4711])
        counts = [round(size.count * area) for size in _SIZES]
        self._random = np.concatenate([random.random((count, 5), np.float32) for count in counts])
        self._counts, self._ends = counts, np.cumsum(counts)
        radii = [max(0.7, size.radius * short) for size in _SIZES]
        self._reaches = [math.ceil(radius * _REACH) for radius in radii]

        def each(values: Iterable[float]) -> Numbers:
            return np.repeat(np.array(list(values), np.float32), counts)

        self._depths, self._reach = each(size.depth for size in _SIZES), each(self._reaches)
        self._radii = np.asarray(each(radii) * (0.45 + 0.55 * self._random[:, 2]), np.float32)
        brightest = each(light * size.light * _LUMA_RANGE for size in _SIZES)
        self._light = np.asarray(brightest * (0.3 + 0.7 * self._random[:, 3]), np.float32)
        self._last: tuple[tuple[float, View], list[_Spots]] | None = None

    def lay_far(self, t: float, view: View, luma: Plane) -> None:
        """Add the specks behind the subjects to `luma`, in place."""
        for spots in self._spots(t, view)[:-1]:
            _add_blots(luma, spots)

    def lay_near(self, t: float, view: View, luma: Plane) -> None:
        """Add the specks in front of the subjects to `luma`, in place."""
        for spots in self._spots(t, view)[-1:]:
            _add_blots(luma, spots)

    def _spots(self, t: float, view: View) -> list[_Spots]:
        """Compute the spots of each size, the nearest last; all in one go, because so few numbers cost by the call."""
        if self._last is None or self._last[0] != (t, view):
            self._last = ((t, view), self._computed(t, view) if len(self._random) else [])
        return self._last[1]

    def _computed(self, t: float, view: View) -> list[_Spots]:
        width, height = self._size
        views = np.array([nearer(view, size.depth) for size in _SIZES], np.float32)
        zoom, centre_x, centre_y = np.repeat(views, self._counts, axis=0).T
        x, y = self._places(t)
        across = ((x - centre_x) * zoom + 0.5) * width - 0.5
        down = ((y - centre_y) * zoom + 0.5) * height - 0.5
        # A near view leaves up to half of the specks outside: they are sorted out together, not one by one.
        seen = np.flatnonzero(_near(across, width, self._reach) & _near(down, height, self._reach))
        light: Numbers = self._light * self._flicker(t)
        cuts = np.searchsorted(seen, self._ends).tolist()
        of_size = [seen[start:end] for start, end in zip([0, *cuts[:-1]], cuts, strict=True)]
        return [
            _Spots(across[those], down[those], self._radii[those], light[those], reach)
            for those, reach in zip(of_size, self._reaches, strict=True)
        ]

    def _places(self, t: float) -> tuple[Numbers, Numbers]:
        """Compute positions as shares of the picture; a speck that leaves on one side returns on the opposite side."""
        current, aspect, random = self._current, self._size[1] / self._size[0], self._random
        speed = (_SPEED + 0.5 * self._depths) * t
        phase = 2 * math.pi * (random[:, 4] + t / current.period_seconds)
        x = random[:, 0] + (current.right * speed + current.swing * np.sin(phase)) * aspect
        y = random[:, 1] - current.up * speed * (0.6 + 0.8 * random[:, 2])
        return np.asarray(x % 1.0, np.float32), np.asarray(y % 1.0, np.float32)

    def _flicker(self, t: float) -> Numbers:
        random = self._random
        wave = np.sin(2 * math.pi * (random[:, 3] * 7 + t * (0.4 + 0.5 * random[:, 4])))
        return np.asarray(1 - self._current.flicker * (0.5 + 0.5 * wave), np.float32)


def _near(middles: Numbers, length: int, reach: Numbers) -> npt.NDArray[np.bool_]:
    """Find the spots that may touch the frame along one axis."""
    return np.asarray((middles > -reach - 1) & (middles < length + reach + 1), np.bool_)


def _add_blots(luma: Plane, spots: _Spots) -> None:
    """Add Gaussian spots in place; parts outside the frame are cut off, and sums saturate at 255."""
    columns, rows, radii, glow, reach = spots
    if not len(columns):
        return
    beside = np.arange(-reach, reach + 1, dtype=np.float32)
    left, top = np.rint(columns), np.rint(rows)
    across = np.exp(-(((beside + (left - columns)[:, None]) / radii[:, None]) ** 2)) * glow[:, None]
    down = np.exp(-(((beside + (top - rows)[:, None]) / radii[:, None]) ** 2))
    light = (down[:, :, None] * across[:, None, :] + 0.5).astype(np.uint8)
    corners = [(middle.astype(int) - reach).tolist() for middle in (left, top)]
    last_left, last_top = luma.shape[1] - len(beside), luma.shape[0] - len(beside)
    for x, y, blot in zip(*corners, light, strict=True):
        if 0 <= x <= last_left and 0 <= y <= last_top:
            ground = luma[y : y + len(beside), x : x + len(beside)]
            cv2.add(ground, blot, ground)  # `ground` is a view of the frame: cv2 writes into it
        else:
            _add_cut(luma, blot, x, y)


def _add_cut(luma: Plane, blot: Plane, left: int, top: int) -> None:
    """Add the part of a spot that is inside the frame; its corner, `left` and `top`, may be outside."""
    skip_x, skip_y = max(0, -left), max(0, -top)
    ground = luma[top + skip_y : max(0, top + blot.shape[0]), left + skip_x : max(0, left + blot.shape[1])]
    if ground.size:
        cv2.add(ground, blot[skip_y : skip_y + ground.shape[0], skip_x : skip_x + ground.shape[1]], ground)
