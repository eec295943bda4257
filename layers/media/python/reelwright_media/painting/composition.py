"""Positions of subjects and headline, as data, for each shape of picture.

Important content avoids the caption (0.62-0.78 of the height in portrait, lower in the other shapes), the platform's
buttons (right 12 % and top 13 % in portrait), and the 6 % at each edge that the renderer's zoom may crop.
"""

from dataclasses import dataclass, replace
from typing import Final, Literal, NamedTuple

import numpy as np

from reelwright.film.scenes.arrangements import ArrangementName

Shape = Literal["portrait", "square", "wide"]

_SQUARISH: Final = 1.2
"""Aspect ratio up to which a picture is composed as a square."""
_TURN_DEGREES: Final = 7.0


@dataclass(frozen=True, slots=True)
class PictureLayout:
    """Layout of a picture: centre and size of the main subject (the hero); centre, box, line limit and type size of the text.

    `*_u` and `text_wide` are shares of the width, `*_v` and `text_tall` of the height, sizes of the shorter side.
    """

    hero_u: float
    hero_v: float
    hero_size: float
    text_u: float
    text_v: float
    text_wide: float
    text_tall: float
    text_lines: int
    text_size: float
    lowest_v: float
    """The lowest ground of standing subjects: above the captions."""
    edge: float = 0.09
    """Distance of companions and lists from the left and right edge, as a share of the width: a mat may cover it."""

    @property
    def text_above(self) -> bool:
        """Whether the headline is above the hero, so that companions must stay lower."""
        return self.text_v < self.hero_v and abs(self.text_u - self.hero_u) < self.text_wide / 2


@dataclass(frozen=True, slots=True)
class Spot:
    """Position of one subject: centre (or foot if `stands`), size, rotation, and distance (0 near, 1 far)."""

    u: float
    v: float
    size: float
    turn_degrees: float
    distance: float
    stands: bool
    sticker: bool = False
    """Whether it gets a white border, as cut-outs on thumbnails have."""


LAYOUTS: Final[dict[tuple[Shape, bool], PictureLayout]] = {
    ("portrait", False): PictureLayout(0.49, 0.365, 0.76, 0.47, 0.375, 0.74, 0.40, 4, 0.27, 0.585),
    ("portrait", True): PictureLayout(0.49, 0.425, 0.57, 0.47, 0.195, 0.74, 0.13, 2, 0.17, 0.585),
    ("square", False): PictureLayout(0.50, 0.37, 0.54, 0.50, 0.36, 0.80, 0.48, 3, 0.24, 0.655),
    ("square", True): PictureLayout(0.50, 0.485, 0.33, 0.50, 0.18, 0.80, 0.21, 2, 0.135, 0.655),
    ("wide", False): PictureLayout(0.50, 0.385, 0.60, 0.50, 0.38, 0.78, 0.50, 3, 0.30, 0.685),
    ("wide", True): PictureLayout(0.71, 0.385, 0.58, 0.30, 0.38, 0.44, 0.50, 4, 0.22, 0.685),
}
"""Keyed by shape, and by whether subject and headline share the picture."""

