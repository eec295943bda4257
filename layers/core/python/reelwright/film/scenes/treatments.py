"""How the pictures of a film are printed: their scenery, and the things in front of it."""

from typing import Final, Literal

from reelwright.values import Value

GroundPrint = Literal[
    "scenery", "duotone", "poster", "halftone", "flat", "stripes", "blocks", "waves", "board", "mono", "paper"
]
"""The scenery as painted; in two tones; in few flat colours; in dots of ink; one colour with a disc,
stripes, a diagonal or waves; its edges in chalk on a dark board; in greys; pale on paper."""

IconPrint = Literal["lit", "sticker", "ink", "disc", "long_shadow", "line", "duotone", "riso"]
"""A thing lit as if it stood there; with a white edge; with a dark outline; on a disc; flat with a long shadow; its edges in
chalk; in two tones; in two inks that do not quite meet."""


class Treatment(Value):
    """The prints of one film."""

    ground: GroundPrint = "scenery"
    icons: IconPrint = "lit"


TREATMENTS: Final[dict[str, Treatment]] = {
    "lit": Treatment(),
    "sticker": Treatment(icons="sticker"),
    "screen": Treatment(ground="duotone", icons="sticker"),
    "poster": Treatment(ground="poster", icons="ink"),
    "comic": Treatment(ground="halftone", icons="ink"),
    "flat": Treatment(ground="flat", icons="long_shadow"),
    "badge": Treatment(ground="poster", icons="disc"),
    "board": Treatment(ground="board", icons="line"),
    "noir": Treatment(ground="mono", icons="lit"),
    "collage": Treatment(ground="paper", icons="sticker"),
    "riso": Treatment(ground="paper", icons="riso"),
    "two_tone": Treatment(ground="blocks", icons="duotone"),
    "dots": Treatment(ground="halftone", icons="sticker"),
    "cutout": Treatment(ground="stripes", icons="sticker"),
    "newsprint": Treatment(ground="mono", icons="sticker"),
    "sketch": Treatment(ground="paper", icons="ink"),
    "medal": Treatment(ground="duotone", icons="disc"),
    "spot": Treatment(ground="waves", icons="lit"),
    "shade": Treatment(ground="poster", icons="long_shadow"),
    "ink": Treatment(ground="duotone", icons="ink"),
}
"""The treatments by name. A film's look names one (`scenes.look`)."""
