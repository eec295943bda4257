"""The ground of a way between two places that are far apart: the Earth in the film's colours, which turns until both are seen.

Drawn from the borders of the atlas: a photograph of the Earth would need a texture, and 0.2 s of CPU a frame.
"""

import math
from functools import lru_cache
from typing import Final

import cv2
import numpy as np

from reelwright.film.scenes.information.model import Location
from reelwright.film.timeline.model import ShotInformation
from reelwright_media.canvas.placing import Box
from reelwright_media.canvas.planes import BLACK, Plane, Planes, copy, empty_planes, fill, halve, planes_from_rgb
from reelwright_media.canvas.tiles import PlaneTile
from reelwright_media.shots.information.arrival import Arrival
from reelwright_media.shots.information.atlas import Colour, countries, unprojected
from reelwright_media.shots.information.ground import map_colours
from reelwright_media.shots.information.sphere import (
    Directions,
    Eye,
    Points,
    degrees_between,
    directions,
    outline,
    shortest_way,
    turned,
)

_NEAREST_DEGREES: Final = 55.0
"""Places nearer than this are clearer on a flat map: 6,100 km."""
_FARTHEST_DEGREES: Final = 150.0
"""Places farther apart do not face the viewer together."""
_STEEPEST: Final = 40.0
"""The eye stays between these latitudes: from above a pole the continents are hard to recognise."""
_ASIDE_DEGREES: Final = 20.0
"""The eye is this far beside the great circle: from above, the way would be a straight line."""
_LEAST_FACING: Final = 0.16
"""Cosine of the angle between the eye and a place that is still seen well."""
_TURN_DEGREES: Final = 75.0
_TURN_SECONDS: Final = 1.3
_SHORTEST_TURN_SECONDS: Final = 0.5
_RADIUS_SHARE: Final = 0.44
"""Radius of the sphere, as a share of the frame's width."""
_LIFT: Final = 0.10
"""Height of the way above the ground at its middle, in radii."""
_COARSE_DEGREES: Final = 0.35
"""Outlines are thinned to points this far apart: half a pixel per degree at the size of the sphere."""
_FRACTION_BITS: Final = 4
_SEA: Final = 1.7
_SPACE: Final = 0.45
"""Light of the sea and of the space around, as shares of the flat map's sea."""
_DARKEST: Final = 0.45
"""Light at the edge of the sphere, as a share of that in the middle."""


def is_for_globe(places: tuple[Location, ...]) -> bool:
    """Whether two places are so far apart that a globe shows their way better than a flat map."""
    return len(places) > 1 and _NEAREST_DEGREES <= degrees_between(places[0], places[1]) <= _FARTHEST_DEGREES


class GlobeGround:
    """Draws the globe at a time of the shot: it has turned when the first place appears."""

    def __init__(self, shown: ShotInformation, zone: Box, frame: tuple[int, int]) -> None:
        self._frame = frame
        self._places = shown.places
        self._radius = _RADIUS_SHARE * min(frame[0], zone.height * 1.1)
        self._middle = (frame[0] / 2, (zone.top + zone.bottom) / 2)
        self._eye = _eye_of(*shown.places[:2])
        begins = max(0.0, shown.items[0].enters_seconds - _TURN_SECONDS)
        seconds = max(_SHORTEST_TURN_SECONDS, shown.items[0].enters_seconds - begins)
        self._arrival = Arrival(self._draw_at, begins=begins, seconds=seconds)
        sea, land, _ = map_colours(shown)
        self._colours = (_lighter(sea, _SPACE), _lighter(sea, _SEA), land)
        self._sphere: _Sphere | None = None

    def draw(self, t: float, planes: Planes) -> None:
        """Draw the globe at `t` seconds of the shot."""
        self._arrival.draw(t, planes)

    def spot(self, place: Location) -> tuple[float, float]:
        """Compute where a place is on the frame in the last view."""
        (x, y, _), *_ = turned(directions([place.longitude], [place.latitude]), self._eye).tolist()
        return self._middle[0] + x * self._radius, self._middle[1] - y * self._radius

    def way(self, count: int) -> Points:
        """Compute the way between the places as points of the frame: along the great circle, lifted above the ground."""
        vectors = turned(shortest_way(self._places[0], self._places[1], count), self._eye)
        lift = 1 + _LIFT * np.sin(np.linspace(0, math.pi, count, dtype=np.float32))
        points = vectors[:, :2] * lift[:, None] * np.array([1, -1], np.float32)
        return np.asarray(points * self._radius + np.array(self._middle), np.float32)

    def _draw_at(self, share: float, planes: Planes) -> None:
        """Draw the globe at a share of its turn."""
        if self._sphere is None:
            self._sphere = _Sphere(self._radius, self._middle, self._frame, self._colours)
        left = _TURN_DEGREES * (1 - share)
        self._sphere.draw(Eye(self._eye.longitude - left, self._eye.latitude), planes)


def _lighter(colour: Colour, share: float) -> Colour:
    red, green, blue = (min(255, round(channel * share)) for channel in colour)
    return red, green, blue


