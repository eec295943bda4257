"""The colours of a brand, which a film carries in its pictures, captions and cards."""

from typing import Annotated, Final, Literal

from pydantic import StringConstraints

from reelwright.film.scenes.model import PaletteCodes
from reelwright.values import Value

Corner = Literal["top_left", "top_right", "bottom_left", "bottom_right"]
"""Where a logo stands, within the platform's safe zone."""
HexColour = Annotated[str, StringConstraints(pattern=r"^#[0-9A-Fa-f]{6}$")]
_LEAST_CONTRAST: Final = 3.0
"""WCAG 2.2, 1.4.3: the contrast of large type."""
_DARKER: Final = 0.9
_WHITE: Final = 1.0
_TOP_SHARE, _BOTTOM_SHARE = 0.72, 0.3
"""Light of the top and of the bottom of a picture, as shares of the main colour's."""


class BrandColours(Value):
    """Two colours as `#rrggbb`: `main` fills pictures and boxes, `accent` marks spoken and strong words."""

    main: HexColour
    accent: HexColour

    @property
    def palette(self) -> PaletteCodes:
        """Build the film's palette: the main colour in three lights, and the accent."""
        return _lit(self.main, _TOP_SHARE), self.main, _lit(self.main, _BOTTOM_SHARE), self.accent

    @property
    def box(self) -> str:
        """Darken the main colour until white type on it can be read."""
        colour = self.main
        while contrast_with_white(colour) < _LEAST_CONTRAST:
            colour = _lit(colour, _DARKER)
        return colour


def contrast_with_white(colour: str) -> float:
    """Compute the contrast ratio of white type on a colour, 1-21 (WCAG 2.2, relative luminance)."""
    red, green, blue = (_linear(channel / 255) for channel in bytes.fromhex(colour[1:]))
    return (_WHITE + 0.05) / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4  # noqa: PLR2004 - sRGB (IEC 61966-2-1)


def _lit(colour: str, share: float) -> str:
    return "#" + bytes(int(share * channel) for channel in bytes.fromhex(colour[1:])).hex()