_ARRANGED: Final[dict[ArrangementName, tuple[PictureLayout, PictureLayout]]] = {
    "top": (
        PictureLayout(0.49, 0.6, 0.8, 0.47, 0.58, 0.74, 0.4, 4, 0.26, 0.81),
        PictureLayout(0.49, 0.68, 0.64, 0.47, 0.415, 0.74, 0.11, 2, 0.17, 0.855),
    ),
    "header": (
        PictureLayout(0.49, 0.61, 0.82, 0.47, 0.59, 0.74, 0.4, 4, 0.26, 0.83),
        PictureLayout(0.49, 0.69, 0.64, 0.47, 0.43, 0.74, 0.11, 2, 0.17, 0.865),
    ),
    "band": (
        PictureLayout(0.49, 0.35, 0.74, 0.47, 0.355, 0.74, 0.38, 4, 0.26, 0.565),
        PictureLayout(0.49, 0.415, 0.55, 0.47, 0.19, 0.74, 0.125, 2, 0.165, 0.57),
    ),
    "print": (
        PictureLayout(0.50, 0.333, 0.68, 0.50, 0.335, 0.66, 0.36, 4, 0.24, 0.535, 0.16),
        PictureLayout(0.50, 0.382, 0.52, 0.50, 0.18, 0.64, 0.09, 2, 0.14, 0.54, 0.16),
    ),
    "slant": (
        PictureLayout(0.49, 0.665, 0.78, 0.47, 0.64, 0.74, 0.34, 4, 0.25, 0.88),
        PictureLayout(0.49, 0.735, 0.62, 0.47, 0.495, 0.74, 0.09, 2, 0.15, 0.9),
    ),
    "torn": (
        PictureLayout(0.49, 0.645, 0.8, 0.47, 0.63, 0.74, 0.36, 4, 0.25, 0.86),
        PictureLayout(0.49, 0.72, 0.64, 0.47, 0.475, 0.74, 0.09, 2, 0.15, 0.895),
    ),
    "strip": (
        PictureLayout(0.5, 0.667, 0.63, 0.5, 0.667, 0.76, 0.34, 3, 0.24, 0.845),
        PictureLayout(0.5, 0.722, 0.47, 0.5, 0.523, 0.76, 0.105, 2, 0.12, 0.855),
    ),
    "bubble": (
        PictureLayout(0.49, 0.655, 0.8, 0.47, 0.64, 0.74, 0.36, 4, 0.25, 0.87),
        PictureLayout(0.49, 0.73, 0.62, 0.47, 0.485, 0.74, 0.09, 2, 0.15, 0.9),
    ),
    "round": (
        PictureLayout(0.50, 0.335, 0.57, 0.50, 0.335, 0.62, 0.28, 4, 0.20, 0.50, 0.205),
        PictureLayout(0.50, 0.39, 0.43, 0.50, 0.202, 0.52, 0.105, 2, 0.125, 0.51, 0.205),
    ),
    "arch": (
        PictureLayout(0.5, 0.37, 0.59, 0.5, 0.37, 0.6, 0.34, 4, 0.2, 0.545, 0.2),
        PictureLayout(0.5, 0.425, 0.47, 0.5, 0.222, 0.54, 0.11, 2, 0.13, 0.555, 0.2),
    ),
    "phone": (
        PictureLayout(0.50, 0.335, 0.74, 0.50, 0.335, 0.70, 0.38, 4, 0.25, 0.56, 0.10),
        PictureLayout(0.50, 0.41, 0.55, 0.50, 0.19, 0.70, 0.12, 2, 0.155, 0.565, 0.10),
    ),
    "screen": (
        PictureLayout(0.50, 0.365, 0.64, 0.50, 0.365, 0.66, 0.34, 4, 0.23, 0.545, 0.135),
        PictureLayout(0.50, 0.412, 0.49, 0.50, 0.2125, 0.66, 0.105, 2, 0.14, 0.55, 0.135),
    ),
    "browser": (
        PictureLayout(0.50, 0.345, 0.70, 0.50, 0.345, 0.74, 0.36, 4, 0.25, 0.55, 0.09),
        PictureLayout(0.50, 0.393, 0.57, 0.50, 0.18, 0.74, 0.105, 2, 0.14, 0.555, 0.09),
    ),
    "reel": (
        PictureLayout(0.50, 0.335, 0.68, 0.50, 0.325, 0.66, 0.38, 4, 0.24, 0.55, 0.14),
        PictureLayout(0.50, 0.40, 0.55, 0.50, 0.185, 0.66, 0.11, 2, 0.14, 0.56, 0.14),
    ),
    "stamp": (
        PictureLayout(0.49, 0.365, 0.74, 0.50, 0.375, 0.74, 0.40, 4, 0.26, 0.585, 0.10),
        PictureLayout(0.49, 0.425, 0.56, 0.50, 0.195, 0.74, 0.12, 2, 0.16, 0.585, 0.10),
    ),
}
"""Layouts of upright pictures in the arrangements that differ: without and with a headline beside the subject."""

THUMBNAIL_LAYOUTS: Final[dict[tuple[Shape, bool], PictureLayout]] = {
    ("portrait", True): PictureLayout(0.50, 0.28, 0.72, 0.50, 0.71, 0.92, 0.54, 7, 0.34, 1.0),
    ("square", True): PictureLayout(0.50, 0.27, 0.50, 0.50, 0.73, 0.94, 0.52, 6, 0.28, 1.0),
    ("wide", True): PictureLayout(0.77, 0.48, 0.80, 0.31, 0.50, 0.57, 0.94, 7, 0.40, 1.0),
    ("portrait", False): PictureLayout(0.50, 0.28, 0.72, 0.50, 0.50, 0.92, 0.54, 7, 0.36, 1.0),
    ("square", False): PictureLayout(0.50, 0.27, 0.50, 0.50, 0.50, 0.94, 0.60, 6, 0.32, 1.0),
    ("wide", False): PictureLayout(0.50, 0.48, 0.80, 0.50, 0.50, 0.92, 0.94, 7, 0.40, 1.0),
}
"""Keyed as `LAYOUTS`. A thumbnail has no captions, so its title may use their area."""


