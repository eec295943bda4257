"""Where things are on the upright frame of a film: the window of its picture, the mat around it, and the captions.

Films of other shapes have the whole frame as their window.
"""

from typing import Final, Literal, get_args

from reelwright.film.captions.colours import Role, Roles, type_on_mat
from reelwright.film.captions.styles import MatType
from reelwright.film.platforms.presets import Preset
from reelwright.values import Value

ArrangementName = Literal[
    "full", "low", "top", "card", "split", "header", "cinema", "border", "window", "spine", "rails", "inset"
]

Ornament = Literal[
    "dots", "waves", "hills", "rays", "checks", "stripes", "lines", "scallops", "holes", "bars", "zigzag"
]
"""Patterns on a mat. They grow towards the frame's edge."""

Band = tuple[float, float]
"""From and to, in shares of the frame's height."""


class Mat(Value):
    """What covers the picture around a window. Edges are shares of width and height; the others are of the width.

    Colours are `#rrggbb`.
    """

    left: float = 0.0
    top: float = 0.0
    right: float = 0.0
    bottom: float = 0.0
    round_share: float = 0.0
    line_share: float = 0.0
    """Thickness of the line around the window; 0 for none."""
    fill: str = "#000000"
    line: str = "#ffffff"
    bands: tuple[Band, ...] = ()
    """Where its ornament is: at the frame's upper or lower edge, beside the type. Players lay their own texts there."""
    ornament: Ornament | None = None
    type: MatType = MatType()
    """The colours of captions and hook where they stand on it."""

    def holds_type(self, preset: Preset) -> bool:
        """Whether captions and hook of an upright preset stand on the mat alone, above or below the window."""
        first, last = preset.caption_centre - preset.type_above, preset.caption_centre + preset.type_below
        return last <= self.top or first >= 1 - self.bottom


class Arrangement(Value):
    """One arrangement; `captions` is the height of their middle, None for that of the platform.

    Captions and hook reach from `above` to `below` it, in shares of the frame's height: never across the window's edge.
    """

    captions: float | None = None
    above: float = 0.09
    below: float = 0.09
    mat: Mat | None = None
    colours: tuple[tuple[Role, Role], ...] = (("black", "white"),)
    """Pairs of fill and line of the mat; a film has one of them."""
    ornaments: tuple[Ornament, ...] = get_args(Ornament)
    """Those that go with it; a film has one of them."""

    def on(self, preset: Preset) -> Preset:
        """Give captions and hook their place on an upright preset; others keep the platform's own."""
        if self.captions is None or not preset.portrait:
            return preset
        where = {"caption_centre": self.captions, "type_above": self.above, "type_below": self.below}
        return preset.model_copy(update=where)

    def mat_in(self, roles: Roles, pair: int = 0, ornament: int = 0) -> Mat | None:
        """Fill in the colours of a palette and the ornament, by their numbers; one beyond their count begins again."""
        if self.mat is None:
            return None
        fill, line = self.colours[pair % len(self.colours)]
        colours = {"fill": roles[fill], "line": roles[line], "type": type_on_mat(roles[fill], roles)}
        chosen = self.ornaments[ornament % len(self.ornaments)] if self.mat.bands else None
        return self.mat.model_copy(update={**colours, "ornament": chosen})


_BELOW: Final[tuple[Band, ...]] = ((0.815, 1.0),)
"""Below the type of every arrangement whose type stands below its window."""

ARRANGEMENTS: Final[dict[ArrangementName, Arrangement]] = {
    "full": Arrangement(),
    "low": Arrangement(captions=0.71, above=0.08, below=0.08),
    "top": Arrangement(captions=0.22, above=0.09, below=0.115),
    "card": Arrangement(
        captions=0.695,
        above=0.095,
        below=0.095,
        mat=Mat(left=0.06, top=0.085, right=0.06, bottom=0.415, round_share=0.02, line_share=0.006, bands=_BELOW),
        colours=(("paper", "ink"), ("accent", "ink"), ("ink", "accent"), ("vivid", "paper"), ("pale", "vivid")),
    ),
    "split": Arrangement(
        captions=0.69,
        above=0.10,
        below=0.10,
        mat=Mat(bottom=0.43, line_share=0.014, bands=_BELOW),
        colours=(("vivid", "accent"), ("accent", "ink"), ("ink", "accent"), ("pale", "vivid")),
    ),
    "header": Arrangement(
        captions=0.22,
        above=0.09,
        below=0.11,
        mat=Mat(top=0.345, line_share=0.014, bands=((0.0, 0.115),)),
        colours=(("ink", "accent"), ("vivid", "paper"), ("accent", "ink"), ("paper", "vivid")),
    ),
    "cinema": Arrangement(
        captions=0.6975,
        above=0.0925,
        below=0.0925,
        mat=Mat(top=0.10, bottom=0.41, bands=((0.0, 0.085), *_BELOW)),
        colours=(("black", "white"), ("ink", "accent"), ("pale", "ink"), ("vivid", "paper")),
        ornaments=("holes", "bars", "lines", "stripes"),
    ),
    "border": Arrangement(
        mat=Mat(left=0.035, top=0.02, right=0.035, bottom=0.02, round_share=0.035, line_share=0.008),
        colours=(("ink", "accent"), ("paper", "vivid"), ("accent", "ink")),
    ),
    "window": Arrangement(
        captions=0.698,
        above=0.0945,
        below=0.092,
        mat=Mat(left=0.075, top=0.10, right=0.075, bottom=0.415, round_share=0.11, line_share=0.012, bands=_BELOW),
        colours=(("vivid", "paper"), ("accent", "vivid"), ("ink", "accent"), ("pale", "vivid")),
    ),
    "spine": Arrangement(
        mat=Mat(left=0.10, line_share=0.012), colours=(("vivid", "accent"), ("accent", "ink"), ("ink", "accent"))
    ),
    "rails": Arrangement(
        mat=Mat(top=0.075, bottom=0.16, line_share=0.014, bands=((0.86, 1.0),)),
        colours=(("accent", "ink"), ("vivid", "paper"), ("ink", "accent"), ("paper", "vivid")),
    ),
    "inset": Arrangement(
        mat=Mat(left=0.065, top=0.05, right=0.065, bottom=0.13, line_share=0.006, bands=((0.895, 1.0),)),
        colours=(("paper", "ink"), ("accent", "ink"), ("vivid", "paper")),
    ),
}
"""The arrangements by name. A film's look names one (`scenes.look`)."""
