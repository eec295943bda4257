"""The area of information: inside the platform's safe zone, clear of captions and hook."""

from typing import Final

from reelwright.film.platforms.presets import Preset
from reelwright_media.canvas.placing import Box, caption_zone, type_zone

_GAP_SHARE: Final = 0.02
"""Distance of the area from the zone of captions and hook, as a share of the frame's height: a window's edge may be there."""
_SIDE_SHARE: Final = 0.02


def information_zone(preset: Preset) -> Box:
    """Compute the larger of the areas above and below captions and hook; edges are even."""
    zone, words = caption_zone(preset), type_zone(preset)
    gap = int(_GAP_SHARE * preset.height)
    above, below = (zone.top, (words.top - gap) & ~1), ((words.bottom + gap + 1) & ~1, zone.bottom)
    top, bottom = max((above, below), key=lambda span: span[1] - span[0])
    beside = int(_SIDE_SHARE * preset.width) & ~1
    return Box(zone.left + beside, top, zone.right - beside, bottom)
