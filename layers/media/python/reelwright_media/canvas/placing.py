"""Places captions: inside the platform's safe zone, centred on the frame, as near to the preset's height as possible."""

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
        """Width in pixels."""
        return self.right - self.left

    @property
    def height(self) -> int:
        """Height in pixels."""
        return self.bottom - self.top


def caption_zone(preset: Preset) -> Box:
    """Compute the area allowed for captions: the safe zone, made symmetric by widening the smaller side margin."""
    zone = preset.safe_zone
    side = _even_up(max(zone.left, zone.right) * preset.width)
    top, bottom = _even_up(zone.top * preset.height), _even_up(zone.bottom * preset.height)
    return Box(side, top, preset.width - side, preset.height - bottom)


def place(width: int, height: int, preset: Preset) -> Box:
    """Compute the box of a caption of this size in pixels, which must not exceed the zone."""
    zone = caption_zone(preset)
    wide, high = _even_up(width), _even_up(height)
    left = (preset.width - wide) // 4 * 2
    wanted = round(preset.caption_centre * preset.height - high / 2) // 2 * 2
    top = max(zone.top, min(wanted, zone.bottom - high))
    return Box(left, top, left + wide, top + high)


def _even_up(value: float) -> int:
    return 2 * math.ceil(value / 2 - 1e-9)
