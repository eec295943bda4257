"""The last stage of every picture: colour grading by mood, highlight roll-off, vignette, particles, grain."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import cv2
import numpy as np

from reelwright.film.scenes.model import Mood
from reelwright_media.canvas.colours import LUMA
from reelwright_media.diorama.model import Drift
from reelwright_media.painting.field import Field, Image, Plane, smooth
from reelwright_media.painting.palette import Colour, blend, colour
from reelwright_media.typography.vector import Pixels

_GRAIN_STRENGTH: Final = 1.6
"""Standard deviation of the grain in 8-bit steps: hides banding and still compresses well."""
_KNEE: Final = 0.8
"""Values above this are compressed towards 1, as photographic film does; clipping would turn glows white."""
_GRAIN_TILE: Final = 509
"""Side of the repeated noise in pixels; a prime, so that its repetition does not align with other patterns."""
_LUMA: Final = LUMA.astype(np.float32)
"""Luma weights of red, green, blue (BT.709)."""


@dataclass(frozen=True, slots=True)
class Grade:
    """Colour grade of a mood: factors on brightness and saturation, and the vignette's strength (0-1)."""

    light: float
    saturation: float
    corners: float


_GRADES: Final[dict[Mood, Grade]] = {
    "awe": Grade(1.0, 1.05, 0.36),
    "calm": Grade(1.0, 0.92, 0.26),
    "upbeat": Grade(1.06, 1.12, 0.20),
    "comedy": Grade(1.06, 1.15, 0.18),
    "tense": Grade(0.88, 0.92, 0.48),
    "drive": Grade(1.0, 1.10, 0.32),
}


@dataclass(frozen=True, slots=True)
class Swarm:
    """Particles of one kind: count per square of the shorter side, largest radius as a share of that side, strength, white.

    `white` mixes the accent colour (0) with white (1).
    """

    count: int
    largest: float
    strength: float
    white: float


_SWARMS: Final[dict[Drift, Swarm]] = {
    "bubbles": Swarm(60, 0.006, 0.5, 0.5),
    "dust": Swarm(42, 0.004, 0.38, 0.5),
    "sparks": Swarm(70, 0.005, 0.7, 0.15),
    "snow": Swarm(110, 0.006, 0.55, 0.85),
    "none": Swarm(0, 0.0, 0.0, 0.0),
}


def graded(canvas: Field, image: Image, mood: Mood) -> Image:
    """Grade a picture by mood, compress highlights to 0-1 and darken the corners."""
    grade = _GRADES[mood]
    grey = (image @ _LUMA)[..., None]
    lit = (grey + (image - grey) * grade.saturation) * grade.light
    lit = np.where(lit > _KNEE, 1 - (1 - _KNEE) * np.exp((_KNEE - lit) / (1 - _KNEE)), lit)
    corner = smooth(0.26, 0.78, np.sqrt(((canvas.u - 0.5) * 0.95) ** 2 + ((canvas.v - 0.48) * 0.9) ** 2))
    return np.asarray(np.clip(lit * (1 - grade.corners * corner)[..., None], 0, 1), np.float32)


def particles(canvas: Field, drift: Drift, accent: Colour) -> Image:
    """Draw particles as light to add, in three depths; the nearest ones are large and out of focus."""
    swarm = _SWARMS[drift]
    plane = np.zeros((canvas.height, canvas.width), np.float32)
    area = canvas.width * canvas.height / canvas.short**2
    for depth, (share, growth, blur) in enumerate(((1.0, 0.5, 0.0), (0.5, 1.0, 0.0016), (0.16, 3.4, 0.009))):
        plane += _layer(canvas, int(swarm.count * share * area), swarm.largest * growth, blur, depth) * swarm.strength
    return np.asarray(plane[..., None] * blend(accent, colour("#ffffff"), swarm.white), np.float32)


def drift_light(drift: Drift) -> float:
    """Brightness of the brightest speck, as a share of white."""
    return _SWARMS[drift].strength


def _layer(canvas: Field, count: int, largest: float, blur: float, salt: int) -> Plane:
    random = canvas.random(900 + salt)
    layer = np.zeros((canvas.height, canvas.width), np.float32)
    for u, v, size, light in random.random((count, 4)):
        radius = canvas.short * largest * (0.25 + 0.75 * size**2)
        centre = (round(u * canvas.width * 8), round(v * canvas.height * 8))
        cv2.circle(layer, centre, max(4, round(radius * 8)), float(0.25 + 0.75 * light), -1, cv2.LINE_AA, 3)
    if blur and count:
        layer = np.asarray(cv2.GaussianBlur(layer, (0, 0), max(0.6, blur * canvas.short)), np.float32)
    return layer


def grained(pixels: Image, seed: int) -> Pixels:
    """Convert an image in steps 0-255 to 8-bit pixels with fine grain."""
    tile = _grain(seed)
    grainy = np.empty(pixels.shape, np.uint8)
    # Tile by tile: a sheet of noise as large as the picture, and sums of it, would leave the processor's caches.
    for top in range(0, pixels.shape[0], _GRAIN_TILE):
        for left in range(0, pixels.shape[1], _GRAIN_TILE):
            part = (slice(top, top + _GRAIN_TILE), slice(left, left + _GRAIN_TILE))
            ground = pixels[part]
            lifted = ground + tile[: ground.shape[0], : ground.shape[1], None]
            grainy[part] = np.clip(lifted, 0, 255, out=lifted)
    return grainy


@lru_cache(maxsize=2)
def _grain(seed: int) -> Plane:
    """Draw a tile of grain in 8-bit steps, with half a step added, which rounds. A scene needs it twice."""
    tile = np.random.default_rng([seed & 0xFFFFFFFF, 77]).normal(0.5, _GRAIN_STRENGTH, (_GRAIN_TILE, _GRAIN_TILE))
    return tile.astype(np.float32)
