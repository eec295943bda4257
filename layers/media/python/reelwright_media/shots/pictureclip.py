"""A still picture with a camera motion, as a clip."""

from collections.abc import Callable

from reelwright.film.timeline.model import Motion
from reelwright_media.canvas.motion import steady_zoom, view_at
from reelwright_media.canvas.painted import PaintedClip
from reelwright_media.canvas.pictures import source_planes
from reelwright_media.canvas.planes import Planes, RgbImage, empty_planes, rgb_from_planes
from reelwright_media.canvas.sampling import OVERSIZE, draw_view


class PictureClip(PaintedClip):
    """A picture moved by one camera motion of `motion_seconds`; the clip may show only a part of the motion.

    The clip starts `from_seconds` into the motion. `picture` is called once, for the first frame, so building a
    composition decodes nothing. Copies of the clip share the decoded planes.
    """

    def __init__(
        self,
        picture: Callable[[], RgbImage],
        *,
        size: tuple[int, int],
        motion: Motion,
        motion_seconds: float,
        seconds: float,
        from_seconds: float = 0.0,
    ) -> None:
        super().__init__(size, seconds)
        self._picture = picture
        self._motion: Motion = motion
        self._motion_seconds = motion_seconds
        self._from_seconds = from_seconds
        # A list, because moviepy copies clips shallowly: copies share it and with it the decoded planes.
        self._source: list[Planes] = []

    def frame_function(self, t: float) -> RgbImage:
        """Draw the RGB picture at `t` seconds."""
        planes = empty_planes(*self._own_size)
        self.draw(t, planes)
        return rgb_from_planes(planes)

    def draw(self, t: float, planes: Planes) -> None:
        """Draw the picture at its position at `t` seconds to `planes`."""
        if not self._source:
            oversize = steady_zoom(self._motion) or OVERSIZE
            self._source.append(source_planes(self._picture(), *self._own_size, oversize=oversize))
        view = view_at(self._motion, self._from_seconds + t, length_seconds=self._motion_seconds)
        draw_view(self._source[0], view, planes)
