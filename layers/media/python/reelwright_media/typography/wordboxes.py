"""Where each word of a drawn text stands, read off its ink: right whatever the script's direction and shaping."""

from collections import Counter, defaultdict
from itertools import pairwise
from typing import Final, NamedTuple

import cv2
import numpy as np

from reelwright_media.typography.inking import Ink, Words, nearest
from reelwright_media.typography.layout import Block

_INKED: Final = 48
"""Less coverage (of 255) is the soft rim of a letter."""
_DESCENT_SHARE: Final = 0.3
"""How far below a baseline, in type sizes, one line ends and the next begins."""


class WordBox(NamedTuple):
    """The letters of a word on one line: pixels of the tile, right and bottom exclusive, without outline and shadow.

    `top` and `bottom` are those of the line's highest and lowest letters: boxes of a line are equally high.
    """

    left: int
    top: int
    right: int
    bottom: int
    line: int

    @property
    def size(self) -> tuple[int, int]:
        """Return width and height in pixels."""
        return self.right - self.left, self.bottom - self.top


Boxes = tuple[tuple[WordBox, ...], ...]
"""For each word its boxes from the top: more than one where it is broken, none where no font has its letters."""


def _cuts(block: Block) -> tuple[int, ...]:
    """Return the rows where lines begin and end, about: marks may cross them, so only broken words are parted by them."""
    between = (int(y + _DESCENT_SHARE * block.size_px) for y in block.baselines[:-1])
    return (0, *between, block.height)


def boxes_of(block: Block, ink: Ink, words: int) -> Boxes:
    """Return the boxes of so many words."""
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
    """Return for every pixel the word whose letters are nearest: whose outline and shadow it is, where it has some.

    Letters own themselves; the ground between them is measured at half the size, where nobody sees the difference.
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
