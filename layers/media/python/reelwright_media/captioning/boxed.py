"""The style `box`: a rounded box behind the spoken word, which glides to the next word."""

from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from reelwright.film.captions.model import CaptionLine
from reelwright_media.canvas.tiles import PremultipliedRgba, fit_box
from reelwright_media.captioning.karaoke import (
    BRIDGED_SECONDS,
    ENTRANCE_STEPS,
    INSTANT_SECONDS,
    RESTING,
    LineState,
    state_at,
)
from reelwright_media.captioning.lettered import LetteredLine
from reelwright_media.captioning.style import CaptionStyle
from reelwright_media.typography.drawing import composite
from reelwright_media.typography.inking import coloured
from reelwright_media.typography.wordboxes import WordBox

GLIDE_SECONDS: Final = 0.1
GLIDE_STEPS: Final = 3
_PADDING_SHARES: Final = (0.2, 0.16)
"""Horizontal and vertical padding of the box in type sizes (em); smaller than the tile's own margin, so it always fits."""
_ROUND_SHARE: Final = 0.26
"""Corner radius in type sizes (em)."""


class BoxState(NamedTuple):
    """State of a line: spoken word and entrance; the word that the box glides from (None: at rest), and the glide's step."""

    line: LineState
    from_word: int | None = None
    step: int = GLIDE_STEPS


class Rectangle(NamedTuple):
    """Edges in pixels of the line's box; may be fractional."""

    left: float
    top: float
    right: float
    bottom: float


class Boxed:
    """Plain words, and a box behind the spoken one."""

    def __init__(self, line: CaptionLine, letters: LetteredLine, style: CaptionStyle) -> None:
        self._line = line
        self._letters = letters
        self._style = style

    def state_at(self, seconds: float) -> BoxState:
        """Compute the box's position: it glides for `GLIDE_SECONDS` after a word starts, if it was behind the previous word."""
        state = state_at(self._line, seconds)
        if state.spoken is None:
            return BoxState(state)
        word, before = self._line.words[state.spoken], self._line.words[: state.spoken][-1:]
        step = int((seconds + INSTANT_SECONDS - word.start_seconds) / GLIDE_SECONDS * GLIDE_STEPS) + 1
        if step >= GLIDE_STEPS or not before or word.start_seconds - before[0].end_seconds > BRIDGED_SECONDS:
            return BoxState(state)
        return BoxState(state, state.spoken - 1, step)

    def ground(self, state: BoxState) -> BoxState | None:
        """Line at rest without a box, once its entrance is done."""
        return BoxState(RESTING) if state.line.step == ENTRANCE_STEPS and state.line != RESTING else None

    def draw(self, state: BoxState) -> PremultipliedRgba:
        """Draw the line over its box."""
        picture = self._letters.tile((self._style.plain,) * len(self._letters)).rgba
        rectangles = self._rectangles(state)
        if rectangles:
            picture = picture.copy()  # the tile is cached by the line
        for rectangle in rectangles:
            _lay_under(picture, rectangle, self._style.box, _ROUND_SHARE * self._letters.type_px)
        return fit_box(picture, *self._letters.size, scale=state.line.scale, opacity=state.line.opacity)

    def _rectangles(self, state: BoxState) -> list[Rectangle]:
        """Find the boxes to draw: one, or one per line of a hyphenated word. The box glides only within a line."""
        boxes = self._letters.boxes
        if state.line.spoken is None:
            return []
        there = [self._around(box) for box in boxes[state.line.spoken]]
        leaving = () if state.from_word is None else boxes[state.from_word]
        if len(there) != 1 or len(leaving) != 1 or leaving[0].line != boxes[state.line.spoken][0].line:
            return there
        share = 1 - (1 - state.step / GLIDE_STEPS) ** 2
        start = self._around(leaving[0])
        return [Rectangle(*(old + (new - old) * share for old, new in zip(start, there[0], strict=True)))]

    def _around(self, box: WordBox) -> Rectangle:
        beside, above = (share * self._letters.type_px for share in _PADDING_SHARES)
        wide, high = self._letters.size
        return Rectangle(
            max(0, box.left - beside),
            max(0, box.top - above),
            min(wide, box.right + beside),
            min(high, box.bottom + above),
        )


def _lay_under(picture: PremultipliedRgba, rectangle: Rectangle, fill: str, radius: float) -> None:
    """Composite a rounded rectangle below the picture's content, in place."""
    left, top = int(rectangle.left), int(rectangle.top)
    area = picture[top : int(rectangle.bottom) + 1, left : int(rectangle.right) + 1]
    area[:] = composite(coloured(_rounded(area.shape[:2], rectangle, (left, top), radius), fill), area)


def _rounded(shape: tuple[int, int], box: Rectangle, origin: tuple[int, int], radius: float) -> PremultipliedRgba:
    """Compute the coverage of each pixel by a rounded rectangle, 0-255, from the signed distance to its outline.

    Source of the formula: rounded box in Quilez, "2D distance functions".
    """
    radius = min(radius, (box.right - box.left) / 2, (box.bottom - box.top) / 2)
    across = _beyond(shape[1], origin[0], box.left + radius, box.right - radius)
    down = _beyond(shape[0], origin[1], box.top + radius, box.bottom - radius)
    distance = np.sqrt((across * across)[None, :] + (down * down)[:, None])
    return np.asarray(np.clip((radius + 0.5 - distance) * 255, 0, 255), np.uint8)


def _beyond(count: int, first: int, low: float, high: float) -> npt.NDArray[np.float32]:
    """Distance of each pixel's centre to a span in pixels, 0 inside."""
    middles = np.arange(count, dtype=np.float32) + np.float32(first + 0.5)
    outside = np.maximum(np.float32(low) - middles, middles - np.float32(high))
    return np.asarray(np.maximum(outside, 0), np.float32)
