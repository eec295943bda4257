"""Large type on a picture: the headline of a scene, the title of a thumbnail. `font` is a brand's, else `face` is used."""

from dataclasses import replace
from pathlib import Path
from typing import Final

import numpy as np

from reelwright.film.captions.styles import TitleStyle
from reelwright.film.text.characters import main_script
from reelwright.film.text.emphasis import strongest
from reelwright.film.text.faces import TitleFace
from reelwright.film.text.lettering import capitals
from reelwright.film.text.words import chunks_of
from reelwright_media.canvas.colours import LUMA
from reelwright_media.captioning.grounds import grounds, title_lettering
from reelwright_media.painting.composition import PictureLayout
from reelwright_media.painting.field import Image
from reelwright_media.painting.palette import Colour, Palette, blend, code, colour
from reelwright_media.painting.sprites import Cutout, lay
from reelwright_media.typography import Lettering, Tile, draw_lines
from reelwright_media.typography.drawing import composite

_WHITE: Final = colour("#ffffff")
_LUMA: Final = LUMA.astype(np.float32)
_SMALLEST_SHARE: Final = 0.07
"""Smallest readable type on a picture, as a share of its shorter side; slightly below a caption's."""
_BRIGHT: Final = 0.62
"""Lowest luma (BT.709) of coloured type; darker accents are lightened to stay readable on any background."""
_TIGHT: Final[dict[TitleFace, float]] = {
    "anton": 0.86,
    "archivo": 0.80,
    "bangers": 0.86,
    "bebas": 0.82,
    "brush": 0.74,
    "courier": 0.86,
    "playfair": 0.80,
    "poppins": 0.78,
    "slab": 0.82,
    "titan": 0.84,
}
"""Line spacing factor of Latin capitals: they have no descenders."""
_WITH_DESCENDERS: Final = 0.92
"""The same of small letters."""
_STRIPS_APART: Final = 0.14
"""What strips add to it."""


def ink(accent: Colour) -> Colour:
    """Lighten the accent to the luma that type needs."""
    light = float(accent @ _LUMA)
    return accent if light >= _BRIGHT else blend(accent, _WHITE, (_BRIGHT - light) / (1 - light))


def headline(
    text: str,
    layout: PictureLayout,
    tones: Palette,
    *,
    width: int,
    height: int,
    language: str | None = None,
    face: TitleFace = "anton",
    style: TitleStyle | None = None,
    font: Path | None = None,
) -> Cutout:
    """Set a headline for a picture of this size, as large as the layout allows: in a title style, or outlined in a face."""
    size = (width, height)
    tile = (
        headline_tile(text, layout, tones, size=size, language=language, face=face, font=font)
        if style is None
        else styled_tile(text, layout, style, size=size, language=language, font=font)
    )
    return placed(tile, layout, size)


def title(
    image: Image,
    text: str,
    layout: PictureLayout,
    tones: Palette,
    *,
    language: str | None = None,
    face: TitleFace = "anton",
    font: Path | None = None,
) -> None:
    """Draw a title as large as the layout allows, in place."""
    size = (image.shape[1], image.shape[0])
    lay(
        image, placed(title_tile(text, layout, tones, size=size, language=language, face=face, font=font), layout, size)
    )


def headline_tile(
    text: str,
    layout: PictureLayout,
    tones: Palette,
    *,
    size: tuple[int, int],
    language: str | None,
    face: TitleFace = "anton",
    font: Path | None = None,
) -> Tile:
    """Set a headline for a picture of this width and height, without a position."""
    look = Lettering(face, code(tones.bottom * 0.22), 0.045, 0.6, 0.10, 0.05, _leading(text, _TIGHT[face]), own=font)
    fills = _fills(text, _bright(tones), language)
    return _set(size, capitals(text, language), layout, fills, look=look, language=language)


def styled_tile(
    text: str,
    layout: PictureLayout,
    style: TitleStyle,
    *,
    size: tuple[int, int],
    language: str | None,
    font: Path | None,
) -> Tile:
    """Set a headline for a picture of this width and height as the hook is drawn, with what lies behind it."""
    tight = _TIGHT[style.face] if style.capitals else _WITH_DESCENDERS
    leading = _leading(text, tight) + (0.0 if style.panel is None else _STRIPS_APART)
    look = title_lettering(style, leading=leading, font=font)
    written = capitals(text, language) if style.capitals else text[:1].upper() + text[1:]
    fills = _fills(text, (style.fill, style.lit), language)
    tile = _set(size, written, layout, fills, look=look, language=language)
    if not tile.lines:
        return tile
    under = np.zeros_like(tile.rgba)
    for one in grounds(tile.boxes, (tile.width, tile.height), tile.size_px, style):
        area = under[one.top : one.top + one.rgba.shape[0], one.left : one.left + one.rgba.shape[1]]
        area[:] = composite(area, one.rgba[: area.shape[0], : area.shape[1]])
    return replace(tile, rgba=composite(under, tile.rgba))


def title_tile(
    text: str,
    layout: PictureLayout,
    tones: Palette,
    *,
    size: tuple[int, int],
    language: str | None,
    face: TitleFace = "anton",
    font: Path | None = None,
) -> Tile:
    """Set a title for a picture of this width and height: a thicker outline and tighter lines than a headline."""
    look = Lettering(
        face, code(tones.bottom * 0.15), 0.075, 0.7, 0.14, 0.06, _leading(text, _TIGHT[face] - 0.06), own=font
    )
    fills = _fills(text, _bright(tones), language)
    return _set(size, capitals(text, language), layout, fills, look=look, language=language)


def _leading(text: str, latin: float) -> float:
    """Line spacing factor: Latin capitals have no descenders and may be tight; other scripts need their full height."""
    return latin if main_script(text) == "latin" else 1.0


def _set(
    size: tuple[int, int],
    text: str,
    layout: PictureLayout,
    fills: list[str],
    *,
    look: Lettering,
    language: str | None,
) -> Tile:
    """Set large type for a picture of this size, with a colour for each word.

    `typography.layout` chooses type size and lines.
    """
    width, height = size
    short = min(height, width)
    return draw_lines(
        list(chunks_of(text)),
        fills=fills,
        size_px=layout.text_size * short,
        smallest_px=_SMALLEST_SHARE * short,
        max_width_px=int(layout.text_wide * width),
        tallest_px=int(layout.text_tall * height),
        most_lines=layout.text_lines,
        lettering=look,
        language=language,
    )


def _fills(text: str, colours: tuple[str, str], language: str | None) -> list[str]:
    """Choose the colour of each word, of the two for plain and strongest ones. The text is as written, not in capitals."""
    words = chunks_of(text)
    marked = strongest(words, language)
    return [colours[place in marked] for place in range(len(words))]


def _bright(tones: Palette) -> tuple[str, str]:
    return code(_WHITE), code(ink(tones.accent))


def placed(tile: Tile, layout: PictureLayout, size: tuple[int, int]) -> Cutout:
    """Position a tile by the layout, moved inward if it would leave a picture of this size."""
    width, height = size
    left = min(max(0, round(layout.text_u * width - tile.width / 2)), max(0, width - tile.width))
    top = min(max(0, round(layout.text_v * height - tile.height / 2)), max(0, height - tile.height))
    drawn = tile.rgba.astype(np.float32) / np.float32(255)
    return Cutout(drawn[..., :3], drawn[..., 3], left, top)
