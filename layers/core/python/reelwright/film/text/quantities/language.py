"""The words of a language for numbers, units and ranges. `quantities.json` holds the words, one line per kind."""

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
    year_openers: frozenset[str] = frozenset()
    """Prepositions before a year."""


@cache
def quantity_words(language: str) -> QuantityWords:
    """Load the words of a BCP 47 language."""
    table = json.loads(resources.files(__package__).joinpath("quantities.json").read_text("utf-8"))
    row = table.get(primary_language(language))
    if row is None:
        return QuantityWords()
    morphemes = sorted(row["numbers"].split(), key=len, reverse=True)
    sets = ("magnitudes", "joints", "between", "minus", "per", "units", "nouns", "leads", "months")
    lists = ("tails", "ratio", "range", "bounds", "unit_phrases")
    return QuantityWords(
        known=True,
        numbers=f"(?:{'|'.join(map(re.escape, morphemes))})+",
        year_openers=frozenset(row["year_openers"].split()),
        **{name: frozenset(row[name].split()) for name in sets},
        **{name: _phrases(row[name]) for name in lists},
    )


def _phrases(text: str) -> tuple[Phrase, ...]:
    """Split a list at `|` into phrases, longest first."""
    phrases = [tuple(part.split()) for part in text.split("|") if part]
    return tuple(sorted(phrases, key=len, reverse=True))
