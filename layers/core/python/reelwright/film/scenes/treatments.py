"""How the pictures of a film are printed: their scenery, and the things in front of it."""

from typing import Final, Literal

from reelwright.values import Value

GroundPrint = Literal[
    "scenery",
    "duotone",
    "poster",
    "halftone",
    "board",
    "mono",
    "paper",
    "flat",
    "stripes",
    "blocks",
    "waves",
    "burst",
    "checks",
    "polka",
    "circles",
    "ruled",
    "spotlight",
]
"""The scenery as painted; in two tones; in few flat colours; in dots of ink; its edges in chalk on a dark board; in greys; pale
on paper. Instead of it one colour with a disc, stripes, a diagonal, waves, rays, squares, spots or circles; a ruled page; a
light in a dark room."""

HIDING: Final[frozenset[GroundPrint]] = frozenset(
    {"flat", "stripes", "blocks", "waves", "burst", "checks", "polka", "circles", "ruled", "spotlight"}
)
"""Prints in which no scenery is to be seen."""

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
    "newsprint": Treatment(ground="mono", icons="ink"),
    "sketch": Treatment(ground="paper", icons="ink"),
    "medal": Treatment(ground="duotone", icons="disc"),
    "spot": Treatment(ground="waves", icons="lit"),
    "shade": Treatment(ground="poster", icons="long_shadow"),
    "ink": Treatment(ground="duotone", icons="ink"),
    "burst": Treatment(ground="burst", icons="ink"),
    "checker": Treatment(ground="checks", icons="sticker"),
    "polka": Treatment(ground="polka", icons="disc"),
    "circles": Treatment(ground="circles", icons="lit"),
    "notebook": Treatment(ground="ruled", icons="ink"),
    "spotlight": Treatment(ground="spotlight", icons="lit"),
    "tiles": Treatment(ground="checks", icons="disc"),
    "confetti": Treatment(ground="polka", icons="long_shadow"),
    "rays": Treatment(ground="burst", icons="long_shadow"),
    "target": Treatment(ground="circles", icons="duotone"),
    "scrapbook": Treatment(ground="ruled", icons="riso"),
    "theatre": Treatment(ground="spotlight", icons="duotone"),
    "pop_art": Treatment(ground="stripes", icons="ink"),
    "ribbon": Treatment(ground="stripes", icons="duotone"),
    "tide": Treatment(ground="waves", icons="long_shadow"),
    "surf": Treatment(ground="waves", icons="ink"),
    "corner": Treatment(ground="blocks", icons="lit"),
    "halo": Treatment(ground="flat", icons="disc"),
    "moonlit": Treatment(ground="flat", icons="lit"),
    "beam": Treatment(ground="burst", icons="lit"),
    "dial": Treatment(ground="circles", icons="disc"),
    "xerox": Treatment(ground="mono", icons="duotone"),
    "mosaic": Treatment(ground="checks", icons="duotone"),
}
"""The treatments by name. A film's look names one (`scenes.look`)."""
