"""Colours of a picture: a palette of four, from which a scenery derives all its colours."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from reelwright_media.canvas.colours import LUMA

Colour = npt.NDArray[np.float32]
"""Red, green, blue 0-1, sRGB encoded; colours are mixed in sRGB, as design tools do."""


@dataclass(frozen=True, slots=True, eq=False)
class Palette:
    """Colours of the top, middle and bottom of the picture, and the accent for light and type."""

    top: Colour
    middle: Colour
    bottom: Colour
    accent: Colour


def colour(code: str) -> Colour:
    """Parse `#rrggbb`. Raises ValueError if the code has another form."""
    return np.array(_shares(code), np.float32)


def _shares(code: str) -> list[float]:
    channels = bytes.fromhex(code.removeprefix("#"))
    if len(channels) != 3:  # noqa: PLR2004 - red, green, blue
        raise ValueError(f"{code} is not #rrggbb")
    return [channel / 255 for channel in channels]


def palette(codes: tuple[str, str, str, str]) -> Palette:
    """Parse four `#rrggbb` codes: top, middle, bottom, accent. Raises ValueError as `colour` does."""
    return Palette(*(colour(code) for code in codes))


def code(value: Colour) -> str:
    """Format a colour as `#rrggbb`; channels are clipped to 0-1."""
    return "#" + bytes(np.clip(np.rint(value * 255), 0, 255).astype(np.uint8)).hex()


def blend(one: Colour, other: Colour, share: float) -> Colour:
    """Interpolate from `one` to `other` by `share`, 0-1."""
    return np.asarray(one + (other - one) * np.float32(share), np.float32)


_LUMA = LUMA.astype(np.float32)


def tinted(own: Palette, film: Palette, share: float) -> Palette:
    """Colour a scenery with the film's palette by `share`, 0-1; each colour keeps the lightness that the scenery needs."""
    if share >= 1:
        return film
    return Palette(*(_toned(mine, theirs, share) for mine, theirs in zip(_four(own), _four(film), strict=True)))


def _four(tones: Palette) -> tuple[Colour, Colour, Colour, Colour]:
    return tones.top, tones.middle, tones.bottom, tones.accent


def _toned(mine: Colour, theirs: Colour, share: float) -> Colour:
    """Blend towards the other colour, brought to the same luma."""
    lighter = float(mine @ _LUMA) - float(theirs @ _LUMA)
    return np.clip(blend(mine, np.clip(theirs + np.float32(lighter), 0, 1), share), 0, 1).astype(np.float32)