def _eye_of(first: Location, second: Location) -> Eye:
    """Look beside the middle of the way, from where it is an arc, not too steeply; but so that both places are seen."""
    ends = directions([first.longitude, second.longitude], [first.latitude, second.latitude])
    middle = shortest_way(first, second, 3)[1]
    normal = np.cross(*ends) / np.linalg.norm(np.cross(*ends))
    aside = math.radians(_ASIDE_DEGREES)
    sides = [math.cos(aside) * middle + math.sin(aside) * sign * normal for sign in (1, -1)]
    beside = _eye_at(min(sides, key=lambda side: abs(side[2])))
    gentle = Eye(beside.longitude, max(-_STEEPEST, min(_STEEPEST, beside.latitude)))
    seen = bool((turned(ends, gentle)[:, 2] > _LEAST_FACING).all())
    return gentle if seen else _eye_at(middle)


def _eye_at(direction: Directions) -> Eye:
    x, y, z = direction.tolist()
    return Eye(math.degrees(math.atan2(y, x)), math.degrees(math.asin(z)))


@lru_cache(maxsize=1)
def _outlines() -> tuple[Directions, tuple[int, ...]]:
    """Convert the atlas to the sphere: all points, and where each ring after the first begins. Small islands are left out."""
    found = []
    for country in countries():
        for ring in country.rings:
            longitudes, latitudes = unprojected(ring)
            steps = np.hypot(np.diff(longitudes, prepend=longitudes[:1]), np.diff(latitudes, prepend=latitudes[:1]))
            _, kept = np.unique(np.floor(np.cumsum(steps) / _COARSE_DEGREES), return_index=True)
            if len(kept) > 3:  # noqa: PLR2004 - fewer points enclose nothing that is seen
                found.append(directions(longitudes[kept], latitudes[kept]))
    return np.concatenate(found), tuple(np.cumsum([len(ring) for ring in found])[:-1].tolist())


def _land(eye: Eye, side: int, radius: float) -> Plane:
    """Draw the share of land of each pixel of a square with the sphere in its middle; borders are not land."""
    vectors, starts = _outlines()
    points, is_behind = outline(turned(vectors, eye))
    places = np.rint((points * radius + side / 2) * 2**_FRACTION_BITS).astype(np.int32)
    rings = [
        ring
        for ring, behind in zip(np.split(places, starts), np.split(is_behind, starts), strict=True)
        if not behind.all()
    ]
    land = np.zeros((side, side), np.uint8)
    for ring in rings:  # one by one: a country inside another one would be a hole in it
        cv2.fillPoly(land, [ring], 255, cv2.LINE_AA, _FRACTION_BITS)
    cv2.polylines(land, rings, True, 0, max(1, round(radius / 500)), cv2.LINE_AA, _FRACTION_BITS)
    return land


class _Sphere:
    """The sphere on its frame: darker towards the edge, which is smooth. `colours` are those of space, sea and land."""

    def __init__(
        self, radius: float, middle: tuple[float, float], frame: tuple[int, int], colours: tuple[Colour, Colour, Colour]
    ) -> None:
        self._radius = radius
        self._side = 4 * math.ceil((radius + 2) / 2)
        left, top = (2 * round((place - self._side / 2) / 2) for place in middle)
        self._box = Box(max(0, left), max(0, top), min(frame[0], left + self._side), min(frame[1], top + self._side))
        self._skip = (self._box.left - left, self._box.top - top)
        space, sea, land = (
            [int(plane[0, 0]) for plane in planes_from_rgb(np.full((2, 2, 3), colour, np.uint8))] for colour in colours
        )
        self._around = empty_planes(*frame)
        fill(self._around, (space[0], space[1], space[2]))
        ramp = np.linspace(0, 1, 256)
        self._tables = [np.rint(a + (b - a) * ramp).astype(np.uint8) for a, b in zip(sea, land, strict=True)]
        self._lit = self._light(space)

    def _light(self, space: list[int]) -> PlaneTile:
        """Build the tile that lights the sphere: black where it is dark, space beyond its edge."""
        away = np.hypot(*np.mgrid[: self._side, : self._side] - (self._side - 1) / 2).astype(np.float32)
        cover = np.clip(self._radius + 0.5 - away, 0, 1)
        light = _DARKEST + (1 - _DARKEST) * np.sqrt(1 - np.minimum(away / self._radius, 1) ** 2)
        left, top = self._skip
        cut = (slice(top, top + self._box.height), slice(left, left + self._box.width))
        cover, light = np.ascontiguousarray(cover[cut]), np.ascontiguousarray(light[cut])
        sizes = ((cover, light), *[(halve(cover), halve(light))] * 2)
        kept = [np.rint(255 * share * lit).astype(np.uint8) for share, lit in sizes]
        added = [
            np.rint(black * (1 - lit) * share + beyond * (1 - share)).astype(np.uint8)
            for (share, lit), black, beyond in zip(sizes, BLACK, space, strict=True)
        ]
        return PlaneTile(Planes(*added), Planes(*kept))

    def draw(self, eye: Eye, planes: Planes) -> None:
        """Draw the sphere as seen by the eye, and space around it; every pixel is written."""
        copy(self._around, planes)
        left, top = self._skip
        land = _land(eye, self._side, self._radius)[top : top + self._box.height, left : left + self._box.width]
        thin = halve(np.ascontiguousarray(land))
        target = planes.region(*self._box)
        for source, table, into in zip((land, thin, thin), self._tables, target, strict=True):
            np.copyto(into, cv2.LUT(source, table))
        self._lit.lay(target)
