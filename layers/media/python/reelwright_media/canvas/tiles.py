"""A drawn caption as something that can be laid on planes by one multiplication and one addition."""

from typing import NamedTuple

import cv2
import numpy as np
import numpy.typing as npt

from reelwright_media.canvas.placing import Box
from reelwright_media.canvas.planes import Planes, premultiplied_planes

PremultipliedRgba = npt.NDArray[np.uint8]


class PlaneTile(NamedTuple):
    """For each plane what is added and what is kept of the ground: `ground * kept / 255 + added`."""

    added: Planes
    kept: Planes

    def lay(self, ground: Planes) -> None:
        """Blend the tile onto planes of its size."""
        for into, added, kept in zip(ground, self.added, self.kept, strict=True):
            cv2.add(cv2.multiply(into, kept, scale=1 / 255), added, into)

    def patched(self, patch: "PlaneTile", box: Box) -> "PlaneTile":
        """Return the tile with another one laid in at a box with even edges; what stays the same is shared."""
        return PlaneTile(_with_patch(self.added, patch.added, box), _with_patch(self.kept, patch.kept, box))


def _with_patch(planes: Planes, patch: Planes, box: Box) -> Planes:
    if all(np.array_equal(have, new) for have, new in zip(planes.region(*box), patch, strict=True)):
        return planes
    patched = Planes(*(plane.copy() for plane in planes))
    for into, plane in zip(patched.region(*box), patch, strict=True):
        np.copyto(into, plane)
    return patched


def plane_tile(rgba: PremultipliedRgba) -> PlaneTile:
    """Return the tile of a premultiplied picture of even size."""
    added, alpha = premultiplied_planes(rgba)
    return PlaneTile(added, Planes(*(255 - plane for plane in alpha)))


def changed_patch(rgba: PremultipliedRgba, before: PremultipliedRgba) -> tuple[PlaneTile, Box] | None:
    """Return what turns the tile of `before` into that of `rgba`, and where; None where they are the same.

    Both have the same even size. Chroma mixes neighbours: the box reaches two pixels beyond what
    changed, and is cut out of a tile that reaches two further, so the patched tile is the one drawn anew.
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
    """Return the picture centred in a box of this size, scaled about its middle (at most 1) and faded."""
    have_height, have_width = rgba.shape[:2]
    faded = rgba if opacity >= 1 else cv2.convertScaleAbs(rgba, alpha=opacity)
    left, top = (width - have_width * scale) / 2, (height - have_height * scale) / 2
    if scale == 1:
        sides = (int(top), height - have_height - int(top), int(left), width - have_width - int(left))
        return np.asarray(cv2.copyMakeBorder(faded, *sides, cv2.BORDER_CONSTANT, value=(0, 0, 0, 0)), np.uint8)
    shift = (scale - 1) / 2  # pixel centres, not corners, are what warpAffine scales
    place = np.array([[scale, 0, left + shift], [0, scale, top + shift]])
    return np.asarray(cv2.warpAffine(faded, place, (width, height), flags=cv2.INTER_LINEAR), np.uint8)
