"""Bubbles, dust, sparks and snow that drift through a shot, drawn anew for each frame at parts of a pixel.

A speck is a Gaussian blot of light on luma alone: colour below it stays, as it does under real light through haze. The
blots of a size are reckoned by one numpy expression and added one by one, which is cheaper than numpy's own way to
write to many places at once: a hundred of them cost a third of a resize.
"""

import math
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from reelwright_media.canvas.motion import View, nearer
from reelwright_media.canvas.planes import Plane
from reelwright_media.diorama.model import Drift

Numbers = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Current:
    """How specks of a kind move: up and to the right in frame heights a second, swing and its period, and flicker."""

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
    """Specks of one size: how many on a square of the shorter side, radius as a share of it, light, and depth."""

    count: int
    radius: float
    light: float
    depth: float


_SIZES: Final = (_Size(30, 0.0018, 0.75, 0.2), _Size(14, 0.0036, 0.85, 0.7), _Size(3, 0.018, 0.28, 1.6))
"""Far ones fine, near ones large, pale and out of focus, and faster than everything else."""
_REACH: Final = 2.2
"""Radii after which a blot has faded to less than one step of luma."""
_WHITE_STEPS: Final = 219.0
"""Steps of luma from black to white in limited range."""
_SPEED: Final = 0.6
"""What the farthest specks keep of the current's speed; the nearest go at more than twice that."""


class Specks:
    """The specks of one shot; the same seed gives the same ones. `light` is the brightest one's share of white."""

    def __init__(self, drift: Drift, *, light: float, seed: int, width: int, height: int) -> None:
        self._current = CURRENTS[drift]
        self._size = (width, height)
        area = width * height / min(width, height) ** 2 if drift != "none" else 0.0
        random = np.random.default_rng([seed & 0xFFFFFFFF, 4711])
        self._swarms = [
            (size, random.random((round(size.count * area), 5), np.float32), light * size.light) for size in _SIZES
        ]

    def lay_far(self, t: float, view: View, luma: Plane) -> None:
        """Add the light of what drifts behind the subjects, in place."""
        for swarm in self._swarms[:-1]:
            self._lay(swarm, t, view, luma)

    def lay_near(self, t: float, view: View, luma: Plane) -> None:
        """Add the light of what drifts before them, in place."""
        self._lay(self._swarms[-1], t, view, luma)

    def _lay(self, swarm: tuple[_Size, Numbers, float], t: float, view: View, luma: Plane) -> None:
        size, random, light = swarm
        if not len(random):
            return
        width, height = self._size
        radius = max(0.7, size.radius * min(width, height))
        seen = nearer(view, size.depth)
        x, y = self._places(random, t, size.depth)
        middles = (
            ((x - seen.centre_x) * seen.zoom + 0.5) * width - 0.5,
            ((y - seen.centre_y) * seen.zoom + 0.5) * height - 0.5,
        )
        radii = radius * (0.45 + 0.55 * random[:, 2])
        glow = light * _WHITE_STEPS * (0.3 + 0.7 * random[:, 3]) * self._flicker(random, t)
        _add_blots(luma, middles, radii, glow, reach=math.ceil(radius * _REACH))

    def _places(self, random: Numbers, t: float, depth: float) -> tuple[Numbers, Numbers]:
        """Return where specks are on the picture as shares; what leaves it on one side comes back on the other."""
        current, aspect = self._current, self._size[1] / self._size[0]
        speed = (_SPEED + 0.5 * depth) * t
        phase = 2 * math.pi * (random[:, 4] + t / current.period_seconds)
        x = random[:, 0] + (current.right * speed + current.swing * np.sin(phase)) * aspect
        y = random[:, 1] - current.up * speed * (0.6 + 0.8 * random[:, 2])
        return np.asarray(x % 1.0, np.float32), np.asarray(y % 1.0, np.float32)

    def _flicker(self, random: Numbers, t: float) -> Numbers:
        wave = np.sin(2 * math.pi * (random[:, 3] * 7 + t * (0.4 + 0.5 * random[:, 4])))
        return np.asarray(1 - self._current.flicker * (0.5 + 0.5 * wave), np.float32)


def _add_blots(luma: Plane, middles: tuple[Numbers, Numbers], radii: Numbers, glow: Numbers, *, reach: int) -> None:
    """Add Gaussian blots, in place; what lies outside is cut off, and light beyond white stays white.

    `middles` are columns and rows, in pixels and parts of them; blots are cut off `reach` pixels from them.
    """
    columns, rows = middles
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
            cv2.add(ground, blot, ground)  # into a view of the frame: nothing is copied
        else:
            _add_cut(luma, blot, x, y)


def _add_cut(luma: Plane, blot: Plane, left: int, top: int) -> None:
    """Add what of a blot is inside the frame; its corner, `left` and `top`, may lie outside."""
    skip_x, skip_y = max(0, -left), max(0, -top)
    ground = luma[top + skip_y : max(0, top + blot.shape[0]), left + skip_x : max(0, left + blot.shape[1])]
    if ground.size:
        cv2.add(ground, blot[skip_y : skip_y + ground.shape[0], skip_x : skip_x + ground.shape[1]], ground)
