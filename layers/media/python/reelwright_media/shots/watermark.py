"""The logo of a brand in a corner of the frame, inside the platform's safe zone."""

from pathlib import Path
from typing import Final

import cv2
import numpy as np

from reelwright.errors import ContentError
from reelwright.film.platforms.presets import Preset
from reelwright.film.scenes.brand import Corner
from reelwright_media.canvas.placing import Box
from reelwright_media.canvas.tiles import PremultipliedRgba
from reelwright_media.shots.kinetic import FROM_THE_START, KineticClip, KineticPiece

_WIDEST_SHARE: Final = 0.24
_TALLEST_SHARE: Final = 0.085
"""Largest logo, as shares of the frame's shorter side."""
_OPACITY: Final = 0.9
_ABOVE_SHARE: Final = 0.055
"""How far an upright film's upper logo stands above the safe zone, as a share of the height: headlines begin at the zone's
edge, and the platform's buttons are higher."""


def watermark_clip(logo: Path, corner: Corner, *, preset: Preset, seconds: float) -> KineticClip:
    """Build the clip of a logo, a PNG file. Raises ContentError if it cannot be read."""
    rgba = _fitted(_read(logo), preset)
    height, width = rgba.shape[:2]
    left, top = _corner(width, height, corner, preset)
    box = Box(left, top, left + width, top + height)
    return KineticClip([KineticPiece(rgba, 0, 0, FROM_THE_START)], box, seconds=seconds, leaves=False)


def _read(logo: Path) -> PremultipliedRgba:
    pixels = cv2.imdecode(np.frombuffer(logo.read_bytes(), np.uint8), cv2.IMREAD_UNCHANGED)
    if pixels is None or pixels.ndim != 3 or pixels.shape[2] != 4:  # noqa: PLR2004 - height, width, BGRA
        raise ContentError("The logo cannot be read.")
    alpha = pixels[:, :, 3:].astype(np.float32) / 255
    colour = pixels[:, :, 2::-1] * alpha
    return np.asarray(np.rint(np.dstack([colour, pixels[:, :, 3:]]) * _OPACITY), np.uint8)


def _fitted(rgba: PremultipliedRgba, preset: Preset) -> PremultipliedRgba:
    """Scale to the largest size, with even sides."""
    short = min(preset.width, preset.height)
    height, width = rgba.shape[:2]
    scale = min(_WIDEST_SHARE * short / width, _TALLEST_SHARE * short / height)
    size = (max(2, 2 * round(width * scale / 2)), max(2, 2 * round(height * scale / 2)))
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(rgba, size, interpolation=way), np.uint8)


def _corner(width: int, height: int, corner: Corner, preset: Preset) -> tuple[int, int]:
    zone = preset.safe_zone
    beside = zone.left if corner.endswith("left") else zone.right
    across = beside * preset.width
    left = across if corner.endswith("left") else preset.width - across - width
    lift = _ABOVE_SHARE * preset.height if preset.portrait else 0.0
    top = zone.top * preset.height - lift if corner.startswith("top") else (1 - zone.bottom) * preset.height - height
    return 2 * round(left / 2), 2 * round(top / 2)
