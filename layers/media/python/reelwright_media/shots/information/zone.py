"""The area of information: inside the platform's safe zone, clear of captions and hook, where a mat shows the picture."""

from typing import Final

from reelwright.film.platforms.presets import Preset
from reelwright.film.scenes.arrangements import Mat
from reelwright_media.canvas.placing import Box, caption_zone, type_zone

_GAP_SHARE: Final = 0.02
"""Distance of the area from the zone of captions and hook, as a share of the frame's height: a window's edge may be there."""
_SIDE_SHARE: Final = 0.02


def information_zone(preset: Preset, mat: Mat | None = None) -> Box:
    """Compute the larger of the areas above and below captions and hook, in the room of a mat; edges are even."""
    zone, words = caption_zone(preset), type_zone(preset)
    gap = int(_GAP_SHARE * preset.height)
    above, below = (zone.top, (words.top - gap) & ~1), ((words.bottom + gap + 1) & ~1, zone.bottom)
    top, bottom = max((above, below), key=lambda span: span[1] - span[0])
    beside = int(_SIDE_SHARE * preset.width) & ~1
    edges = (mat or Mat()).room
    across, down = ((edges[0], 1 - edges[2]), (edges[1], 1 - edges[3]))
    left, right = (round(share * preset.width / 2) * 2 for share in across)
    first, last = (round(share * preset.height / 2) * 2 for share in down)
    return Box(max(zone.left + beside, left), max(top, first), min(zone.right - beside, right), min(bottom, last))
