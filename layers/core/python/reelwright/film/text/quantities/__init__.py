"""Finds quantities: numbers with their units and other parts, which must never be shown or split in part."""

from reelwright.film.text.quantities.chunks import ChunkKind, kinds_of
from reelwright.film.text.quantities.grammar import held_together, quantities_of
from reelwright.film.text.quantities.model import Quantity, QuantityKind
from reelwright.film.text.quantities.values import DigitsSpan, Measured, digits_of, measured, numbers_of

__all__ = [
    "ChunkKind",
    "DigitsSpan",
    "Measured",
    "Quantity",
    "QuantityKind",
    "digits_of",
    "held_together",
    "kinds_of",
    "measured",
    "numbers_of",
    "quantities_of",
]
