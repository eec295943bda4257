"""Quotes a piece of a text: without the punctuation around it, and no half of a quantity or name."""

from collections.abc import Iterator
from typing import Final

from reelwright.film.text.characters import CLAUSE_MARKS, CLOSING_MARKS, DASHES, OPENING_MARKS, SENTENCE_MARKS
from reelwright.film.text.quantities import Quantity
from reelwright.film.text.words import on_one_line

_MARKS: Final = f" {SENTENCE_MARKS}{CLAUSE_MARKS}{CLOSING_MARKS}{OPENING_MARKS}"
_KEPT_ENDS: Final = ("?", "!", "\uff1f", "\uff01", "\u061f")
_KEPT_BEGINNINGS: Final = ("\u00bf", "\u00a1")
_LOOSE_DASHES: Final = tuple(f"{dash} " for dash in f"-{DASHES}")


def marked(sentence: str) -> str:
    """Remove the punctuation around a sentence, but for the marks of questions and exclamations."""
    core, end, beginning = on_one_line(bare(sentence)), sentence.rstrip(CLOSING_MARKS)[-1:], sentence.strip()[:1]
    if beginning in _KEPT_BEGINNINGS and not core.startswith(beginning):
        core = beginning + core
    return core + end if end in _KEPT_ENDS and not core.endswith(end) else core


def bare(phrase: str) -> str:
    """Remove punctuation around a phrase; a minus sign before a number is kept."""
    core = phrase.strip(_MARKS)
    while core.startswith(_LOOSE_DASHES) or core.endswith(tuple(DASHES)):
        core = core.removeprefix("-").lstrip(DASHES).rstrip(DASHES).strip(_MARKS)
    return next((core + close for close in _closing_of(core) if core + close in phrase), core)


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


def _closing_of(core: str) -> Iterator[str]:
    """List the quotation marks that close what the phrase opens."""
    if core.count('"') % 2:
        yield '"'
    for opens, closes in zip("“„«‚", "”“»‘", strict=True):  # noqa: RUF001 - quotation marks
        if core.count(opens) > core.count(closes):
            yield closes
