"""Finds the parts of a picture that draw attention, and the crop that keeps them.

The map of attention sums the features of smartcrop.js (J. Wagner, 2014) on a small copy: edges (detail draws the eye),
saturated colour, and skin by its chroma (135-175 Cr, 80-130 Cb: nearly the same for light and dark skin, Chai and
Ngan 1999), with a mild preference for the middle. The crop is as large as the picture allows. Along the one
axis that must be cut, it moves to the position of most attention, weighted towards the crop's middle.
"""

from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from reelwright_media.canvas.planes import RgbImage

Attention = npt.NDArray[np.float32]
"""Height x width, not below 0."""

_SMALL_PIXELS: Final = 192
"""Longer side of the analysed copy."""
_SKIN_WEIGHT: Final = 1.8
_COLOUR_WEIGHT: Final = 0.35
_DARKEST_SKIN, _BRIGHTEST_SKIN = 40, 245
_LEAST_SATURATION: Final = 0.4
_MIDDLE_BONUS: Final = 0.25
_EDGE_OF_CROP: Final = 0.35
"""Weight of attention at the border of a crop, against 1 in its middle: keeps subjects off the border."""


def attention(image: RgbImage) -> Attention:
    """Compute the attention map of an RGB picture, on a small copy of the same shape."""
    height, width = image.shape[:2]
    scale = min(1.0, _SMALL_PIXELS / max(height, width))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    small = cv2.resize(image, size, interpolation=cv2.INTER_AREA)
    luma, red, blue = cv2.split(cv2.cvtColor(small, cv2.COLOR_RGB2YCrCb))
    smooth = cv2.GaussianBlur(luma.astype(np.float32), (0, 0), 1.0)
    edges = np.abs(cv2.Laplacian(smooth, cv2.CV_32F))
    detail = edges / (edges.max() or 1.0)
    saturation = cv2.split(cv2.cvtColor(small, cv2.COLOR_RGB2HSV))[1].astype(np.float32) / 255
    lit = (luma > _DARKEST_SKIN) & (luma < _BRIGHTEST_SKIN)
    skin = (red >= 135) & (red <= 175) & (blue >= 80) & (blue <= 130) & lit  # noqa: PLR2004 - the source's own figures
    colour = np.maximum(saturation - _LEAST_SATURATION, 0) * lit
    found = detail + _SKIN_WEIGHT * skin * (0.2 + detail) + _COLOUR_WEIGHT * colour
    return np.asarray(cv2.GaussianBlur(found.astype(np.float32), (0, 0), 3.0), np.float32)


def best_crop(seen: Attention, width: int, height: int, *, shape: tuple[int, int]) -> tuple[int, int, int, int]:
    """Choose the largest box of `shape` (width, height of the frame) in a picture: left, top, width, height.

    `seen` is the picture's attention, `width` and `height` its own size in pixels.
    """
    wide, high = shape
    scale = min(width / wide, height / high)
    crop_width, crop_height = min(width, round(wide * scale)), min(height, round(high * scale))
    left = _offset(seen.sum(axis=0), width, crop_width)
    top = _offset(seen.sum(axis=1), height, crop_height)
    return left, top, crop_width, crop_height


def _offset(profile: npt.NDArray[np.float32], length: int, kept: int) -> int:
    """Find the offset of the window of `kept` pixels with the most attention, along an axis of `length` pixels."""
    if kept >= length:
        return 0
    cells = len(profile)
    window = max(1, min(cells, round(cells * kept / length)))
    places = np.linspace(-1, 1, window + 2)[1:-1]
    weights = _EDGE_OF_CROP + (1 - _EDGE_OF_CROP) * (1 - places**2)
    middle = 1 + _MIDDLE_BONUS * (1 - np.linspace(-1, 1, cells) ** 2)
    flat = profile.mean() * 0.05 + 1e-6  # an empty picture is cropped in its middle
    sums = np.convolve((profile + flat) * middle, weights[::-1], mode="valid")
    best = float(np.flatnonzero(sums >= sums.max() * (1 - 1e-6)).mean())
    return round(min(length - kept, max(0.0, best * length / cells)))
