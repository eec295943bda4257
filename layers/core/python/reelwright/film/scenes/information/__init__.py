"""Information scenes: what a sentence states in figures, dates, places, steps or quotations, drawn from its own words."""

from reelwright.film.scenes.information.model import Information, InformationKind, Item, Location
from reelwright.film.scenes.information.rules import RULES, information_in, information_of, without_repeats

__all__ = [
    "RULES",
    "Information",
    "InformationKind",
    "Item",
    "Location",
    "information_in",
    "information_of",
    "without_repeats",
]
