"""Caption styles: the names that a request may use, and what a style is."""

from pathlib import Path
from typing import Annotated, Any, Final, Literal, get_args

from pydantic import BeforeValidator, Field

from reelwright.film.text.faces import FaceName, TitleFace
from reelwright.values import Value

BurnedStyle = Literal["auto", "karaoke", "pop", "box", "sidecar"]
STYLE_ALIASES: Final = {"none": "sidecar"}
"""Older names, still accepted."""
STYLE_WORDS: Final = (*get_args(BurnedStyle), *STYLE_ALIASES)


def _style_meant(word: Any) -> Any:
    return STYLE_ALIASES.get(word, word) if isinstance(word, str) else word


CaptionStyleName = Annotated[
    BurnedStyle, BeforeValidator(_style_meant), Field(json_schema_extra={"enum": list(STYLE_WORDS)})
]
"""`auto`: that of the film's look; `karaoke`: the whole line, the spoken word highlighted; `pop`: few words at a time, each
grows in when it is spoken; `box`: a box moves from word to word; `sidecar`: no burned-in captions, only caption files."""

Painting = Literal["karaoke", "pop", "box", "underline"]
"""How the spoken word is emphasised: by its colour, by its entrance, by a box behind it, by a bar below it."""

Align = Literal["centre", "start"]
"""How lines of type are aligned: centred, or at the side where a line of the language begins."""


class CaptionStyle(Value):
    """Colours as `#rrggbb`; the type size is a share of the frame's shorter side, other shares are of the type size."""

    painting: Painting = "karaoke"
    face: FaceName = "caption"
    capitals: bool = True
    """Set words in capitals."""
    align: Align = "centre"
    type_share: float = 0.078
    plain: str = "#ffffff"
    spoken: str = "#ffe04a"
    """Fill of the spoken word; in a box it is `on_box`."""
    box: str = "#f0245e"
    """Fill of the box or bar. White on the default has a contrast of 4.1:1; WCAG requires 3:1 for large type."""
    on_box: str = "#ffffff"
    outline: str = "#000000"
    outline_share: float = 0.085
    shadow_opacity: float = 0.55
    panel: str | None = None
    """Fill of the strip behind each line; None for none."""
    round_share: float = 0.26
    """Radius of the corners of boxes and strips."""
    title_face: TitleFace = "anton"
    """The face of the hook and of the closing card."""
    title: str = "#ffffff"
    accent: str = "#ffe04a"
    """Fills of titles: of their words, and of the spoken and strongest ones."""
    font: Path | None = None
    """The file of a brand's font, which comes before the faces; set when a shot is rendered."""


STYLES: Final[dict[str, CaptionStyle]] = {
    "karaoke": CaptionStyle(),
    "pop": CaptionStyle(painting="pop", type_share=0.084),
    "box": CaptionStyle(painting="box"),
}
"""Styles that a request names. Films without burned captions use `karaoke` for titles, unless their look has another."""
