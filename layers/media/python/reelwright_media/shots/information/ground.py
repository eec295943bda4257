"""The ground of a map scene: the world in the film's colours, which comes nearer to a place or shows the way between two."""

import math
from typing import Final

import numpy as np

from reelwright.film.scenes.information.model import Location
from reelwright.film.timeline.model import ShotInformation
from reelwright_media.canvas.colours import LUMA, Channels, channels_of
from reelwright_media.canvas.motion import View
from reelwright_media.canvas.pictures import source_planes
from reelwright_media.canvas.placing import Box
from reelwright_media.canvas.planes import Planes
from reelwright_media.canvas.sampling import draw_view
from reelwright_media.shots.information.arrival import Arrival
from reelwright_media.shots.information.atlas import Colour, MapWindow, draw_map, mercator
from reelwright_media.shots.information.sphere import Points

_WIDEST: Final = 320.0
_POINT_SPAN: Final = 16.0
"""Degrees across the frame around a point: its country and neighbours."""
_LEAST_SPAN: Final = 9.0
_COUNTRY_ROOM: Final = 1.7
_ROUTE_ROOM: Final = 1.22
_BEND: Final = 0.18
"""Height of a way's curve, as a share of its length."""
_FARTHER: Final = 6.0
"""The first view is wider than the last by this factor."""
_ROUTE_FARTHER: Final = 1.35
_OVERSIZE: Final = 1.4
_LEAD_SECONDS: Final = 0.5
_NEARING_SECONDS: Final = 1.3
_SEA_LUMA: Final = 0.055
_LAND_LUMA: Final = 0.25


class MapGround:
    """Draws the map at a time of the shot. One level of detail is kept."""

    def __init__(self, shown: ShotInformation, zone: Box, frame: tuple[int, int]) -> None:
        self._frame = frame
        self._middle = (0.5, (zone.top + zone.bottom) / 2 / frame[1])
        self._places = shown.places
        self._window = _window(shown.places, zone, frame)
        self._farther = _FARTHER if len(shown.places) == 1 else _ROUTE_FARTHER
        self._farther = max(1.0, min(self._farther, _WIDEST / self._window.span))
        self._country = shown.places[0].country if len(shown.places) == 1 else None
        begins = max(0.0, shown.items[0].enters_seconds - _LEAD_SECONDS)
        self._arrival = Arrival(self._draw_at, begins=begins, seconds=_NEARING_SECONDS)
        self._colours = map_colours(shown)
        self._level: tuple[int, Planes] | None = None

    def draw(self, t: float, planes: Planes) -> None:
        """Draw the map at `t` seconds of the shot."""
        self._arrival.draw(t, planes)

    def spot(self, place: Location) -> tuple[float, float]:
        """Compute where a place is on the frame in the last view."""
        x, y = mercator(place.longitude, place.latitude)
        step = self._frame[0] / self._window.span
        across = (x - self._window.x + 540) % 360 - 180
        return self._frame[0] / 2 + across * step, self._middle[1] * self._frame[1] + (y - self._window.y) * step

    def way(self, count: int) -> Points:
        """Compute the way between the places as points of the frame: a line bent upward."""
        start, end = (self.spot(place) for place in self._places[:2])
        shares = np.linspace(0, 1, count)[:, None]
        line = np.array(start) * (1 - shares) + np.array(end) * shares
        line[:, 1] -= (4 * _BEND * math.dist(start, end) * shares * (1 - shares))[:, 0]
        return np.asarray(line, np.float32)

    def _draw_at(self, share: float, planes: Planes) -> None:
        """Draw the view at a share of the way: each level of detail is twice as near as the one before."""
        nearer = self._farther**share
        level = min(int(math.log2(nearer) + 1e-9), max(0, math.ceil(math.log2(self._farther)) - 1))
        if self._level is None or self._level[0] != level:
            self._level = (level, self._source(self._window.span * self._farther / 2**level))
        zoom = nearer / 2**level
        view = View(zoom, 0.5, self._middle[1] + (0.5 - self._middle[1]) / zoom)
        draw_view(self._level[1], view, planes)

    def _source(self, span: float) -> Planes:
        """Draw the planes of a level: so wide, with the place at the middle of the free area."""
        width, height = (round(side * _OVERSIZE / 2) * 2 for side in self._frame)
        tall = span * height / width
        window = MapWindow(self._window.x, self._window.y + tall * (0.5 - self._middle[1]), span)
        image = draw_map(window, (width, height), self._colours, self._country)
        return source_planes(image, *self._frame, oversize=_OVERSIZE)


def _window(places: tuple[Location, ...], zone: Box, frame: tuple[int, int]) -> MapWindow:
    """Choose the last view: the places or the country fit the free area."""
    if len(places) == 1 and places[0].box is not None:
        west, south, east, north = places[0].box
    else:
        longitudes = [place.longitude for place in places]
        if max(longitudes) - min(longitudes) > 180:  # noqa: PLR2004 - the shorter way crosses the date line
            longitudes = [one + 360 if one < 0 else one for one in longitudes]
        west, east = min(longitudes), max(longitudes)
        south, north = min(place.latitude for place in places), max(place.latitude for place in places)
    (left, bottom), (right, top) = mercator(west, south), mercator(east, north)
    wide, tall = right - left, bottom - top
    room = _COUNTRY_ROOM if len(places) == 1 else _ROUTE_ROOM
    span = max(wide * frame[0] / zone.width, tall * frame[0] / zone.height) * room
    least = _POINT_SPAN if len(places) == 1 and places[0].box is None else _LEAST_SPAN
    return MapWindow((left + right) / 2, (top + bottom) / 2, min(_WIDEST, max(least, span)))


def map_colours(shown: ShotInformation) -> tuple[Colour, Colour, Colour]:
    """Derive sea, land and highlight from the film's palette: dark enough for type, and apart from each other."""
    _, middle, bottom, accent = (channels_of(code) for code in shown.palette)
    return _toned(bottom, _SEA_LUMA), _toned(middle, _LAND_LUMA), _toned(accent * 0.92, None)


def _toned(channels: Channels, luma: float | None) -> Colour:
    have = float(channels @ LUMA)
    if luma is not None:
        channels = channels * luma / have if have > luma else channels + (luma - have)
    red, green, blue = (int(value) for value in np.clip(np.rint(channels * 255), 0, 255))
    return red, green, blue
