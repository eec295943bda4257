"""Draws a few words in lines, each word in its own colour: captions, headlines and titles."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import cv2
import numpy as np

from reelwright_media.typography.inking import KEPT_BLOCKS, Ink, coloured, ink_of
from reelwright_media.typography.layout import RTL_EMBEDDING, SMALLEST_SHARE, Block, Lettering, Room, lay_out
from reelwright_media.typography.vector import Pixels
from reelwright_media.typography.wordboxes import Boxes, boxes_of

_PLAIN: Final = Lettering()


@dataclass(frozen=True, slots=True)
class Tile:
    """A drawn text. `rgba` is height x width x 4, 8 bits, **premultiplied**: `frame * (1 - a) + rgb`.

    The text is centred in the tile. Tiles of the same words at the same size have the same dimensions and letter
    positions for any fills, so one can replace another without a visible jump.
    """

    rgba: Pixels
    size_px: float
    """The type size used, at most the requested one."""
    lines: tuple[str, ...]
    boxes: Boxes = ()
    """The rectangles of each word in the tile."""
    ink: Ink | None = None
    """The word of each pixel; None if nothing is drawn. Cached and shared: callers must not write to it."""

    @property
    def width(self) -> int:
        """Width in pixels."""
        return int(self.rgba.shape[1])

    @property
    def height(self) -> int:
        """Height in pixels."""
        return int(self.rgba.shape[0])


def draw_lines(
    words: Sequence[str],
    *,
    fills: Sequence[str],
    size_px: float,
    max_width_px: int,
    most_lines: int = 2,
    lettering: Lettering = _PLAIN,
    language: str | None = None,
    tallest_px: int | None = None,
    smallest_px: float | None = None,
) -> Tile:
    """Draw words in at most `most_lines` centred lines, within `max_width_px` and `tallest_px`.

    `fills` has one `#rrggbb` per word. Text that is too long is set smaller; where that would be below `smallest_px`
    (default: a share of `size_px`) it gets more lines instead. `language` (BCP 47) sets the base direction of lines, the
    hyphenation and the Han glyph variants. Letters without a font are left out; if none remains, the tile is one
    transparent pixel. Raises MissingAssetError if the fonts were not fetched.
    """
    smallest = SMALLEST_SHARE * size_px if smallest_px is None else min(smallest_px, size_px)
    block = lay_out(tuple(words), Room(max_width_px, size_px, smallest, most_lines, tallest_px), lettering, language)
    if not block.lines:
        return Tile(np.zeros((1, 1, 4), np.uint8), size_px, (), ((),) * len(words))
    # A copy, because the cached picture is shared.
    drawn = _in_one_fill(block, lettering, fills[0]).copy()
    for fill in dict.fromkeys(fills[1:]):
        if fill != fills[0]:
            chosen = np.array([255 * (own == fill) for own in fills], np.uint8)[_ink(block, lettering).words]
            cv2.copyTo(_in_one_fill(block, lettering, fill), chosen, drawn)
    texts = tuple("".join(run.text for run, _ in line).replace(RTL_EMBEDDING, "") for line in block.lines)
    return Tile(drawn, block.size_px, texts, _boxes(block, lettering, len(words)), _ink(block, lettering))


def _ink(block: Block, lettering: Lettering) -> Ink:
    return ink_of(block, lettering.outline_share * block.size_px)


@lru_cache(maxsize=KEPT_BLOCKS)
def _boxes(block: Block, lettering: Lettering, words: int) -> Boxes:
    return boxes_of(block, _ink(block, lettering), words)


@lru_cache(maxsize=8)
def _in_one_fill(block: Block, lettering: Lettering, fill: str) -> Pixels:
    """Draw the block with all words in one fill. Pictures with several fills are copied together from these, word by word."""
    return composite(_underlay(block, lettering), coloured(_ink(block, lettering).letters, fill))


@lru_cache(maxsize=4)
def _underlay(block: Block, lettering: Lettering) -> Pixels:
    """Draw shadow and outline, premultiplied; they do not depend on the fills."""
    outline = _ink(block, lettering).outline
    return composite(shadow_of(outline, block.size_px, lettering), coloured(outline, lettering.outline))


def shadow_of(alpha: Pixels, size_px: float, lettering: Lettering) -> Pixels:
    """Draw the shadow, hard or soft. A soft one is drawn at a quarter of the size, which is cheaper and looks the same."""
    if lettering.block_share:
        return coloured(_dragged(alpha, round(lettering.block_share * size_px)), lettering.shadow)
    height, width = alpha.shape
    small = cv2.resize(alpha, (max(1, width // 4), max(1, height // 4)), interpolation=cv2.INTER_AREA)
    blurred = cv2.GaussianBlur(small, (0, 0), max(0.5, lettering.shadow_blur_share * size_px / 8))
    drop = np.array([[1, 0, 0], [0, 1, lettering.shadow_drop_share * size_px / 4]], np.float32)
    dropped = cv2.warpAffine(blurred, drop, (small.shape[1], small.shape[0]))
    shade = cv2.resize(cv2.convertScaleAbs(dropped, alpha=lettering.shadow_opacity), (width, height))
    return coloured(np.asarray(shade, np.uint8), lettering.shadow)


def _dragged(alpha: Pixels, pixels: int) -> Pixels:
    """Draw what letters cover on their way towards the lower right."""
    return np.asarray(cv2.dilate(alpha, np.eye(pixels + 1, dtype=np.uint8), anchor=(pixels, pixels)), np.uint8)


def composite(under: Pixels, over: Pixels) -> Pixels:
    """Composite `over` on `under` (Porter-Duff over); both are premultiplied and of the same size."""
    rest = cv2.cvtColor(255 - over[..., 3], cv2.COLOR_GRAY2BGRA)
    rest[..., 3] = 255 - over[..., 3]
    return np.asarray(cv2.add(over, cv2.multiply(under, rest, scale=1 / 255)), np.uint8)
