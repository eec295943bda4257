"""The paintings `box` and `underline`: a rounded box behind the spoken word, or a bar below it.

A bar glides to the next word. A box reaches it at once, and its other end follows.
"""

from typing import Final, NamedTuple

from reelwright.film.captions.model import CaptionLine
from reelwright.film.captions.styles import CaptionStyle
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
from reelwright_media.captioning.rectangles import Rectangle, lay_under
from reelwright_media.typography.wordboxes import WordBox

GLIDE_SECONDS: Final = 0.1
GLIDE_STEPS: Final = 3
_PADDING_SHARES: Final = (0.13, 0.16)
"""Horizontal and vertical padding of the box in type sizes (em); smaller than the tile's own margin, so it always fits.
Beside, it leaves half of a space, which is a quarter of the size in most faces."""
_BAR_SHARES: Final = (0.05, 0.17)
"""Upper and lower edge of a bar below the letters of its line, in type sizes (em)."""


class BoxState(NamedTuple):
    """State of a line: spoken word and entrance; the word that the box glides from (None: at rest), and the glide's step."""

    line: LineState
    from_word: int | None = None
    step: int = GLIDE_STEPS


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
        style = self._style
        lit = style.on_box if style.painting == "box" else style.spoken
        fills = [lit if at == state.line.spoken else style.plain for at in range(len(self._letters))]
        picture = self._letters.tile(fills).rgba
        rectangles = self._rectangles(state)
        if rectangles:
            picture = picture.copy()  # the tile is cached by the line
        for rectangle in rectangles:
            lay_under(picture, rectangle, style.box, style.round_share * self._letters.type_px)
        return fit_box(
            self._letters.on_panel(picture), *self._letters.size, scale=state.line.scale, opacity=state.line.opacity
        )

    def _rectangles(self, state: BoxState) -> list[Rectangle]:
        """Find the boxes to draw: one, or one per line of a hyphenated word. It glides only within a line."""
        boxes = self._letters.boxes
        if state.line.spoken is None:
            return []
        there = [self._around(box) for box in boxes[state.line.spoken]]
        leaving = () if state.from_word is None else boxes[state.from_word]
        if len(there) != 1 or len(leaving) != 1 or leaving[0].line != boxes[state.line.spoken][0].line:
            return there
        share = 1 - (1 - state.step / GLIDE_STEPS) ** 2
        start, end = self._around(leaving[0]), there[0]
        left, top, right, bottom = (old + (new - old) * share for old, new in zip(start, end, strict=True))
        if self._style.painting == "underline":
            return [Rectangle(left, top, right, bottom)]
        # The spoken word has the colour of type in a box, so it is in the box from its first frame.
        return [Rectangle(min(left, end.left), min(top, end.top), max(right, end.right), max(bottom, end.bottom))]

    def _around(self, box: WordBox) -> Rectangle:
        size = self._letters.type_px
        if self._style.painting == "underline":
            above, below = (box.bottom + share * size for share in _BAR_SHARES)
            return Rectangle(box.left, above, box.right, below).within(*self._letters.size)
        beside, above = (share * size for share in _PADDING_SHARES)
        around = Rectangle(box.left - beside, box.top - above, box.right + beside, box.bottom + above)
        return around.within(*self._letters.size)
