"""A brand, as a request describes it: what every film of a maker has in common."""

from typing import Annotated

from pydantic import StringConstraints

from reelwright.film.captions.styles import CaptionStyleName
from reelwright.film.scenes.brand import BrandColours
from reelwright.values import Value

Outro = Annotated[str, StringConstraints(min_length=1, max_length=60, pattern=r"^[^\x00-\x1f\x7f]+$")]


class Brand(Value):
    """The look of your own films. Everything is optional."""

    colours: BrandColours | None = None
    """They replace the palette of the pictures, the accent of captions and titles, and the colour of caption boxes."""
    captions: CaptionStyleName | None = None
    """The caption style of films whose `captions` is left at `karaoke`."""
    outro: Outro | None = None
    """The text of the closing card below the title; it replaces the call to follow."""
