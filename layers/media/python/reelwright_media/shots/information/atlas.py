"""The borders of the world: Natural Earth's countries (1:50 million) from the asset `maps/countries-50m.json`, in Mercator."""

import json
import math
from functools import lru_cache
from typing import Any, Final, NamedTuple

import cv2
import numpy as np
import numpy.typing as npt

from reelwright_media.assets import locate
from reelwright_media.canvas.planes import RgbImage

_ASSET: Final = "maps/countries-50m.json"
_HIGHEST: Final = 83.0
"""Mercator grows without end towards the poles; latitudes beyond are cut off."""
_FRACTION_BITS: Final = 4
"""OpenCV draws at sixteenths of a pixel."""
_TURN: Final = 360.0
_ANTARCTICA: Final = "010"
Colour = tuple[int, int, int]


class MapWindow(NamedTuple):
    """A part of the world: the Mercator coordinates (degrees) of its middle, and the degrees across its width."""

    x: float
    y: float
    span: float


class Country(NamedTuple):
    """One country: its ISO number, its outlines in Mercator degrees, and the box around each (left, top, right, bottom)."""

    code: str
    rings: tuple[npt.NDArray[np.float32], ...]
    boxes: npt.NDArray[np.float32]


def mercator(longitude: float, latitude: float) -> tuple[float, float]:
    """Project a point to degrees of the equator, y downward."""
    bounded = math.radians(max(-_HIGHEST, min(_HIGHEST, latitude)))
    return longitude, -math.degrees(math.log(math.tan(math.pi / 4 + bounded / 2)))


def unprojected(points: npt.NDArray[np.float32]) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    """Convert points of the projection back to longitudes and latitudes in degrees."""
    latitudes = np.degrees(2 * np.arctan(np.exp(-np.radians(points[:, 1]))) - np.pi / 2)
    return points[:, 0], np.asarray(latitudes, np.float32)


@lru_cache(maxsize=1)
def countries() -> tuple[Country, ...]:
    """Read all countries. Raises MissingAssetError if the atlas was not fetched."""
    atlas: dict[str, Any] = json.loads(locate(_ASSET).read_text("utf-8"))
    scale, shift = (np.array(atlas["transform"][name]) for name in ("scale", "translate"))
    arcs = [_projected(np.cumsum(np.array(arc), axis=0) * scale + shift) for arc in atlas["arcs"]]
    found = []
    for geometry in atlas["objects"]["countries"]["geometries"]:
        if geometry.get("id") == _ANTARCTICA:
            continue  # it surrounds the pole, which Mercator cannot show
        parts = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
        rings = tuple(_ring(arcs, ring) for part in parts for ring in part[:1])
        boxes = np.array([(*ring.min(axis=0), *ring.max(axis=0)) for ring in rings], np.float32)
        found.append(Country(str(geometry.get("id", "")), rings, boxes))
    return tuple(found)


def _ring(arcs: list[npt.NDArray[np.float32]], numbers: list[int]) -> npt.NDArray[np.float32]:
    """Join arcs to a ring; a negative number is an arc run backwards (TopoJSON, section 2.1.4)."""
    ring = np.concatenate([arcs[number] if number >= 0 else arcs[~number][::-1] for number in numbers])
    ring[:, 0] = np.unwrap(ring[:, 0], period=_TURN)  # outlines run across the date line
    return ring


def _projected(points: npt.NDArray[np.float64]) -> npt.NDArray[np.float32]:
    latitude = np.radians(np.clip(points[:, 1], -_HIGHEST, _HIGHEST))
    y = -np.degrees(np.log(np.tan(np.pi / 4 + latitude / 2)))
    return np.stack([points[:, 0], y], axis=1).astype(np.float32)


def draw_map(
    window: MapWindow, size: tuple[int, int], colours: tuple[Colour, Colour, Colour], highlighted: str | None
) -> RgbImage:
    """Draw a part of the world; `colours` are those of sea, land, and the highlighted country."""
    width, height = size
    sea, land, accent = colours
    image = np.empty((height, width, 3), np.uint8)
    image[:] = sea
    step = width / window.span
    corner = np.array([window.x - window.span / 2, window.y - height / step / 2], np.float32)
    far = corner + np.array([window.span, height / step], np.float32)
    border = max(1, round(width / 720))
    for country in countries():
        fill = accent if country.code == highlighted else land
        for turn in (-_TURN, 0.0, _TURN):
            boxes = country.boxes + np.array([turn, 0, turn, 0], np.float32)
            seen = (
                (boxes[:, 0] < far[0]) & (boxes[:, 2] > corner[0]) & (boxes[:, 1] < far[1]) & (boxes[:, 3] > corner[1])
            )
            rings = [
                np.rint((country.rings[place] + (turn, 0) - corner) * step * 2**_FRACTION_BITS).astype(np.int32)
                for place in np.flatnonzero(seen)
            ]
            if rings:
                cv2.fillPoly(image, rings, fill, cv2.LINE_AA, _FRACTION_BITS)
                cv2.polylines(image, rings, True, sea, border, cv2.LINE_AA, _FRACTION_BITS)
    return image
