"""Large type on a picture: the headline of a scene, the title of a thumbnail. `font` is a brand's, else `face` is used."""

from pathlib import Path
from typing import Final

import numpy as np

from reelwright.film.text.characters import main_script
from reelwright.film.text.faces import TitleFace
from reelwright.film.text.lettering import capitals
from reelwright.film.text.words import chunks_of
from reelwright_media.canvas.colours import LUMA
from reelwright_media.painting.composition import PictureLayout
from reelwright_media.painting.field import Image
from reelwright_media.painting.palette import Colour, Palette, blend, code, colour
from reelwright_media.painting.sprites import Cutout, lay
from reelwright_media.typography import Lettering, Tile, draw_lines
from reelwright_media.typography.emphasis import strongest

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
    font: Path | None = None,
) -> Cutout:
    """Set a headline for a picture of this size, as large as the layout allows."""
    size = (width, height)
    return placed(headline_tile(text, layout, tones, size=size, language=language, face=face, font=font), layout, size)


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
    return _set(size, text, layout, tones, look=look, language=language)


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
    return _set(size, text, layout, tones, look=look, language=language)


def _leading(text: str, latin: float) -> float:
    """Line spacing factor: Latin capitals have no descenders and may be tight; other scripts need their full height."""
    return latin if main_script(text) == "latin" else 1.0


def _set(
    size: tuple[int, int], text: str, layout: PictureLayout, tones: Palette, *, look: Lettering, language: str | None
) -> Tile:
    """Set large type for a picture of this size; `typography.layout` chooses type size and lines."""
    width, height = size
    short = min(height, width)
    words = list(chunks_of(capitals(text, language)))
    return draw_lines(
        words,
        fills=_fills(words, tones),
        size_px=layout.text_size * short,
        smallest_px=_SMALLEST_SHARE * short,
        max_width_px=int(layout.text_wide * width),
        tallest_px=int(layout.text_tall * height),
        most_lines=layout.text_lines,
        lettering=look,
        language=language,
    )


def _fills(words: list[str], tones: Palette) -> list[str]:
    marked = strongest(words)
    return [code(ink(tones.accent) if index in marked else _WHITE) for index in range(len(words))]


def placed(tile: Tile, layout: PictureLayout, size: tuple[int, int]) -> Cutout:
    """Position a tile by the layout, moved inward if it would leave a picture of this size."""
    width, height = size
    left = min(max(0, round(layout.text_u * width - tile.width / 2)), max(0, width - tile.width))
    top = min(max(0, round(layout.text_v * height - tile.height / 2)), max(0, height - tile.height))
    drawn = tile.rgba.astype(np.float32) / np.float32(255)
    return Cutout(drawn[..., :3], drawn[..., 3], left, top)
