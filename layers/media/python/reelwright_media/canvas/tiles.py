"""A drawn caption as a tile that is blended onto planes by one multiplication and one addition."""

from typing import NamedTuple

import cv2
import numpy as np
import numpy.typing as npt

from reelwright_media.canvas.placing import Box
from reelwright_media.canvas.planes import Planes, premultiplied_planes

PremultipliedRgba = npt.NDArray[np.uint8]


class PlaneTile(NamedTuple):
    """For each plane, the values of `ground * kept / 255 + added`."""

    added: Planes
    kept: Planes

    def lay(self, ground: Planes) -> None:
        """Blend the tile onto planes of its size."""
        for into, added, kept in zip(ground, self.added, self.kept, strict=True):
            cv2.add(cv2.multiply(into, kept, scale=1 / 255), added, into)

    def patched(self, patch: "PlaneTile", box: Box) -> "PlaneTile":
        """Replace a box with even edges by another tile; unchanged planes are shared."""
        return PlaneTile(_with_patch(self.added, patch.added, box), _with_patch(self.kept, patch.kept, box))


def _with_patch(planes: Planes, patch: Planes, box: Box) -> Planes:
    if all(np.array_equal(have, new) for have, new in zip(planes.region(*box), patch, strict=True)):
        return planes
    patched = Planes(*(plane.copy() for plane in planes))
    for into, plane in zip(patched.region(*box), patch, strict=True):
        np.copyto(into, plane)
    return patched


def plane_tile(rgba: PremultipliedRgba) -> PlaneTile:
    """Convert a premultiplied picture of even size to a tile."""
    return PlaneTile(*premultiplied_planes(rgba))


def changed_patch(rgba: PremultipliedRgba, before: PremultipliedRgba) -> tuple[PlaneTile, Box] | None:
    """Compute the patch from the tile of `before` to that of `rgba`, and its box; None if they are equal.

    Both have the same even size. Chroma mixes neighbours: the box reaches two pixels beyond the
    change, and is cut out of a tile two pixels larger, so the patched tile equals a newly drawn one.
    """
    whole_pixels = [np.ascontiguousarray(picture).view(np.uint32)[:, :, 0] for picture in (rgba, before)]
    left, top, width, height = cv2.boundingRect((whole_pixels[0] != whole_pixels[1]).view(np.uint8))
    if not width:
        return None
    changed = Box(left & ~1, top & ~1, left + width + (left + width & 1), top + height + (top + height & 1))
    box, outer = _grown(changed, 2, rgba), _grown(changed, 4, rgba)
    tile = plane_tile(rgba[outer.top : outer.bottom, outer.left : outer.right])
    inner = (box.left - outer.left, box.top - outer.top, box.right - outer.left, box.bottom - outer.top)
    return PlaneTile(tile.added.region(*inner), tile.kept.region(*inner)), box


def _grown(box: Box, by: int, rgba: PremultipliedRgba) -> Box:
    height, width = rgba.shape[:2]
    return Box(max(0, box.left - by), max(0, box.top - by), min(width, box.right + by), min(height, box.bottom + by))


def fit_box(
    rgba: PremultipliedRgba, width: int, height: int, *, scale: float = 1.0, opacity: float = 1.0
) -> PremultipliedRgba:
    """Centre the picture in a box of this size, scaled about its middle (at most 1) and faded."""
    have_height, have_width = rgba.shape[:2]
    faded = rgba if opacity >= 1 else cv2.convertScaleAbs(rgba, alpha=opacity)
    left, top = (width - have_width * scale) / 2, (height - have_height * scale) / 2
    if scale == 1:
        sides = (int(top), height - have_height - int(top), int(left), width - have_width - int(left))
        return np.asarray(cv2.copyMakeBorder(faded, *sides, cv2.BORDER_CONSTANT, value=(0, 0, 0, 0)), np.uint8)
    shift = (scale - 1) / 2  # warpAffine scales pixel centres, not corners
    place = np.array([[scale, 0, left + shift], [0, scale, top + shift]])
    return np.asarray(cv2.warpAffine(faded, place, (width, height), flags=cv2.INTER_LINEAR), np.uint8)
