"""What a film's treatment makes of a thing before its scenery. Colours are premultiplied, all values are 0-1."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from reelwright.film.scenes.treatments import IconPrint
from reelwright_media.canvas.colours import LUMA
from reelwright_media.painting.field import Image, Plane
from reelwright_media.painting.palette import Colour, Palette, blend, colour

_LUMA: Final = LUMA.astype(np.float32)
_WHITE: Final = colour("#ffffff")
_ON_DISC: Final = 0.78
"""Size of a thing on a disc, which takes the place that the thing has without one."""
_LONG_SHADOW: Final = 0.46
"""Length of a long shadow to the right and down, in sizes of its thing: the square around it is half a size larger."""
_BLACK: Final = colour("#0c0c10")
_SHADES: Final = 6


@dataclass(frozen=True, slots=True, eq=False)
class Cut:
    """A thing on a padded square: premultiplied colour and alpha, and its size in pixels."""

    rgb: Image
    alpha: Plane
    size_px: float

    def under(self, fill: Colour, cover: Plane) -> "Cut":
        """Lay a flat colour of this coverage below the thing."""
        clear = (1 - self.alpha) * cover
        return Cut(self.rgb + fill * clear[..., None], np.asarray(self.alpha + clear, np.float32), self.size_px)


def printed_icon(kind: IconPrint, cut: Cut, tones: Palette) -> tuple[Cut, Plane]:
    """Print a thing in another way than `lit`; returns it and the opacity of its shadow, which is black."""
    return _PRINTS[kind](cut, tones)


def _sticker(cut: Cut, _tones: Palette) -> tuple[Cut, Plane]:
    edged = cut.under(_WHITE, grown(cut.alpha, 0.042 * cut.size_px))
    return edged, _dropped(edged, 0.03, 0.5)


def _ink(cut: Cut, tones: Palette) -> tuple[Cut, Plane]:
    inked = Cut(_stepped(cut), cut.alpha, cut.size_px)
    edged = inked.under(blend(_BLACK, tones.bottom, 0.25), grown(cut.alpha, 0.03 * cut.size_px))
    return edged, _hard(edged, 0.035, 0.55)


def _disc(cut: Cut, tones: Palette) -> tuple[Cut, Plane]:
    side = cut.alpha.shape[0]
    plate, ring = (_round(side, share * cut.size_px) for share in (0.48, 0.515))
    on_plate = _scaled(cut, _ON_DISC).under(blend(tones.accent, _WHITE, 0.3), plate).under(tones.bottom, ring)
    return on_plate, _dropped(on_plate, 0.03, 0.45)


def _long_shadow(cut: Cut, _tones: Palette) -> tuple[Cut, Plane]:
    cast, left, step = cut.alpha, round(_LONG_SHADOW * cut.size_px), 1
    while left > 0:  # each step doubles the shadow, and the last one ends it inside the square
        step = min(step, left)
        cast = np.maximum(cast, _moved(cast, step, step))
        left, step = left - step, 2 * step
    return cut, np.asarray(0.3 * cast, np.float32)


def _line(cut: Cut, tones: Palette) -> tuple[Cut, Plane]:
    reach = max(1.0, 0.007 * cut.size_px)
    over = np.asarray(cut.rgb @ _LUMA, np.float32)
    soft = cv2.GaussianBlur(over, (0, 0), reach)
    inner = np.hypot(cv2.Sobel(soft, cv2.CV_32F, 1, 0), cv2.Sobel(soft, cv2.CV_32F, 0, 1)) * reach * 2.2
    rim = grown(cut.alpha, 1.4 * reach) - _shrunk(cut.alpha, 1.4 * reach)
    strokes = np.clip(np.maximum(inner * cut.alpha, rim), 0, 1)
    body = cut.alpha * np.float32(0.22)
    alpha = np.asarray(1 - (1 - body) * (1 - strokes), np.float32)
    chalk = blend(tones.accent, _WHITE, 0.45)
    rgb = tones.middle * (body * (1 - strokes))[..., None] + chalk * strokes[..., None]
    return Cut(np.asarray(rgb, np.float32), alpha, cut.size_px), np.zeros_like(alpha)


def _duotone(cut: Cut, tones: Palette) -> tuple[Cut, Plane]:
    inked = _toned(cut, blend(tones.bottom, _BLACK, 0.25), blend(tones.accent, _WHITE, 0.6))
    return inked, _hard(inked, 0.045, 0.25)


def _riso(cut: Cut, tones: Palette) -> tuple[Cut, Plane]:
    inked = _toned(cut, blend(tones.bottom, tones.middle, 0.25), blend(tones.accent, _WHITE, 0.25))
    off = round(0.03 * cut.size_px)
    return inked.under(tones.middle, np.asarray(0.85 * _moved(cut.alpha, off, off), np.float32)), np.zeros_like(
        cut.alpha
    )


_PRINTS: Final[dict[IconPrint, Callable[[Cut, Palette], tuple[Cut, Plane]]]] = {
    "sticker": _sticker,
    "ink": _ink,
    "disc": _disc,
    "long_shadow": _long_shadow,
    "line": _line,
    "duotone": _duotone,
    "riso": _riso,
}


def grown(alpha: Plane, reach: float) -> Plane:
    """Widen an alpha on all sides by a reach in pixels."""
    side = max(3, round(reach)) | 1
    brush = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * side + 1, 2 * side + 1))
    return np.asarray(cv2.GaussianBlur(cv2.dilate(alpha, brush), (0, 0), 0.8), np.float32)


def _shrunk(alpha: Plane, reach: float) -> Plane:
    return 1 - grown(np.asarray(1 - alpha, np.float32), reach)


def _toned(cut: Cut, dark: Colour, light: Colour) -> Cut:
    """Replace the colours by tones between two."""
    share = np.clip((cut.rgb @ _LUMA) / np.maximum(cut.alpha, 1 / 255), 0, 1)
    seen = share[cut.alpha > 0.5]  # noqa: PLR2004 - half covered
    low, high = np.percentile(seen, (4, 96)) if seen.size else (0.0, 1.0)
    share = np.clip((share - low) / max(0.1, float(high - low)), 0, 1)
    rgb = (dark + (light - dark) * share[..., None]) * cut.alpha[..., None]
    return Cut(np.asarray(rgb, np.float32), cut.alpha, cut.size_px)


def _stepped(cut: Cut) -> Image:
    """Flatten the shades of a thing to `_SHADES` steps of lightness; hues stay, so that no skin turns red or black."""
    lightness = np.sqrt(np.clip((cut.rgb @ _LUMA) / np.maximum(cut.alpha, 1 / 255), 1e-4, 1))
    lightness = cv2.GaussianBlur(lightness, (0, 0), max(0.6, 0.01 * cut.size_px))  # a grainy gradient has even edges
    share = (np.floor(lightness * _SHADES + 0.5) / _SHADES / lightness) ** 2
    most = cut.alpha / np.maximum(cut.rgb.max(axis=2), 1e-4)  # a channel cannot be lighter than white
    return np.asarray(cut.rgb * np.minimum(share, most)[..., None], np.float32)


def _dropped(cut: Cut, share: float, strength: float) -> Plane:
    """Draw a soft shadow below."""
    soft = cv2.GaussianBlur(cut.alpha, (0, 0), max(0.6, share * cut.size_px))
    return np.asarray(strength * _moved(np.asarray(soft, np.float32), 0, round(share * cut.size_px)), np.float32)


def _hard(cut: Cut, share: float, strength: float) -> Plane:
    """Draw a shadow with an edge, to the right below."""
    off = round(share * cut.size_px)
    return np.asarray(strength * _moved(cut.alpha, off, off), np.float32)


def _moved(plane: Plane, right: int, down: int) -> Plane:
    place = np.array([[1, 0, right], [0, 1, down]], np.float32)
    return np.asarray(cv2.warpAffine(plane, place, plane.shape[::-1]), np.float32)


def _scaled(cut: Cut, share: float) -> Cut:
    middle = cut.alpha.shape[0] * (1 - share) / 2
    place = np.array([[share, 0, middle], [0, share, middle]], np.float32)
    rgb, alpha = (
        np.asarray(cv2.warpAffine(one, place, cut.alpha.shape[::-1]), np.float32) for one in (cut.rgb, cut.alpha)
    )
    return Cut(rgb, alpha, cut.size_px)


def _round(side: int, radius: float) -> Plane:
    disc = np.zeros((side, side), np.float32)
    cv2.circle(disc, (side * 8, side * 8), round(radius * 16), 1.0, -1, cv2.LINE_AA, 4)
    return disc
