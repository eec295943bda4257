"""A view that moves for a while and then stays: a map that comes nearer, a globe that turns."""

from collections.abc import Callable

from reelwright_media.canvas.motion import smooth
from reelwright_media.canvas.planes import Planes, copy, empty_planes


class Arrival:
    """Draws the view by `draw_at` while it moves, and keeps the last one. `draw_at` gets the share of the way, eased."""

    def __init__(self, draw_at: Callable[[float, Planes], None], *, begins: float, seconds: float) -> None:
        self._draw_at = draw_at
        self._begins, self._seconds = begins, seconds
        self._last: Planes | None = None

    def draw(self, t: float, planes: Planes) -> None:
        """Draw the view at `t` seconds of the shot."""
        share = min(1.0, max(0.0, (t - self._begins) / self._seconds))
        if share >= 1 and self._last is not None:
            copy(self._last, planes)
            return
        self._draw_at(smooth(share), planes)
        if share >= 1:
            self._last = empty_planes(planes.width, planes.height)
            copy(planes, self._last)
