"""A picture file becomes source planes: decoded once, cropped to cover, kept slightly larger than the frame."""

from pathlib import Path

import cv2
import numpy as np

from reelwright.errors import ContentError
from reelwright_media.rendering.planes import Planes, RgbImage, planes_from_rgb
from reelwright_media.rendering.sampling import OVERSIZE, pad


def read_picture(path: Path) -> RgbImage:
    """Return a picture file as RGB, turned as its EXIF data says.

    Raises ContentError where it is no picture that OpenCV can read (JPEG, PNG, WebP and others).
    """
    return decode_picture(path.read_bytes())


def decode_picture(data: bytes) -> RgbImage:
    """Return the bytes of a picture file as RGB. Raises ContentError where they are no picture."""
    try:
        bgr = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    except cv2.error:  # empty data, or more pixels than OpenCV's own limit
        bgr = None
    if bgr is None:
        raise ContentError("The picture of a scene cannot be read as an image.")
    return np.asarray(cv2.cvtColor(bgr, cv2.COLOR_BGR2RGB), np.uint8)


def cover(image: RgbImage, width: int, height: int) -> RgbImage:
    """Return the middle of an image, cropped to the shape of width x height and scaled to exactly that size."""
    have_height, have_width = image.shape[:2]
    scale = max(width / have_width, height / have_height)
    crop_width, crop_height = min(have_width, round(width / scale)), min(have_height, round(height / scale))
    left, top = (have_width - crop_width) // 2, (have_height - crop_height) // 2
    crop = image[top : top + crop_height, left : left + crop_width]
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(crop, (width, height), interpolation=way), np.uint8)


def source_planes(image: RgbImage, width: int, height: int) -> Planes:
    """Return padded planes for `draw_view` on frames of width x height."""
    large = cover(image, _even(width * OVERSIZE), _even(height * OVERSIZE))
    return Planes(*(pad(plane) for plane in planes_from_rgb(large)))


def _even(value: float) -> int:
    return 2 * round(value / 2)
