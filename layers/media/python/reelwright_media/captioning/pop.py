"""The style `pop`: each word appears when it is spoken, growing, in the accent colour; earlier words stay, plain."""

from typing import Final, NamedTuple

import cv2
import numpy as np

from reelwright.film.captions.model import CaptionLine
from reelwright.film.captions.styles import CaptionStyle
from reelwright_media.canvas.tiles import PremultipliedRgba, fit_box
from reelwright_media.captioning.karaoke import INSTANT_SECONDS, spoken_at
from reelwright_media.captioning.last import LastResult
from reelwright_media.captioning.lettered import LetteredLine
from reelwright_media.typography.drawing import composite

GROWTH_SECONDS: Final = 0.1
GROWTH_STEPS: Final = 3
_START_SCALE: Final = 0.6
_START_OPACITY: Final = 0.75
_REACH_SHARE: Final = 0.27
"""Extent of outline and shadow around letters, in type sizes (em)."""


class PopState(NamedTuple):
    """State of a line: number of visible words, whether the last one is highlighted, and the step of its growth."""

    shown: int
    lit: bool
    step: int

    @property
    def grown(self) -> float:
        """Growth of the last word, 0-1, decelerating."""
        return 1 - (1 - self.step / GROWTH_STEPS) ** 2


class Pop:
    """Shows words one by one, cut out of the finished line, so that visible words never move."""

    def __init__(self, line: CaptionLine, letters: LetteredLine, style: CaptionStyle) -> None:
        self._line = line
        self._letters = letters
        self._style = style
        self._plain = letters.tile((style.plain,) * len(letters)).rgba
        self._lit = letters.tile((style.spoken,) * len(letters)).rgba
        self._owners = letters.owners()
        self._plain_words = LastResult(self._draw_plain)

    def state_at(self, seconds: float) -> PopState:
        """Count the visible words and the growth of the last one."""
        now = seconds + INSTANT_SECONDS
        shown = sum(word.start_seconds <= now for word in self._line.words)
        if not shown:
            return PopState(0, lit=False, step=GROWTH_STEPS)
        age = now - self._line.words[shown - 1].start_seconds
        lit = spoken_at(self._line, seconds) is not None
        return PopState(shown, lit, min(GROWTH_STEPS, int(age / GROWTH_SECONDS * GROWTH_STEPS) + 1))

    def ground(self, state: PopState) -> PopState | None:
        """Line without its last visible word."""
        return PopState(state.shown - 1, lit=False, step=GROWTH_STEPS) if state.shown else None

    def draw(self, state: PopState) -> PremultipliedRgba:
        """Draw the visible words, the last one scaled and faded by its growth."""
        if not state.lit and state.step == GROWTH_STEPS:
            return self._plain_words(state.shown)
        picture = self._plain_words(state.shown - 1).copy()
        area = self._area(state.shown - 1)
        if area is None:
            return picture
        word = np.zeros_like(picture[area])
        cv2.copyTo((self._lit if state.lit else self._plain)[area], self._mask(state.shown - 1, area), word)
        high, wide = word.shape[:2]
        scale = _START_SCALE + (1 - _START_SCALE) * state.grown
        grown = fit_box(word, wide, high, scale=scale, opacity=_START_OPACITY + (1 - _START_OPACITY) * state.grown)
        picture[area] = composite(picture[area], grown)
        return picture

    def _draw_plain(self, shown: int) -> PremultipliedRgba:
        """Draw the first `shown` words of the line, plain and at rest."""
        picture = np.zeros_like(self._plain)
        cv2.copyTo(self._plain, (self._owners < shown).view(np.uint8), picture)
        return fit_box(picture, *self._letters.size)

    def _mask(self, word: int, area: tuple[slice, slice]) -> PremultipliedRgba:
        return np.ascontiguousarray(self._owners[area] == word).view(np.uint8)

    def _area(self, word: int) -> tuple[slice, slice] | None:
        """Rows and columns of a word with its outline and shadow; None if no font has its letters."""
        boxes = self._letters.boxes[word]
        if not boxes:
            return None
        reach = round(_REACH_SHARE * self._letters.type_px)
        high, wide = self._owners.shape
        left, right = min(box.left for box in boxes) - reach, max(box.right for box in boxes) + reach
        top, bottom = boxes[0].top - reach, boxes[-1].bottom + reach
        return slice(max(0, top), min(high, bottom)), slice(max(0, left), min(wide, right))
