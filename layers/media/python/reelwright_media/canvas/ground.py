"""The black background as a clip. moviepy's own background uses 64-bit numbers: 50 MB and 75 ms per shot."""

import numpy as np

from reelwright_media.canvas.painted import PaintedClip
from reelwright_media.canvas.planes import Planes, RgbImage, fill


class BlackGround(PaintedClip):
    """Black without an end; the first clip of a composition that is made with `use_bgclip`."""

    def __init__(self, size: tuple[int, int]) -> None:
        super().__init__(size, None)

    def frame_function(self, t: float) -> RgbImage:  # noqa: ARG002 - the base class's signature
        """Return a black RGB picture."""
        return np.zeros((self._own_size[1], self._own_size[0], 3), np.uint8)

    def draw(self, t: float, planes: Planes) -> None:  # noqa: ARG002 - the base class's signature
        """Paint black."""
        fill(planes)
