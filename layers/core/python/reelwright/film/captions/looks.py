"""Caption looks: styles as different makers have them, each in the colours of the film's palette."""

from typing import Final

from reelwright.film.captions.colours import LEAST_CONTRAST, Role, colours_of
from reelwright.film.captions.hooks import HOOKS
from reelwright.film.captions.styles import CaptionStyle
from reelwright.film.text.contrast import contrast_of, readable_on
from reelwright.film.text.faces import TitleFace
from reelwright.values import Value


class CaptionLook(Value):
    """A caption style whose colours are parts in a palette, with the hook and the faces that go with it."""

    shape: CaptionStyle
    plain: Role = "white"
    spoken: Role = "accent"
    box: Role = "accent"
    panel: Role | None = None
    outline: Role = "black"
    hook: str = "outlined"
    """The name of its hook."""
    faces: tuple[TitleFace, ...]
    """The faces of large type that go with it."""

    def in_colours(self, middle: str, dark: str, accent: str, title_face: TitleFace) -> CaptionStyle:
        """Fill in the colours of a palette."""
        roles = colours_of(middle, dark, accent)
        box, spoken = roles[self.box], roles[self.spoken]
        colours = {
            "plain": roles[self.plain],
            "spoken": spoken,
            "box": box,
            "on_box": spoken if contrast_of(spoken, box) >= LEAST_CONTRAST else readable_on(box),
            "panel": None if self.panel is None else roles[self.panel],
            "outline": roles[self.outline],
            "accent": roles["accent"],
            "hook": HOOKS[self.hook].in_colours(roles, title_face),
        }
        return self.shape.model_copy(update=colours)


_ON_A_PANEL: Final = {"outline_share": 0.0, "shadow_opacity": 0.0}

_EDGED: Final = {"outline_share": 0.13, "shadow_opacity": 0.4}

LOOKS: Final[dict[str, CaptionLook]] = {
    "shout": CaptionLook(shape=CaptionStyle(), faces=("anton", "archivo")),
    "pop": CaptionLook(
        shape=CaptionStyle(painting="pop", face="anton", type_share=0.115),
        outline="ink",
        hook="block",
        faces=("anton", "bebas"),
    ),
    "comic": CaptionLook(
        shape=CaptionStyle(face="bangers", type_share=0.108, outline_share=0.12),
        plain="accent",
        spoken="white",
        hook="block_bright",
        faces=("bangers", "titan"),
    ),
    "marker": CaptionLook(
        shape=CaptionStyle(painting="box", face="archivo", capitals=False, outline_share=0.12, round_share=0.08),
        box="ink",
        outline="ink",
        hook="bright_strips",
        faces=("archivo", "anton"),
    ),
    "label": CaptionLook(
        shape=CaptionStyle(painting="box", face="poppins", capitals=False, type_share=0.078, **_ON_A_PANEL),
        plain="black",
        spoken="black",
        box="vivid",
        panel="paper",
        hook="paper_strips",
        faces=("poppins", "archivo"),
    ),
    "subtitle": CaptionLook(
        shape=CaptionStyle(face="poppins", capitals=False, type_share=0.07, round_share=0.12, **_ON_A_PANEL),
        panel="black",
        hook="black_strips",
        faces=("poppins", "playfair"),
    ),
    "editorial": CaptionLook(
        shape=CaptionStyle(
            face="playfair", capitals=False, align="start", type_share=0.092, outline_share=0.1, shadow_opacity=0.6
        ),
        outline="ink",
        hook="lined",
        faces=("playfair",),
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
        panel="ink",
        hook="dark_typing",
        faces=("courier",),
    ),
    "brush": CaptionLook(
        shape=CaptionStyle(painting="underline", face="brush", capitals=False, type_share=0.112, outline_share=0.11),
        outline="ink",
        spoken="white",
        hook="lined",
        faces=("brush",),
    ),
    "banner": CaptionLook(
        shape=CaptionStyle(
            painting="box", face="bebas", align="start", type_share=0.112, round_share=0.0, **_ON_A_PANEL
        ),
        plain="black",
        spoken="black",
        box="black",
        panel="accent",
        hook="bright_strips",
        faces=("bebas", "anton"),
    ),
    "plate": CaptionLook(
        shape=CaptionStyle(
            painting="box", face="titan", capitals=False, type_share=0.086, round_share=0.5, **_ON_A_PANEL
        ),
        spoken="white",
        panel="vivid",
        hook="vivid_pills",
        faces=("titan",),
    ),
    "note": CaptionLook(
        shape=CaptionStyle(
            painting="underline", face="brush", capitals=False, type_share=0.1, round_share=0.06, **_ON_A_PANEL
        ),
        plain="black",
        spoken="black",
        box="black",
        panel="accent",
        hook="bright_notes",
        faces=("brush",),
    ),
    "stamp": CaptionLook(
        shape=CaptionStyle(face="bebas", type_share=0.105, round_share=0.0, **_ON_A_PANEL),
        panel="ink",
        hook="dark_strips",
        faces=("bebas", "slab"),
    ),
    "quote": CaptionLook(
        shape=CaptionStyle(painting="underline", face="playfair", capitals=False, type_share=0.088, **_EDGED),
        plain="ink",
        spoken="vivid",
        box="vivid",
        outline="white",
        hook="edged",
        faces=("playfair",),
    ),
    "bubble": CaptionLook(
        shape=CaptionStyle(face="bangers", type_share=0.108, **_EDGED),
        plain="vivid",
        spoken="ink",
        outline="paper",
        hook="edged_loud",
        faces=("bangers",),
    ),
    "round": CaptionLook(
        shape=CaptionStyle(painting="pop", face="titan", capitals=False, type_share=0.1, **_EDGED),
        plain="ink",
        spoken="vivid",
        outline="white",
        hook="edged",
        faces=("titan",),
    ),
    "ticker": CaptionLook(
        shape=CaptionStyle(
            painting="underline", face="archivo", align="start", type_share=0.074, round_share=0.0, **_ON_A_PANEL
        ),
        spoken="white",
        plain="paper",
        panel="vivid",
        hook="vivid_strips",
        faces=("archivo", "bebas"),
    ),
    "slab": CaptionLook(
        shape=CaptionStyle(
            painting="underline", face="slab", capitals=False, type_share=0.076, round_share=0.04, **_ON_A_PANEL
        ),
        plain="ink",
        spoken="vivid",
        box="vivid",
        panel="white",
        hook="block",
        faces=("slab",),
    ),
}
"""The looks by name. A film's look names one (`scenes.look`)."""
