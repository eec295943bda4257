"""Grounds of few colours that a film's treatment paints instead of its sceneries: height x width x 3, 0-1."""

from collections.abc import Callable
from typing import Final

import cv2
import numpy as np

from reelwright.film.scenes.treatments import GroundPrint
from reelwright_media.painting.field import Image, Plane
from reelwright_media.painting.palette import Colour, Palette, blend, colour

_WHITE: Final = colour("#ffffff")
_PAGE: Final = colour("#f8f5ec")
_MARGIN_LINE: Final = colour("#d9534a")
_DISC: Final = (0.5, 0.4, 0.46)
"""Centre (shares of width and height) and radius (of the shorter side) of the disc on a flat ground."""
_TURN: Final = np.float32(2 * np.pi)

Size = tuple[int, ...]
"""Height and width in pixels."""


def between(one: Colour, other: Colour, share: Plane) -> Image:
    """Mix two colours by a share, 0-1, for each pixel."""
    return np.asarray(one + (other - one) * share[..., None], np.float32)


def _flat(size: Size, tones: Palette) -> Image:
    height, width = size
    centre = (round(_DISC[0] * width * 16), round(_DISC[1] * height * 16))
    disc = np.zeros((height, width), np.float32)
    cv2.circle(disc, centre, round(_DISC[2] * min(size) * 16), 1.0, -1, cv2.LINE_AA, 4)
    return between(tones.middle, blend(tones.middle, tones.accent, 0.4), disc)


def _stripes(size: Size, tones: Palette) -> Image:
    across, down = _grid(size)
    return _second(tones, np.sin((across + down) * _TURN * np.float32(4.5)) * 40)


def _blocks(size: Size, tones: Palette) -> Image:
    across, down = _grid(size)
    return _second(tones, (down * np.float32(0.8) + across - np.float32(1.15)) * 400)


def _waves(size: Size, tones: Palette) -> Image:
    across, down = _grid(size)
    return _second(tones, np.sin((down * 5 + 0.16 * np.sin(across * 9)) * np.float32(np.pi)) * 60)


def _burst(size: Size, tones: Palette) -> Image:
    """Paint rays around the place of the subject."""
    across, down = _grid(size)
    far = np.hypot(across - np.float32(0.5), down - np.float32(_middle(size)))
    angle = np.arctan2(down - np.float32(_middle(size)), across - np.float32(0.5))
    rays = np.clip(np.sin(angle * 12) * far * 90 + 0.5, 0, 1)
    return between(
        blend(tones.middle, tones.accent, 0.55), blend(tones.top, tones.middle, 0.25), rays.astype(np.float32)
    )


def _checks(size: Size, tones: Palette) -> Image:
    across, down = _grid(size)
    return _second(tones, np.sin(across * _TURN * 3) * np.sin(down * _TURN * 3) * 120)


def _polka(size: Size, tones: Palette) -> Image:
    across, down = _grid(size)
    waves = np.cos(across * _TURN * 5) + np.cos(down * _TURN * 5)
    spots = np.clip((waves - np.float32(1.1)) * 16, 0, 1).astype(np.float32)
    return between(blend(tones.top, tones.middle, 0.35), blend(tones.accent, _WHITE, 0.35), spots)


def _circles(size: Size, tones: Palette) -> Image:
    """Paint circles around the place of the subject, lighter inwards."""
    across, down = _grid(size)
    far = np.hypot(across - np.float32(0.5), down - np.float32(_middle(size)))
    step = np.floor(far * 7) / 7 + np.clip((far * 7 % 1) * 60 - 59, 0, 1) / 7
    light = np.clip(1 - step * np.float32(0.9), 0, 1).astype(np.float32)
    return between(blend(tones.top, tones.bottom, 0.45), blend(tones.middle, tones.accent, 0.35), light)


def _ruled(size: Size, tones: Palette) -> Image:
    """Paint a page with lines and a margin."""
    height, width = size
    short = min(size)
    page = np.empty((height, width, 3), np.float32)
    page[:] = blend(_PAGE, tones.accent, 0.08)
    thick = max(1, short // 360)
    for row in range(short // 9, height, short // 15):
        page[row : row + thick] = blend(tones.middle, _PAGE, 0.45)
    page[:, round(0.1 * width) : round(0.1 * width) + thick] = _MARGIN_LINE
    return page


def _spotlight(size: Size, tones: Palette) -> Image:
    """Paint a dark room with a light behind the place of the subject."""
    across, down = _grid(size)
    far = np.hypot(across - np.float32(0.5), down - np.float32(_middle(size)))
    light = np.exp(-((far / np.float32(0.52)) ** 2)).astype(np.float32)
    return between(tones.bottom * np.float32(0.45), blend(tones.middle, tones.accent, 0.45), light)


PATTERNS: Final[dict[GroundPrint, Callable[[Size, Palette], Image]]] = {
    "flat": _flat,
    "stripes": _stripes,
    "blocks": _blocks,
    "waves": _waves,
    "burst": _burst,
    "checks": _checks,
    "polka": _polka,
    "circles": _circles,
    "ruled": _ruled,
    "spotlight": _spotlight,
}
"""The prints that hide a scenery."""


def _middle(size: Size) -> float:
    """Height of the middle of subjects, in shorter sides."""
    return _DISC[1] * size[0] / min(size)


def _grid(size: Size) -> tuple[Plane, Plane]:
    """Compute positions across and down, in shorter sides."""
    height, width = size
    short = np.float32(min(size))
    return np.arange(width, dtype=np.float32)[None, :] / short, np.arange(height, dtype=np.float32)[:, None] / short


def _second(tones: Palette, inside: Plane) -> Image:
    """Paint a second tone where a value is above 0; its edge is as soft as the value is flat."""
    share = np.asarray(np.clip(inside + 0.5, 0, 1), np.float32)
    return between(tones.middle, blend(tones.middle, tones.top, 0.55), share)
