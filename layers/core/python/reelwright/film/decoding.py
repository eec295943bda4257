"""What the decoding function is asked for and what it replies: one file of a stranger in, plain media of our own out."""

from typing import Annotated, Final, Literal

from pydantic import ConfigDict, Field

from reelwright.values import Value

STILL_PIXELS: Final = 1920
"""No side of a kept picture is reduced below this: the longest side of any film or thumbnail."""
LONGEST_SHOWN_SECONDS: Final = 30.0
"""No scene is longer, so later parts of a clip are never shown."""


class StillOrder(Value):
    """Write the file's picture, or a clip's first frame, as a JPEG: upright, sRGB, no side reduced below `least_pixels`."""

    form: Literal["still"] = "still"
    least_pixels: int = STILL_PIXELS


class ClipOrder(Value):
    """Write the clip's first `seconds`, or all of it, as an MP4 (H.264, BT.709, no sound) of this size and constant rate."""

    form: Literal["clip"] = "clip"
    width: int
    height: int
    fps: int
    seconds: float = LONGEST_SHOWN_SECONDS


class SoundOrder(Value):
    """Write the first `seconds` of the file's sound, or all of it, as FLAC: 48 kHz, stereo, 16 bits."""

    form: Literal["sound"] = "sound"
    seconds: float
    least_seconds: float = 1.0
    """A shorter sound is refused."""


class MarkOrder(Value):
    """Write the file's picture as a PNG with its transparency: upright, cut to what is visible, no side above `most_pixels`."""

    form: Literal["mark"] = "mark"
    most_pixels: int = 640


class FontOrder(Value):
    """Write the letters of a font as an OpenType font of our own: outlines, widths and kerning alone."""

    form: Literal["font"] = "font"
    most_letters: int = 10_000
    """Letters with the highest code points are left out beyond."""


class PageOrder(Value):
    """Write the page's title and main text as JSON, `{"title", "text"}`, the text cut to `most_characters`."""

    form: Literal["page"] = "page"
    markup: Literal["html", "plain"]
    charset: str | None = None
    """As the page's server declared it; None: the page's own declaration, or else UTF-8."""
    most_characters: int


Order = StillOrder | ClipOrder | SoundOrder | MarkOrder | FontOrder | PageOrder


class DecodeCommand(Value):
    """Decode one object. The two signed URLs are all that the function can touch; they are never logged."""

    model_config = ConfigDict(hide_input_in_errors=True)

    source_url: str = Field(repr=False)
    """A signed GET of the file."""
    target_url: str = Field(repr=False)
    """A signed PUT of the result."""
    target_headers: dict[str, str]
    """The headers that the signed PUT requires."""
    most_bytes: int
    """A longer file is refused."""
    order: Annotated[Order, Field(discriminator="form")]


class DecodedFacts(Value):
    """The type and upright size of a decoded file; `seconds` is the length of a clip or sound, and None for other types."""

    kind: Literal["picture", "clip", "sound", "font", "page"]
    width: int = 0
    height: int = 0
    seconds: float | None = None


class DecodeReply(Value):
    """The facts of the file whose result is written, or else the problem, a text that can follow the file's name."""

    facts: DecodedFacts | None = None
    problem: str | None = None
