"""The canvas for procedural sceneries: coordinates, seeded noise, and a few shader operations.

Noise is value noise: a lattice of seeded random numbers, enlarged with cubic interpolation. Clouds and rock are sums of
octaves, each with twice the frequency and half the amplitude (fractional Brownian motion, after Perlin 1985).
"""

import math
from dataclasses import dataclass, field
from typing import Any, Final

import cv2
import numpy as np
import numpy.typing as npt

from reelwright_media.painting.palette import Colour

Plane = npt.NDArray[np.float32]
"""Height x width."""
Image = npt.NDArray[np.float32]
"""Height x width x 3, RGB 0-1; highlights may exceed 1 until `finish.graded` compresses them."""

Floats = npt.NDArray[np.floating[Any]]
"""Planes or images of any precision; results are of single precision."""

_FINEST_CELL_PX: Final = 2.0
"""Octaves with smaller cells are skipped: they would only alias."""


@dataclass(frozen=True, eq=False)
class Field:
    """A canvas of `width` x `height` pixels; `seed` determines all its noise.

    `u`, `v` run 0-1 over width and height (v downward); `x`, `y` are the same in units of the shorter side, so circles
    stay round.
    """

    width: int
    height: int
    seed: int
    u: Plane = field(init=False)
    v: Plane = field(init=False)

    def __post_init__(self) -> None:
        u = (np.arange(self.width, dtype=np.float32) + 0.5) / self.width
        v = (np.arange(self.height, dtype=np.float32) + 0.5) / self.height
        object.__setattr__(self, "u", u[None, :])
        object.__setattr__(self, "v", v[:, None])

    @property
    def short(self) -> int:
        """The shorter side in pixels."""
        return min(self.width, self.height)

    @property
    def x(self) -> Plane:
        """Horizontal position in units of the shorter side; 1 x width."""
        return self.u * np.float32(self.width / self.short)

    @property
    def y(self) -> Plane:
        """Vertical position in units of the shorter side, downward; height x 1."""
        return self.v * np.float32(self.height / self.short)

    @property
    def portrait(self) -> bool:
        """Whether the canvas is taller than wide."""
        return self.height > self.width

    def random(self, salt: int) -> np.random.Generator:
        """Create a random generator from seed and `salt`; different salts give independent generators."""
        return np.random.default_rng([self.seed & 0xFFFFFFFF, salt])

    def noise(self, across: float, down: float, salt: int) -> Plane:
        """Value noise around 0.5 with `across` x `down` cells per shorter side."""
        columns = max(2, math.ceil(across * self.width / self.short) + 1)
        rows = max(2, math.ceil(down * self.height / self.short) + 1)
        lattice = self.random(salt).random((rows, columns), dtype=np.float32)
        return _enlarged(lattice, self.width, self.height)

    def clouds(self, across: float, down: float, salt: int, octaves: int = 5) -> Plane:
        """Sum octaves of noise, 0-1 around 0.5: for clouds, smoke, stone."""
        total = np.zeros((self.height, self.width), np.float32)
        strength, reach = 0.5, 0.0
        for octave in range(octaves):
            finest = self.short / max(across, down)
            if finest < _FINEST_CELL_PX:
                break
            total += strength * self.noise(across, down, salt * 31 + octave)
            reach += strength
            across, down, strength = across * 2, down * 2, strength / 2
        return total / np.float32(max(reach, 0.5))

    def line(self, waves: float, salt: int, octaves: int = 5, roughness: float = 0.5) -> Plane:
        """Octave noise along one row (1 x width) around 0.5, with `waves` cells per shorter side: for skylines."""
        total = np.zeros((1, self.width), np.float32)
        strength, reach = 1.0, 0.0
        for octave in range(octaves):
            cells = max(2, math.ceil(waves * self.width / self.short) + 1)
            lattice = self.random(salt * 37 + octave).random((1, cells), dtype=np.float32)
            total += strength * _enlarged(lattice, self.width, 1)
            reach += strength
            waves, strength = waves * 2.1, strength * roughness
        return total / np.float32(reach)

    def warped(self, plane: Plane, right: Plane, down: Plane, strength: float) -> Plane:
        """Distort a plane by two others (0-1 around 0.5), by at most half of `strength` shorter sides per axis."""
        reach = np.float32(strength * self.short)
        columns = (self.u * self.width + (right - 0.5) * reach).astype(np.float32)
        rows = (self.v * self.height + (down - 0.5) * reach).astype(np.float32)
        warped = cv2.remap(plane, columns, rows, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT)
        return np.asarray(warped, np.float32)

    def distance(self, u: float, v: float, squeeze: float = 1.0) -> Plane:
        """Distance to a point in shorter sides; with `squeeze` above 1, lines of equal distance are upright ovals."""
        across = (self.u - u) * np.float32(self.width / self.short * squeeze)
        down = (self.v - v) * np.float32(self.height / self.short)
        return np.asarray(np.hypot(across, down), np.float32)

    def flat(self, value: Colour) -> Image:
        """Fill an image with one colour."""
        return np.broadcast_to(value, (self.height, self.width, 3)).astype(np.float32)


def _enlarged(lattice: Plane, width: int, height: int) -> Plane:
    return np.asarray(cv2.resize(lattice, (width, height), interpolation=cv2.INTER_CUBIC), np.float32)


def smooth(start: float | Floats, end: float | Floats, at: Floats) -> Plane:
    """Smoothstep: 0 before `start`, 1 after `end`; falls if `end` is before `start`."""
    share = np.clip((at - start) / (end - start), 0.0, 1.0).astype(np.float32)
    return share * share * (3 - 2 * share)


def mix(one: Floats, other: Floats, share: Floats) -> Image:
    """Interpolate from `one` to `other` by `share` (0-1, a plane); each may be an image or one colour."""
    weight = share[..., None]
    return np.asarray(one + (other - one) * weight, np.float32)


def gradient(canvas: Field, stops: list[tuple[float, Colour]]) -> Image:
    """Draw a vertical gradient through colours at heights 0-1."""
    heights = [height for height, _ in stops]
    column = np.stack(
        [np.interp(canvas.v[:, 0], heights, [float(c[channel]) for _, c in stops]) for channel in range(3)], axis=-1
    )
    return np.broadcast_to(column[:, None, :].astype(np.float32), (canvas.height, canvas.width, 3)).copy()


def shine(image: Floats, light: Colour, strength: Floats) -> Image:
    """Add light of one colour; `strength` is a plane. The result may exceed 1."""
    return np.asarray(image + light * strength[..., None], np.float32)
