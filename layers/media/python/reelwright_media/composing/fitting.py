"""Fits a picture on a frame of another shape: whole in the middle, over a blurred and darkened copy that fills it.

Pictures are never stretched. If the shapes are similar, the picture is cropped to fill the frame instead,
because two thin strips beside it would look like a mistake.
"""

from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from reelwright_media.canvas.planes import BLACK, Plane, Planes, copy

_CLOSE_SHARE: Final = 0.88
"""Share of the picture that must survive a crop."""
_COARSE: Final = 16
"""The background is blurred at this fraction of its size: no visible difference, at almost no cost."""
_BLUR_SIGMA: Final = 5.0
_LIGHT: Final = 0.42
_COLOUR: Final = 0.7


class Fitting:
    """Paints pictures of one size on frames of another. Sizes are width, height, even."""

    def __init__(self, source: tuple[int, int], target: tuple[int, int]) -> None:
        (width, height), (wide, high) = source, target
        cover, contain = max(wide / width, high / height), min(wide / width, high / height)
        self.crops: Final = (wide * high) / (width * cover * height * cover) >= _CLOSE_SHARE
        self._crop = _middle(width, height, _even(wide / cover), _even(high / cover))
        inner = (min(wide, _even(width * contain)), min(high, _even(height * contain)))
        self._inner = _middle(wide, high, *inner)
        luma, chroma = np.arange(256, dtype=np.float32) - BLACK[0], np.arange(256, dtype=np.float32) - BLACK[1]
        self._dim = [_table(luma * _LIGHT + BLACK[0]), *[_table(chroma * _COLOUR + BLACK[1])] * 2]

    def paint(self, picture: Planes, target: Planes) -> None:
        """Paint the picture; every pixel of the target is written."""
        cut = picture.region(*self._crop)
        if self.crops:
            _scale(cut, target)
            return
        for plane, table, into in zip(cut, self._dim, target, strict=True):
            height, width = into.shape
            size = (max(2, width // _COARSE), max(2, height // _COARSE))
            coarse = cv2.GaussianBlur(cv2.resize(plane, size, interpolation=cv2.INTER_AREA), (0, 0), _BLUR_SIGMA)
            np.copyto(into, cv2.resize(cv2.LUT(coarse, table), (width, height), interpolation=cv2.INTER_LINEAR))
        _scale(picture, target.region(*self._inner))


def _scale(source: Planes, target: Planes) -> None:
    if source.y.shape == target.y.shape:
        copy(source, target)
        return
    way = cv2.INTER_AREA if source.width > target.width else cv2.INTER_CUBIC
    for plane, into in zip(source, target, strict=True):
        np.copyto(into, cv2.resize(plane, into.shape[::-1], interpolation=way))


def _middle(width: int, height: int, inner_width: int, inner_height: int) -> tuple[int, int, int, int]:
    """Compute the centred box with even edges: left, top, right, bottom."""
    left, top = (width - inner_width) // 4 * 2, (height - inner_height) // 4 * 2
    return left, top, left + inner_width, top + inner_height


def _even(value: float) -> int:
    return 2 * round(value / 2)


def _table(values: npt.NDArray[np.float32]) -> Plane:
    return np.asarray(np.clip(np.rint(values), 0, 255), np.uint8)
