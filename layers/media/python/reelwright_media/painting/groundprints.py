"""What a film's treatment makes of a painted scenery, once a picture: images are height x width x 3, 0-1."""

from collections.abc import Callable
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from reelwright.film.scenes.treatments import GroundPrint
from reelwright_media.canvas.colours import LUMA
from reelwright_media.painting.field import Image, Plane
from reelwright_media.painting.groundpatterns import between
from reelwright_media.painting.palette import Colour, Palette, blend, colour

_LUMA: Final = LUMA.astype(np.float32)
_WHITE: Final = colour("#ffffff")
_PAPER: Final = colour("#f4ead7")
_NIGHT: Final = colour("#0f1a26")
_ENDS: Final = (3, 97)
"""Percentiles of the luma that become the darkest and the lightest tone."""
_DOTS: Final = 54
"""Dots of a halftone across the shorter side."""
_SQUARES: Final = 9
"""Squares of a board's grid across the shorter side."""
_POSTER_BLUR: Final = 0.003
"""Of the shorter side. A wider one melts trees and houses into blobs."""
_POSTER_SHADING: Final = 0.35
"""Share of the smooth tones in a poster's flat ones: without any, clouds and light are shapes that mean nothing."""
_STRONG_EDGES: Final = 99
"""Percentile of the edges that chalk draws at its strongest: soft sceneries have weak edges."""
_WEAKEST_EDGE: Final = 0.35
"""Edge, on a picture of 150 pixels, below which chalk draws nothing stronger: noise is no drawing."""
_CHALK: Final = 0.4


def printed(kind: GroundPrint, image: Image, tones: Palette) -> Image:
    """Print a scenery in the film's colours; `scenery` leaves it as painted."""
    make = _PRINTS.get(kind)
    return image if make is None else make(image, tones)


def _duotone(image: Image, tones: Palette) -> Image:
    light = blend(tones.accent, _WHITE, 0.35)
    return _mapped(_grey(image), _ramp([tones.bottom * np.float32(0.6), tones.middle, light]))


def _poster(image: Image, tones: Palette) -> Image:
    grey = _grey(image)
    light = blend(tones.accent, _WHITE, 0.25)
    steps = [
        tones.bottom,
        blend(tones.bottom, tones.middle, 0.5),
        tones.middle,
        blend(tones.middle, light, 0.45),
        light,
    ]
    flat = _mapped(_blurred(grey, _POSTER_BLUR), np.repeat(np.stack(steps), [52, 51, 51, 51, 51], axis=0))
    return np.asarray(flat + (_mapped(grey, _ramp(steps)) - flat) * _POSTER_SHADING, np.float32)


def _halftone(image: Image, tones: Palette) -> Image:
    height, width = image.shape[:2]
    turn = np.float32(np.pi * _DOTS / min(height, width))
    across = np.cos(np.arange(width, dtype=np.float32) * turn)
    down = np.cos(np.arange(height, dtype=np.float32) * turn)
    pattern = 0.5 + 0.45 * down[:, None] * across[None, :]
    share = np.clip((_grey(image) * np.float32(1.1) - pattern) * 5 + 0.5, 0, 1)
    paper = blend(blend(tones.accent, tones.middle, 0.25), _WHITE, 0.45)
    return between(blend(tones.middle, tones.bottom, 0.25), paper, share)


def _board(image: Image, tones: Palette) -> Image:
    height, width = image.shape[:2]
    short = min(height, width)
    grey = _blurred(_grey(image), 0.003)
    edges = np.hypot(cv2.Sobel(grey, cv2.CV_32F, 1, 0), cv2.Sobel(grey, cv2.CV_32F, 0, 1))
    strong = max(_WEAKEST_EDGE * 150 / short, float(np.percentile(edges[::4, ::4], _STRONG_EDGES)))
    lines = _CHALK * np.clip(edges / strong, 0, 1)
    for place in range(0, max(height, width), short // _SQUARES):
        lines[place : place + 2] += 0.09
        lines[:, place : place + 2] += 0.09
    ground = blend(_NIGHT, tones.bottom, 0.45)
    return between(ground, blend(tones.accent, _WHITE, 0.5), np.clip(lines, 0, 1).astype(np.float32))


def _mono(image: Image, tones: Palette) -> Image:
    grey = _grey(image)
    dark, light = blend(colour("#101012"), tones.bottom, 0.2), colour("#d9d6d0")
    return _mapped(grey * grey * (3 - 2 * grey), _ramp([dark, light]))


def _paper(image: Image, tones: Palette) -> Image:
    height, width = image.shape[:2]
    fibres = np.random.default_rng(77).random((height // 3 + 1, width // 9 + 1), dtype=np.float32)
    fibre = cv2.resize(fibres, (width, height), interpolation=cv2.INTER_LINEAR)
    inks = [blend(tones.bottom, _PAPER, 0.4), blend(tones.middle, _PAPER, 0.5), _PAPER]
    pale = _mapped(_blurred(_grey(image), 0.004), _ramp(inks))
    return np.asarray(pale - (0.05 * fibre)[..., None], np.float32)


_PRINTS: Final[dict[GroundPrint, Callable[[Image, Palette], Image]]] = {
    "duotone": _duotone,
    "poster": _poster,
    "halftone": _halftone,
    "board": _board,
    "mono": _mono,
    "paper": _paper,
}


def _grey(image: Image) -> Plane:
    """Compute the luma, stretched so that the picture has dark and light parts."""
    grey = np.asarray(cv2.transform(image, _LUMA[None, :]), np.float32)
    low, high = np.percentile(grey[::8, ::8], _ENDS)
    return np.asarray(np.clip((grey - low) / max(0.08, float(high - low)), 0, 1), np.float32)


def _blurred(plane: Plane, share: float) -> Plane:
    """Blur by a share of the shorter side, at a quarter of the size."""
    height, width = plane.shape
    small = cv2.resize(plane, (max(1, width // 4), max(1, height // 4)), interpolation=cv2.INTER_AREA)
    soft = cv2.GaussianBlur(small, (0, 0), max(0.3, share * min(height, width) / 4))
    return np.asarray(cv2.resize(soft, (width, height), interpolation=cv2.INTER_LINEAR), np.float32)


def _ramp(stops: list[Colour]) -> npt.NDArray[np.float32]:
    """Interpolate colours to 256 tones."""
    at = np.linspace(0, 1, len(stops))
    tones = np.linspace(0, 1, 256)
    return np.stack([np.interp(tones, at, [float(one[c]) for one in stops]) for c in range(3)], axis=1).astype(
        np.float32
    )


def _mapped(grey: Plane, table: npt.NDArray[np.float32]) -> Image:
    """Give each tone its colour of a table of 256."""
    index = np.asarray(np.clip(grey * 255 + 0.5, 0, 255), np.uint8)
    return np.asarray(cv2.LUT(cv2.merge([index] * 3), table[:, None].astype(np.float32)), np.float32)
