"""A drawn caption as something that can be laid on planes by one multiplication and one addition."""

from typing import NamedTuple

import cv2
import numpy as np
import numpy.typing as npt

from reelwright_media.rendering.planes import Plane, Planes, halve, weighted_yuv

PremultipliedRgba = npt.NDArray[np.uint8]


class PlaneTile(NamedTuple):
    """For each plane what is added and what is kept of the ground: `ground * kept / 255 + added`."""

    added: Planes
    kept: Planes

    def lay(self, ground: Planes) -> None:
        """Blend the tile onto planes of its size."""
        for into, added, kept in zip(ground, self.added, self.kept, strict=True):
            np.copyto(into, cv2.add(cv2.multiply(into, kept, scale=1 / 255), added))


def plane_tile(rgba: PremultipliedRgba) -> PlaneTile:
    """Return the tile of a premultiplied picture of even size."""
    alpha = np.asarray(rgba[:, :, 3] / 255, np.float32)
    y, u, v = weighted_yuv(rgba[:, :, :3], alpha)
    thin = halve(alpha)
    full = np.float32(255)
    kept, kept_thin = _bytes(full - full * alpha), _bytes(full - full * thin)
    return PlaneTile(Planes(_bytes(y), _bytes(halve(u)), _bytes(halve(v))), Planes(kept, kept_thin, kept_thin))


def fit_box(
    rgba: PremultipliedRgba, width: int, height: int, *, scale: float = 1.0, opacity: float = 1.0
) -> PremultipliedRgba:
    """Return the picture centred in a box of this size, scaled about its middle (at most 1) and faded."""
    have_height, have_width = rgba.shape[:2]
    faded = rgba if opacity >= 1 else cv2.convertScaleAbs(rgba, alpha=opacity)
    left, top = (width - have_width * scale) / 2, (height - have_height * scale) / 2
    if scale == 1:
        left, top = int(left), int(top)
    shift = (scale - 1) / 2  # pixel centres, not corners, are what warpAffine scales
    place = np.array([[scale, 0, left + shift], [0, scale, top + shift]])
    return np.asarray(cv2.warpAffine(faded, place, (width, height), flags=cv2.INTER_LINEAR), np.uint8)


def _bytes(values: npt.NDArray[np.float32]) -> Plane:
    return np.asarray(np.clip(np.rint(values), 0, 255), np.uint8)
