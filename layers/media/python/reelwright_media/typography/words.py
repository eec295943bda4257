"""Large type with separately moving words: laid out together, drawn one by one."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final, NamedTuple

import cv2
import numpy as np

from reelwright_media.typography.drawing import composite, shadow_of
from reelwright_media.typography.inking import block_markup, coloured, ink_of
from reelwright_media.typography.layout import SMALLEST_SHARE, Block, Lettering, Room, lay_out
from reelwright_media.typography.vector import Layer, Pixels, coverage
from reelwright_media.typography.wordboxes import Boxes, boxes_of

_RED: Final = "#ff0000"
_YELLOW: Final = "#ffff00"
_NOTHING: Final = "none"
"""The SVG fill that hides a word but keeps its place."""
_STEP: Final = 8
"""Pixels of the strip for one of the small picture; a multiple of 4, because shadows are drawn at a quarter of the size."""
_REACH: Final = (2.0, 1.0)
"""Largest extent of ink, outline and shadow above and below a baseline, in type sizes: only that strip is drawn."""


@dataclass(frozen=True, slots=True, eq=False)
class WordTile:
    """One word with outline and shadow, premultiplied RGBA; `left` and `top` are pixels of the block."""

    rgba: Pixels
    left: int
    top: int


@dataclass(frozen=True, slots=True, eq=False)
class SetWords:
    """The drawn words in order; None for a word without a letter in any font. Sizes in pixels."""

    words: tuple[WordTile | None, ...]
    width: int
    height: int
    size_px: float
    boxes: Boxes = ()
    """The rectangles of each word in the block, where they were asked for."""


def set_words(
    words: Sequence[str],
    *,
    fills: Sequence[str],
    size_px: float,
    box: tuple[int, int],
    most_lines: int,
    lettering: Lettering,
    language: str | None = None,
    smallest_px: float | None = None,
    boxed: bool = False,
) -> SetWords:
    """Draw words in at most `most_lines` centred lines, as large as fits a `box` of width x height.

    `fills` has one `#rrggbb` per word. Composited at their corners, the tiles equal the result of `draw_lines`.
    `boxed` finds the rectangles of the words, too. Raises MissingAssetError if the fonts were not fetched.
    """
    smallest = SMALLEST_SHARE * size_px if smallest_px is None else min(smallest_px, size_px)
    room = Room(box[0], size_px, smallest, most_lines, box[1])
    block = lay_out(tuple(words), room, lettering, language)
    tiles = tuple(_tile(block, lettering, place, fills) for place in range(len(words)))
    boxes: Boxes = ()
    if boxed and block.lines:
        boxes = boxes_of(block, ink_of(block, lettering.outline_share * block.size_px), len(words))
    return SetWords(tiles, block.width, block.height, block.size_px, boxes)


def _tile(block: Block, lettering: Lettering, place: int, fills: Sequence[str]) -> WordTile | None:
    holding = [number for number, line in enumerate(block.lines) if any(word == place for _, word in line)]
    if not holding:
        return None
    above, below = (share * block.size_px for share in _REACH)
    start = max(0, int(block.baselines[holding[0]] - above))
    strip = replace(
        block,
        lines=tuple(block.lines[number] for number in holding),
        baselines=tuple(block.baselines[number] - start for number in holding),
        segments=tuple(block.segments[number] for number in holding),
        height=min(block.height, int(block.baselines[holding[-1]] + below)) - start,
    )
    part = _alone(strip, place, lettering)
    if part is None:
        return None
    under = composite(shadow_of(part.outline, block.size_px, lettering), coloured(part.outline, lettering.outline))
    drawn = composite(under, coloured(part.letters, fills[place]))
    rows, columns = (np.flatnonzero(drawn[..., 3].max(axis=axis)) for axis in (1, 0))
    if not rows.size:
        return None
    top, left = int(rows[0]), int(columns[0])
    pixels = drawn[top : int(rows[-1]) + 1, left : int(columns[-1]) + 1].copy()
    return WordTile(pixels, part.left + left, start + part.top + top)


class _Alone(NamedTuple):
    """The coverage of one word's outline and of its letters, and the place of that part in the strip."""

    outline: Pixels
    letters: Pixels
    left: int
    top: int


@lru_cache(maxsize=32)
def _alone(strip: Block, place: int, lettering: Lettering) -> _Alone | None:
    """Draw one word alone, in one rasterisation (yellow on red: letters are green and red); None without ink.

    The other words keep their places but are hidden, so shaping and positions do not change. The engine's time goes with
    the pixels of its picture, so a small picture of the strip is drawn first, to find the part that the word needs.
    Cached: the same words are drawn in the colour of a spoken word, too.
    """
    words = range(1 + max(word for line in strip.lines for _, word in line))
    grow_px = lettering.outline_share * strip.size_px

    def markup(layers: Sequence[tuple[str, Layer]]) -> str:
        return "".join(
            block_markup(strip, [fill if word == place else _NOTHING for word in words], layer)
            for fill, layer in layers
        )

    outlined = markup([(_RED, Layer(grow_px=grow_px))])
    area = _inked(outlined, strip, lettering)
    if area is None:
        return None
    left, top, right, bottom = area
    both = f'<g transform="translate({-left} {-top})">{outlined}{markup([(_YELLOW, Layer())])}</g>'
    pixels = coverage(both, right - left, bottom - top, strip.fonts)
    outline, letters = (np.asarray(cv2.extractChannel(pixels, channel), np.uint8) for channel in (0, 1))
    return _Alone(outline, letters, left, top)


def _inked(markup: str, strip: Block, lettering: Lettering) -> tuple[int, int, int, int] | None:
    """Find the part of a strip that a drawing and its shadow touch, to whole steps of the small picture."""
    wide, high = -(-strip.width // _STEP), -(-strip.height // _STEP)
    small = coverage(f'<g transform="scale({1 / _STEP})">{markup}</g>', wide, high, strip.fonts)[..., 0]
    left, top, width, height = cv2.boundingRect(small)
    if not width:
        return None
    reach = strip.size_px * (lettering.shadow_blur_share + lettering.reach_share)
    room = 1 + math.ceil(reach / _STEP)
    return (
        max(0, left - room) * _STEP,
        max(0, top - room) * _STEP,
        min(strip.width, (left + width + room) * _STEP),
        min(strip.height, (top + height + room) * _STEP),
    )
