"""Negation: decides whether words can be quoted from a sentence without reversing its meaning."""

import json
import re
from functools import cache
from importlib import resources
from typing import Final

from reelwright.film.text.characters import CLAUSE_MARKS, DASHES, SENTENCE_MARKS, STRAIGHT_APOSTROPHE
from reelwright.film.text.languages import primary_language

_WORD: Final = re.compile(r"(?:[^\W\d_]|[\u0900-\u0963\u0966-\u0dff])+(?:'[^\W\d_]+)?")
"""Vowel signs of Indian scripts are no letters by Unicode; without them every second Hindi word would hold a "न"."""
_NUMERO: Final = re.compile(r"\b[Nn]o\.(?=\s?\d)")
"""`No. 5`: an abbreviation of number, not a negation."""
_CLAUSE: Final = re.compile(rf"[{SENTENCE_MARKS}{CLAUSE_MARKS}{DASHES}]")
_SPACELESS_LANGUAGES: Final = frozenset({"zh", "ja", "th"})
_CONTRACTED: Final = "n't"


@cache
def _negators(language: str) -> frozenset[str]:
    table = json.loads(resources.files(__package__).joinpath("negators.json").read_text("utf-8"))
    return frozenset(table.get(language, "").split())


def negates(text: str, language: str) -> bool:
    """Check whether a text of the language contains a negation: not, nobody, without. Unknown languages never do."""
    primary = primary_language(language)
    negators = _negators(primary)
    if primary in _SPACELESS_LANGUAGES:
        return any(negator in text for negator in negators)
    folded = _NUMERO.sub("", text).casefold().translate(STRAIGHT_APOSTROPHE)
    return any(
        word in negators or word.endswith(_CONTRACTED) or word.partition("'")[0] in negators
        for word in _WORD.findall(folded)
    )


def clause_before(text: str, position: int) -> str:
    """Cut out the clause that holds a position of the text, up to that position."""
    return _CLAUSE.split(text[:position])[-1]
