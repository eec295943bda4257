"""The style `box`: a rounded box stands behind the spoken word and glides on to the next one."""

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
"""Between letters and the box's edge, sideways and upright, in type sizes: the tile's own margin has room for it."""
_ROUND_SHARE: Final = 0.26


class BoxState(NamedTuple):
    """The look of a line: which word is spoken and how far the line is in; where the box comes from, and how far it is."""

    line: LineState
    from_word: int | None = None
    step: int = GLIDE_STEPS


class Rectangle(NamedTuple):
    """Edges in pixels of the line's box, whole or not."""

    left: float
    top: float
    right: float
    bottom: float


class Boxed:
    """White words, and a box that is where the voice is."""

    def __init__(self, line: CaptionLine, letters: LetteredLine, style: CaptionStyle) -> None:
        self._line = line
        self._letters = letters
        self._style = style

    def state_at(self, seconds: float) -> BoxState:
        """Return where the box is: gliding for a moment after a word began, from the word before where it was there."""
        state = state_at(self._line, seconds)
        if state.spoken is None:
            return BoxState(state)
        word, before = self._line.words[state.spoken], self._line.words[: state.spoken][-1:]
        step = int((seconds + INSTANT_SECONDS - word.start_seconds) / GLIDE_SECONDS * GLIDE_STEPS) + 1
        if step >= GLIDE_STEPS or not before or word.start_seconds - before[0].end_seconds > BRIDGED_SECONDS:
            return BoxState(state)
        return BoxState(state, state.spoken - 1, step)

    def ground(self, state: BoxState) -> BoxState | None:
        """Return the line at rest without a box, once it has come in."""
        return BoxState(RESTING) if state.line.step == ENTRANCE_STEPS and state.line != RESTING else None

    def draw(self, state: BoxState) -> PremultipliedRgba:
        """Return the line over its box."""
        picture = self._letters.tile((self._style.plain,) * len(self._letters)).rgba
        rectangles = self._rectangles(state)
        if rectangles:
            picture = picture.copy()
        for rectangle in rectangles:
            _lay_under(picture, rectangle, self._style.box, _ROUND_SHARE * self._letters.type_px)
        return fit_box(picture, *self._letters.size, scale=state.line.scale, opacity=state.line.opacity)

    def _rectangles(self, state: BoxState) -> list[Rectangle]:
        """Return where boxes stand: one, or one for each line that a broken word is on."""
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
    """Put a rounded rectangle under what a picture shows, in place."""
    left, top = int(rectangle.left), int(rectangle.top)
    area = picture[top : int(rectangle.bottom) + 1, left : int(rectangle.right) + 1]
    area[:] = composite(coloured(_rounded(area.shape[:2], rectangle, (left, top), radius), fill), area)


def _rounded(shape: tuple[int, int], box: Rectangle, origin: tuple[int, int], radius: float) -> PremultipliedRgba:
    """Return how much of each pixel a rounded rectangle covers, 0-255, by its distance from the outline.

    The distance is that of a rounded box (Quilez, "2D distance functions").
    """
    radius = min(radius, (box.right - box.left) / 2, (box.bottom - box.top) / 2)
    across = _beyond(shape[1], origin[0], box.left + radius, box.right - radius)
    down = _beyond(shape[0], origin[1], box.top + radius, box.bottom - radius)
    distance = np.sqrt((across * across)[None, :] + (down * down)[:, None])
    return np.asarray(np.clip((radius + 0.5 - distance) * 255, 0, 255), np.uint8)


def _beyond(count: int, first: int, low: float, high: float) -> npt.NDArray[np.float32]:
    """Return how far each pixel's middle lies outside a span, 0 within."""
    middles = np.arange(count, dtype=np.float32) + np.float32(first + 0.5)
    outside = np.maximum(np.float32(low) - middles, middles - np.float32(high))
    return np.asarray(np.maximum(outside, 0), np.float32)
