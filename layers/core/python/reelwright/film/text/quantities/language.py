"""The words of a language for numbers, units and ranges. `quantities.json` holds the words, one line per kind.

Its row `*` holds small words of all languages together: their place distinguishes them; in another language they match nothing.
"""

import json
import re
from functools import cache
from importlib import resources

from reelwright.film.text.languages import primary_language
from reelwright.values import Value

Phrase = tuple[str, ...]


class QuantityWords(Value):
    """The words of one language, case-folded; empty for a language without a table."""

    known: bool = False
    numbers: str = ""
    """A pattern for a number in words, or for a part of one between hyphens."""
    magnitudes: frozenset[str] = frozenset()
    joints: frozenset[str] = frozenset()
    """Words within a number: "a hundred *and* five". They also join the ends of "between … and …"."""
    tails: tuple[Phrase, ...] = ()
    ratio: tuple[Phrase, ...] = ()
    range: tuple[Phrase, ...] = ()
    between: frozenset[str] = frozenset()
    bounds: tuple[Phrase, ...] = ()
    minus: frozenset[str] = frozenset()
    per: frozenset[str] = frozenset()
    units: frozenset[str] = frozenset()
    unit_phrases: tuple[Phrase, ...] = ()
    nouns: frozenset[str] = frozenset()
    """Irregular plurals, which the language's plural rule does not recognise: people, fish."""
    leads: frozenset[str] = frozenset()
    """Words before a number that is a name: "chapter 7"."""
    months: frozenset[str] = frozenset()
    ones: frozenset[str] = frozenset()
    """Numbers that are articles too: alone they count nothing ("one day it rained")."""
    of: frozenset[str] = frozenset()
    """Between a million and its unit, and within a date: "2 millones de toneladas", "millions of tons"."""
    more: frozenset[str] = frozenset()
    """Small words that change what is counted: they are a part of it, as adjectives are."""
    shares: frozenset[str] = frozenset()
    partitives: frozenset[str] = frozenset()
    """Behind a bare number they show that it is a part of something: "5 of the 20"."""
    relations: frozenset[str] = frozenset()
    """Behind a bare number they show that it is counted from something: "5 below zero"."""
    year_nouns: frozenset[str] = frozenset()
    """The word "year" of all languages, in its cases: beside four digits it makes them a year, which counts nothing."""
    year_openers: frozenset[str] = frozenset()
    """Prepositions before a year."""
    sure_year_openers: frozenset[str] = frozenset()
    """Those before which it counts nothing, though a plural noun follows: "in 2008 researchers found"."""


@cache
def quantity_words(language: str) -> QuantityWords:
    """Load the words of a BCP 47 language."""
    table = json.loads(resources.files(__package__).joinpath("quantities.json").read_text("utf-8"))
    shared = {name: frozenset(text.split()) for name, text in table["*"].items()}
    row = table.get(primary_language(language))
    if row is None:
        return QuantityWords(**shared)
    morphemes = sorted(row["numbers"].split(), key=len, reverse=True)
    sets = (
        *("magnitudes", "joints", "between", "minus", "per", "units", "nouns", "leads", "months"),
        *("year_openers", "sure_year_openers"),
    )
    lists = ("tails", "ratio", "range", "bounds", "unit_phrases")
    return QuantityWords(
        known=True,
        **shared,
        numbers=f"(?:{'|'.join(map(re.escape, morphemes))})+",
        **{name: frozenset(row[name].split()) for name in sets},
        **{name: _phrases(row[name]) for name in lists},
    )


def _phrases(text: str) -> tuple[Phrase, ...]:
    """Split a list at `|` into phrases, longest first."""
    phrases = [tuple(part.split()) for part in text.split("|") if part]
    return tuple(sorted(phrases, key=len, reverse=True))