class _Crowd(NamedTuple):
    """How floating things stand to each other, in hero sizes."""

    shrink: float
    """Scale of the hero."""
    across: float
    """Width of all, at which none hides more than a corner of another."""
    lift: float
    """How far the hero is above the middle of its layout."""
    companions: tuple[tuple[float, float, float, float], ...]
    """Offset right and down from the hero's centre, size, and distance."""


_ALONE: Final = _Crowd(1.0, 1.0, 0.0, ())
_PAIR: Final = _Crowd(0.86, 1.57, -0.12, ((0.74, -0.48, 0.58, 0.2),))
_PAIR_IN_HEIGHT: Final = _Crowd(0.86, 1.45, -0.22, ((0.70, -0.56, 0.58, 0.2),))
"""For layouts with more room above and below."""
_PAIR_BELOW_TYPE: Final = _Crowd(0.86, 1.57, 0.0, ((0.76, -0.18, 0.58, 0.2),))
_TRIO: Final = _Crowd(0.66, 1.57, 0.22, ((0.46, 0.70, 0.62, 0.1), (-0.46, 0.70, 0.62, 0.1)))
_PAIR_IN_WIDTH: Final = _Crowd(0.9, 1.8, 0.0, ((0.86, -0.14, 0.58, 0.2),))
_TRIO_IN_WIDTH: Final = _Crowd(0.9, 2.58, 0.0, ((0.98, 0.12, 0.62, 0.1), (-0.98, 0.12, 0.62, 0.1)))
"""For wide pictures without type."""
_IN_HEIGHT: Final = 0.77
"""Hero size from which a layout has that room."""
_NEIGHBOURS: Final = ((0.76, 0.60, 0.12), (-0.70, 0.54, 0.22))
"""Standing companions: offset right and size, both in hero sizes, and distance."""
Pattern = tuple[tuple[float, float], ...]
"""Places of equal subjects: right and down of the middle of the group, in sizes of a subject."""

PATTERNS: Final[dict[tuple[int, bool], tuple[Pattern, ...]]] = {
    (2, False): (((-0.52, 0.0), (0.52, 0.0)), ((-0.36, -0.52), (0.36, 0.52))),
    (3, False): (((-1.04, 0.0), (0.0, 0.0), (1.04, 0.0)), ((-0.53, -0.54), (0.53, -0.54), (0.0, 0.54))),
    (2, True): (((-0.52, 0.0), (0.52, 0.0)),),
    (3, True): (((-1.04, 0.0), (0.0, 0.0), (1.04, 0.0)), ((-0.68, -0.16), (0.0, 0.16), (0.68, -0.16))),
}
"""Patterns of a list by its number of things, and by whether they stand: the one in which they are largest is used, a row
if it is no smaller. Of standing things one may hide a slice of another."""
_EDGE: Final = 0.09
"""Distance of companions from the upper and lower edge, as a share of the height."""
_GROUP_TALLEST: Final = 1.0
"""Tallest list, in hero sizes."""
_LARGEST_OF_LIST: Final = 0.46
"""Largest thing of a list, as a share of the shorter side."""
_PAIR_SHIFT: Final = 0.11
"""How far the hero of a pair is moved to the other side, in shorter sides: the pair is balanced around the centre."""
_STANDING_SHRINK: Final = (1.0, 0.86, 0.72)
"""Scale of a standing hero with zero, one or two companions."""
_STANDING_ACROSS: Final = 1.57
"""Width of a standing hero and a companion, in hero sizes."""


def shape_of(width: int, height: int) -> Shape:
    """Choose the shape that a picture of this size is composed for."""
    if height > width * _SQUARISH:
        return "portrait"
    return "wide" if width > height * _SQUARISH else "square"


def layout_of(shape: Shape, arrangement: ArrangementName, *, shared: bool) -> PictureLayout:
    """Choose the layout of a picture; `shared` by subject and headline. Only upright pictures have arrangements."""
    arranged = _ARRANGED.get(arrangement) if shape == "portrait" else None
    return LAYOUTS[shape, shared] if arranged is None else arranged[shared]


