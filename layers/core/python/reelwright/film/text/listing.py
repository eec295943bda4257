"""Lists in a sentence: "my bike, my guitar and a couch" names three things, and none is more important than the others."""

import re
from typing import Final

from reelwright.film.text.sentences import split_sentences
from reelwright.film.text.wordlists import words
from reelwright.film.text.words import chunks_of

_FEWEST_ITEMS: Final = 3
_LONGEST_ITEM: Final = 4
"""Words of an item between others; of the first and the last item, the nearest words to the rest of the list."""


def items_of(text: str, language: str) -> tuple[str, ...]:
    """Find the items of the first list in a text, in order; empty without a list, or in a language without known joints."""
    joints = "|".join(sorted(words("joints", language)))
    if not joints:
        return ()
    between = re.compile(rf"\s*[,;]\s*(?:(?:{joints})\s+)?|\s+(?:{joints})\s+", re.IGNORECASE)
    for sentence in split_sentences(text, language):
        parts = [chunks_of(part) for part in between.split(sentence)]
        if len(parts) >= _FEWEST_ITEMS and all(0 < len(part) <= _LONGEST_ITEM for part in parts[1:-1]):
            parts = [part for part in parts if not part or part[0].casefold() not in words("likeness", language)]
            ends = [parts[0][-_LONGEST_ITEM:], *parts[1:-1], parts[-1][:_LONGEST_ITEM]]
            return tuple(" ".join(part) for part in ends)
    return ()
