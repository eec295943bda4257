"""The style `karaoke` (the spoken word in the accent colour), and the state of a caption line over time for all styles."""

from typing import Final, NamedTuple

from reelwright.film.captions.model import CaptionLine
from reelwright.film.captions.styles import CaptionStyle
from reelwright_media.canvas.tiles import PremultipliedRgba, fit_box
from reelwright_media.captioning.lettered import LetteredLine

ENTRANCE_SECONDS: Final = 0.12
ENTRANCE_STEPS: Final = 4
"""The entrance has few discrete steps, so that tiles can be cached."""
_START_SCALE: Final = 0.9
_START_OPACITY: Final = 0.75
BRIDGED_SECONDS: Final = 0.12
"""In a shorter pause the previous word stays highlighted: an unlit gap of three frames looks like flicker."""
INSTANT_SECONDS: Final = 1e-6
"""Tolerance: frame times are sums of floats, and a word that starts on a frame must be highlighted on that frame."""


class LineState(NamedTuple):
    """State of a line: index of the spoken word (None in a pause), and the entrance's step, 1 to `ENTRANCE_STEPS` (done)."""

    spoken: int | None
    step: int

    @property
    def scale(self) -> float:
        """Scale of the line, at most 1: it never exceeds its box."""
        return _START_SCALE + (1 - _START_SCALE) * self._eased

    @property
    def opacity(self) -> float:
        """Opacity of the line: it can be read from its first frame."""
        return _START_OPACITY + (1 - _START_OPACITY) * self._eased

    @property
    def _eased(self) -> float:
        share = self.step / ENTRANCE_STEPS
        return 1 - (1 - share) ** 2


RESTING: Final = LineState(None, ENTRANCE_STEPS)


class Karaoke:
    """Shows the whole line, with the spoken word in the accent colour."""

    def __init__(self, line: CaptionLine, letters: LetteredLine, style: CaptionStyle) -> None:
        self._line = line
        self._letters = letters
        self._style = style

    def state_at(self, seconds: float) -> LineState:
        """Spoken word and entrance step at a time of the film."""
        return state_at(self._line, seconds)

    def ground(self, state: LineState) -> LineState | None:
        """Line at rest, once its entrance is done: it differs in one word only."""
        return RESTING if state.step == ENTRANCE_STEPS and state != RESTING else None

    def draw(self, state: LineState) -> PremultipliedRgba:
        """Draw the line with the spoken word in the accent colour."""
        style = self._style
        fills = [style.spoken if at == state.spoken else style.plain for at in range(len(self._letters))]
        rgba = self._letters.tile(fills).rgba
        return fit_box(self._letters.on_panel(rgba), *self._letters.size, scale=state.scale, opacity=state.opacity)


def state_at(line: CaptionLine, seconds: float) -> LineState:
    """Compute the state of a line; `seconds` is a time of the film within the line."""
    entered = (seconds - line.start_seconds) / ENTRANCE_SECONDS
    return LineState(spoken_at(line, seconds), min(ENTRANCE_STEPS, max(0, int(entered * ENTRANCE_STEPS) + 1)))


def spoken_at(line: CaptionLine, seconds: float) -> int | None:
    """Index of the spoken word; also of the previous word during a pause up to `BRIDGED_SECONDS`. None in longer pauses."""
    now = seconds + INSTANT_SECONDS
    started = [place for place, word in enumerate(line.words) if word.start_seconds <= now]
    if not started:
        return None
    place = started[-1]
    end = line.words[place].end_seconds
    after = line.words[place + 1].start_seconds if place + 1 < len(line.words) else line.end_seconds
    return place if now < end or after - end <= BRIDGED_SECONDS else None
