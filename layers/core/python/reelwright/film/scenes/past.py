"""Films of long ago: their cities have no lit towers, and their trains and telephones are old ones."""

from typing import Final

from reelwright.film.scenes.casting import Part
from reelwright.film.scenes.model import Scenery
from reelwright.film.text.quantities import QuantityKind, quantities_of
from reelwright.film.text.tokens import folded_tokens, tokens_of
from reelwright.film.text.wordlists import phrases, words

_YEARS: Final = range(1000, 2100)
_TODAY_BEGINS: Final = 1960
_AMOUNTS: Final[frozenset[QuantityKind]] = frozenset({"count", "measure", "money"})
"""Kinds of quantities whose digits are no year: "1500 coins"."""
_SCENERIES: Final[dict[Scenery, Scenery]] = {"city": "old_town"}
_SUBJECTS: Final = {
    "fluent:high-speed-train": "fluent:locomotive",
    "fluent:mobile-phone": "fluent:telephone",
}
"""What only today has, and what was before."""


def is_long_ago(texts: tuple[str, ...], language: str) -> bool:
    """Check whether the years of a film's texts are all before today; one without years is of today."""
    years = [year for text in texts for year in _years_in(text, language)]
    return bool(years) and max(years) < _TODAY_BEGINS


def _years_in(text: str, language: str) -> list[int]:
    amounts = [one for one in quantities_of(text, language) if one.kind in _AMOUNTS]
    return [
        int(token.text)
        for token in tokens_of(text)
        if len(token.text) == 4  # noqa: PLR2004 - digits of a year
        and token.text.isdecimal()
        and int(token.text) in _YEARS
        and not any(one.start <= token.start < one.end for one in amounts)
    ]


def tells_of_long_ago(thought: str, language: str) -> bool:
    """Check whether a thought says that something was centuries ago."""
    spoken = thought.casefold()
    return any(phrase in spoken for phrase in phrases("long ago", language))


def as_of_then(part: Part, thought: str, language: str) -> Part:
    """Replace what only today has, unless the thought speaks of today or to the viewer."""
    if not words("today", language).isdisjoint(folded_tokens(thought)):
        return part
    scenery = _SCENERIES.get(part.scenery, part.scenery)
    subjects = tuple(_SUBJECTS.get(one, one) for one in part.subjects)
    return part.model_copy(update={"scenery": scenery, "subjects": subjects})
