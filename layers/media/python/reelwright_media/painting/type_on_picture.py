"""Large type on a picture: headline and title."""

from typing import Final

import cv2
import numpy as np

from reelwright.film.text.characters import is_spaceless, main_script
from reelwright.film.text.words import chunks_of
from reelwright_media.painting.composition import Stage
from reelwright_media.painting.field import Image
from reelwright_media.painting.palette import Colour, Palette, blend, code, colour
from reelwright_media.painting.sprites import Cutout, lay
from reelwright_media.typography import Lettering, Tile, draw_lines
from reelwright_media.typography.emphasis import strongest

_WHITE: Final = colour("#ffffff")
_LUMA: Final = np.array([0.2126, 0.7152, 0.0722], np.float32)
_BRIGHT: Final = 0.62
"""The least luma (BT.709) of coloured type: darker accents are lightened until it reads on any ground."""


def ink(accent: Colour) -> Colour:
    """Return the accent, lightened as far as type needs."""
    light = float(accent @ _LUMA)
    return accent if light >= _BRIGHT else blend(accent, _WHITE, (_BRIGHT - light) / (1 - light))


def headline(text: str, stage: Stage, tones: Palette, *, width: int, height: int) -> Cutout:
    """Return a headline for a picture of this size: two lines, or three where it stands beside the subject."""
    look = Lettering("title", code(tones.bottom * 0.22), 0.045, 0.6, 0.10, 0.05, _leading(text, 0.86))
    most = (2,) if stage.text_above else (2, 3)
    size = (width, height)
    tile = _largest(size, text, stage, tones, look, line_counts=most, tallest=0.5)
    return _placed(tile, stage.text_u, stage.text_v, size)


def title(image: Image, text: str, stage: Stage, tones: Palette, *, tallest: float) -> None:
    """Draw a title as large as fits in two to four lines and `tallest` of the height, in place."""
    look = Lettering("title", code(tones.bottom * 0.15), 0.075, 0.7, 0.14, 0.06, _leading(text, 0.80))
    size = (image.shape[1], image.shape[0])
    tile = _largest(size, text, stage, tones, look, line_counts=(2, 3, 4), tallest=tallest)
    lay(image, _placed(tile, stage.text_u, stage.text_v, size))


def _leading(text: str, latin: float) -> float:
    """Return the factor on line distance: capitals may stand close, other scripts need their full height."""
    return latin if main_script(text) == "latin" else 1.0


def _largest(
    size: tuple[int, int],
    text: str,
    stage: Stage,
    tones: Palette,
    look: Lettering,
    *,
    line_counts: tuple[int, ...],
    tallest: float,
) -> Tile:
    """Return the text in the number of lines that lets it be largest, at most `tallest` of the picture's height.

    Lines that break no word win over larger ones that do.
    """
    width, height = size
    words = list(chunks_of(text.upper()))
    tiles = [
        draw_lines(
            words,
            fills=_fills(words, tones),
            size_px=stage.text_size * min(height, width),
            max_width_px=int(stage.text_wide * width),
            most_lines=lines,
            lettering=look,
        )
        for lines in line_counts
    ]
    within = [_within(tile, int(tallest * height)) for tile in tiles]
    return max(within, key=lambda tile: (_is_whole(tile, words), tile.size_px, -len(tile.lines)))


def _is_whole(tile: Tile, words: list[str]) -> bool:
    """Return whether no word was broken; where words are written without spaces, lines break anywhere."""
    if any(is_spaceless(letter) for word in words for letter in word):
        return True
    return sum(len(chunks_of(line)) for line in tile.lines) == len(words)


def _fills(words: list[str], tones: Palette) -> list[str]:
    marked = strongest(words)
    return [code(ink(tones.accent) if index in marked else _WHITE) for index in range(len(words))]


def _within(tile: Tile, tallest_px: int) -> Tile:
    if tile.height <= tallest_px:
        return tile
    share = tallest_px / tile.height
    small = cv2.resize(tile.rgba, None, fx=share, fy=share, interpolation=cv2.INTER_AREA)
    return Tile(np.asarray(small, np.uint8), tile.size_px * share, tile.lines)


def _placed(tile: Tile, u: float, v: float, size: tuple[int, int]) -> Cutout:
    """Return a tile with its middle at u, v, moved inward where it would leave a picture of this size."""
    width, height = size
    left = min(max(0, round(u * width - tile.width / 2)), max(0, width - tile.width))
    top = min(max(0, round(v * height - tile.height / 2)), max(0, height - tile.height))
    drawn = tile.rgba.astype(np.float32) / np.float32(255)
    return Cutout(drawn[..., :3], drawn[..., 3], left, top)
