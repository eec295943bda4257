"""Colours as numbers: BT.709's luma, and codes as channels."""

from typing import Final

import numpy as np
import numpy.typing as npt

Channels = npt.NDArray[np.float64]
"""Red, green and blue, each from 0 to 1."""

LUMA: Final[Channels] = np.array([0.2126, 0.7152, 0.0722])
"""Weights of red, green and blue in luma (ITU-R BT.709, item 3.2)."""


def channels_of(code: str) -> Channels:
    """Convert `#rrggbb` to channels."""
    return np.array([value / 255 for value in bytes.fromhex(code.removeprefix("#"))])


def code_of(channels: Channels) -> str:
    """Convert channels to `#rrggbb`; values outside 0 to 1 are clipped."""
    return "#" + bytes(np.clip(np.rint(channels * 255), 0, 255).astype(np.uint8)).hex()
