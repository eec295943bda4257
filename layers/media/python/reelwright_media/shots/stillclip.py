"""One frame of other clips, as a clip: the first frame of a film, on which a loop ends."""

from collections.abc import Sequence

from reelwright_media.canvas.painted import PaintedClip
from reelwright_media.canvas.planes import Planes, RgbImage, copy, empty_planes, rgb_from_planes


class StillClip(PaintedClip):
    """The first frame of `ground` with the first frames of `over` on it, painted once and held for `seconds`."""

    def __init__(self, ground: PaintedClip, over: Sequence[PaintedClip], *, seconds: float) -> None:
        super().__init__((int(ground.size[0]), int(ground.size[1])), seconds)
        self._layers = (ground, *over)
        # A list, because moviepy copies clips shallowly: copies share it and with it the painted frame.
        self._frame: list[Planes] = []

    def frame_function(self, t: float) -> RgbImage:
        """Draw the RGB picture, which is the same at every time."""
        planes = empty_planes(*self._own_size)
        self.draw(t, planes)
        return rgb_from_planes(planes)

    def draw(self, t: float, planes: Planes) -> None:  # noqa: ARG002 - the base class's signature
        """Copy the frame to `planes`."""
        if not self._frame:
            frame, scratch = empty_planes(*self._own_size), empty_planes(*self._own_size)
            for layer in self._layers:
                layer.paint(0.0, frame, scratch)
            self._frame.append(frame)
        copy(self._frame[0], planes)
