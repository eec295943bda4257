"""A brand, as a request describes it: what every film of a maker has in common."""

from typing import Annotated

from pydantic import StringConstraints

from reelwright.film.captions.styles import CaptionStyleName
from reelwright.film.scenes.brand import BrandColours, Corner
from reelwright.jobs.upload import FileReference
from reelwright.values import Value

CardText = Annotated[str, StringConstraints(min_length=1, max_length=60, pattern=r"^[^\x00-\x1f\x7f]+$")]


class Brand(Value):
    """The look of your own films. Everything is optional."""

    colours: BrandColours | None = None
    """They replace the palette of the pictures, the accent of captions and titles, and the colour of caption boxes."""
    captions: CaptionStyleName | None = None
    """The caption style of films whose `captions` is left at `auto`."""
    intro: CardText | None = None
    """A line above the hook, from the first frame to the end of the hook: the name of your channel or series."""
    outro: CardText | None = None
    """The text of the closing card below the title; it replaces the call to follow."""
    logo: FileReference | None = None
    """A picture of your own, best a PNG with transparent parts; it stands in a corner of the whole film."""
    font: FileReference | None = None
    """A font of your own, TTF or OTF, up to 2 MB: all type of the film is set in it, from headlines to captions. A text with a
    letter that it lacks is set in the built-in faces as a whole, and `fallbacks` of the result says so."""
    corner: Corner = "top_left"
    """The corner of the logo. Platforms cover a part of the lower corners of upright films."""
