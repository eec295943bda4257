"""A still picture with a camera motion, as a clip."""

from collections.abc import Callable

from reelwright.film.timeline.model import Motion
from reelwright_media.canvas.motion import moving_axis, steady_zoom, view_at
from reelwright_media.canvas.painted import PaintedClip
from reelwright_media.canvas.pictures import source_planes
from reelwright_media.canvas.planes import Planes, RgbImage, empty_planes, rgb_from_planes
from reelwright_media.canvas.sampling import OVERSIZE, Slide, draw_view
from reelwright_media.shots.changes import STEADY, Changes
from reelwright_media.shots.darkening import darkened


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
        changes: Changes = STEADY,
    ) -> None:
        super().__init__(size, seconds)
        self._picture = picture
        self._motion: Motion = motion
        self._motion_seconds = motion_seconds
        self._from_seconds = from_seconds
        self._changes = changes
        # A list, because moviepy copies clips shallowly: copies share it and with it the decoded planes.
        self._source: list[Planes] = []
        self._slide = Slide(moving_axis(motion))

    def frame_function(self, t: float) -> RgbImage:
        """Draw the RGB picture at `t` seconds."""
        planes = empty_planes(*self._own_size)
        self.draw(t, planes)
        return rgb_from_planes(planes)

    def draw(self, t: float, planes: Planes) -> None:
        """Draw the picture at its position at `t` seconds to `planes`."""
        information = self._changes.information
        if not self._source:
            oversize = steady_zoom(self._motion) or OVERSIZE
            image = self._picture()
            if information is not None:  # the picture was not composed for type
                image = darkened(image)
            self._source.append(source_planes(image, *self._own_size, oversize=oversize))
        now = self._from_seconds + t
        view = self._changes.seen(view_at(self._motion, now, length_seconds=self._motion_seconds), now)
        if information is None or not information.lay_ground(now, planes):
            draw_view(self._source[0], view, planes, self._slide)
        if information is not None:
            information.lay(now, planes)
