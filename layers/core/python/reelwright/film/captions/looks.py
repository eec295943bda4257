"""Caption looks: styles as different makers have them, each in the colours of the film's palette."""

from typing import Final, Literal

from reelwright.film.captions.styles import CaptionStyle
from reelwright.film.text.contrast import NEAR_BLACK, WHITE, contrast_of, darkened, lightened, readable_on, scaled
from reelwright.film.text.faces import TitleFace
from reelwright.values import Value

Role = Literal["white", "accent", "vivid", "ink", "paper", "black"]
"""A colour by its part in the palette: the bright accent, the palette's middle dark enough for white type, its darkest
colour, and three that every film has."""
_LEAST_CONTRAST: Final = 4.5
"""WCAG 2.2, 1.4.3: the contrast of type of any size."""
_INK_SHARE: Final = 0.45
_PAPER: Final = "#f7f1e3"


class CaptionLook(Value):
    """A caption style whose colours are parts in a palette."""

    shape: CaptionStyle
    plain: Role = "white"
    spoken: Role = "accent"
    box: Role = "accent"
    panel: Role | None = None
    outline: Role = "black"

    def in_colours(self, middle: str, dark: str, accent: str, title_face: TitleFace) -> CaptionStyle:
        """Fill in the colours of a palette."""
        roles = colours_of(middle, dark, accent)
        box, spoken = roles[self.box], roles[self.spoken]
        colours = {
            "plain": roles[self.plain],
            "spoken": spoken,
            "box": box,
            "on_box": spoken if contrast_of(spoken, box) >= _LEAST_CONTRAST else readable_on(box),
            "panel": None if self.panel is None else roles[self.panel],
            "outline": roles[self.outline],
            "accent": roles["accent"],
            "title_face": title_face,
        }
        return self.shape.model_copy(update=colours)


def colours_of(middle: str, dark: str, accent: str) -> dict[Role, str]:
    """Find the colour of each part in a palette. An accent too dark for type on black is lightened."""
    return {
        "white": WHITE,
        "accent": lightened(accent, against=NEAR_BLACK, least=_LEAST_CONTRAST),
        "vivid": darkened(middle, against=_PAPER, least=_LEAST_CONTRAST),
        "ink": scaled(dark, _INK_SHARE),
        "paper": _PAPER,
        "black": NEAR_BLACK,
    }


_ON_A_PANEL: Final = {"outline_share": 0.0, "shadow_opacity": 0.0}

LOOKS: Final[dict[str, CaptionLook]] = {
    "shout": CaptionLook(shape=CaptionStyle()),
    "pop": CaptionLook(shape=CaptionStyle(painting="pop", face="anton", type_share=0.115), outline="ink"),
    "comic": CaptionLook(
        shape=CaptionStyle(face="bangers", type_share=0.108, outline_share=0.12), plain="accent", spoken="white"
    ),
    "marker": CaptionLook(
        shape=CaptionStyle(painting="box", face="archivo", capitals=False, outline_share=0.07, round_share=0.08),
        box="ink",
        outline="ink",
    ),
    "label": CaptionLook(
        shape=CaptionStyle(painting="box", face="poppins", capitals=False, type_share=0.078, **_ON_A_PANEL),
        plain="black",
        spoken="black",
        box="vivid",
        panel="paper",
    ),
    "subtitle": CaptionLook(
        shape=CaptionStyle(face="poppins", capitals=False, type_share=0.07, round_share=0.12, **_ON_A_PANEL),
        panel="black",
    ),
    "editorial": CaptionLook(
        shape=CaptionStyle(
            face="playfair", capitals=False, align="start", type_share=0.088, outline_share=0.035, shadow_opacity=0.8
        ),
        outline="ink",
    ),
    "typed": CaptionLook(
        shape=CaptionStyle(
            painting="underline",
            face="courier",
            capitals=False,
            align="start",
            type_share=0.076,
            round_share=0.0,
            **_ON_A_PANEL,
        ),
        plain="black",
        spoken="vivid",
        box="vivid",
        panel="paper",
    ),
    "brush": CaptionLook(
        shape=CaptionStyle(painting="underline", face="brush", capitals=False, type_share=0.112, outline_share=0.06),
        outline="ink",
        spoken="white",
    ),
    "banner": CaptionLook(
        shape=CaptionStyle(
            painting="box", face="bebas", align="start", type_share=0.112, round_share=0.0, **_ON_A_PANEL
        ),
        plain="black",
        spoken="black",
        box="black",
        panel="accent",
    ),
    "plate": CaptionLook(
        shape=CaptionStyle(
            painting="box", face="titan", capitals=False, type_share=0.086, round_share=0.5, **_ON_A_PANEL
        ),
        spoken="white",
        panel="vivid",
    ),
    "note": CaptionLook(
        shape=CaptionStyle(face="brush", capitals=False, type_share=0.1, round_share=0.1, **_ON_A_PANEL),
        plain="black",
        spoken="vivid",
        panel="paper",
    ),
    "stamp": CaptionLook(
        shape=CaptionStyle(face="bebas", type_share=0.105, round_share=0.0, **_ON_A_PANEL), panel="ink"
    ),
    "quote": CaptionLook(
        shape=CaptionStyle(painting="underline", face="playfair", capitals=False, type_share=0.08, **_ON_A_PANEL),
        plain="black",
        spoken="vivid",
        box="vivid",
        panel="paper",
    ),
    "bubble": CaptionLook(
        shape=CaptionStyle(face="bangers", type_share=0.1, round_share=0.5, **_ON_A_PANEL),
        plain="black",
        spoken="vivid",
        panel="paper",
    ),
    "ticker": CaptionLook(
        shape=CaptionStyle(
            painting="underline", face="archivo", align="start", type_share=0.074, round_share=0.0, **_ON_A_PANEL
        ),
        spoken="white",
        plain="paper",
        panel="vivid",
    ),
    "slab": CaptionLook(
        shape=CaptionStyle(painting="underline", face="slab", capitals=False, type_share=0.076, outline_share=0.06),
        outline="ink",
        plain="white",
    ),
}
"""The looks by name. A film's look names one (`scenes.look`)."""
