"""Large type in a title style: its lettering, and the strips behind its lines."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from reelwright.film.captions.styles import Align, TitleStyle
from reelwright_media.canvas.tiles import PremultipliedRgba
from reelwright_media.captioning.rectangles import Rectangle, lay_under, strips_of
from reelwright_media.typography import Lettering
from reelwright_media.typography.wordboxes import Boxes

_SHADOW: Final = (0.12, 0.055)
"""Blur and drop of the soft shadow, in type sizes."""
_STRIP: Final = (0.2, 0.13)
"""Padding beside and above the letters of a line, in type sizes."""


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """Premultiplied pixels behind words, and their corner in pixels of the words' block."""

    rgba: PremultipliedRgba
    left: int
    top: int


def title_lettering(
    style: TitleStyle, *, leading: float, align: Align = "centre", font: Path | None = None
) -> Lettering:
    """Build the lettering of a title style, with margins that hold what lies behind its words; `font` is a brand's."""
    blur, drop = _margins(style)
    return Lettering(
        style.face,
        style.edge,
        style.edge_share,
        style.shadow_opacity,
        blur,
        drop,
        leading,
        align,
        font,
        style.shadow,
        style.block_share,
    )


def _margins(style: TitleStyle) -> tuple[float, float]:
    """Find blur and drop of the shadow of words in a style, in type sizes; words with a ground have margins that hold it."""
    if style.panel is None:
        return (0.0, 0.0) if style.block_share else _SHADOW
    return _STRIP[0] + 0.02, 0.0


def grounds(boxes: Boxes, size: tuple[int, int], size_px: float, style: TitleStyle) -> list[Ground]:
    """Draw what lies behind words with these boxes, in a block of a width and height, at a type size; mostly nothing."""
    if style.panel is None:
        return []
    beside, above = (share * size_px for share in _STRIP)
    return [
        _strip(strip.within(*size), style.panel, style.round_share * size_px)
        for strip in strips_of(boxes, (beside, above))
    ]


def _strip(strip: Rectangle, fill: str, radius: float) -> Ground:
    left, top = int(strip.left), int(strip.top)
    drawn = np.zeros((int(strip.bottom) - top + 1, int(strip.right) - left + 1, 4), np.uint8)
    own = Rectangle(strip.left - left, strip.top - top, strip.right - left, strip.bottom - top)
    lay_under(drawn, own, fill, radius)
    return Ground(drawn, left, top)
