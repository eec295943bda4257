"""An information scene: what a sentence states, ready to be drawn. Every text in it is written in the sentence."""

from typing import Final, Literal

from reelwright.values import Value

InformationKind = Literal[
    "quote", "steps", "bars", "timeline", "versus", "ratio", "share", "route", "date", "map", "count"
]
WITH_PICTURE: Final[frozenset[InformationKind]] = frozenset({"count", "date"})
"""Kinds that share the frame with the scene's subject; every other kind fills the frame."""

HELD_TOGETHER: Final[frozenset[InformationKind]] = frozenset({"quote", "steps", "bars", "timeline", "versus", "route"})
"""Kinds of several parts: their sentence stays one scene, also where it is long."""


class Item(Value):
    """One thing that the scene shows. Positions are characters of the scene's text, end exclusive."""

    text: str
    """The figure, date, step, quotation or name, as written in the sentence."""
    label: str = ""
    """Words of the sentence beside it; may be empty."""
    value: float | None = None
    """The number, for what is drawn to scale."""
    digits: tuple[int, int] | None = None
    """Where the digits are in `text`: they count up to the number."""
    start: int = 0
    end: int = 0


class Location(Value):
    """A place on Earth in degrees: a point, or a country with its box (west, south, east, north)."""

    latitude: float
    longitude: float
    country: str | None = None
    """ISO 3166-1 numeric code, which is the border's id in the atlas."""
    box: tuple[float, float, float, float] | None = None


class Information(Value):
    """The information of one scene, and why it was chosen."""

    kind: InformationKind
    items: tuple[Item, ...]
    because: str
    """The rule that chose it, for the plan: "one number of a whole: 1 in 5 startups"."""
    parts: tuple[int, int] | None = None
    """Of a ratio: 1 and 5 of "1 in 5"."""
    persons: bool = False
    """Whether a ratio counts people: they are drawn as persons, other things as discs."""
    places: tuple[Location, ...] = ()
    """Of a map or route: the places of the items, in order."""

    @property
    def shown(self) -> tuple[str, ...]:
        """List the texts in the order of the sentence, each with its label where that is a date."""
        return tuple(
            part for item in self.items for part in (item.text, item.label if self.kind == "bars" else "") if part
        )

    @property
    def fills_frame(self) -> bool:
        """Whether no subject is shown beside it."""
        return self.kind not in WITH_PICTURE
