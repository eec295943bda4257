"""Parts of an information scene: tiles with an entrance, numbers that count, circles that fill. Each draws itself at a time."""

import math
from collections.abc import Callable
from typing import Final, Literal, Protocol

import cv2
import numpy as np

from reelwright_media.canvas.motion import eased
from reelwright_media.canvas.placing import Box
from reelwright_media.canvas.planes import Planes
from reelwright_media.canvas.tiles import PlaneTile, PremultipliedRgba, fit_box, plane_tile

Entrance = Literal["pop", "up", "right", "down"]
"""`pop` grows from the middle; the others uncover the tile towards that side."""
_POP_SECONDS: Final = 0.32
_UNCOVER_SECONDS: Final = 0.55
_START_SCALE: Final = 0.6
_OVERSHOOT: Final = 1.7
_ROOM_SHARE: Final = 0.06
"""Room around a tile for its overshoot, as a share of its size."""
_COUNT_STEPS: Final = 14
"""Pictures of a number while it counts: more cost CPU and look the same."""


class CardPart(Protocol):
    """Something that an information scene shows."""

    def lay(self, t: float, planes: Planes) -> None:
        """Draw the part at `t` seconds of the shot onto the frame."""


class TilePart:
    """A drawn tile, centred on a point of the frame, that enters at a time and stays."""

    def __init__(
        self, rgba: PremultipliedRgba, centre: tuple[float, float], enters: float, entrance: Entrance = "pop"
    ) -> None:
        self._rgba = rgba
        self._enters = enters
        self._entrance: Entrance = entrance
        self._centre = centre
        self._at_rest: tuple[Box, PlaneTile] | None = None

    def lay(self, t: float, planes: Planes) -> None:
        """Draw the tile; nothing before its entrance, and one blend at rest."""
        seconds = _POP_SECONDS if self._entrance == "pop" else _UNCOVER_SECONDS
        share = (t - self._enters) / seconds
        if share <= 0:
            return
        if share >= 1:
            if self._at_rest is None:
                self._at_rest = self._placed(self._rgba, planes)
            blend(self._at_rest, planes)
            return
        blend(self._placed(self._entering(share), planes), planes)

    def _entering(self, share: float) -> PremultipliedRgba:
        height, width = self._rgba.shape[:2]
        if self._entrance == "pop":
            way = _back(share)
            room = (math.ceil(width * _ROOM_SHARE), math.ceil(height * _ROOM_SHARE))
            scale = _START_SCALE + (1 - _START_SCALE) * way
            return fit_box(
                self._rgba, width + 2 * room[0], height + 2 * room[1], scale=scale, opacity=min(1.0, share * 2.5)
            )
        shown = self._rgba.copy()
        way = eased(share)
        if self._entrance == "up":  # the top comes first and rises: a bar with a round end
            length = max(1, round(height * way))
            shown[:] = 0
            shown[height - length :] = self._rgba[:length]
        elif self._entrance == "down":
            shown[round(height * way) :] = 0
        else:
            shown[:, round(width * way) :] = 0
        return shown

    def _placed(self, rgba: PremultipliedRgba, planes: Planes) -> tuple[Box, PlaneTile]:
        return placed(rgba, self._centre, planes)


class CountPart:
    """A number that counts up between two times; `draw` draws the number at a share of its way."""

    def __init__(
        self,
        draw: Callable[[float], PremultipliedRgba],
        centre: tuple[float, float],
        enters: float,
        settles: float,
    ) -> None:
        self._draw = draw
        self._centre = centre
        self._enters = enters
        self._seconds = max(0.35, settles - enters)
        self._drawn: tuple[int, tuple[Box, PlaneTile]] | None = None

    def lay(self, t: float, planes: Planes) -> None:
        """Draw the number; the last picture is kept."""
        if t < self._enters:
            return
        share = eased((t - self._enters) / self._seconds)
        step = _COUNT_STEPS if share >= 1 else int(share * _COUNT_STEPS)
        if self._drawn is None or self._drawn[0] != step:
            self._drawn = (step, placed(self._draw(step / _COUNT_STEPS), self._centre, planes))
        blend(self._drawn[1], planes)


class RingPart:
    """A ring that fills clockwise from the top to a share of its circle."""

    def __init__(
        self,
        pictures: tuple[PremultipliedRgba, PremultipliedRgba],
        centre: tuple[float, float],
        share: float,
        times: tuple[float, float],
    ) -> None:
        self._track, self._filled = pictures
        self._centre = centre
        self._share = share
        self._enters, self._settles = times[0], max(times[0] + 0.6, times[1])
        side = self._track.shape[0]
        ramp = np.arange(side, dtype=np.float32) - (side - 1) / 2
        turns = np.arctan2(ramp[None, :], -ramp[:, None]) / (2 * math.pi)
        self._turns = np.where(turns < 0, turns + 1, turns).astype(np.float32)
        self._at_rest: tuple[Box, PlaneTile] | None = None

    def lay(self, t: float, planes: Planes) -> None:
        """Draw the ring; the full picture is kept."""
        if t < self._enters:
            return
        way = eased((t - self._enters) / (self._settles - self._enters))
        if way >= 1 and self._at_rest is not None:
            blend(self._at_rest, planes)
            return
        picture = self._track.copy()
        mask = (self._turns < self._share * way).view(np.uint8)
        cv2.copyTo(self._filled, mask, picture)
        done = placed(picture, self._centre, planes)
        if way >= 1:
            self._at_rest = done
        blend(done, planes)


def placed(rgba: PremultipliedRgba, centre: tuple[float, float], planes: Planes) -> tuple[Box, PlaneTile]:
    """Build the tile of a picture around a point of the frame, with even edges and cut to the frame."""
    height, width = rgba.shape[:2]
    left, top = round(centre[0] - width / 2), round(centre[1] - height / 2)
    low_x, low_y = max(0, left) & ~1, max(0, top) & ~1
    high_x, high_y = min(planes.width, left + width + 1) & ~1, min(planes.height, top + height + 1) & ~1
    sides = (max(0, top - low_y), 2, max(0, left - low_x), 2)
    padded = cv2.copyMakeBorder(rgba, *sides, cv2.BORDER_CONSTANT, value=(0, 0, 0, 0))
    skip_x, skip_y = max(0, low_x - left), max(0, low_y - top)
    box = Box(low_x, low_y, max(high_x, low_x + 2), max(high_y, low_y + 2))
    part = np.ascontiguousarray(padded[skip_y : skip_y + box.height, skip_x : skip_x + box.width])
    return box, plane_tile(np.asarray(part, np.uint8))


def blend(tile: tuple[Box, PlaneTile], planes: Planes) -> None:
    """Blend a tile onto the frame."""
    tile[1].lay(planes.region(*tile[0]))


def _back(share: float) -> float:
    """Penner's easeOutBack (2001): rises above 1 and returns to 1."""
    rest = share - 1
    return 1 + (_OVERSHOOT + 1) * rest**3 + _OVERSHOOT * rest**2
