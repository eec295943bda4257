"""The large type on a picture: a figure, or the strongest words."""

from typing import Final

from reelwright.film.text.characters import (
    CLAUSE_MARKS,
    CLOSING_MARKS,
    DASHES,
    OPENING_MARKS,
    SENTENCE_MARKS,
    width_of,
)
from reelwright.film.text.quantities import figures
from reelwright.film.text.sentences import split_at_conjunctions, split_clauses, split_sentences
from reelwright.film.text.words import chunks_of

LONGEST_HEADLINE: Final = 24
"""Characters that stay readable in large type on a phone."""
_MARKS: Final = f" {SENTENCE_MARKS}{CLAUSE_MARKS}{CLOSING_MARKS}{OPENING_MARKS}{DASHES}-"


def figure_of(text: str) -> str | None:
    """Return the first figure of the text with its unit ("1,000 times", "70%", "three facts"), if it fits."""
    return next((figure for figure in figures(text) if len(figure) <= LONGEST_HEADLINE), None)


def strong_words(text: str, keywords: tuple[str, ...]) -> str | None:
    """Return the strongest short phrase: a whole short sentence or clause, else the best keyword that fits."""
    for sentence in split_sentences(text):
        clauses = split_clauses(sentence)
        parts = [part for clause in clauses for part in split_at_conjunctions(clause)]
        for clause in (sentence, *clauses, *parts):
            bare = clause.strip(_MARKS)
            if _is_strong(bare) and _holds_one(bare, keywords):
                return bare
    return next((word for word in keywords if width_of(word) <= LONGEST_HEADLINE), None)


def _holds_one(words: str, keywords: tuple[str, ...]) -> bool:
    return not keywords or any(keyword.casefold() in words.casefold() for keyword in keywords)


def _is_strong(words: str) -> bool:
    count = len(chunks_of(words))
    return bool(words) and width_of(words) <= LONGEST_HEADLINE and (count > 1 or len(words) > 3)  # noqa: PLR2004 - "and"
