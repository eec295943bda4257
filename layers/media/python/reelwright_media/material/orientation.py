"""The eight ways in which a camera stores an upright picture: turned by quarters, mirrored, or both."""

import struct
from typing import Final, NamedTuple, TypeVar

import av
import numpy as np
import numpy.typing as npt
from av.sidedata.sidedata import Type

Pixel = TypeVar("Pixel", bound=np.generic)
_MATRIX: Final = struct.Struct("=9i")


class Orientation(NamedTuple):
    """The steps that make a stored frame upright, in this order: swap its axes, then mirror it."""

    swaps_axes: bool = False
    flips_columns: bool = False
    flips_rows: bool = False

    def upright(self, pixels: npt.NDArray[Pixel]) -> npt.NDArray[Pixel]:
        """Return a view of the pixels (height x width, or x channels) turned upright."""
        turned = pixels.swapaxes(0, 1) if self.swaps_axes else pixels
        return turned[:: -1 if self.flips_rows else 1, :: -1 if self.flips_columns else 1]

    def size(self, width: int, height: int) -> tuple[int, int]:
        """Convert width and height from stored to upright, or back."""
        return (height, width) if self.swaps_axes else (width, height)


UPRIGHT: Final = Orientation()


def orientation_of(frame: av.VideoFrame) -> Orientation:
    """Read a film frame's display matrix, to the nearest quarter turn; without one the frame is upright.

    The matrix maps stored pixels to shown ones: x' = a x + c y, y' = b x + d y (ISO/IEC 14496-12, 6.2.2).
    """
    side = frame.side_data.get(Type.DISPLAYMATRIX)  # type: ignore[call-overload] # PyAV's stubs take the keys for text
    data = b"" if side is None else bytes(side)
    if len(data) < _MATRIX.size:
        return UPRIGHT
    a, b, _, c, d, *_ = _MATRIX.unpack_from(data)
    if abs(b) + abs(c) > abs(a) + abs(d):
        return Orientation(swaps_axes=True, flips_columns=c < 0, flips_rows=b < 0)
    return Orientation(flips_columns=a < 0, flips_rows=d < 0)


EXIF_ORIENTATIONS: Final = {
    2: Orientation(flips_columns=True),
    3: Orientation(flips_columns=True, flips_rows=True),
    4: Orientation(flips_rows=True),
    5: Orientation(swaps_axes=True),
    6: Orientation(swaps_axes=True, flips_columns=True),
    7: Orientation(swaps_axes=True, flips_columns=True, flips_rows=True),
    8: Orientation(swaps_axes=True, flips_rows=True),
}
"""By the value of tag 0x0112 (EXIF 2.32, 4.6.4); 1 and unknown values mean upright."""
