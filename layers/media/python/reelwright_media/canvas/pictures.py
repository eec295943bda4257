"""Converts a picture file to source planes: decoded once, cropped to cover the frame, slightly larger than it."""

from pathlib import Path
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from reelwright.errors import ContentError
from reelwright_media.canvas.planes import Planes, RgbImage, planes_from_rgb
from reelwright_media.canvas.sampling import OVERSIZE, pad

Pixels = npt.NDArray[np.uint8]
"""Height x width, and channels where there are several."""
_SMALLEST: Final = 16
"""A picture of fewer pixels across is scaled without a crop: half of it may be zero pixels."""


def read_picture(path: Path) -> RgbImage:
    """Read a picture file as RGB, rotated by its EXIF orientation.

    Raises ContentError if OpenCV cannot read the picture (JPEG, PNG, WebP and others).
    """
    return decode_picture(path.read_bytes())


def decode_picture(data: bytes) -> RgbImage:
    """Decode the bytes of a picture file to RGB. Raises ContentError if they are not a picture."""
    try:
        rgb = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR_RGB)
    except cv2.error:  # empty data, or more pixels than OpenCV's own limit
        rgb = None
    if rgb is None:
        raise ContentError("The picture of a scene cannot be read as an image.")
    return np.asarray(rgb, np.uint8)


def cropped(image: RgbImage, width: int, height: int) -> RgbImage:
    """Crop the middle of an image to the shape of width x height, as large as possible; returns a view.

    Its sides are even where the image has two pixels or more, so the shape may be off by a pixel.
    """
    have_height, have_width = image.shape[:2]
    scale = max(width / have_width, height / have_height)
    crop_width, crop_height = _within(width / scale, have_width), _within(height / scale, have_height)
    left, top = (have_width - crop_width) // 2, (have_height - crop_height) // 2
    return image[top : top + crop_height, left : left + crop_width]


def _within(wanted: float, have: int) -> int:
    return max(1, min(have & ~1, _even(wanted)))


def source_planes(image: RgbImage, width: int, height: int, *, oversize: float = OVERSIZE) -> Planes:
    """Build padded planes for `draw_view` on frames of width x height; `oversize` is their size relative to the frame.

    Where a view's zoom never changes, `oversize` is that zoom: moving without scaling is cheaper and sharper.
    Pictures are enlarged as planes, which have half as many samples as RGB.
    """
    wide, high = _even(width * oversize), _even(height * oversize)
    crop = cropped(image, wide, high)
    crop_height, crop_width = crop.shape[:2]
    if crop_width > wide or crop_height > high or min(crop_width, crop_height) < _SMALLEST:
        crop = _scaled(crop, wide, high)
    return enlarged_planes(planes_from_rgb(crop), width, height, oversize=oversize)


def enlarged_planes(planes: Planes, width: int, height: int, *, oversize: float) -> Planes:
    """Build the padded planes of `source_planes` from planes that have the frame's shape already."""
    wide, high = _even(width * oversize), _even(height * oversize)
    sizes = ((wide, high), (wide // 2, high // 2), (wide // 2, high // 2))
    return Planes(*(pad(_scaled(plane, *size)) for plane, size in zip(planes, sizes, strict=True)))


def _scaled(pixels: Pixels, width: int, height: int) -> Pixels:
    have_height, have_width = pixels.shape[:2]
    if (have_width, have_height) == (width, height):
        return pixels
    way = cv2.INTER_AREA if width < have_width else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(pixels, (width, height), interpolation=way), np.uint8)


def _even(value: float) -> int:
    return 2 * round(value / 2)
