"""The style `pop`: each word grows into its place as it is spoken, lit; spoken ones stay, plain."""

from collections.abc import Iterable
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np

from reelwright.captions.model import CaptionLine
from reelwright_media.captioning.karaoke import INSTANT_SECONDS, spoken_at
from reelwright_media.captioning.last import Last
from reelwright_media.captioning.lettered import LetteredLine
from reelwright_media.captioning.style import CaptionStyle
from reelwright_media.captioning.tiles import PremultipliedRgba, fit_box
from reelwright_media.typography.wordboxes import Boxes, WordBox

GROWTH_SECONDS: Final = 0.13
GROWTH_STEPS: Final = 4
_SMALLEST: Final = 0.6
_REACH_SHARE: Final = 0.27
"""How far outline and shadow reach around letters, in type sizes."""


class PopState(NamedTuple):
    """The look of a line: words on the screen, whether the last of them is lit, and how far that one has grown."""

    shown: int
    lit: bool
    step: int

    @property
    def grown(self) -> float:
        """Return how far the last word has grown, 0-1, slowing down."""
        return 1 - (1 - self.step / GROWTH_STEPS) ** 2


class Pop:
    """Words come one by one, cut out of the line as it will stand: nothing moves when the next one comes."""

    def __init__(self, line: CaptionLine, letters: LetteredLine, style: CaptionStyle) -> None:
        self._line = line
        self._letters = letters
        self._style = style
        self._cells = cells_of(letters.boxes, letters.size, round(_REACH_SHARE * letters.type_px))
        self._standing = Last(self._stand)

    def state_at(self, seconds: float) -> PopState:
        """Return how many words have come, and how far the last one is."""
        now = seconds + INSTANT_SECONDS
        shown = sum(word.start_seconds <= now for word in self._line.words)
        if not shown:
            return PopState(0, lit=False, step=GROWTH_STEPS)
        age = now - self._line.words[shown - 1].start_seconds
        lit = spoken_at(self._line, seconds) is not None
        return PopState(shown, lit, min(GROWTH_STEPS, int(age / GROWTH_SECONDS * GROWTH_STEPS) + 1))

    def ground(self, state: PopState) -> PopState | None:
        """Return the line as it stood before the last word came."""
        return PopState(state.shown - 1, lit=False, step=GROWTH_STEPS) if state.shown else None

    def draw(self, state: PopState) -> PremultipliedRgba:
        """Return the words that have come, the last one as large and visible as it has grown."""
        picture = self._standing(max(0, state.shown - 1)).copy()
        if not state.shown:
            return picture
        fill = self._style.spoken if state.lit else self._style.plain
        rgba = self._letters.tile((fill,) * len(self._letters)).rgba
        scale = _SMALLEST + (1 - _SMALLEST) * state.grown
        for cell in self._cells[state.shown - 1]:
            word = rgba[cell.top : cell.bottom, cell.left : cell.right]
            high, wide = word.shape[:2]
            picture[cell.top : cell.top + high, cell.left : cell.left + wide] = fit_box(
                word, wide, high, scale=scale, opacity=0.4 + 0.6 * state.grown
            )
        return picture

    def _stand(self, shown: int) -> PremultipliedRgba:
        """Return the first words of the line, plain and at rest."""
        wide, high = self._letters.size
        picture = np.zeros((high, wide, 4), np.uint8)
        rgba = self._letters.tile((self._style.plain,) * len(self._letters)).rgba
        for cell in (cell for cells in self._cells[:shown] for cell in cells):
            area = slice(cell.top, cell.bottom), slice(cell.left, cell.right)
            own = rgba[area]
            picture[cell.top : cell.top + own.shape[0], cell.left : cell.left + own.shape[1]] = own
        return picture


def cells_of(boxes: Boxes, size: tuple[int, int], reach_px: int) -> Boxes:
    """Return the boxes grown by what is drawn around letters, each up to half-way to its neighbours: none overlap."""
    wide, high = size
    flat = [box for word in boxes for box in word]
    lines = sorted({(box.line, box.top, box.bottom) for box in flat})
    rows = _shared([(top, bottom) for _, top, bottom in lines], high, reach_px)
    grown: dict[WordBox, WordBox] = {}
    for (line, _, _), (top, bottom) in zip(lines, rows, strict=True):
        along = sorted(box for box in flat if box.line == line)
        for box, (left, right) in zip(along, _shared([(b.left, b.right) for b in along], wide, reach_px), strict=True):
            grown[box] = WordBox(left, top, right, bottom, line)
    return tuple(tuple(grown[box] for box in word) for word in boxes)


def _shared(spans: Iterable[tuple[int, int]], end: int, reach: int) -> list[tuple[int, int]]:
    """Return spans grown on both sides, within 0 and `end` and never beyond the middle between two of them."""
    spans = list(spans)
    middles = [0, *((before[1] + after[0]) // 2 for before, after in pairwise(spans)), end]
    return [
        (max(low, first - reach), min(high, last + reach))
        for (first, last), low, high in zip(spans, middles, middles[1:], strict=False)
    ]
