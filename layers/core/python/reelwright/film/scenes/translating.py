"""Translates words by the icons that they name: "चाय" and "tea" are tags of the same cups.

The concept table is English and chosen with care, so a word whose English counterpart it lists shows what the table shows.
"""

from collections.abc import Callable, Iterable
from typing import Final

from reelwright.film.scenes.concepts import Concept, ConceptTable
from reelwright.film.scenes.lexicon import NamedIcon
from reelwright.film.text.tokens import folded_tokens

_TRANSLATED: Final = 1.1
"""Lowest sum of the share of common icons of two words and their cosine at which one translates the other.

Measured: true ones have 1.12 (Läufer, runner) to 1.98 (fruta, fruit), wrong ones up to 1.0 (place, ticket; vespa, scooter).
Without vectors the share counts twice.
"""
_LEAST_WEIGHT: Final = 0.9
"""Lowest weight of the concept: a named cup shows more than the concept of drinking."""


def translations(
    found: Iterable[NamedIcon], table: ConceptTable, likeness: Callable[[str, str], float] | None
) -> dict[str, Concept]:
    """Map icons to the concepts that the table has for their words' English counterparts.

    `likeness` computes the cosine of two words, None for a language that the vectors do not know.
    """
    pairs = ((one.icon, _concept(one, table, likeness)) for one in found)
    return {icon: concept for icon, concept in pairs if concept is not None}


def _concept(one: NamedIcon, table: ConceptTable, likeness: Callable[[str, str], float] | None) -> Concept | None:
    for other in one.counterparts:
        found = table.find(other.word)
        if len(found) != 1 or found[0].words != len(folded_tokens(other.word)) or found[0].ambiguous:
            continue
        sure = 2 * other.share if likeness is None else other.share + likeness(one.word, other.word)
        concept = found[0].concept
        return concept if sure >= _TRANSLATED and concept.weight >= _LEAST_WEIGHT else None
    return None
