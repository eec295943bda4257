"""The area of information: inside the platform's safe zone, clear of captions and hook."""

from typing import Final

from reelwright.film.platforms.presets import Preset
from reelwright_media.canvas.placing import Box, caption_zone

_ABOVE_CAPTIONS: Final = 0.085
_ABOVE_HOOK: Final = 0.205
"""Distance of the area from the middle of the captions, where it lies above them."""
_BELOW_CAPTIONS: Final = 0.12
_TALLEST_HOOK: Final = 0.29
"""Height of a hook that begins at the upper edge of the zone."""
_SIDE_SHARE: Final = 0.02


def information_zone(preset: Preset, *, under_hook: bool = False) -> Box:
    """Compute the larger of the areas above and below the captions; edges are even.

    `under_hook` is for the first shot, whose hook is higher than a caption.
    """
    above_captions = _ABOVE_HOOK if under_hook else _ABOVE_CAPTIONS
    zone = caption_zone(preset)
    middle = preset.caption_centre * preset.height
    above = (zone.top, int(middle - above_captions * preset.height) & ~1)
    highest = zone.top + int(_TALLEST_HOOK * preset.height) if under_hook else 0
    below = (max(highest, int(middle + _BELOW_CAPTIONS * preset.height)) & ~1, zone.bottom)
    top, bottom = max((above, below), key=lambda span: span[1] - span[0])
    beside = int(_SIDE_SHARE * preset.width) & ~1
    return Box(zone.left + beside, top, zone.right - beside, bottom)
