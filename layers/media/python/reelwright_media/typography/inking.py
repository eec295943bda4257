"""The ink of a few words, drawn once: outline, letters, and which word each pixel belongs to. Colours come later.

Karaoke asks for the same words in other colours many times a second, and drawing is by far the dearest part of it: the
engine's only way out is a PNG, whose making takes longer than the letters.
"""

from collections.abc import Sequence
from functools import lru_cache
from itertools import count
from typing import Final, NamedTuple

import cv2
import numpy as np
import numpy.typing as npt

from reelwright_media.typography import vector
from reelwright_media.typography.layout import Block
from reelwright_media.typography.vector import Layer, Pixels

_BITS: Final = 3
"""Bits of a word's number that one drawing tells: a channel each, full or empty."""


class Ink(NamedTuple):
    """Height x width each, how much of a pixel is covered: `outline` by the grown letters, `letters` by the letters."""

    outline: Pixels
    letters: Pixels
    words: npt.NDArray[np.uint16]
    """Index of the word that most of a pixel's letters belong to, 0 where there are none."""


@lru_cache(maxsize=4)
def ink_of(block: Block, grow_px: float) -> Ink:
    """Return the ink of a block's words, whose outline is `grow_px` wide: one drawing up to seven words, two up to 63.

    On a black outline every word is drawn in a colour that spells its number, counted from 1. What a channel has is how
    much of the pixel is covered by words that have this bit; where two words meet, the one with more of it wins.
    """
    most = 1 + max((word for line in block.lines for _, word in line), default=0)
    shape = (block.height, block.width)
    letters, numbers, found = np.zeros(shape, np.uint8), np.zeros(shape, np.uint16), []
    for first in count(0, _BITS):
        outline, channels = _drawn(block, grow_px, [_spelt(number >> first) for number in range(1, most + 1)])
        found += [(first + bit, channel) for bit, channel in enumerate(channels)]
        if most >> (first + _BITS) == 0:
            break
    for _, channel in found:
        letters = np.maximum(letters, channel)
    for bit, channel in found:
        numbers |= (channel > letters >> 1).astype(np.uint16) << np.uint16(bit)
    return Ink(outline if grow_px else letters, letters, np.maximum(numbers, 1) - np.uint16(1))


def _spelt(number: int) -> str:
    """Return the colour whose channels are the lowest bits of a number."""
    return "#" + "".join("ff" if number >> bit & 1 else "00" for bit in range(_BITS))


def _drawn(block: Block, grow_px: float, colours: list[str]) -> tuple[Pixels, list[Pixels]]:
    """Return alpha, and red, green and blue multiplied by it, of the words in these colours on a black outline."""
    pixels = draw_ink(block, colours, Layer(stroke="#000000", grow_px=grow_px), Layer())
    *colour, alpha = cv2.split(pixels)
    return np.asarray(alpha, np.uint8), [
        np.asarray(cv2.multiply(channel, alpha, scale=1 / 255), np.uint8) for channel in colour
    ]


def draw_ink(block: Block, fills: Sequence[str], *layers: Layer) -> Pixels:
    """Return a block drawn in these layers (default: the letters alone), each over the one before it.

    Alpha is not premultiplied; `fills` has one colour a word, `none` leaves a word out.
    """
    markup = "".join(
        vector.line_markup(
            [(run, fills[word]) for run, word in line], x=block.width / 2, y=y, size=block.size_px, layer=layer
        )
        for layer in layers or (Layer(),)
        for line, y in zip(block.lines, block.baselines, strict=True)
    )
    return vector.rasterise(markup, block.width, block.height, block.fonts)


def coloured(coverage: Pixels, fill: str) -> Pixels:
    """Return what is covered in one colour, `#rrggbb`, as premultiplied RGBA."""
    channels = [int(fill[at : at + 2], 16) for at in (1, 3, 5)]
    shares = np.array([*channels, 255]) / 255
    table = np.rint(np.arange(256)[:, None] * shares).astype(np.uint8)
    return np.asarray(cv2.LUT(cv2.merge([coverage] * 4), table[:, None]), np.uint8)
