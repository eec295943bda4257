"""Pins, names and ways on a map."""

import math
from typing import Final

import cv2
import numpy as np

from reelwright.film.timeline.model import ShotInformation
from reelwright_media.canvas.motion import eased
from reelwright_media.canvas.placing import Box
from reelwright_media.canvas.planes import Planes
from reelwright_media.canvas.tiles import PlaneTile, PremultipliedRgba
from reelwright_media.shots.information.counting import number_parts
from reelwright_media.shots.information.drawing import Style, pin
from reelwright_media.shots.information.globe import GlobeGround
from reelwright_media.shots.information.ground import MapGround
from reelwright_media.shots.information.parts import CardPart, TilePart, blend, placed
from reelwright_media.shots.information.sphere import Points

Ground = MapGround | GlobeGround

_POINTS: Final = 60
_WAY_SECONDS: Final = 1.0
_PIN_SHARE: Final = 0.075


def place_parts(shown: ShotInformation, box: Box, style: Style, ground: Ground) -> list[CardPart]:
    """Set the name of a place above the map and its amount below; or pins, a way and names for two places."""
    if len(shown.places) > 1:
        return _route(shown, box, style, ground)
    named = shown.items[0]
    quarter = box.height // 4
    middle = (box.left + box.right) / 2
    tile = style.title(named.text, quarter * 0.8, (box.width, quarter), lines=2)
    parts: list[CardPart] = [TilePart(tile.rgba, (middle, box.top + tile.height / 2), named.enters_seconds)]
    if shown.places[0].country is None:
        parts.append(_pin(ground.spot(shown.places[0]), box, style, named.enters_seconds))
    for item in shown.items[1:]:
        parts += number_parts(item, Box(box.left, box.bottom - round(quarter * 1.3), box.right, box.bottom), style)
    return parts


def _pin(spot: tuple[float, float], box: Box, style: Style, enters: float) -> TilePart:
    drawn = pin(box.width * _PIN_SHARE * 1.6, style.accent, style.dark)
    return TilePart(drawn, (spot[0], spot[1] - drawn.shape[0] / 2), enters)


def _route(shown: ShotInformation, box: Box, style: Style, ground: Ground) -> list[CardPart]:
    spots = [ground.spot(place) for place in shown.places]
    first, second = shown.items
    begins = max(first.enters_seconds + 0.2, second.enters_seconds - _WAY_SECONDS)
    parts: list[CardPart] = [WayPart(ground.way(_POINTS), style.accent, begins)]
    for item, spot in zip(shown.items, spots, strict=True):
        parts.append(_pin(spot, box, style, item.enters_seconds))
        tile = style.title(item.text, box.height * 0.1, (box.width * 0.6, box.height * 0.12), lines=1)
        across = min(max(spot[0], box.left + tile.width / 2), box.right - tile.width / 2)
        down = min(spot[1] + tile.height * 0.75, box.bottom - tile.height / 2)
        parts.append(TilePart(tile.rgba, (across, down), item.enters_seconds))
    return parts


class WayPart:
    """A curved line that grows from one point of the frame to another."""

    def __init__(self, line: Points, fill: str, begins: float) -> None:
        self._begins = begins
        self._colour = [*bytes.fromhex(fill.removeprefix("#")), 255]
        self._thick = max(3, round(math.dist(line[0], line[-1]) / 60))
        room = 2 * self._thick
        self._corner = np.floor(line.min(axis=0)) - room
        self._size = np.ceil(line.max(axis=0) - self._corner + room).astype(int)
        self._line = line - self._corner
        self._done: tuple[Box, PlaneTile] | None = None

    def lay(self, t: float, planes: Planes) -> None:
        """Draw the way as far as it has grown; the whole way is kept."""
        share = (t - self._begins) / _WAY_SECONDS
        if share <= 0:
            return
        if share >= 1 and self._done is not None:
            blend(self._done, planes)
            return
        centre = self._corner + self._size / 2
        tile = placed(self._drawn(eased(share)), (float(centre[0]), float(centre[1])), planes)
        if share >= 1:
            self._done = tile
        blend(tile, planes)

    def _drawn(self, share: float) -> PremultipliedRgba:
        width, height = (int(side) for side in self._size)
        alpha = np.zeros((height, width), np.uint8)
        points = np.rint(self._line[: max(2, round(share * _POINTS))] * 16).astype(np.int32)
        cv2.polylines(alpha, [points], False, 255, self._thick, cv2.LINE_AA, 4)
        return (alpha[..., None] * (np.array(self._colour, np.float32) / 255)).astype(np.uint8)
