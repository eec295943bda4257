"""Quantities: numbers with all that belongs to them, so that nobody shows or parts half of one."""

from reelwright.film.text.quantities.grammar import Quantity, QuantityKind, held_together, quantities_of

__all__ = ["Quantity", "QuantityKind", "held_together", "quantities_of"]
