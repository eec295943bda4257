"""What lies behind the words of a hook: a strip behind each line, or a soft cloud behind all of them."""

from typing import Final

import cv2
import numpy as np

from reelwright.film.captions.styles import TitleStyle
from reelwright_media.canvas.tiles import PremultipliedRgba
from reelwright_media.captioning.rectangles import Rectangle, cloud_of, lay_under, strips_of
from reelwright_media.shots.kinetic import FROM_THE_START, KineticPiece
from reelwright_media.typography.inking import coloured
from reelwright_media.typography.words import SetWords

_STRIP: Final = (0.2, 0.13)
"""Padding beside and above the letters of a line, in type sizes."""
_CLOUD: Final = (0.24, 0.2)
_CLOUD_BLUR: Final = 0.12
"""Sigma of the cloud's edge, in type sizes."""
_CLOUD_MARGIN: Final = _CLOUD[0] + 2.2 * _CLOUD_BLUR


def margins_of(style: TitleStyle) -> tuple[float, float] | None:
    """Find the margins that the ground needs around the words, in type sizes; None without a ground or with a hard shadow."""
    if style.panel is None:
        return (0.0, 0.0) if style.block_share else None
    return (_CLOUD_MARGIN if style.soft_panel else _STRIP[0] + 0.02, 0.0)


def ground_pieces(words: SetWords, style: TitleStyle, corner: tuple[int, int]) -> list[KineticPiece]:
    """Draw the ground of words whose block has this corner in the clip; it is there on the first frame."""
    if style.panel is None:
        return []
    size = (words.width, words.height)
    if style.soft_panel:
        return [KineticPiece(_cloud(words, style, size), *corner, FROM_THE_START)]
    beside, above = (share * words.size_px for share in _STRIP)
    strips = [strip.within(*size) for strip in strips_of(words.boxes, (beside, above))]
    return [_strip(strip, style, words.size_px, corner) for strip in strips]


def _cloud(words: SetWords, style: TitleStyle, size: tuple[int, int]) -> PremultipliedRgba:
    beside, above = (share * words.size_px for share in _CLOUD)
    cover = cloud_of(strips_of(words.boxes, (beside, above)), size, _CLOUD_BLUR * words.size_px)
    return coloured(np.asarray(cv2.convertScaleAbs(cover, alpha=style.panel_opacity), np.uint8), str(style.panel))


def _strip(strip: Rectangle, style: TitleStyle, size_px: float, corner: tuple[int, int]) -> KineticPiece:
    left, top = int(strip.left), int(strip.top)
    drawn = np.zeros((int(strip.bottom) - top + 1, int(strip.right) - left + 1, 4), np.uint8)
    own = Rectangle(strip.left - left, strip.top - top, strip.right - left, strip.bottom - top)
    lay_under(drawn, own, str(style.panel), style.round_share * size_px)
    return KineticPiece(drawn, corner[0] + left, corner[1] + top, FROM_THE_START)
