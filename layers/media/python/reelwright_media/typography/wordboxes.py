"""Finds the rectangle of each word in a drawn text from its ink, which is correct for any direction and shaping."""

from collections import Counter, defaultdict
from itertools import pairwise
from typing import Final, NamedTuple

import cv2
import numpy as np

from reelwright_media.typography.inking import Ink, Words, nearest
from reelwright_media.typography.layout import Block

_INKED: Final = 48
"""Coverage (of 255) below which a pixel counts as the anti-aliased edge of a letter."""
_DESCENT_SHARE: Final = 0.3
"""Boundary between two lines, in type sizes below the upper baseline."""


class WordBox(NamedTuple):
    """The letters of a word on one line: pixels of the tile, right and bottom exclusive, without outline and shadow.

    `top` and `bottom` are those of the line's highest and lowest letters, so boxes of a line have equal heights.
    """

    left: int
    top: int
    right: int
    bottom: int
    line: int

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return self.right - self.left, self.bottom - self.top


Boxes = tuple[tuple[WordBox, ...], ...]
"""The boxes of each word from the top: several if it is broken across lines, none if no font has its letters."""


def _cuts(block: Block) -> tuple[int, ...]:
    """Approximate rows between the lines. Diacritics may cross them, so they only separate the parts of broken words."""
    between = (int(y + _DESCENT_SHARE * block.size_px) for y in block.baselines[:-1])
    return (0, *between, block.height)


def boxes_of(block: Block, ink: Ink, words: int) -> Boxes:
    """Find the boxes of the words 0 to `words` - 1."""
    letters = ink.letters >= _INKED
    lines = [list(dict.fromkeys(word for _, word in line)) for line in block.lines]
    broken = {word for word, count in Counter(word for line in lines for word in line).items() if count > 1}
    found: dict[int, list[WordBox]] = defaultdict(list)
    for number, (line, (first, end)) in enumerate(zip(lines, pairwise(_cuts(block)), strict=True)):
        spans: dict[int, tuple[int, int, int, int]] = {}
        for word in line:
            begin = first if word in broken else 0
            rows = slice(begin, end if word in broken else block.height)
            left, top, width, height = cv2.boundingRect((letters[rows] & (ink.words[rows] == word)).view(np.uint8))
            if width:
                spans[word] = (left, begin + top, left + width, begin + top + height)
        top = min((span[1] for span in spans.values()), default=0)
        bottom = max((span[3] for span in spans.values()), default=0)
        for word, (left, _, right, _) in spans.items():
            found[word].append(WordBox(left, top, right, bottom, number))
    return tuple(tuple(found[word]) for word in range(words))


def owners_of(ink: Ink) -> Words:
    """Assign each pixel to the word with the nearest letters, so outlines and shadows belong to a word too.

    Between the letters, distances are computed at half the resolution, which is cheaper and looks the same.
    """
    letters = ink.letters >= _INKED
    coarse = letters[::2, ::2]
    if not coarse.any():
        return ink.words
    high, wide = letters.shape
    near = nearest(ink.words[::2, ::2], coarse)
    owners = np.asarray(cv2.resize(near, (wide, high), interpolation=cv2.INTER_NEAREST), np.uint16)
    np.copyto(owners, ink.words, where=letters)
    return owners
