"""Where things are on the upright frame of a film: the window of its picture, the mat around it, and the captions.

Films of other shapes have the whole frame as their window.
"""

from typing import Final, Literal, get_args

from reelwright.film.captions.colours import Role, Roles, type_on_mat
from reelwright.film.captions.styles import MatType
from reelwright.film.platforms.presets import Preset
from reelwright.values import Value

ArrangementName = Literal[
    "full",
    "top",
    "header",
    "band",
    "print",
    "slant",
    "torn",
    "strip",
    "bubble",
    "round",
    "arch",
    "phone",
    "screen",
    "browser",
    "reel",
    "stamp",
]

MatShape = Literal[
    "plain",
    "band",
    "print",
    "slant",
    "torn",
    "strip",
    "bubble",
    "round",
    "arch",
    "phone",
    "screen",
    "browser",
    "reel",
    "stamp",
]
"""What a mat is drawn as: a flat surface; a band across the picture; a photograph on a table; a surface with a slanted or a
torn edge; a picture between two surfaces; a speech bubble; a surface with a round or an arched hole; a telephone; a television;
two windows of a computer; a strip of film; a postage stamp."""

Ornament = Literal[
    "dots", "waves", "hills", "rays", "checks", "stripes", "lines", "scallops", "holes", "bars", "zigzag"
]
"""Patterns on a mat. They grow towards the frame's edge."""

Band = tuple[float, float]
"""From and to, in shares of the frame's height."""

Edges = tuple[float, float, float, float]
"""Left, top, right and bottom, in shares of width and height."""


class Mat(Value):
    """What covers the picture around a window. Edges are shares of width and height; the others are of the width.

    Colours are `#rrggbb`.
    """

    shape: MatShape = "plain"
    left: float = 0.0
    top: float = 0.0
    right: float = 0.0
    bottom: float = 0.0
    inner: Edges = (0.0, 0.0, 0.0, 0.0)
    """What of the window is no room for things, at each edge: corners that a shape hides, or the ground of the type."""
    type_ground: Band | None = None
    """Where the mat is behind the type though the window is there too; None: above and below the window."""
    line_share: float = 0.0
    """Thickness of its lines; 0 for none."""
    fill: str = "#000000"
    """Of what the type stands on."""
    line: str = "#ffffff"
    ground: str = "#000000"
    """Of what lies behind: the table of a photograph, the wall behind a television."""
    bands: tuple[Band, ...] = ()
    """Where its ornament is: at the frame's upper or lower edge, beside the type. Players lay their own texts there."""
    ornament: Ornament | None = None
    type: MatType = MatType()
    """The colours of captions and hook where they stand on it."""

    def holds_type(self, preset: Preset) -> bool:
        """Whether captions and hook of an upright preset stand on the mat alone."""
        first, last = preset.caption_centre - preset.type_above, preset.caption_centre + preset.type_below
        if self.type_ground is not None:
            return self.type_ground[0] <= first and last <= self.type_ground[1]
        return last <= self.top or first >= 1 - self.bottom

    @property
    def room(self) -> Edges:
        """The distances of the room for things from the frame's edges."""
        left, top, right, bottom = self.inner
        return self.left + left, self.top + top, self.right + right, self.bottom + bottom


class Arrangement(Value):
    """One arrangement; `captions` is the height of their middle, None for that of the platform.

    Captions and hook reach from `above` to `below` it, in shares of the frame's height: never across the window's edge.
    """

    captions: float | None = None
    above: float = 0.09
    below: float = 0.09
    mat: Mat | None = None
    colours: tuple[tuple[Role, Role, Role], ...] = (("black", "white", "black"),)
    """Fill, line and ground of the mat; a film has one of these."""
    ornaments: tuple[Ornament, ...] = get_args(Ornament)
    """Those that go with it; a film has one of them."""
    larger: float = 1.15
    """How much larger flat type on the mat is than type on a picture: nothing around it makes it heavy."""

    def on(self, preset: Preset) -> Preset:
        """Give captions and hook their place on an upright preset; others keep the platform's own."""
        if self.captions is None or not preset.portrait:
            return preset
        where = {"caption_centre": self.captions, "type_above": self.above, "type_below": self.below}
        return preset.model_copy(update=where)

    def mat_in(self, roles: Roles, row: int = 0, ornament: Ornament | None = None) -> Mat | None:
        """Fill in a row of colours of a palette, a number beyond their count begins again; and the ornament, else its first."""
        if self.mat is None:
            return None
        fill, line, ground = (roles[role] for role in self.colours[row % len(self.colours)])
        on_mat = type_on_mat(fill, roles).model_copy(update={"larger": self.larger})
        colours = {"fill": fill, "line": line, "ground": ground, "type": on_mat}
        chosen = (ornament or self.ornaments[0]) if self.mat.bands else None
        return self.mat.model_copy(update={**colours, "ornament": chosen})


