"""Draws the coverage of words once, without colours: outline, letters, and the word of each pixel.

Karaoke needs the same words in other colours many times per second. Rasterising is by far the most expensive part: resvg
only outputs PNG, and encoding it takes longer than drawing the letters.
"""

from collections.abc import Sequence
from functools import lru_cache
from itertools import islice
from typing import Final, NamedTuple

import cv2
import numpy as np
import numpy.typing as npt

from reelwright_media.typography import vector
from reelwright_media.typography.faces import Run
from reelwright_media.typography.layout import Block
from reelwright_media.typography.vector import Layer, Pixels

_GREEN: Final = "#00ff00"
_RED: Final = "#ff0000"
_LOW: Final = 255
"""Base of a word's number: its lower digit plus 1 is written in blue, its higher one in green."""
_COVERED: Final = 255
"""Coverage of an outline below letters."""

KEPT_BLOCKS: Final = 16
"""Texts whose drawings are kept: more than a shot has. All its lines are measured before the first one is shown."""

Words = npt.NDArray[np.uint16]
"""Height x width; the index of a word per pixel."""


class Ink(NamedTuple):
    """Coverage per pixel, 0-255, height x width: `outline` of the widened letters, `letters` of the letters themselves."""

    outline: Pixels
    letters: Pixels
    words: Words
    """Index of the topmost word at a pixel's centre, else of the nearest word; 0 without ink."""


@lru_cache(maxsize=KEPT_BLOCKS)
def ink_of(block: Block, grow_px: float) -> Ink:
    """Draw the ink of a block's words with an outline of `grow_px`, in one rasterisation on black.

    The outline is green. Above it, letters without anti-aliasing hold the number of their word in green and blue, and blue
    is never 0 there. Anti-aliased letters in blend mode `screen` add their coverage in red and leave the numbers unchanged.
    Numbers need hard edges: blended edges of two words would give the number of a third.
    """
    words = range(1 + max((word for line in block.lines for _, word in line), default=0))
    numbers = [f"#00{word // _LOW:02x}{word % _LOW + 1:02x}" for word in words]
    markup = (
        (block_markup(block, [_GREEN] * len(words), Layer(grow_px=grow_px)) if grow_px else "")
        + block_markup(block, numbers, Layer(hard_edges=True))
        + f'<g style="mix-blend-mode:screen">{block_markup(block, [_RED] * len(words), Layer())}</g>'
    )
    drawn = vector.coverage(markup, block.width, block.height, block.fonts)
    letters, outline, low = (np.asarray(cv2.extractChannel(drawn, channel), np.uint8) for channel in range(3))
    numbered = low > 0
    of_words = outline * np.uint16(_LOW) + low
    outline[numbered] = _COVERED
    return Ink(outline if grow_px else letters, letters, _spread(of_words * numbered, letters > 0))


def _spread(numbers: Words, inked: npt.NDArray[np.bool_]) -> Words:
    """Convert numbers (from 1) to word indices (from 0); anti-aliased edges get the word of the nearest letter."""
    known = numbers > 0
    if known.any() and (inked & ~known).any():
        numbers = np.where(inked, nearest(numbers, known), numbers)
    return np.maximum(numbers, 1) - np.uint16(1)


def nearest(words: Words, known: npt.NDArray[np.bool_]) -> Words:
    """Assign each pixel the word of the nearest known pixel. Requires at least one known pixel."""
    labels = cv2.distanceTransformWithLabels(
        (~known).view(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_5, labelType=cv2.DIST_LABEL_PIXEL
    )[1]
    of_label = np.zeros(int(labels.max()) + 1, np.uint16)
    of_label[labels[known]] = words[known]
    return np.asarray(of_label[labels], np.uint16)


def block_markup(block: Block, fills: Sequence[str], layer: Layer) -> str:
    """Write a block's lines as SVG in one layer, with one fill per word; fill `none` keeps a word's place but hides it."""
    return "".join(
        _line_markup(block, place, [(run, fills[word]) for run, word in line], layer)
        for place, line in enumerate(block.lines)
    )


def _line_markup(block: Block, place: int, inked: list[tuple[Run, str]], layer: Layer) -> str:
    runs = iter(inked)
    return "".join(
        vector.line_markup(
            list(islice(runs, segment.runs)),
            x=block.width / 2 + segment.offset * block.size_px,
            y=block.baselines[place],
            size=block.size_px,
            layer=layer,
        )
        for segment in block.segments[place]
    )


def coloured(coverage: Pixels, fill: str) -> Pixels:
    """Colour a coverage plane with `#rrggbb`; the result is premultiplied RGBA."""
    channels = [int(fill[at : at + 2], 16) for at in (1, 3, 5)]
    shares = np.array([*channels, 255]) / 255
    table = np.rint(np.arange(256)[:, None] * shares).astype(np.uint8)
    pixels = table.view(np.uint32)[:, 0].take(coverage, mode="clip")  # a pixel of four bytes at a time
    return pixels.view(np.uint8).reshape(*coverage.shape, 4)
