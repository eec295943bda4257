"""Points on a sphere, seen from far away: orthographic projection, and the shortest way between two places."""

import math
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from reelwright.film.scenes.information.model import Location

Points = npt.NDArray[np.float32]
"""Count x 2: to the right and down, in radii of the sphere."""
Directions = npt.NDArray[np.float32]
"""Count x 3: unit vectors from the Earth's centre."""
_NOT_ZERO: Final = 1e-6


class Eye(NamedTuple):
    """The point of the Earth that faces the viewer, in degrees; north is up."""

    longitude: float
    latitude: float


def directions(longitudes: npt.ArrayLike, latitudes: npt.ArrayLike) -> Directions:
    """Convert degrees to unit vectors."""
    east, north = np.radians(longitudes), np.radians(latitudes)
    return np.stack([np.cos(north) * np.cos(east), np.cos(north) * np.sin(east), np.sin(north)], axis=-1).astype(
        np.float32
    )


def turned(vectors: Directions, eye: Eye) -> Directions:
    """Turn unit vectors to the eye: right, up, and towards the viewer."""
    east, north = math.radians(eye.longitude), math.radians(eye.latitude)
    axes = np.array(
        [
            (-math.sin(east), math.cos(east), 0.0),
            (-math.sin(north) * math.cos(east), -math.sin(north) * math.sin(east), math.cos(north)),
            (math.cos(north) * math.cos(east), math.cos(north) * math.sin(east), math.sin(north)),
        ],
        np.float32,
    )
    return np.asarray(vectors @ axes.T, np.float32)


def outline(vectors: Directions) -> tuple[Points, npt.NDArray[np.bool_]]:
    """Project turned points, and tell which are behind: those run along the edge of the sphere."""
    behind = vectors[:, 2] < 0
    points = vectors[:, :2] * np.array([1, -1], np.float32)
    length = np.maximum(np.hypot(points[:, 0], points[:, 1]), _NOT_ZERO)
    points[behind] /= length[behind, None]
    return np.asarray(points, np.float32), np.asarray(behind, np.bool_)


def degrees_between(first: Location, second: Location) -> float:
    """Compute the angle between two places, seen from the Earth's centre."""
    one, other = (directions(place.longitude, place.latitude).astype(np.float64) for place in (first, second))
    return math.degrees(math.acos(max(-1.0, min(1.0, float(one @ other)))))


def shortest_way(first: Location, second: Location, count: int) -> Directions:
    """Interpolate the great circle between two places, not opposite ones, as `count` unit vectors (Shoemake 1985)."""
    one, other = (directions(place.longitude, place.latitude) for place in (first, second))
    angle = math.radians(degrees_between(first, second))
    shares = np.linspace(0, 1, count)[:, None]
    mixed = np.sin((1 - shares) * angle) * one + np.sin(shares * angle) * other
    return np.asarray(mixed / math.sin(angle), np.float32)