ARRANGEMENTS: Final[dict[ArrangementName, Arrangement]] = {
    "full": Arrangement(),
    "top": Arrangement(captions=0.22, above=0.09, below=0.115),
    "header": Arrangement(
        captions=0.22,
        above=0.09,
        below=0.11,
        mat=Mat(top=0.345, line_share=0.014, bands=((0.0, 0.115),)),
        colours=(("ink", "accent", "ink"), ("vivid", "paper", "vivid"), ("accent", "ink", "accent")),
        larger=1.3,
    ),
    "band": Arrangement(
        captions=0.69,
        above=0.08,
        below=0.08,
        mat=Mat(shape="band", inner=(0.0, 0.0, 0.0, 0.415), type_ground=(0.605, 0.775), line_share=0.016),
        colours=(("vivid", "accent", "ink"), ("ink", "accent", "vivid"), ("paper", "vivid", "ink")),
        larger=1.2,
    ),
    "print": Arrangement(
        captions=0.6925,
        above=0.0875,
        below=0.0875,
        mat=Mat(
            shape="print",
            left=0.085,
            top=0.085,
            right=0.085,
            bottom=0.415,
            inner=(0.036, 0.018, 0.036, 0.018),
            type_ground=(0.595, 0.785),
            bands=((0.72, 1.0),),
        ),
        colours=(("paper", "ink", "vivid"), ("white", "accent", "ink"), ("paper", "vivid", "accent")),
        ornaments=("checks", "dots", "stripes", "waves", "scallops", "zigzag"),
    ),
    "slant": Arrangement(
        captions=0.23,
        above=0.095,
        below=0.095,
        mat=Mat(shape="slant", top=0.345, inner=(0.0, 0.08, 0.0, 0.0), type_ground=(0.0, 0.33), line_share=0.03),
        colours=(("accent", "ink", "vivid"), ("vivid", "accent", "ink"), ("pale", "vivid", "ink")),
        larger=1.3,
    ),
    "torn": Arrangement(
        captions=0.235,
        above=0.1,
        below=0.1,
        mat=Mat(shape="torn", top=0.35, inner=(0.0, 0.045, 0.0, 0.0), type_ground=(0.0, 0.345)),
        colours=(("paper", "vivid", "ink"), ("pale", "ink", "vivid"), ("white", "accent", "ink")),
        larger=1.3,
    ),
    "strip": Arrangement(
        captions=0.29,
        above=0.155,
        below=0.155,
        mat=Mat(shape="strip", top=0.462, bottom=0.115, line_share=0.012),
        colours=(
            ("accent", "ink", "accent"),
            ("vivid", "paper", "vivid"),
            ("ink", "accent", "ink"),
            ("pale", "vivid", "pale"),
        ),
        larger=1.6,
    ),
    "bubble": Arrangement(
        captions=0.225,
        above=0.09,
        below=0.09,
        mat=Mat(shape="bubble", inner=(0.0, 0.405, 0.0, 0.0), type_ground=(0.125, 0.325), line_share=0.012),
        colours=(("white", "ink", "ink"), ("paper", "ink", "ink"), ("accent", "ink", "ink")),
        larger=1.4,
    ),
    "round": Arrangement(
        captions=0.7,
        above=0.08,
        below=0.085,
        mat=Mat(
            shape="round",
            left=0.04,
            top=0.0762,
            right=0.04,
            bottom=0.4062,
            inner=(0.14, 0.077, 0.14, 0.077),
            line_share=0.016,
            bands=((0.83, 1.0),),
        ),
        colours=(
            ("vivid", "accent", "vivid"),
            ("ink", "accent", "ink"),
            ("pale", "vivid", "pale"),
            ("accent", "ink", "accent"),
        ),
        ornaments=("rays", "scallops", "dots", "hills"),
    ),
    "arch": Arrangement(
        captions=0.695,
        above=0.09,
        below=0.09,
        mat=Mat(
            shape="arch",
            left=0.11,
            top=0.07,
            right=0.11,
            bottom=0.43,
            inner=(0.07, 0.1, 0.07, 0.0),
            line_share=0.012,
        ),
        colours=(("pale", "vivid", "accent"), ("ink", "accent", "vivid"), ("paper", "ink", "vivid")),
    ),
    "phone": Arrangement(
        captions=0.6925,
        above=0.085,
        below=0.085,
        mat=Mat(
            shape="phone",
            left=0.07,
            top=0.045,
            right=0.07,
            bottom=0.045,
            inner=(0.0, 0.035, 0.0, 0.375),
            type_ground=(0.6, 0.785),
            line_share=0.008,
        ),
        colours=(("white", "accent", "ink"), ("vivid", "paper", "black"), ("accent", "ink", "ink")),
    ),
    "screen": Arrangement(
        captions=0.695,
        above=0.09,
        below=0.09,
        mat=Mat(
            shape="screen",
            left=0.09,
            top=0.15,
            right=0.09,
            bottom=0.42,
            inner=(0.02, 0.012, 0.02, 0.012),
            type_ground=(0.595, 0.795),
            line_share=0.012,
            bands=((0.8, 1.0),),
        ),
        colours=(
            ("vivid", "accent", "pale"),
            ("accent", "ink", "vivid"),
            ("paper", "vivid", "ink"),
            ("ink", "accent", "vivid"),
        ),
        ornaments=("stripes", "checks", "dots", "zigzag", "bars"),
    ),
    "browser": Arrangement(
        captions=0.705,
        above=0.08,
        below=0.08,
        mat=Mat(
            shape="browser",
            left=0.05,
            top=0.115,
            right=0.05,
            bottom=0.425,
            inner=(0.01, 0.0, 0.01, 0.0),
            type_ground=(0.62, 0.795),
            line_share=0.008,
        ),
        colours=(("white", "ink", "vivid"), ("paper", "vivid", "accent"), ("pale", "ink", "ink")),
    ),
    "reel": Arrangement(
        captions=0.695,
        above=0.09,
        below=0.09,
        mat=Mat(shape="reel", left=0.125, top=0.065, right=0.125, bottom=0.42, line_share=0.006),
        colours=(("black", "white", "black"), ("ink", "accent", "ink"), ("paper", "ink", "paper")),
    ),
    "stamp": Arrangement(
        mat=Mat(shape="stamp", left=0.075, top=0.045, right=0.075, bottom=0.045, line_share=0.006),
        colours=(("paper", "ink", "vivid"), ("white", "vivid", "ink"), ("paper", "vivid", "accent")),
    ),
}
"""The arrangements by name. A film's look names one (`scenes.look`)."""
