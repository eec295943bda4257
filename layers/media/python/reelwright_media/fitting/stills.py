"""Pictures of our own encoding: written as JPEG by the sandbox's outer process, cropped to a film's shape by later steps."""

from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from reelwright.errors import MissingArtefactError
from reelwright_media.canvas.planes import RgbImage
from reelwright_media.fitting.focus import attention, best_crop

_KEPT_QUALITY: Final = 95
_SHOWN_QUALITY: Final = 92


def kept(image: RgbImage) -> bytes:
    """Encode a whole picture for later crops: JPEG with colour at full size, so a second encoding is not seen."""
    return _jpeg(image, _KEPT_QUALITY, cv2.IMWRITE_JPEG_SAMPLING_FACTOR_444)


class FittedStills:
    """Implements `reelwright.film.makers.StillFitter`."""

    def fit(self, still: bytes, *, width: int, height: int) -> bytes:
        """Encode a JPEG of exactly this size, cropped to the focus of attention."""
        return _fitted(still, width, height)


def _fitted(still: bytes, width: int, height: int) -> bytes:
    decoded = cv2.imdecode(np.frombuffer(still, np.uint8), cv2.IMREAD_COLOR)
    if decoded is None:
        raise MissingArtefactError("a kept picture is damaged")
    image = np.asarray(cv2.cvtColor(decoded, cv2.COLOR_BGR2RGB), np.uint8)
    have_height, have_width = image.shape[:2]
    left, top, wide, high = best_crop(attention(image), have_width, have_height, shape=(width, height))
    way = cv2.INTER_AREA if wide > width else cv2.INTER_CUBIC
    cut = cv2.resize(image[top : top + high, left : left + wide], (width, height), interpolation=way)
    return _jpeg(np.asarray(cut, np.uint8), _SHOWN_QUALITY, cv2.IMWRITE_JPEG_SAMPLING_FACTOR_420)


def _jpeg(image: RgbImage, quality: int, sampling: int) -> bytes:
    options = [int(cv2.IMWRITE_JPEG_QUALITY), quality, int(cv2.IMWRITE_JPEG_SAMPLING_FACTOR), int(sampling)]
    done, data = cv2.imencode(".jpg", cv2.cvtColor(image, cv2.COLOR_RGB2BGR), options)
    if not done:
        raise ValueError(f"a picture of {image.shape[1]} x {image.shape[0]} pixels cannot be written as JPEG")
    return bytes(data)


def kept_mark(rgba: npt.NDArray[np.uint8]) -> bytes:
    """Encode a picture with transparent parts (height x width x 4, not premultiplied) as PNG."""
    _, data = cv2.imencode(".png", cv2.cvtColor(rgba, cv2.COLOR_RGBA2BGRA))
    return bytes(data)