def spots(
    count: int,
    *,
    layout: PictureLayout,
    width: int,
    height: int,
    ground: float | None,
    random: np.random.Generator,
    equals: bool = False,
) -> list[Spot]:
    """Arrange `count` subjects, the hero first, at most three; `ground` None lets them float.

    `random` mirrors the arrangement and tilts floating subjects. With `equals` all have one size, and stand in order.
    """
    if equals and (count, ground is not None) in PATTERNS:
        return _group(count, layout, (width, height), ground, random)
    side = 1.0 if random.random() < 0.5 else -1.0  # noqa: PLR2004 - a coin toss
    unit = min(width, height) / width
    span = _span(layout)
    crowd = _crowd(count, layout, (span[1] - span[0]) / unit)
    shrink, across = (crowd.shrink, crowd.across) if ground is None else _standing(count)
    size = layout.hero_size * shrink
    if count > 1:
        size = min(size, (span[1] - span[0]) / unit / across)
    hero_u = layout.hero_u - (_PAIR_SHIFT * side * unit if count == 2 else 0.0)  # noqa: PLR2004 - a pair
    hero_u = min(max(hero_u, span[0] + size * unit / 2), span[1] - size * unit / 2) if count > 1 else hero_u
    if ground is not None:
        hero = Spot(hero_u, ground, size, 0.0, 0.0, stands=True)
        others = [
            Spot(hero_u + right * side * size * unit, ground - 0.012, size * share, 0.0, distance, stands=True)
            for right, share, distance in _NEIGHBOURS
        ]
        return [hero, *(_inside(spot, width, height, layout.edge) for spot in others)][:count]
    down_unit = size * min(width, height) / height
    hero_v = layout.hero_v - crowd.lift * down_unit
    hero = Spot(hero_u, hero_v, size, _tilt(random), 0.0, stands=False)
    others = [
        Spot(
            hero_u + right * side * size * unit,
            hero_v + down * down_unit,
            size * share,
            2 * _tilt(random),
            distance,
            stands=False,
        )
        for right, down, share, distance in crowd.companions
    ]
    return [hero, *(_inside(spot, width, height, layout.edge) for spot in others)][:count]


def _crowd(count: int, layout: PictureLayout, room: float) -> _Crowd:
    """Choose how floating things stand to each other in a room of this width, in shorter sides."""
    if room > 1 and count > 1:
        return _PAIR_IN_WIDTH if count == 2 else _TRIO_IN_WIDTH  # noqa: PLR2004 - a pair
    if count != 2:  # noqa: PLR2004 - a pair
        return _ALONE if count < 2 else _TRIO  # noqa: PLR2004
    if layout.text_above:
        return _PAIR_BELOW_TYPE
    return _PAIR_IN_HEIGHT if layout.hero_size >= _IN_HEIGHT else _PAIR


def _standing(count: int) -> tuple[float, float]:
    """Find the scale of a standing hero, and the width of it and its companion."""
    return _STANDING_SHRINK[max(1, min(count, 3)) - 1], _STANDING_ACROSS


def _group(
    count: int, layout: PictureLayout, size: tuple[int, int], ground: float | None, random: np.random.Generator
) -> list[Spot]:
    """Arrange equal subjects on a picture of this width and height, in the pattern that lets them be largest."""
    width, height = size
    short, stands = min(size), ground is not None
    left, right = _span(layout)
    room = ((right - left) * width / short, _GROUP_TALLEST * layout.hero_size)
    scale, pattern = max(((_size_in(room, one), one) for one in PATTERNS[count, stands]), key=lambda pair: pair[0])
    return [
        Spot(
            (left + right) / 2 + beside * scale * short / width,
            (layout.hero_v if ground is None else ground) + down * scale * short / height,
            scale,
            0.0 if stands else _tilt(random) / 2,
            0.0,
            stands=stands,
        )
        for beside, down in pattern
    ]


def _span(layout: PictureLayout) -> tuple[float, float]:
    """Find the left and right end of the room for things: between the edges, beside type that is left of them."""
    type_is_left = layout.hero_u - layout.text_u >= layout.text_wide / 2
    return (layout.text_u + layout.text_wide / 2 if type_is_left else layout.edge), 1 - layout.edge


def _size_in(room: tuple[float, float], pattern: Pattern) -> float:
    """Largest size of subjects whose pattern fits into a room; all in shares of the shorter side."""
    across, down = (max(axis) - min(axis) + 1 for axis in zip(*pattern, strict=True))
    return float(min(room[0] / across, room[1] / down, _LARGEST_OF_LIST))


def _inside(spot: Spot, width: int, height: int, edge: float) -> Spot:
    """Move a companion to where the frame's edges do not crop it; the hero may hide a part of it instead."""
    half = spot.size * min(width, height) / 2
    beside, above = edge + half / width, _EDGE + half / height
    v = spot.v if spot.stands else min(max(spot.v, above), 1 - above)
    return replace(spot, u=min(max(spot.u, beside), 1 - beside), v=v)


def _tilt(random: np.random.Generator) -> float:
    return float(random.uniform(-_TURN_DEGREES, _TURN_DEGREES))
