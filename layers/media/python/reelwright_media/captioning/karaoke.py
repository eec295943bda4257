"""What a caption line shows at a time: which word is lit, and how far its little entrance is; and the style of that name."""

from typing import Final, NamedTuple

from reelwright.film.captions.model import CaptionLine
from reelwright_media.canvas.tiles import PremultipliedRgba, fit_box
from reelwright_media.captioning.lettered import LetteredLine
from reelwright_media.captioning.style import CaptionStyle

ENTRANCE_SECONDS: Final = 0.12
ENTRANCE_STEPS: Final = 4
"""The entrance is drawn in this many steps, so that tiles can be kept."""
_SMALLEST: Final = 0.9
BRIDGED_SECONDS: Final = 0.12
"""A shorter silence between two words keeps the first one lit: going dark for three frames reads as a flicker."""
INSTANT_SECONDS: Final = 1e-6
"""Frame times are sums of floats; a word that starts on a frame must be lit on it."""


class LineState(NamedTuple):
    """The look of a line: index of the lit word (None: none is spoken) and the step of the entrance (the last: done)."""

    spoken: int | None
    step: int

    @property
    def scale(self) -> float:
        """Return the size of the line, at most 1: it grows into its place and never beyond it."""
        return _SMALLEST + (1 - _SMALLEST) * self._eased

    @property
    def opacity(self) -> float:
        """Return how visible the line is."""
        return 0.4 + 0.6 * self._eased

    @property
    def _eased(self) -> float:
        share = self.step / ENTRANCE_STEPS
        return 1 - (1 - share) ** 2


RESTING: Final = LineState(None, ENTRANCE_STEPS)


class Karaoke:
    """The whole line stands, and the spoken word has the accent's colour."""

    def __init__(self, line: CaptionLine, letters: LetteredLine, style: CaptionStyle) -> None:
        self._line = line
        self._letters = letters
        self._style = style

    def state_at(self, seconds: float) -> LineState:
        """Return which word is lit, and how far the line has come in."""
        return state_at(self._line, seconds)

    def ground(self, state: LineState) -> LineState | None:
        """Return the line at rest once it has come in: what differs is one word."""
        return RESTING if state.step == ENTRANCE_STEPS and state != RESTING else None

    def draw(self, state: LineState) -> PremultipliedRgba:
        """Return the line with one word lit."""
        style = self._style
        fills = [style.spoken if at == state.spoken else style.plain for at in range(len(self._letters))]
        rgba = self._letters.tile(fills).rgba
        return fit_box(rgba, *self._letters.size, scale=state.scale, opacity=state.opacity)


def state_at(line: CaptionLine, seconds: float) -> LineState:
    """Return the state of a line at a time of the film that lies within the line."""
    entered = (seconds - line.start_seconds) / ENTRANCE_SECONDS
    return LineState(spoken_at(line, seconds), min(ENTRANCE_STEPS, max(0, int(entered * ENTRANCE_STEPS) + 1)))


def spoken_at(line: CaptionLine, seconds: float) -> int | None:
    """Return the index of the word that is spoken, or was until a moment ago; None in a longer silence."""
    now = seconds + INSTANT_SECONDS
    started = [place for place, word in enumerate(line.words) if word.start_seconds <= now]
    if not started:
        return None
    place = started[-1]
    end = line.words[place].end_seconds
    after = line.words[place + 1].start_seconds if place + 1 < len(line.words) else line.end_seconds
    return place if now < end or after - end <= BRIDGED_SECONDS else None
