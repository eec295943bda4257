"""The form of a piece: whole bars up to the ending, and what plays in each of them."""

from dataclasses import dataclass
from typing import Final, Literal

Part = Literal["pad", "keys", "pluck", "bass", "beat", "backbeat", "lead", "octave", "shimmer"]


@dataclass(frozen=True, slots=True)
class Section:
    """A section of a piece: from a share of its bars on, the parts that play, and a gain."""

    from_share: float
    parts: frozenset[Part]
    gain: float


_OPENING: Final = frozenset[Part](("pad", "keys", "pluck"))
_GROOVE: Final = _OPENING | {"bass", "beat"}
_SONG: Final = _GROOVE | {"backbeat", "lead"}
_SUMMIT: Final = _SONG | {"octave", "shimmer"}
STAGES: Final = (
    Section(0.0, _OPENING | {"bass"}, 0.62),
    Section(0.17, _GROOVE, 0.72),
    Section(0.4, _SONG, 0.86),
    Section(0.7, _SUMMIT, 1.0),
)
"""Quiet under the hook, then more with each section; the fullest one leads into the ending."""


@dataclass(frozen=True, slots=True)
class Form:
    """Bars up to the ending: `halves` half bars, of `half_seconds` each, so that the ending falls on a strong beat."""

    halves: int
    half_seconds: float

    @property
    def bars(self) -> int:
        """Count the bars; the last one may be a half."""
        return -(-self.halves // 2)

    @property
    def bar_seconds(self) -> float:
        """Length of a whole bar."""
        return 2 * self.half_seconds

    def stage(self, bar: int) -> Section:
        """Find the section of a bar."""
        share = bar / max(1, self.bars)
        return [stage for stage in STAGES if share >= stage.from_share][-1]

    def opens_stage(self, bar: int) -> bool:
        """Whether a section begins with this bar; the first one does not count."""
        return bar > 0 and self.stage(bar) is not self.stage(bar - 1)

    def leads_on(self, bar: int) -> bool:
        """Whether the next bar begins a section or is the ending: drums play a fill."""
        return bar == self.bars - 1 or self.opens_stage(bar + 1)


def form_of(bar_seconds: float, ending_seconds: float) -> Form:
    """Fit whole half bars into the time up to the ending; the tempo changes by as little as that needs."""
    half = bar_seconds / 2
    halves = max(1, round(ending_seconds / half))
    return Form(halves, ending_seconds / halves if ending_seconds > 0 else half)
