"""Where a caption stands: inside the platform's safe zone, centred on the frame, as near to its height as fits."""

import math
from typing import NamedTuple

from reelwright.film.platforms.presets import Preset


class Box(NamedTuple):
    """A rectangle in pixels, right and bottom exclusive, all edges even."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def width(self) -> int:
        """Return the width in pixels."""
        return self.right - self.left

    @property
    def height(self) -> int:
        """Return the height in pixels."""
        return self.bottom - self.top


def caption_zone(preset: Preset) -> Box:
    """Return the part of the frame that a caption may use: the safe zone, made as wide on both sides as on its narrower."""
    zone = preset.safe_zone
    side = _even_up(max(zone.left, zone.right) * preset.width)
    top, bottom = _even_up(zone.top * preset.height), _even_up(zone.bottom * preset.height)
    return Box(side, top, preset.width - side, preset.height - bottom)


def place(width: int, height: int, preset: Preset) -> Box:
    """Return the box of a caption of this size, which must not be larger than the zone."""
    zone = caption_zone(preset)
    wide, high = _even_up(width), _even_up(height)
    left = (preset.width - wide) // 4 * 2
    wanted = round(preset.caption_centre * preset.height - high / 2) // 2 * 2
    top = max(zone.top, min(wanted, zone.bottom - high))
    return Box(left, top, left + wide, top + high)


def _even_up(value: float) -> int:
    return 2 * math.ceil(value / 2 - 1e-9)
