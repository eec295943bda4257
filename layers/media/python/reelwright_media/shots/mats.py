"""The mat of a film: what covers its pictures around a window, the same on every frame.

It is drawn once a shot. A frame costs a copy of what is opaque, and a blend of the small tiles along its edges.
"""

from collections.abc import Iterator
from typing import Any, ClassVar, Final

import numpy as np
import numpy.typing as npt

from reelwright.film.platforms.presets import Preset
from reelwright.film.scenes.arrangements import Mat
from reelwright_media.canvas.composition import VideoClip
from reelwright_media.canvas.painted import PaintedClip
from reelwright_media.canvas.placing import Box
from reelwright_media.canvas.planes import Planes, RgbImage, copy, planes_from_rgb
from reelwright_media.canvas.tiles import PlaneTile, PremultipliedRgba, plane_tile
from reelwright_media.shots.matshapes import drawing_of
from reelwright_media.shots.ornaments import ornament
from reelwright_media.typography.drawing import composite
from reelwright_media.typography.inking import coloured
from reelwright_media.typography.vector import coverage, rasterise

_TILE_PX: Final = 32
"""Side of the tiles that are copied, blended or left out; even."""
_OPAQUE: Final = 255


class MatClip(PaintedClip):
    """The mat for `seconds`; the drawing is made for the first frame."""

    opaque: ClassVar[bool] = False

    def __init__(self, mat: Mat, preset: Preset, seconds: float) -> None:
        super().__init__((preset.width, preset.height), seconds)
        self._mat = mat
        # Lists, because moviepy copies clips shallowly: copies share what was drawn.
        self._solid: list[tuple[Box, Planes]] = []
        self._edges: list[tuple[Box, PlaneTile]] = []
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
        """Draw the whole mat: premultiplied RGBA of the frame's size, clear where the picture shows."""
        width, height = self._own_size
        drawing = drawing_of(self._mat, width, height)
        ground = coloured(np.full((height, width), _OPAQUE, np.uint8), self._mat.ground)
        drawn = composite(ground, coloured(self._ornaments(), self._mat.line))
        drawn = composite(drawn, self._rasterised(drawing.under))
        hole = coverage(_scaled(drawing.hole, width), width, height)[..., :1]
        left = drawn.astype(np.uint16) * (_OPAQUE - hole.astype(np.uint16)) // _OPAQUE
        return composite(np.asarray(left, np.uint8), self._rasterised(drawing.over))

    def draw(self, t: float, planes: Planes) -> None:  # noqa: ARG002 - the base class's signature
        """Lay the mat on `planes`."""
        if not self._solid:
            self._make()
        for box, source in self._solid:
            copy(source, planes.region(*box))
        for box, tile in self._edges:
            tile.lay(planes.region(*box))

    def _rasterised(self, markup: str) -> PremultipliedRgba:
        width, height = self._own_size
        if not markup:
            return np.zeros((height, width, 4), np.uint8)
        rgba = rasterise(_scaled(markup, width), width, height).astype(np.uint16)
        alpha = rgba[..., 3:]
        return np.asarray(np.dstack([(rgba[..., :3] * alpha + _OPAQUE // 2) // _OPAQUE, alpha]), np.uint8)

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
        rgba = self.picture()
        whole = planes_from_rgb(np.ascontiguousarray(rgba[:, :, :3]))
        for box, is_solid in _parts(rgba[..., 3]):
            if is_solid:
                self._solid.append((box, whole.region(*box)))
            else:
                part = rgba[box.top : box.bottom, box.left : box.right]
                self._edges.append((box, plane_tile(np.ascontiguousarray(part))))


def _scaled(markup: str, width: int) -> str:
    """Scale the units of a drawing to pixels."""
    return f'<g transform="scale({width / 100:.4f})">{markup}</g>'


def _parts(alpha: npt.NDArray[np.uint8]) -> Iterator[tuple[Box, bool]]:
    """List boxes of tiles that are not clear, and whether they are opaque; equal runs of tiles below each other are one."""
    height, width = alpha.shape
    growing: dict[tuple[int, int, bool], Box] = {}
    for top in range(0, height, _TILE_PX):
        row = alpha[top : top + _TILE_PX]
        runs = dict.fromkeys(_runs(row))
        yield from ((box, key[2]) for key, box in growing.items() if key not in runs)
        bottom = top + row.shape[0]
        growing = {
            key: Box(key[0], growing[key].top if key in growing else top, min(width, key[1]), bottom) for key in runs
        }
    yield from ((box, key[2]) for key, box in growing.items())


def _runs(row: npt.NDArray[np.uint8]) -> Iterator[tuple[int, int, bool]]:
    """List the runs of tiles in a row that are opaque, or partly clear: left, right, and whether they are opaque."""
    starts = range(0, row.shape[1], _TILE_PX)
    kinds = [
        (row[:, left : left + _TILE_PX].min() == _OPAQUE, bool(row[:, left : left + _TILE_PX].any())) for left in starts
    ]
    first = 0
    for place in range(1, len(kinds) + 1):
        if place < len(kinds) and kinds[place] == kinds[first]:
            continue
        is_solid, is_drawn = kinds[first]
        if is_drawn:
            yield first * _TILE_PX, place * _TILE_PX, bool(is_solid)
        first = place


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
