"""Places captions: inside the platform's safe zone, centred or at one side, as near to the preset's height as possible."""

import math
from typing import Literal, NamedTuple

from reelwright.film.captions.styles import Align
from reelwright.film.platforms.presets import Preset
from reelwright.film.text.languages import direction_of

Side = Literal["left", "middle", "right"]


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


def type_zone(preset: Preset) -> Box:
    """Compute the part of the zone that captions and hook stand in; the picture's things keep clear of it."""
    zone = caption_zone(preset)
    top = _even_up((preset.caption_centre - preset.type_above) * preset.height)
    bottom = _even_up((preset.caption_centre + preset.type_below) * preset.height)
    return Box(zone.left, max(zone.top, top), zone.right, min(zone.bottom, bottom))


def place(width: int, height: int, preset: Preset, *, side: Side = "middle") -> Box:
    """Compute the box of a caption or hook of this size in pixels, which must not exceed the zone of type."""
    zone = type_zone(preset)
    wide, high = _even_up(width), _even_up(height)
    left = left_of(wide, preset, side)
    wanted = round(preset.caption_centre * preset.height - high / 2) // 2 * 2
    top = max(zone.top, min(wanted, zone.bottom - high))
    return Box(left, top, left + wide, top + high)


def left_of(wide: int, preset: Preset, side: Side) -> int:
    """Compute the left edge of a block of an even width, at a side of the caption zone or in the middle of the frame."""
    zone = caption_zone(preset)
    return {"left": zone.left, "middle": (preset.width - wide) // 4 * 2, "right": zone.right - wide}[side]


def side_of(align: Align, language: str) -> Side:
    """Choose the side where type stands: lines of Arabic and Hebrew start on the right."""
    if align == "centre":
        return "middle"
    return "right" if direction_of(language) == "rtl" else "left"


def _even_up(value: float) -> int:
    return 2 * math.ceil(value / 2 - 1e-9)
