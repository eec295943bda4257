"""Pieces of a sentence with their positions, and words without the small ones around them."""

from typing import Final, NamedTuple

from reelwright.film.text.breaking import breaking_of
from reelwright.film.text.characters import CLAUSE_MARKS, CLOSING_MARKS, DASHES, OPENING_MARKS, SENTENCE_MARKS
from reelwright.film.text.quantities import Quantity, quantities_of
from reelwright.film.text.sentences import split_clauses, split_sentences
from reelwright.film.text.stopwords import stop_words
from reelwright.film.text.tokens import tokens_of

MARKS: Final = f" {SENTENCE_MARKS}{CLAUSE_MARKS}{CLOSING_MARKS}{OPENING_MARKS}{DASHES}¿¡„“«»-"


class Stretch(NamedTuple):
    """A part of a text and where it starts."""

    text: str
    start: int

    @property
    def end(self) -> int:
        """Where it ends, exclusive."""
        return self.start + len(self.text)


def sentences_of(text: str, language: str) -> tuple[Stretch, ...]:
    """Split a text into sentences with their positions."""
    return _placed(split_sentences(text, language), text, 0)


def clauses_of(text: str, language: str) -> tuple[Stretch, ...]:
    """Split a text into clauses with their positions."""
    return tuple(
        clause
        for sentence in sentences_of(text, language)
        for clause in _placed(split_clauses(sentence.text), text, sentence.start)
    )


def bare(piece: Stretch) -> Stretch:
    """Remove white space and punctuation around a piece."""
    left = piece.text.lstrip(MARKS)
    return Stretch(left.rstrip(MARKS), piece.end - len(left))


def core_of(piece: Stretch, language: str) -> Stretch:
    """Remove small words at both ends of a piece: "was painted in" is "painted"."""
    stops = stop_words(language)
    tokens = list(tokens_of(piece.text))
    while tokens and tokens[0].text.casefold() in stops:
        tokens.pop(0)
    while tokens and tokens[-1].text.casefold() in stops:
        tokens.pop()
    if not tokens:
        return Stretch("", piece.end)
    return Stretch(piece.text[tokens[0].start : tokens[-1].end], piece.start + tokens[0].start)


def unjoined(piece: Stretch) -> Stretch:
    """Remove words that only join a piece to its neighbours: "and the wall fell, and in" is "the wall fell"."""
    tokens = list(tokens_of(piece.text))
    while tokens and breaking_of(tokens[-1].text) in {"leaning", "bound"}:
        tokens.pop()
    while tokens and breaking_of(tokens[0].text) == "leaning":
        tokens.pop(0)
    if not tokens:
        return Stretch("", piece.end)
    return Stretch(piece.text[tokens[0].start : tokens[-1].end], piece.start + tokens[0].start)


def clause_at(clauses: tuple[Stretch, ...], position: int) -> Stretch:
    """Find the clause that holds a position."""
    return next((clause for clause in clauses if clause.start <= position < clause.end), clauses[-1])


def shown_quantities(text: str, language: str) -> tuple[Quantity, ...]:
    """Find the quantities that mean something by themselves."""
    return tuple(one for one in quantities_of(text, language) if one.shown)


def _placed(parts: tuple[str, ...], text: str, start: int) -> tuple[Stretch, ...]:
    """Find the parts of a text again; a part that was joined from two lines is left out."""
    found: list[Stretch] = []
    for part in parts:
        place = text.find(part, start)
        if place >= 0:
            found.append(Stretch(part, place))
            start = place + len(part)
    return tuple(found) or (Stretch(text, 0),)
