"""Large type on a picture: headline and title."""

from typing import Final

import cv2
import numpy as np

from reelwright_media.painting.composition import Stage
from reelwright_media.painting.field import Image
from reelwright_media.painting.palette import Colour, Palette, blend, code, colour
from reelwright_media.typography import Lettering, Tile, draw_lines
from reelwright_media.typography.faces import main_script

_WHITE: Final = colour("#ffffff")
_LUMA: Final = np.array([0.2126, 0.7152, 0.0722], np.float32)
_BRIGHT: Final = 0.62
"""The least luma (BT.709) of coloured type: darker accents are lightened until it reads on any ground."""


def ink(accent: Colour) -> Colour:
    """Return the accent, lightened as far as type needs."""
    light = float(accent @ _LUMA)
    return accent if light >= _BRIGHT else blend(accent, _WHITE, (_BRIGHT - light) / (1 - light))


def strongest(words: list[str]) -> set[int]:
    """Return the indices of the words to colour: those with figures, else the longest; never all of several."""
    figures = {index for index, word in enumerate(words) if any(letter.isdigit() for letter in word)}
    if figures and len(figures) < len(words):
        return figures
    longest = max(range(len(words)), key=lambda index: len(words[index]), default=0)
    return {longest}


def headline(image: Image, text: str, stage: Stage, tones: Palette) -> None:
    """Draw a headline into the picture, in place: two lines, or three where it stands beside the subject."""
    look = Lettering("title", code(tones.bottom * 0.22), 0.045, 0.6, 0.10, 0.05, _leading(text, 0.86))
    most = (2,) if stage.text_above else (2, 3)
    lay(image, _largest(image, text, stage, tones, look, line_counts=most, tallest=0.5), stage.text_u, stage.text_v)


def title(image: Image, text: str, stage: Stage, tones: Palette, *, tallest: float) -> None:
    """Draw a title as large as fits in two to four lines and `tallest` of the height, in place."""
    look = Lettering("title", code(tones.bottom * 0.15), 0.075, 0.7, 0.14, 0.06, _leading(text, 0.80))
    lay(
        image,
        _largest(image, text, stage, tones, look, line_counts=(2, 3, 4), tallest=tallest),
        stage.text_u,
        stage.text_v,
    )


def _leading(text: str, latin: float) -> float:
    """Return the factor on line distance: capitals may stand close, other scripts need their full height."""
    return latin if main_script(text) == "latin" else 1.0


def _largest(
    image: Image,
    text: str,
    stage: Stage,
    tones: Palette,
    look: Lettering,
    *,
    line_counts: tuple[int, ...],
    tallest: float,
) -> Tile:
    """Return the text in the number of lines that lets it be largest, at most `tallest` of the picture's height."""
    height, width = image.shape[:2]
    words = text.upper().split()
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
    return max(within, key=lambda tile: (tile.size_px, -len(tile.lines)))


def _fills(words: list[str], tones: Palette) -> list[str]:
    marked = strongest(words)
    return [code(ink(tones.accent) if index in marked else _WHITE) for index in range(len(words))]


def _within(tile: Tile, tallest_px: int) -> Tile:
    if tile.height <= tallest_px:
        return tile
    share = tallest_px / tile.height
    small = cv2.resize(tile.rgba, None, fx=share, fy=share, interpolation=cv2.INTER_AREA)
    return Tile(np.asarray(small, np.uint8), tile.size_px * share, tile.lines)


def lay(image: Image, tile: Tile, u: float, v: float) -> None:
    """Lay a tile with its middle at u, v, moved inward where it would leave the picture; in place."""
    height, width = image.shape[:2]
    left = min(max(0, round(u * width - tile.width / 2)), max(0, width - tile.width))
    top = min(max(0, round(v * height - tile.height / 2)), max(0, height - tile.height))
    part = image[top : top + tile.height, left : left + tile.width]
    drawn = tile.rgba[: part.shape[0], : part.shape[1]].astype(np.float32) / 255
    part[:] = part * (1 - drawn[..., 3:]) + drawn[..., :3]
