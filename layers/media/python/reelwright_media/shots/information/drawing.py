"""Tiles of information scenes: lettering in the film's face and colours, rounded bars, discs, circles, persons."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from reelwright.film.captions.styles import Align
from reelwright.film.scenes.model import PaletteCodes
from reelwright.film.text.characters import main_script
from reelwright.film.text.faces import FaceName, TitleFace
from reelwright.film.text.lettering import capitals
from reelwright.film.text.words import chunks_of
from reelwright_media.canvas.colours import LUMA, channels_of, code_of
from reelwright_media.canvas.tiles import PremultipliedRgba
from reelwright_media.typography import Lettering, Tile, draw_lines
from reelwright_media.typography.vector import rasterise

WHITE: Final = "#ffffff"
_BRIGHTEST_LUMA: Final = 0.62
"""Lowest luma (BT.709) of the accent on a darkened picture; a darker one is lightened."""
_SMALLEST: Final = 0.35
"""Of the type size asked for: smaller type is broken into more lines, and words into parts, before it shrinks further."""
_SMALLEST_NUMBER: Final = 0.05
_HEAD_AND_BODY: Final = (
    '<circle cx="50" cy="27" r="22" fill="{0}"/><path d="M10 120 v-24 a40 40 0 0 1 80 0 v24 a12 12 0 0 1 -12 12 '
    'h-56 a12 12 0 0 1 -12 -12z" fill="{0}"/>'
)
"""A person on 100 x 140, drawn by hand."""


@dataclass(frozen=True, slots=True)
class Style:
    """Face and colours of a film's information: the accent is bright enough for type, `dark` is for type on it."""

    face: TitleFace
    accent: str
    dark: str
    language: str
    font: Path | None = None
    """A brand's font, for all of it."""

    def title(self, text: str, size_px: float, box: tuple[float, float], *, fill: str = WHITE, lines: int = 3) -> Tile:
        """Set capitals in the film's face, as large as fits the box, at most `size_px`."""
        return self._set(capitals(text, self.language), self.face, size_px, box, (fill, lines))

    def number(self, text: str, size_px: float, box: tuple[float, float], *, fill: str) -> Tile:
        """Set a number and its signs like a title, but always on one line, however small that makes it."""
        return self._set(capitals(text, self.language), self.face, size_px, box, (fill, 1), smallest=_SMALLEST_NUMBER)

    def label(
        self,
        text: str,
        size_px: float,
        box: tuple[float, float],
        *,
        fill: str = WHITE,
        lines: int = 2,
        align: Align = "centre",
    ) -> Tile:
        """Set a text as written in the captions' face."""
        return self._set(text, "caption", size_px, box, (fill, lines), align=align)

    def _set(
        self,
        text: str,
        face: FaceName,
        size_px: float,
        box: tuple[float, float],
        look: tuple[str, int],
        *,
        smallest: float = _SMALLEST,
        align: Align = "centre",
    ) -> Tile:
        words = list(chunks_of(text))
        fill, lines = look
        leading = 0.9 if main_script(text) == "latin" and face != "caption" else 1.0
        on_accent = fill == self.dark
        lettering = Lettering(
            face,
            self.dark,
            0.0 if on_accent else 0.05,
            0.0 if on_accent else 0.5,
            0.1,
            0.04,
            leading,
            own=self.font,
            align=align,
        )
        return draw_lines(
            words,
            fills=[fill] * len(words),
            size_px=size_px,
            smallest_px=smallest * size_px,
            max_width_px=max(8, int(box[0])),
            tallest_px=max(8, int(box[1])),
            most_lines=lines,
            lettering=lettering,
            language=self.language,
        )


def style_of(palette: PaletteCodes, face: TitleFace, language: str, font: Path | None = None) -> Style:
    """Derive the style of a film's information from its palette and face, or its brand's font."""
    accent = channels_of(palette[3])
    light = float(accent @ LUMA)
    if light < _BRIGHTEST_LUMA:
        accent = accent + (1 - accent) * (_BRIGHTEST_LUMA - light) / (1 - light)
    return Style(face, code_of(accent), code_of(channels_of(palette[2]) * 0.35), language, font)


def dimmed(fill: str, share: float = 0.6) -> str:
    """Mix a colour with grey-blue, for bars and figures that are not the point."""
    return code_of(channels_of(fill) * share + np.array([0.42, 0.45, 0.52]) * (1 - share))


def bar(width: float, height: float, fill: str) -> PremultipliedRgba:
    """Draw a bar with round upper corners."""
    wide, high = max(4, round(width)), max(4, round(height))
    turn = min(wide / 4, high / 2)
    path = f"M0 {high} V{turn} A{turn} {turn} 0 0 1 {turn} 0 H{wide - turn} A{turn} {turn} 0 0 1 {wide} {turn} V{high}z"
    return _drawn(f'<path d="{path}" fill="{fill}"/>', wide, high)


def disc(size: float, fill: str) -> PremultipliedRgba:
    """Draw a disc."""
    side = max(4, round(size))
    return _drawn(f'<circle cx="{side / 2}" cy="{side / 2}" r="{side / 2 - 1}" fill="{fill}"/>', side, side)


def ring(size: float, thickness: float, fill: str, opacity: float = 1.0) -> PremultipliedRgba:
    """Draw a whole ring."""
    side = max(8, round(size))
    radius = (side - thickness) / 2 - 1
    circle = (
        f'<circle cx="{side / 2}" cy="{side / 2}" r="{radius}" fill="none" stroke="{fill}" '
        f'stroke-opacity="{opacity}" stroke-width="{thickness}"/>'
    )
    return _drawn(circle, side, side)


def person(height: float, fill: str) -> PremultipliedRgba:
    """Draw a person: a head above shoulders."""
    high = max(14, round(height))
    wide = round(high * 100 / 140)
    return _drawn(f'<g transform="scale({high / 140})">{_HEAD_AND_BODY.format(fill)}</g>', wide, high)


def pin(width: float, fill: str, hole: str) -> PremultipliedRgba:
    """Draw a map pin; its tip is the middle of its lower edge."""
    wide = max(12, round(width))
    high = round(wide * 1.35)
    scale = wide / 100
    path = "M50 133 C20 88 4 70 4 48 a46 46 0 0 1 92 0 c0 22 -16 40 -46 85z"
    drop = f'<path d="{path}" fill="{fill}" stroke="{hole}" stroke-width="5"/>'
    return _drawn(f'<g transform="scale({scale})">{drop}<circle cx="50" cy="48" r="17" fill="{hole}"/></g>', wide, high)


def _drawn(markup: str, width: int, height: int) -> PremultipliedRgba:
    straight = rasterise(markup, width, height)
    alpha = straight[..., 3:].astype(np.uint16)
    rgb = (straight[..., :3].astype(np.uint16) * alpha + 127) // 255
    return np.asarray(np.dstack([rgb, alpha]), np.uint8)
