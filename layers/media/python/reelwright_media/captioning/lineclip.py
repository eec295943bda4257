"""One caption line as a moviepy clip: a small picture with a mask at a fixed position, painted directly into planes."""

from collections.abc import Callable, Hashable
from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt

from reelwright.film.captions.model import CaptionLine
from reelwright.film.captions.styles import CaptionStyle
from reelwright.film.platforms.presets import Preset
from reelwright_media.canvas.composition import VideoClip
from reelwright_media.canvas.painted import PaintedClip
from reelwright_media.canvas.placing import Box
from reelwright_media.canvas.planes import Planes, RgbImage
from reelwright_media.canvas.tiles import PlaneTile, PremultipliedRgba, changed_patch, plane_tile
from reelwright_media.captioning.last import LastResult
from reelwright_media.captioning.lettered import LetteredLine, Letterer
from reelwright_media.captioning.painters import PAINTERS


class LineDrawing:
    """Draws the states of one line; the last picture, tile and ground are cached."""

    def __init__(
        self, line: CaptionLine, *, preset: Preset, language: str, style: CaptionStyle, letterer: Letterer
    ) -> None:
        letters = LetteredLine(line, preset=preset, language=language, style=style, letterer=letterer)
        self.box: Box = letters.box
        self._painter = PAINTERS[style.painting](line, letters, style)
        self._picture = LastResult(self._painter.draw)
        self._tile = LastResult(self._make_tile)
        self._ground = LastResult(self._make_ground)

    def picture(self, seconds: float) -> PremultipliedRgba:
        """Draw the line at a time of the film: premultiplied RGBA in the size of the box."""
        return self._picture(self._painter.state_at(seconds))

    def tile(self, seconds: float) -> PlaneTile:
        """Draw the line at a time of the film as a tile for planes."""
        return self._tile(self._painter.state_at(seconds))

    def _make_tile(self, state: Hashable) -> PlaneTile:
        return self._tile_of(state, self._picture(state))

    def _tile_of(self, state: Hashable, picture: PremultipliedRgba) -> PlaneTile:
        ground = self._painter.ground(state)
        if ground is None:
            return plane_tile(picture)
        # Converting RGBA to planes is the costly part: convert only the patch that differs from the ground's tile.
        under, tile = self._ground(ground)
        changed = changed_patch(picture, under)
        return tile.patched(*changed) if changed else tile

    def _make_ground(self, state: Hashable) -> tuple[PremultipliedRgba, PlaneTile]:
        picture = self._painter.draw(state)
        return picture, self._tile_of(state, picture)


class _LineMask(VideoClip):  # type: ignore[misc] # moviepy ships no types, so its classes are Any
    """Opacity of the line. moviepy tools that change it get a plain VideoClip, which `has_own_mask` detects."""

    def __init__(self, drawing: LineDrawing, starts_at: float, seconds: float) -> None:
        super().__init__(is_mask=True, duration=seconds)
        self.size = (drawing.box.width, drawing.box.height)
        self._drawing = drawing
        self._starts_at = starts_at

    def frame_function(self, t: float) -> npt.NDArray[np.float64]:
        return self._drawing.picture(self._starts_at + t)[:, :, 3] / 255.0

    def with_updated_frame_function(self, frame_function: Callable[[float], Any]) -> Any:
        plain = VideoClip(frame_function=frame_function, is_mask=True, duration=self.duration)
        plain.start, plain.end = self.start, self.end
        return plain


class LineClip(PaintedClip):
    """A caption line. Times of the clip count from `starts_at`, a time of the film in seconds, for `seconds`."""

    opaque: ClassVar[bool] = False

    def __init__(self, drawing: LineDrawing, *, starts_at: float, seconds: float) -> None:
        box = drawing.box
        super().__init__((box.width, box.height), seconds)
        self.pos = self._own_pos = lambda _t: (box.left, box.top)
        self.mask = _LineMask(drawing, starts_at, seconds)
        self._drawing = drawing
        self._starts_at = starts_at

    def frame_function(self, t: float) -> RgbImage:
        """Straight (not premultiplied) colours of the line; the mask holds their opacity."""
        rgba = self._drawing.picture(self._starts_at + t)
        alpha = np.maximum(rgba[:, :, 3:], 1)
        return np.minimum(rgba[:, :, :3].astype(np.uint16) * 255 // alpha, 255).astype(np.uint8)

    def has_own_mask(self) -> bool:
        """Whether the mask was neither replaced nor changed."""
        return isinstance(self.mask, _LineMask) and "frame_function" not in self.mask.__dict__

    def can_paint(self) -> bool:
        """Whether the clip is unchanged; a clip with a recorded effect is painted through RGB instead."""
        return super().can_paint() and self.opacity_at is None and self.shift_at is None

    def paint(self, t: float, planes: Planes, scratch: Planes) -> None:  # noqa: ARG002 - the base class's signature
        """Blend the line onto the frame."""
        self._drawing.tile(self._starts_at + t).lay(planes.region(*self._drawing.box))
