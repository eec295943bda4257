"""Grounds of few colours that a film's treatment paints instead of its sceneries: height x width x 3, 0-1."""

from collections.abc import Callable
from dataclasses import replace
from typing import Final, NamedTuple

import cv2
import numpy as np

from reelwright.film.scenes.treatments import GroundPrint
from reelwright_media.painting.field import Image, Plane
from reelwright_media.painting.palette import Colour, Palette, blend, colour

_WHITE: Final = colour("#ffffff")
_PAGE: Final = colour("#f8f5ec")
_MARGIN_LINE: Final = colour("#d9534a")
_DISC: Final = 0.46
"""Radius of the disc on a flat ground, as a share of the shorter side."""
_DARKER: Final = 0.3
_LIGHTER: Final = 0.22
"""How far the tones of a scene's ground are from those of another."""
_TURN: Final = np.float32(2 * np.pi)


class Size(NamedTuple):
    """Height and width in pixels, and where the middle of the subject is, as a share of the height."""

    height: int
    width: int
    middle_v: float

    @property
    def short(self) -> int:
        """The shorter side."""
        return min(self.height, self.width)


def pattern(kind: GroundPrint, size: Size, tones: Palette, seed: int) -> Image:
    """Paint a pattern in one of the shades and directions that it has in the scenes of a film."""
    shades = (tones, _toned(tones, tones.bottom, _DARKER), _toned(tones, tones.accent, _LIGHTER))
    image = PATTERNS[kind](size, shades[seed % 3])
    return np.ascontiguousarray(image[:, ::-1]) if seed // 3 % 2 and kind in _TURNED else image


def _toned(tones: Palette, other: Colour, share: float) -> Palette:
    return replace(tones, top=blend(tones.top, other, share), middle=blend(tones.middle, other, share))


def between(one: Colour, other: Colour, share: Plane) -> Image:
    """Mix two colours by a share, 0-1, for each pixel."""
    return np.asarray(one + (other - one) * share[..., None], np.float32)


def _flat(size: Size, tones: Palette) -> Image:
    centre = (size.width * 8, round(size.middle_v * size.height * 16))
    disc = np.zeros((size.height, size.width), np.float32)
    cv2.circle(disc, centre, round(_DISC * size.short * 16), 1.0, -1, cv2.LINE_AA, 4)
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
    height, width, short = size.height, size.width, size.short
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
_TURNED: Final = frozenset({"stripes", "blocks", "waves"})
"""Those that have a direction."""


def _middle(size: Size) -> float:
    """Height of the middle of subjects, in shorter sides."""
    return size.middle_v * size.height / size.short


def _grid(size: Size) -> tuple[Plane, Plane]:
    """Compute positions across and down, in shorter sides."""
    short = np.float32(size.short)
    rows, columns = np.arange(size.height, dtype=np.float32), np.arange(size.width, dtype=np.float32)
    return columns[None, :] / short, rows[:, None] / short


def _second(tones: Palette, inside: Plane) -> Image:
    """Paint a second tone where a value is above 0; its edge is as soft as the value is flat."""
    share = np.asarray(np.clip(inside + 0.5, 0, 1), np.float32)
    return between(tones.middle, blend(tones.middle, tones.top, 0.55), share)
