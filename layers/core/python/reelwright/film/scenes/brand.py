"""The colours of a brand, which a film carries in its pictures, captions and cards."""

from typing import Annotated, Final, Literal

from pydantic import StringConstraints

from reelwright.film.scenes.model import PaletteCodes
from reelwright.film.text.contrast import WHITE, darkened, scaled
from reelwright.values import Value

Corner = Literal["top_left", "top_right", "bottom_left", "bottom_right"]
"""Where a logo stands, within the platform's safe zone."""
HexColour = Annotated[str, StringConstraints(pattern=r"^#[0-9A-Fa-f]{6}$")]
_LEAST_CONTRAST: Final = 3.0
"""WCAG 2.2, 1.4.3: the contrast of large type."""
_TOP_SHARE, _BOTTOM_SHARE = 0.72, 0.3
"""Light of the top and of the bottom of a picture, as shares of the main colour's."""


class BrandColours(Value):
    """Two colours as `#rrggbb`: `main` fills pictures and boxes, `accent` marks spoken and strong words."""

    main: HexColour
    accent: HexColour

    @property
    def palette(self) -> PaletteCodes:
        """Build the film's palette: the main colour in three lights, and the accent."""
        return scaled(self.main, _TOP_SHARE), self.main, scaled(self.main, _BOTTOM_SHARE), self.accent

    @property
    def box(self) -> str:
        """Darken the main colour until white type on it can be read."""
        return darkened(self.main, against=WHITE, least=_LEAST_CONTRAST)
