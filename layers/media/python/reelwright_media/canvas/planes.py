"""The canvas used for every frame: three planes of YUV 4:2:0, BT.709, limited range, chroma sited left (H.264's default).

Sizes are even. A plane is a numpy view, so the same functions paint an encoder frame, a scratch canvas and
a region of either.
"""

from collections.abc import Iterator
from typing import Final, NamedTuple, TypeVar

import av
import cv2
import numpy as np
import numpy.typing as npt

from reelwright_media.canvas.colours import LUMA

cv2.setNumThreads(1)  # x264 shares the cores: a second cv2 thread costs 10 % more CPU for the same frames

Number = TypeVar("Number", np.uint8, np.float32)
Plane = npt.NDArray[np.uint8]
RgbImage = npt.NDArray[np.uint8]
"""Height x width x 3, 8 bits."""

BLACK: Final = (16, 128, 128)
"""Y, U and V of black in limited range."""

"""ITU-R BT.709-6, section 3: luma coefficients of R, G and B."""


def _matrix() -> npt.NDArray[np.float64]:
    """Return the 3x4 matrix full-range RGB -> limited-range YUV (BT.709-6, sections 3 and 4, 8 bits)."""
    blue = (np.array([0.0, 0.0, 1.0]) - LUMA) / (2 * (1 - LUMA[2]))
    red = (np.array([1.0, 0.0, 0.0]) - LUMA) / (2 * (1 - LUMA[0]))
    scale = np.array([[219.0], [224.0], [224.0]]) / 255
    return np.concatenate([np.stack([LUMA, blue, red]) * scale, [[16.0], [128.0], [128.0]]], axis=1)


_TO_YUV: Final = _matrix()
_TO_RGB: Final = np.linalg.inv(_TO_YUV[:, :3])


class Planes(NamedTuple):
    """Luma at full size, both chroma planes at half size."""

    y: Plane
    u: Plane
    v: Plane

    @property
    def width(self) -> int:
        """Width of the picture in pixels."""
        return int(self.y.shape[1])

    @property
    def height(self) -> int:
        """Height of the picture in pixels."""
        return int(self.y.shape[0])

    def region(self, left: int, top: int, right: int, bottom: int) -> "Planes":
        """Return a view of a box; its edges must be even, so that chroma has the same edges."""
        half = (slice(top // 2, bottom // 2), slice(left // 2, right // 2))
        return Planes(self.y[top:bottom, left:right], self.u[half], self.v[half])


def empty_planes(width: int, height: int) -> Planes:
    """Allocate an uninitialised canvas; sizes in pixels, even."""
    half = (height // 2, width // 2)
    return Planes(np.empty((height, width), np.uint8), np.empty(half, np.uint8), np.empty(half, np.uint8))


def planes_of(frame: av.VideoFrame) -> Planes:
    """Return the buffers of a yuv420p frame as views: writing to them writes the frame."""
    return Planes(*_views(frame))


def _views(frame: av.VideoFrame) -> Iterator[Plane]:
    for plane in frame.planes:
        rows = np.frombuffer(plane, np.uint8).reshape(-1, plane.line_size)  # type: ignore[call-overload] # a PyAV plane is a writable buffer; its stubs do not say so
        yield rows[: plane.height, : plane.width]


def fill(planes: Planes, colour: tuple[int, int, int] = BLACK) -> None:
    """Paint one YUV colour everywhere."""
    for plane, value in zip(planes, colour, strict=True):
        plane[:] = value


def copy(source: Planes, target: Planes) -> None:
    """Copy a picture into another of the same size."""
    for plane, into in zip(source, target, strict=True):
        np.copyto(into, plane)


def mix(source: Planes, target: Planes, share: float) -> None:
    """Blend `share` (0-1) of the source into the target."""
    for plane, into in zip(source, target, strict=True):
        cv2.addWeighted(into, 1 - share, plane, share, 0, into)


def halve(plane: npt.NDArray[Number]) -> npt.NDArray[Number]:
    """Reduce a full-size plane to chroma size, sited left: 1-2-1 around even columns, mean of each two rows.

    Several planes may be stacked in a third axis. In 8 bits each of the two means is rounded.
    """
    rows = cv2.addWeighted(plane[::2], 0.5, plane[1::2], 0.5, 0)
    soft = cv2.GaussianBlur(rows, (3, 1), 0, borderType=cv2.BORDER_REPLICATE)  # sigma 0: exactly 1-2-1
    size = (plane.shape[1] // 2, plane.shape[0] // 2)
    return np.asarray(cv2.resize(soft, size, interpolation=cv2.INTER_NEAREST), plane.dtype)  # takes even columns


def full_yuv(rgb: RgbImage) -> tuple[Plane, Plane, Plane]:
    """Convert an RGB image to Y, U and V, all at full size."""
    y, u, v = cv2.split(cv2.transform(rgb, _TO_YUV))
    return np.asarray(y, np.uint8), np.asarray(u, np.uint8), np.asarray(v, np.uint8)


def premultiplied_planes(rgba: npt.NDArray[np.uint8]) -> tuple[Planes, Planes]:
    """Convert a premultiplied picture of even size (height x width x 4) to planes, and 255 minus its alpha likewise.

    The planes are multiplied by alpha like the picture.
    """
    thin = halve(rgba)
    clear, thin_clear = (np.asarray(255 - cv2.extractChannel(one, 3), np.uint8) for one in (rgba, thin))
    (y,), chroma = _premultiplied(rgba, clear, [0]), _premultiplied(thin, thin_clear, [1, 2])
    return Planes(y, *chroma), Planes(clear, thin_clear, thin_clear)


def _premultiplied(rgba: npt.NDArray[np.uint8], clear: Plane, channels: list[int]) -> list[Plane]:
    """Convert to some channels of YUV as if alpha were 255 everywhere, then take back the offsets where it is not.

    OpenCV converts three channels to three with vector instructions, which takes a third of the time of four to one.
    """
    yuv = cv2.transform(cv2.cvtColor(rgba, cv2.COLOR_RGBA2RGB), _TO_YUV)
    return [
        np.asarray(cv2.addWeighted(cv2.extractChannel(yuv, channel), 1, clear, -BLACK[channel] / 255, 0), np.uint8)
        for channel in channels
    ]


def planes_from_rgb(rgb: RgbImage) -> Planes:
    """Convert an RGB image of even size to planes."""
    y, u, v = full_yuv(rgb)
    return Planes(y, halve(u), halve(v))


def rgb_from_planes(planes: Planes) -> RgbImage:
    """Convert planes to an RGB image, with bilinear chroma, for moviepy tools that need RGB."""
    size = (planes.width, planes.height)
    # A left-sited sample lies half a luma pixel left of where cv2.resize puts it, hence the quarter of a chroma pixel.
    place = np.array([[0.5, 0.0, 0.0], [0.0, 0.5, -0.25]])
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    spread = [cv2.warpAffine(c, place, size, flags=flags, borderMode=cv2.BORDER_REPLICATE) for c in planes[1:]]
    yuv = cv2.merge([planes.y, *spread])
    matrix = np.concatenate([_TO_RGB, -_TO_RGB @ np.array([[16.0], [128.0], [128.0]])], axis=1)
    return np.asarray(cv2.transform(yuv, matrix), np.uint8)
