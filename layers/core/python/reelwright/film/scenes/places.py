"""Which sceneries and subjects go together, and how sceneries are used.

A thing is shown where it can be: a sofa in a room, a train on rails, a whale under water. Graphic sceneries and large
close-ups claim no place, so they go with everything that fits their mood.
"""

from typing import Final, Literal

from reelwright.film.scenes.model import Scenery
from reelwright.film.scenes.treatments import HIDING, GroundPrint, Treatment

Kind = Literal["graphic", "water", "shore", "land", "settlement", "indoors", "sky", "close-up"]
"""Kinds of places. `graphic` is no place; `settlement` is any outdoor place that people built."""

KIND: Final[dict[Scenery, Kind]] = {
    "underwater": "water",
    "abyss": "water",
    "trench": "water",
    "sunset_sea": "shore",
    "beach": "shore",
    "river": "land",
    "bridge": "shore",
    "space": "sky",
    "earth": "sky",
    "black_hole": "sky",
    "aurora": "land",
    "mountains": "land",
    "forest": "land",
    "desert": "land",
    "field": "land",
    "snow": "land",
    "storm": "land",
    "city": "settlement",
    "street": "settlement",
    "old_town": "settlement",
    "road": "settlement",
    "railway": "settlement",
    "market": "settlement",
    "stadium": "settlement",
    "kitchen": "indoors",
    "room": "indoors",
    "bedroom": "indoors",
    "office": "indoors",
    "school": "indoors",
    "hospital": "indoors",
    "laboratory": "indoors",
    "gym": "indoors",
    "stage": "indoors",
    "neurons": "close-up",
    "dna": "close-up",
    "circuit": "close-up",
    "rays": "graphic",
    "paper": "graphic",
    "gradient": "graphic",
    "halftone": "graphic",
    "grid": "graphic",
    "bokeh": "graphic",
}
"""The kind of each scenery."""

_OUTDOORS: Final[tuple[Kind, ...]] = ("land", "settlement", "shore")
_FITS: Final[dict[str, tuple[Kind, ...]]] = {
    "ocean": ("water", "shore"),
    "coast": ("shore",),
    "space": ("sky",),
    "nature": _OUTDOORS,
    "weather": _OUTDOORS,
    "pets": ("indoors", "land", "settlement"),
    "animals": ("land", "shore"),
    "food": ("indoors", "settlement"),
    "money": ("indoors", "settlement"),
    "work": ("indoors", *_OUTDOORS),
    "tech": ("indoors", "settlement", "close-up"),
    "science": ("indoors", "close-up"),
    "body": ("indoors", "close-up"),
    "mind": (),
    "sport": ("indoors", *_OUTDOORS),
    "success": (),
    "time": ("indoors",),
    "history": ("indoors", *_OUTDOORS),
    "travel": _OUTDOORS,
    "news": ("indoors", *_OUTDOORS),
    "home": ("indoors",),
    "people": ("indoors", *_OUTDOORS),
    "art": ("indoors", "settlement"),
    "fantasy": ("land", "settlement"),
    "school": ("indoors", "settlement"),
    "product": ("indoors",),
}
"""Kinds of places where the subjects of a theme can be; graphic ones fit always."""


_BUILDINGS: Final = frozenset(
    f"fluent:{name}"
    for name in """bank building-construction castle church classical-building convenience-store department-store
    derelict-house factory ferris-wheel hospital hotel house house-with-garden houses hut japanese-castle mosque office-building
    post-office school stadium synagogue tent tokyo-tower""".split()  # noqa: SIM905 - words read better than quotes
)
OUTSIDE: Final[tuple[Scenery, ...]] = ("field", "street")
"""Where a building stands if the sentence names no place."""

SOFT: Final[frozenset[Scenery]] = frozenset(
    {"underwater", "abyss", "trench", "space", "aurora", "stage", "gradient", "grid", "bokeh"}
)
"""Sceneries of light and haze, without outlines: flat colours, dots and chalk make blobs of them."""
_HARD: Final[frozenset[GroundPrint]] = frozenset({"board", "halftone"})
"""Prints that keep only outlines and areas; a subject before them says enough."""


def is_building(subject: str) -> bool:
    """Check whether a subject is a house, which stands in no room, whatever its theme."""
    return subject in _BUILDINGS


def stands_in(subject: str, theme: str, scenery: Scenery) -> bool:
    """Check whether a subject of a theme can be shown in a scenery."""
    return KIND[scenery] in ("graphic", *_OUTDOORS) if is_building(subject) else goes_together(theme, scenery)


def goes_together(theme: str, scenery: Scenery) -> bool:
    """Check whether subjects of a theme can be shown in a scenery."""
    return KIND[scenery] == "graphic" or KIND[scenery] in _FITS[theme]


def is_graphic(scenery: Scenery) -> bool:
    """Check whether a scenery claims no place."""
    return KIND[scenery] == "graphic"


def ground_of(treatment: Treatment, scenery: Scenery, *, has_subjects: bool) -> GroundPrint:
    """Choose the print of a scene's scenery: a place that is all that the scene shows stays visible and can be read."""
    hides_all = treatment.ground in HIDING and not has_subjects and not is_graphic(scenery)
    ground = "poster" if hides_all else treatment.ground
    unclear = ground == "poster" or (ground in _HARD and not has_subjects and not is_graphic(scenery))
    return "duotone" if unclear and scenery in SOFT else ground
