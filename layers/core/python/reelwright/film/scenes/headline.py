"""The headline on a picture: a quantity, or the strongest words. It must be true without its context.

So a quantity is shown whole or not at all, and no word is taken from a negation or from a name with a number.
"""

from collections.abc import Iterator
from typing import Final

from reelwright.film.text.characters import (
    CLAUSE_MARKS,
    CLOSING_MARKS,
    DASHES,
    OPENING_MARKS,
    SENTENCE_MARKS,
    width_of,
)
from reelwright.film.text.negation import clause_before, negates
from reelwright.film.text.quantities import Quantity, quantities_of
from reelwright.film.text.sentences import split_at_conjunctions, split_clauses, split_sentences
from reelwright.film.text.tokens import tokens_of
from reelwright.film.text.wordlists import words
from reelwright.film.text.words import chunks_of, on_one_line

LONGEST_HEADLINE: Final = 24
"""Characters that stay readable in large type beside a subject on a phone."""
LONGEST_ALONE: Final = 80
"""The same for type that has the picture to itself."""
_MARKS: Final = f" {SENTENCE_MARKS}{CLAUSE_MARKS}{CLOSING_MARKS}{OPENING_MARKS}"
_LOOSE_DASHES: Final = tuple(f"{dash} " for dash in f"-{DASHES}")
_TIMES: Final = " times"
_SHORTEST_WORD: Final = 4
"""Fewest letters of a one-word headline: shorter words are mostly function words."""


def figure_of(text: str, language: str = "en") -> str | None:
    """Find the first quantity of the text that is whole, certain and not negated, if it fits: "1,000x", "20 °C"."""
    for quantity in quantities_of(text, language):
        figure = written(text[quantity.start : _end_of(quantity, text, language)])
        if not quantity.shown or width_of(figure) > LONGEST_HEADLINE:
            continue
        if not negates(clause_before(text, quantity.start), language):
            return figure
    return None


def _end_of(quantity: Quantity, text: str, language: str) -> int:
    """Find where a quantity ends, with the word that makes it a distance in time: "two days later"."""
    following = tokens_of(text[quantity.end :])[:1]
    directly = following and not text[quantity.end :][: following[0].start].strip()
    if directly and following[0].text.casefold() in words("apart", language):
        return quantity.end + following[0].end
    return quantity.end


def strong_words(
    text: str, keywords: tuple[str, ...], language: str = "en", *, longest: int = LONGEST_HEADLINE
) -> str | None:
    """Find the strongest phrase of at most `longest` characters: a whole sentence or clause, else the best keyword."""
    quantities = quantities_of(text, language)
    fitting = [
        phrase
        for phrase in phrases_of(text, language)
        if _is_strong(phrase, longest) and _holds_one(phrase, keywords) and not tears(phrase, text, quantities)
    ]
    if fitting:  # "The people" of a longer sentence says less than a clause of it
        return max(fitting, key=len)
    return next((word for word in keywords if _stands_alone(word, text, quantities, language)), None)


def written(figure: str) -> str:
    """Write a quantity as large type shows it: on one line, "1,000 times" as "1,000x"."""
    figure = on_one_line(figure)
    number = figure.removesuffix(_TIMES)
    return f"{number}x" if number != figure and number[-1:].isdigit() else figure


def phrases_of(text: str, language: str) -> Iterator[str]:
    """List the sentences, clauses and parts of clauses, each without punctuation around it.

    A piece of a sentence is left out if a negation comes before it in the sentence, because the negation may apply to it.
    """
    for sentence in split_sentences(text, language):
        clauses = split_clauses(sentence)
        parts = [part for clause in clauses for part in split_at_conjunctions(clause)]
        yield bare(sentence)
        for piece in (*clauses, *parts):
            if not negates(sentence[: sentence.find(piece)], language):
                yield bare(piece)


def bare(phrase: str) -> str:
    """Remove punctuation around a phrase; a minus sign before a number is kept."""
    core = phrase.strip(_MARKS)
    while core.startswith(_LOOSE_DASHES) or core.endswith(tuple(DASHES)):
        core = core.removeprefix("-").lstrip(DASHES).rstrip(DASHES).strip(_MARKS)
    return next((core + close for close in _closing_of(core) if core + close in phrase), core)


def _closing_of(core: str) -> Iterator[str]:
    """List the quotation marks that close what the phrase opens."""
    if core.count('"') % 2:
        yield '"'
    for opens, closes in zip("“„«‚", "”“»‘", strict=True):  # noqa: RUF001 - quotation marks
        if core.count(opens) > core.count(closes):
            yield closes


def tears(phrase: str, text: str, quantities: tuple[Quantity, ...]) -> bool:
    """Check whether the phrase contains only a part of a quantity or name of the text."""
    start = text.find(phrase)
    while start >= 0:
        end = start + len(phrase)
        if any(
            one.start < end and start < one.end and not (start <= one.start and one.end <= end) for one in quantities
        ):
            return True
        start = text.find(phrase, start + 1)
    return False


def _stands_alone(word: str, text: str, quantities: tuple[Quantity, ...], language: str) -> bool:
    """Check whether a keyword alone means the same as in its sentence, and fits."""
    sentences = [one for one in split_sentences(text, language) if word in one]
    negated = any(negates(sentence, language) for sentence in sentences)
    return width_of(word) <= LONGEST_HEADLINE and not negated and not tears(word, text, quantities)


def _holds_one(words: str, keywords: tuple[str, ...]) -> bool:
    return not keywords or any(keyword.casefold() in words.casefold() for keyword in keywords)


def _is_strong(words: str, longest: int) -> bool:
    several = len(chunks_of(words)) > 1
    return bool(words) and width_of(words) <= longest and (several or len(words) >= _SHORTEST_WORD)
