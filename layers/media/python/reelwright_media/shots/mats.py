"""The mat of a film: what covers its pictures around a window, the same on every frame.

It is drawn once a shot. A frame costs a copy of what is opaque, and a blend of the small tiles along its edges.
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any, ClassVar, Final, NamedTuple

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
from reelwright_media.shots.matshapes import drawing_of
from reelwright_media.shots.ornaments import ornament
from reelwright_media.typography.drawing import composite
from reelwright_media.typography.inking import coloured
from reelwright_media.typography.vector import coverage, rasterise

_TILE_PX: Final = 32
"""Side of the tiles that are copied, blended or left out; even."""
_OPAQUE: Final = 255


class MatClip(PaintedClip):
    """The mat for `seconds`; the shots of a film share its drawing, which is made for the first frame."""

    opaque: ClassVar[bool] = False

    def __init__(self, mat: Mat, preset: Preset, seconds: float) -> None:
        super().__init__((preset.width, preset.height), seconds)
        self._mat = mat
        # A list, because moviepy copies clips shallowly: copies share what was drawn.
        self._parts: list[_Parts] = []
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
        return _drawn(self._mat, *self._own_size)

    def draw(self, t: float, planes: Planes) -> None:  # noqa: ARG002 - the base class's signature
        """Lay the mat on `planes`."""
        if not self._parts:
            self._parts.append(_parts_of(self._mat, *self._own_size))
        parts = self._parts[0]
        for box, source in parts.solid:
            copy(source, planes.region(*box))
        for box, tile in parts.edges:
            tile.lay(planes.region(*box))


class _Parts(NamedTuple):
    """A mat in boxes of the frame: those that are copied, and those that are blended."""

    solid: list[tuple[Box, Planes]]
    edges: list[tuple[Box, PlaneTile]]


@lru_cache(maxsize=2)
def _parts_of(mat: Mat, width: int, height: int) -> _Parts:
    """Cut a mat into boxes. Those of two mats are kept: a process renders the shots of one film."""
    rgba = _drawn(mat, width, height)
    whole = planes_from_rgb(np.ascontiguousarray(rgba[:, :, :3]))
    parts = _Parts([], [])
    for box, is_solid in _boxes(rgba[..., 3]):
        if is_solid:
            parts.solid.append((box, whole.region(*box)))
        else:
            part = rgba[box.top : box.bottom, box.left : box.right]
            parts.edges.append((box, plane_tile(np.ascontiguousarray(part))))
    return parts


def _drawn(mat: Mat, width: int, height: int) -> PremultipliedRgba:
    """Draw a mat, and below its other parts the ornament in its bands."""
    drawing = drawing_of(mat, width, height)
    name = mat.ornament
    bands = [] if name is None else [(round(first * height), round(last * height)) for first, last in mat.bands]
    if not drawing.hole:
        return _rasterised(drawing.over, width, height)
    ground = "".join(
        f'<rect y="{100 * top / width:.4f}" width="100" height="{100 * (bottom - top) / width:.4f}" fill="{mat.ground}"/>'
        for top, bottom in _between(bands, height)
    )
    drawn = _rasterised(f"{ground}{drawing.under}", width, height)
    hole = coverage(_scaled(drawing.hole, width), width, height)[..., 0]
    drawn = np.asarray(cv2.multiply(drawn, cv2.merge([255 - hole] * 4), scale=1 / _OPAQUE), np.uint8)
    if drawing.over:
        drawn = composite(drawn, _rasterised(drawing.over, width, height))
    if name is None:
        return drawn
    for top, bottom in bands:
        pattern = ornament(name, width, bottom - top)
        ground_rows = coloured(np.full((bottom - top, width), _OPAQUE, np.uint8), mat.ground)
        below = composite(ground_rows, coloured(pattern if top else pattern[::-1], mat.line))
        drawn[top:bottom] = composite(below, np.ascontiguousarray(drawn[top:bottom]))
    return drawn


def _rasterised(markup: str, width: int, height: int) -> PremultipliedRgba:
    """Rasterise a part of a drawing as premultiplied RGBA."""
    rgba = rasterise(_scaled(markup, width), width, height)
    alpha = cv2.cvtColor(rgba[..., 3], cv2.COLOR_GRAY2BGRA)
    alpha[..., 3] = _OPAQUE
    return np.asarray(cv2.multiply(rgba, alpha, scale=1 / _OPAQUE), np.uint8)


def _scaled(markup: str, width: int) -> str:
    """Scale the units of a drawing to pixels."""
    return f'<g transform="scale({width / 100:.4f})">{markup}</g>'


def _between(bands: list[tuple[int, int]], height: int) -> list[tuple[int, int]]:
    """List the rows outside of bands, which are in their order."""
    edges = [0, *(edge for band in bands for edge in band), height]
    return [(top, bottom) for top, bottom in zip(edges[::2], edges[1::2], strict=True) if top < bottom]


def _boxes(alpha: npt.NDArray[np.uint8]) -> Iterator[tuple[Box, bool]]:
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
