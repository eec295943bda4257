"""The mat of a film: what covers its pictures around a window, the same on every frame.

It is drawn once a shot. A frame costs a copy of what is opaque, and one blend of each round corner.
"""

from typing import Any, ClassVar

import cv2
import numpy as np
import numpy.typing as npt

from reelwright.film.platforms.presets import Preset
from reelwright.film.scenes.arrangements import Mat
from reelwright_media.canvas.composition import VideoClip
from reelwright_media.canvas.painted import PaintedClip
from reelwright_media.canvas.placing import Box
from reelwright_media.canvas.planes import Planes, RgbImage, copy, planes_from_rgb
from reelwright_media.canvas.tiles import PlaneTile, PremultipliedRgba, plane_tile
from reelwright_media.shots.ornaments import ornament
from reelwright_media.typography.drawing import composite
from reelwright_media.typography.inking import coloured


class MatClip(PaintedClip):
    """The mat for `seconds`; the drawing is made for the first frame."""

    opaque: ClassVar[bool] = False

    def __init__(self, mat: Mat, preset: Preset, seconds: float) -> None:
        super().__init__((preset.width, preset.height), seconds)
        self._mat = mat
        self._window = window_of(mat, preset)
        self._line_px = 2 * round(mat.line_share * preset.width / 2)
        self._round_px = 2 * round(mat.round_share * preset.width / 2)
        # Lists, because moviepy copies clips shallowly: copies share what was drawn.
        self._bands: list[tuple[Box, Planes]] = []
        self._corners: list[tuple[Box, PlaneTile]] = []
        self.mask = _MatMask(self, seconds)

    def frame_function(self, t: float) -> RgbImage:  # noqa: ARG002 - the base class's signature
        """Straight colours; the mask holds the opacity."""
        rgba = self.picture()
        alpha = np.maximum(rgba[:, :, 3:], 1)
        return np.minimum(rgba[:, :, :3].astype(np.uint16) * 255 // alpha, 255).astype(np.uint8)

    def has_own_mask(self) -> bool:
        """Whether the mask was neither replaced nor changed."""
        return isinstance(self.mask, _MatMask) and "frame_function" not in self.mask.__dict__

    def picture(self) -> PremultipliedRgba:
        """Draw the whole mat: premultiplied RGBA of the frame's size, clear in the window."""
        inner = self._hole(0)
        around = coloured(np.asarray(255 - self._hole(self._line_px), np.uint8), self._mat.fill)
        line = coloured(np.asarray(255 - inner, np.uint8), self._mat.line)
        drawn = composite(line, composite(around, coloured(self._ornaments(), self._mat.line)))
        drawn[inner == 255] = 0  # noqa: PLR2004 - inside the window
        return drawn

    def draw(self, t: float, planes: Planes) -> None:  # noqa: ARG002 - the base class's signature
        """Lay the mat on `planes`."""
        if not self._bands:
            self._make()
        for box, source in self._bands:
            copy(source, planes.region(*box))
        for box, tile in self._corners:
            tile.lay(planes.region(*box))

    def _hole(self, outside_px: int) -> npt.NDArray[np.uint8]:
        """Draw the window, larger by some pixels on each side, as 255 on 0."""
        width, height = self._own_size
        window, radius = self._window, self._round_px
        left, top = window.left - outside_px, window.top - outside_px
        right, bottom = window.right + outside_px, window.bottom + outside_px
        hole = np.zeros((height, width), np.uint8)
        turn = radius + outside_px if radius else 0
        spans = ((left, top + turn, right, bottom - turn), (left + turn, top, right - turn, bottom))
        for x0, y0, x1, y1 in spans:
            hole[max(0, y0) : max(0, y1), max(0, x0) : max(0, x1)] = 255
        for x in (left + turn, right - turn) if turn else ():
            for y in (top + turn, bottom - turn):
                cv2.circle(hole, (x * 16 - 8, y * 16 - 8), turn * 16, 255, -1, cv2.LINE_AA, 4)
        return hole

    def _ornaments(self) -> npt.NDArray[np.uint8]:
        """Draw the coverage of the ornament in its bands; at the upper edge it hangs."""
        width, height = self._own_size
        cover = np.zeros((height, width), np.uint8)
        name = self._mat.ornament
        if name is None:
            return cover
        for first, last in self._mat.bands:
            top, bottom = round(first * height), round(last * height)
            drawn = ornament(name, width, bottom - top)
            cover[top:bottom] = drawn if top else drawn[::-1]
        return cover

    def _make(self) -> None:
        width, height = self._own_size
        window, turn = self._window, self._round_px
        rgba = self.picture()
        whole = planes_from_rgb(np.ascontiguousarray(rgba[:, :, :3]))
        bands = (
            Box(0, 0, width, window.top),
            Box(0, window.bottom, width, height),
            Box(0, window.top, window.left, window.bottom),
            Box(window.right, window.top, width, window.bottom),
        )
        self._bands += [(box, whole.region(*box)) for box in bands if box.width and box.height]
        for left in (window.left, window.right - turn) if turn else ():
            for top in (window.top, window.bottom - turn):
                box = Box(left, top, left + turn, top + turn)
                self._corners.append((box, plane_tile(np.ascontiguousarray(rgba[top : box.bottom, left : box.right]))))


class _MatMask(VideoClip):  # type: ignore[misc] # moviepy ships no types, so its classes are Any
    """Opacity of the mat."""

    def __init__(self, clip: MatClip, seconds: float) -> None:
        super().__init__(is_mask=True, duration=seconds)
        self.size = tuple(clip.size)
        self._clip = clip

    def frame_function(self, t: float) -> npt.NDArray[np.float64]:  # noqa: ARG002 - moviepy's signature
        return self._clip.picture()[:, :, 3] / 255.0

    def with_updated_frame_function(self, frame_function: Any) -> Any:
        plain = VideoClip(frame_function=frame_function, is_mask=True, duration=self.duration)
        plain.start, plain.end = self.start, self.end
        return plain


def window_of(mat: Mat, preset: Preset) -> Box:
    """Compute the window in pixels; edges are even."""
    left, right = (2 * round(share * preset.width / 2) for share in (mat.left, mat.right))
    top, bottom = (2 * round(share * preset.height / 2) for share in (mat.top, mat.bottom))
    return Box(left, top, preset.width - right, preset.height - bottom)
