"""A moviepy clip that can also paint itself straight into YUV planes.

It is an ordinary `VideoClip`: its frame function returns RGB, so every moviepy tool works on it. If such a tool
changes it (frame function, mask, position, size, speed), the painter paints it through RGB, which is correct but
slower. Our own effects are *recorded* on the clip instead (`opacity_at`, `shift_at`), because painting them is cheap.
"""

from collections.abc import Callable
from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt

from reelwright_media.canvas.composition import VideoClip
from reelwright_media.canvas.planes import Planes, RgbImage, copy, mix

TimeCurve = Callable[[float], float]
"""A value at a time of the clip, in seconds from its start."""


class PaintedClip(VideoClip):  # type: ignore[misc] # moviepy ships no types, so its classes are Any
    """Base of our clips. Subclasses define `frame_function(t)` as a method and `draw(t, planes)`.

    `size` is width, height in even pixels; the clip has no end if `seconds` is None.
    """

    opaque: ClassVar[bool] = True
    """Whether the clip covers every pixel of its box."""

    def __init__(self, size: tuple[int, int], seconds: float | None) -> None:
        super().__init__(duration=seconds)
        self.size = size
        self.fps = None
        self.opacity_at: TimeCurve | None = None
        self.shift_at: TimeCurve | None = None
        self._own_size = size
        self._own_pos = self.pos

    def frame_function(self, t: float) -> RgbImage:
        """Return the RGB picture at `t` seconds, for moviepy's tools."""
        raise NotImplementedError

    def draw(self, t: float, planes: Planes) -> None:
        """Paint the picture at `t` seconds onto planes of the clip's size."""
        raise NotImplementedError

    def has_own_mask(self) -> bool:
        """Whether the mask was neither replaced nor changed."""
        return self.mask is None

    def can_paint(self) -> bool:
        """Whether the clip is unchanged apart from recorded effects and times."""
        return (
            "frame_function" not in self.__dict__
            and not self.is_mask
            and self.pos is self._own_pos
            and not self.relative_pos
            and tuple(self.size) == self._own_size
            and self.has_own_mask()
        )

    def covers(self, t: float) -> bool:
        """Whether the clip hides everything below it at `t` seconds."""
        return self.opaque and self.can_paint() and self.opacity(t) >= 1 and self.shift(t) == 0

    def opacity(self, t: float) -> float:
        """Return the recorded opacity, 0-1."""
        return self.opacity_at(t) if self.opacity_at else 1.0

    def shift(self, t: float) -> int:
        """Return the recorded shift to the right, rounded to an even number of pixels."""
        # Chroma has half the width: only even shifts keep luma and chroma aligned.
        return 2 * round(self.shift_at(t) * self._own_size[0] / 2) if self.shift_at else 0

    def paint(self, t: float, planes: Planes, scratch: Planes) -> None:
        """Blend the clip onto full-frame planes, with its recorded opacity and shift. `scratch` is as large as `planes`."""
        share, shift = self.opacity(t), self.shift(t)
        if share >= 1 and shift == 0:
            self.draw(t, planes)
            return
        width, height = planes.width, planes.height
        if share <= 0 or abs(shift) >= width:
            return
        self.draw(t, scratch)
        left, right = max(0, shift), min(width, width + shift)
        source = scratch.region(left - shift, 0, right - shift, height)
        target = planes.region(left, 0, right, height)
        if share >= 1:
            copy(source, target)
        else:
            mix(source, target, share)

    def with_updated_frame_function(self, frame_function: Callable[[float], Any]) -> Any:
        """Make a plain clip with these frames; moviepy's own effects call this."""
        return self._plain(frame_function)

    def compose_on(self, background: Any, t: float) -> Any:
        """Compose the clip on a Pillow image, including recorded effects; moviepy's composition calls this."""
        if self.opacity_at is None and self.shift_at is None:
            return super().compose_on(background, t)
        return self.as_plain().compose_on(background, t)

    def as_plain(self) -> Any:
        """Convert to an ordinary clip: recorded effects become moviepy's mask and position."""
        return self._plain(self.frame_function)

    def _plain(self, frame_function: Callable[[float], Any]) -> Any:
        plain = VideoClip(frame_function=frame_function, is_mask=self.is_mask)
        for name in ("start", "end", "duration", "layer_index", "relative_pos", "pos", "audio", "fps", "mask"):
            setattr(plain, name, getattr(self, name))
        if self.shift_at is not None and self.pos is self._own_pos:
            plain.pos = lambda t: (self.shift(t), 0)
        if self.opacity_at is not None:
            plain.mask = self._faded(plain)
        return plain

    def _faded(self, plain: Any) -> Any:
        """Convert the recorded opacity to a mask of the size of the plain clip's frame."""
        own = plain.mask

        def alpha(t: float) -> npt.NDArray[np.float64]:
            shape = plain.get_frame(t).shape[:2]
            below = own.get_frame(t) if own is not None else 1.0
            return np.broadcast_to(self.opacity(t) * below, shape)

        mask = VideoClip(is_mask=True, duration=self.duration, has_constant_size=False)
        mask.frame_function, mask.size = alpha, plain.size
        return mask
