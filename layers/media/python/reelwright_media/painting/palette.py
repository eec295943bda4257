"""Colours of a picture: four named ones, from which every scenery takes all of its own."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Colour = npt.NDArray[np.float32]
"""Red, green, blue as shares 0-1, sRGB encoded (mixes are made there, as designers' tools do)."""


@dataclass(frozen=True, slots=True, eq=False)
class Palette:
    """Top, middle and bottom of the picture, and the accent: what shines."""

    top: Colour
    middle: Colour
    bottom: Colour
    accent: Colour


def colour(code: str) -> Colour:
    """Return a `#rrggbb` as a colour; raises ValueError where it is none."""
    return np.array(_shares(code), np.float32)


def _shares(code: str) -> list[float]:
    channels = bytes.fromhex(code.removeprefix("#"))
    if len(channels) != 3:  # noqa: PLR2004 - red, green, blue
        raise ValueError(f"{code} is not #rrggbb")
    return [channel / 255 for channel in channels]


def palette(codes: tuple[str, str, str, str]) -> Palette:
    """Return a palette of four `#rrggbb` codes."""
    return Palette(*(colour(code) for code in codes))


def code(value: Colour) -> str:
    """Return a colour as `#rrggbb`."""
    return "#" + bytes(np.clip(np.rint(value * 255), 0, 255).astype(np.uint8)).hex()


def blend(one: Colour, other: Colour, share: float) -> Colour:
    """Return `one` with `share` of it replaced by `other`."""
    return np.asarray(one + (other - one) * np.float32(share), np.float32)
