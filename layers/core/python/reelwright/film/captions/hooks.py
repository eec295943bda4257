"""Hooks: ways of drawing the first words of a film as different makers do, each in the colours of the film's palette."""

from typing import Final

from reelwright.film.captions.colours import LEAST_CONTRAST, Role, Roles, type_on
from reelwright.film.captions.styles import TitleStyle
from reelwright.film.text.contrast import readable_as
from reelwright.film.text.faces import TitleFace
from reelwright.values import Value


class TitleLook(Value):
    """A way of drawing the hook. On strips, the colours of type follow from the strip's."""

    shape: TitleStyle
    fill: Role = "white"
    lit: Role = "accent"
    edge: Role = "black"
    shadow: Role = "black"
    panel: Role | None = None

    def in_colours(self, roles: Roles, face: TitleFace) -> TitleStyle:
        """Fill in the colours of a palette, and the face."""
        panel = None if self.panel is None else roles[self.panel]
        fill, lit, edge = roles[self.fill], roles[self.lit], roles[self.edge]
        if panel is not None:
            fill, lit = type_on(panel, roles)
        ground = edge if panel is None else panel
        colours = {
            "face": face,
            "fill": readable_as(fill, ground, LEAST_CONTRAST),
            "lit": readable_as(lit, ground, LEAST_CONTRAST),
            "edge": edge,
            "shadow": roles[self.shadow],
            "panel": panel,
        }
        return self.shape.model_copy(update=colours)


_FLAT: Final = {"edge_share": 0.0, "shadow_opacity": 0.0}


def _strips(panel: Role, *, capitals: bool = True, round_share: float = 0.0) -> TitleLook:
    return TitleLook(shape=TitleStyle(capitals=capitals, round_share=round_share, **_FLAT), panel=panel)


HOOKS: Final[dict[str, TitleLook]] = {
    "outlined": TitleLook(shape=TitleStyle()),
    "lined": TitleLook(shape=TitleStyle(capitals=False, edge_share=0.06), edge="ink"),
    "block": TitleLook(
        shape=TitleStyle(edge_share=0.035, shadow_opacity=1.0, block_share=0.085), edge="ink", shadow="vivid"
    ),
    "block_bright": TitleLook(
        shape=TitleStyle(edge_share=0.035, shadow_opacity=1.0, block_share=0.075),
        fill="accent",
        lit="white",
        edge="ink",
        shadow="ink",
    ),
    "edged": TitleLook(
        shape=TitleStyle(capitals=False, edge_share=0.15, shadow_opacity=0.45), fill="ink", lit="vivid", edge="white"
    ),
    "edged_loud": TitleLook(
        shape=TitleStyle(edge_share=0.11, shadow_opacity=1.0, block_share=0.07),
        fill="vivid",
        lit="ink",
        edge="paper",
        shadow="ink",
    ),
    "paper_strips": _strips("paper", capitals=False, round_share=0.12),
    "bright_strips": _strips("accent"),
    "bright_notes": _strips("accent", capitals=False, round_share=0.06),
    "vivid_strips": _strips("vivid"),
    "vivid_pills": _strips("vivid", capitals=False, round_share=0.5),
    "black_strips": _strips("black", capitals=False, round_share=0.12),
    "dark_strips": _strips("ink"),
    "dark_typing": _strips("ink", capitals=False),
}
"""The hooks by name. A caption look names one (`captions.looks`)."""
