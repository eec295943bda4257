"""What quantities are, and the number from which one grows."""

from typing import Literal, NamedTuple

QuantityKind = Literal[
    "money",
    "measure",
    "count",
    "number",
    "ratio",
    "range",
    "year",
    "time",
    "date",
    "ordinal",
    "name",
    "code",
    "address",
]


class Quantity(NamedTuple):
    """A whole quantity or name with a number; it must not be shown or split in part."""

    start: int
    end: int
    kind: QuantityKind
    shown: bool
    """Whether it means something by itself. Names, codes and what is not certain do not."""


class Grown(NamedTuple):
    """A number while it grows: the index of its last chunk, and its kind so far."""

    last: int
    kind: QuantityKind
