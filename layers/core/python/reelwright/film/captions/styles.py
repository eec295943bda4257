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


class TitleStyle(Value):
    """How the hook is drawn: colours as `#rrggbb`, shares of its type size."""

    face: TitleFace = "anton"
    capitals: bool = True
    fill: str = "#ffffff"
    lit: str = "#ffe04a"
    """Fill of the spoken word, and of the strongest ones."""
    edge: str = "#08080c"
    edge_share: float = 0.055
    """Width of the line around the letters; 0 for none."""
    shadow: str = "#000000"
    shadow_opacity: float = 0.65
    """Of the soft shadow."""
    block_share: float = 0.0
    """Length of the hard shadow towards the lower right; 0 for a soft one."""
    panel: str | None = None
    """Fill of what lies behind each line; None for nothing."""
    round_share: float = 0.1
    """Radius of the strips' corners."""

    def on_mat(self, type_on_mat: "MatType") -> "TitleStyle":
        """Draw it flat on a mat, which is its ground."""
        flat = {"edge_share": 0.0, "shadow_opacity": 0.0, "block_share": 0.0, "panel": None}
        return self.model_copy(update={**flat, "fill": type_on_mat.plain, "lit": type_on_mat.spoken})


class MatType(Value):
    """The colours of flat type on a mat, and of a word in a box of the spoken word's colour, as `#rrggbb`; and its size."""

    plain: str = "#ffffff"
    spoken: str = "#ffe04a"
    in_box: str = "#101014"
    larger: float = 1.15
    """How much larger flat captions are than those on a picture."""


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
    hook: TitleStyle = TitleStyle()
    title: str = "#ffffff"
    accent: str = "#ffe04a"
    """Fills of the closing card, which is dark: of its words, and of the strongest ones. It has the hook's face and case."""
    font: Path | None = None
    """The file of a brand's font, which comes before the faces; set when a shot is rendered."""

    def on_mat(self, colours: MatType) -> "CaptionStyle":
        """Draw captions and hook flat, for type that stands on a mat; the closing card stays, as it covers the mat."""
        flat = {
            "type_share": self.type_share * colours.larger,
            "plain": colours.plain,
            "spoken": colours.spoken,
            "box": colours.spoken,
            "on_box": colours.in_box,
            "outline_share": 0.0,
            "shadow_opacity": 0.0,
            "panel": None,
            "hook": self.hook.on_mat(colours),
        }
        return self.model_copy(update=flat)


STYLES: Final[dict[str, CaptionStyle]] = {
    "karaoke": CaptionStyle(),
    "pop": CaptionStyle(painting="pop", type_share=0.084),
    "box": CaptionStyle(painting="box"),
}
"""Styles that a request names. Films without burned captions use `karaoke` for titles, unless their look has another."""
