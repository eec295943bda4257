"""Where each word of a drawn text stands, read off its ink: right whatever the script's direction and shaping."""

from collections import defaultdict
from typing import Final, NamedTuple

import cv2
import numpy as np

from reelwright_media.typography.inking import Ink
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
    """Return the rows where lines begin and end."""
    between = (int(y + _DESCENT_SHARE * block.size_px) for y in block.baselines[:-1])
    return (0, *between, block.height)


def boxes_of(block: Block, ink: Ink, words: int) -> Boxes:
    """Return the boxes of so many words."""
    found: dict[int, list[WordBox]] = defaultdict(list)
    cuts = _cuts(block)
    for number, line in enumerate(block.lines):
        rows = slice(cuts[number], cuts[number + 1])
        letters, owners = ink.letters[rows] >= _INKED, ink.words[rows]
        inked = np.flatnonzero(letters.any(axis=1))
        if not inked.size:
            continue
        top, bottom = cuts[number] + int(inked[0]), cuts[number] + int(inked[-1]) + 1
        for word in dict.fromkeys(word for _, word in line):
            left, _, width, _ = cv2.boundingRect((letters & (owners == word)).view(np.uint8))
            if width:
                found[word].append(WordBox(left, top, left + width, bottom, number))
    return tuple(tuple(found[word]) for word in range(words))
