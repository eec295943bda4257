"""Finds quantities: numbers with their units and other parts, which must never be shown or split in part."""

from reelwright.film.text.quantities.chunks import ChunkKind, kinds_of
from reelwright.film.text.quantities.grammar import held_together, quantities_of
from reelwright.film.text.quantities.model import Quantity, QuantityKind

__all__ = ["ChunkKind", "Quantity", "QuantityKind", "held_together", "kinds_of", "quantities_of"]
