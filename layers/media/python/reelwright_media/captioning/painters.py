"""Which painter draws which style. A painter says what a line looks like at a time, and draws that."""

from collections.abc import Callable, Hashable
from typing import Any, Final, Protocol

from reelwright.film.captions.model import CaptionLine
from reelwright_media.canvas.tiles import PremultipliedRgba
from reelwright_media.captioning.boxed import Boxed
from reelwright_media.captioning.karaoke import Karaoke
from reelwright_media.captioning.lettered import LetteredLine
from reelwright_media.captioning.pop import Pop
from reelwright_media.captioning.style import CaptionStyle, Painting

State = Any
"""What a painter of its own kind understands; equal states look the same, so a state is hashed and compared."""


class Painter(Protocol):
    """One caption line in one style. Few states follow each other, each for some frames."""

    def state_at(self, seconds: float) -> Hashable:
        """Return the state at a time of the film that lies within the line."""

    def ground(self, state: State) -> Hashable | None:
        """Return a state that looks nearly like this one and is asked for more often; None where there is none.

        The tile of a state is made by changing that of its ground where the two differ.
        """

    def draw(self, state: State) -> PremultipliedRgba:
        """Return the line in a state, premultiplied RGBA as large as its box; not to be written to."""


PAINTERS: Final[dict[Painting, Callable[[CaptionLine, LetteredLine, CaptionStyle], Painter]]] = {
    "karaoke": Karaoke,
    "pop": Pop,
    "box": Boxed,
}
