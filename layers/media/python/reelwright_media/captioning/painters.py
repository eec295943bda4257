"""The painter of each caption style. A painter computes the state of a line at a time and draws that state."""

from collections.abc import Callable, Hashable
from typing import Any, Final, Protocol

from reelwright.film.captions.model import CaptionLine
from reelwright.film.captions.styles import CaptionStyle, Painting
from reelwright_media.canvas.tiles import PremultipliedRgba
from reelwright_media.captioning.boxed import Boxed
from reelwright_media.captioning.karaoke import Karaoke
from reelwright_media.captioning.lettered import LetteredLine
from reelwright_media.captioning.pop import Pop

State = Any
"""A painter's own type of state. States are hashed and compared: equal states must look the same."""


class CaptionPainter(Protocol):
    """Draws one caption line in one style. A line has few states, and each lasts several frames."""

    def state_at(self, seconds: float) -> Hashable:
        """Compute the state at a time of the film within the line."""

    def ground(self, state: State) -> Hashable | None:
        """Name a similar state that recurs more often; None if there is none.

        The tile of a state is its ground's tile, patched where the two differ.
        """

    def draw(self, state: State) -> PremultipliedRgba:
        """Draw the line in a state: premultiplied RGBA in the size of its box. Callers must not write to it."""


PAINTERS: Final[dict[Painting, Callable[[CaptionLine, LetteredLine, CaptionStyle], CaptionPainter]]] = {
    "karaoke": Karaoke,
    "pop": Pop,
    "box": Boxed,
    "underline": Boxed,
}
