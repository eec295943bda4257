"""What a caption line shows at a time: which word is lit, and how far its little entrance is. Pure."""

from typing import Final, NamedTuple

from reelwright.captions.model import CaptionLine

POP_SECONDS: Final = 0.12
POP_STEPS: Final = 4
"""The entrance is drawn in this many steps, so that tiles can be kept."""
_SMALLEST: Final = 0.9
_BRIDGED_SECONDS: Final = 0.12
"""A shorter silence between two words keeps the first one lit: going dark for three frames reads as a flicker."""
_INSTANT: Final = 1e-6
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
        share = self.step / POP_STEPS
        return 1 - (1 - share) ** 2


def state_at(line: CaptionLine, seconds: float) -> LineState:
    """Return the state of a line at a time of the film that lies within the line."""
    entered = (seconds - line.start_seconds) / POP_SECONDS
    return LineState(_spoken(line, seconds + _INSTANT), min(POP_STEPS, max(0, int(entered * POP_STEPS) + 1)))


def _spoken(line: CaptionLine, now: float) -> int | None:
    started = [place for place, word in enumerate(line.words) if word.start_seconds <= now]
    if not started:
        return None
    place = started[-1]
    end = line.words[place].end_seconds
    after = line.words[place + 1].start_seconds if place + 1 < len(line.words) else line.end_seconds
    return place if now < end or after - end <= _BRIDGED_SECONDS else None
