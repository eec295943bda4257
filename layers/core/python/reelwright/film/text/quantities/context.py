"""What stands before a number: a bound (`less than`), a name (`Apollo 11`, `chapter 7`), and whether a part is missing."""

from typing import Final

from reelwright.film.text.abbreviations import abbreviation_of
from reelwright.film.text.characters import SENTENCE_MARKS
from reelwright.film.text.quantities.chunked import ChunkedText
from reelwright.film.text.quantities.chunks import Chunk, is_magnitude
from reelwright.film.text.quantities.model import Grown, Quantity

_COMPLETE: Final = frozenset({"money", "measure", "count", "ratio", "range", "time"})
"""Kinds that mean something without a word behind them."""
_NUMBER_SIGNS: Final = frozenset("№§#")
_LEADING_ABBREVIATIONS: Final = "number"
_OPERATORS: Final = frozenset("+-−=×x÷/*<>")  # noqa: RUF001 - signs look alike
"""Before or behind a bare number they show that it is a part of something: "2 + 2"."""
_NAMING: Final = frozenset("KMB")
"""A bare number with one of these may be a name, "3M"; beside a currency or a noun it is none."""
_EQUALS: Final = frozenset("=≈≠")
_BEHIND: Final = _OPERATORS - {"x"}
"""An x behind a number is its unit: "3 x"."""


def with_context(line: ChunkedText, place: int, grown: Grown) -> Quantity:
    """Grow a number to the left, and say whether it means something by itself."""
    chunk = line.chunks[place]
    kind = grown.kind
    first = _lead_before(line, place)
    if first < place:
        return line.quantity(first, grown.last, "name", shown=False)
    complete = kind in _COMPLETE
    named = name_before(line, place)
    if named < place and not (complete and (kind != "count" or line.language == "de")):
        if kind == "year" and line.chunks[named].folded in line.words.months:
            return line.quantity(place, grown.last, kind, shown=True)
        return line.quantity(named, grown.last, "name", shown=False)
    if _is_bare_magnitude(line, place):
        return _magnitude(line, place, grown)
    if place and line.is_between(place):
        return line.quantity(place - 1, grown.last, kind, shown=kind == "range")
    first = _bound_before(line, place)
    return line.quantity(first, grown.last, kind, shown=_is_certain(line, place, grown, chunk))


def _is_certain(line: ChunkedText, place: int, grown: Grown, chunk: Chunk) -> bool:
    """Check that no part is missing: no unknown unit, no second half of a ratio, no list that it numbers."""
    kind = grown.kind
    if (
        _is_whole_of_part(line, place)
        or kind in {"ordinal", "code"}
        or _enumerates(line, place)
        or _is_german_ordinal(line, place)
    ):
        return False
    if chunk.kind == "words" and (kind == "number" or (chunk.folded in line.words.ones and grown.last <= place + 1)):
        return False
    if _stands_in_equation(line, place, grown):
        return False
    return kind in _COMPLETE or _is_whole_alone(line, place, grown)


def _is_whole_of_part(line: ChunkedText, place: int) -> bool:
    """Check whether a share of the number is what counts: "5 of the 7 dwarfs"."""
    before = line.chunks[max(0, place - 3) : place]
    numbers = {"number", "words", "year"}
    joined = len(before) == 3 and all(line.joined(place - back) for back in (1, 2, 3))  # noqa: PLR2004 - "5 of the"
    return joined and before[0].kind in numbers and before[1].folded in line.words.partitives


def _is_whole_alone(line: ChunkedText, place: int, grown: Grown) -> bool:
    """Check whether a number without a unit is complete: no neighbour belongs to it."""
    before = line.chunks[place - 1].folded if place and line.joined(place - 1) else ""
    if grown.kind == "year" and before in line.words.year_openers:
        return True
    if (before,) in (*line.words.ratio, *line.words.range) or before in _OPERATORS:
        return False
    if line.chunks[place].text[-1:] in _NAMING and grown.last == place:
        return False
    if not line.joined(grown.last):
        return True
    following = line.chunks[grown.last + 1]
    is_rate = following.folded in line.words.per and line.joined(grown.last, 2)
    parts = line.words.partitives | line.words.relations | _BEHIND
    return not line.is_content(following) and following.folded not in parts and not is_rate


def _stands_in_equation(line: ChunkedText, place: int, grown: Grown) -> bool:
    """Check whether an amount is one side of "$1 = €0.92"."""
    neighbours = [number for number in (place - 1, grown.last + 1) if 0 <= number < len(line.chunks)]
    return any(line.chunks[number].text in _EQUALS for number in neighbours)


def _enumerates(line: ChunkedText, place: int) -> bool:
    """Check whether the number is a list number: "1. Wake up", "2) Drink"."""
    chunk = line.chunks[place]
    opens = not place or any(mark in SENTENCE_MARKS for mark in line.chunks[place - 1].marks)
    return opens and chunk.text.isdecimal() and chunk.marks[:1] in {".", ")"} and place + 1 < len(line.chunks)


def _is_bare_magnitude(line: ChunkedText, place: int) -> bool:
    return line.chunks[place].kind == "words" and is_magnitude(line.chunks[place], line.words)


def _magnitude(line: ChunkedText, place: int, grown: Grown) -> Quantity:
    """Parse "a million people" with its article; half a million, 1 in a million and several hundred are not."""
    complete = grown.kind in {"money", "measure", "count"}
    if not place or not line.joined(place - 1):
        return line.quantity(place, grown.last, grown.kind, shown=complete)
    article = line.chunks[place - 1].folded in line.words.ones
    before = line.chunks[place - 2].folded if place > 1 and line.joined(place - 2) else ""
    is_share = before in line.words.shares | line.words.partitives or (before,) in line.words.ratio
    opens = not is_share and (not before or before in line.stops)
    if complete and line.is_content(line.chunks[place - 1]):  # "they drove millions of piles into the mud"
        return line.quantity(place, grown.last, grown.kind, shown=True)
    return line.quantity(place - 1, grown.last, grown.kind, shown=complete and article and opens)


def _is_german_ordinal(line: ChunkedText, place: int) -> bool:
    """Check whether a full stop makes a German number an ordinal: "Jeder 5. Mensch"."""
    chunk = line.chunks[place]
    return line.language == "de" and chunk.marks == "." and line.is_day(place) and place + 1 < len(line.chunks)


def _lead_before(line: ChunkedText, place: int) -> int:
    """Find "chapter" or "No." before a number; else return the number's own index."""
    if not place:
        return place
    before = line.chunks[place - 1]
    row = abbreviation_of(before.text, line.language)
    numbers = row is not None and row.role == _LEADING_ABBREVIATIONS and before.marks == "."
    lead = before.folded in line.words.leads and not before.marks
    return place - 1 if numbers or lead or before.text in _NUMBER_SIGNS else place


def name_before(line: ChunkedText, place: int) -> int:
    """Find the first of the capitalised words directly before a chunk ("World War" before 2); else return its own index."""
    first = place
    while first and not line.is_loud and line.joined(first - 1) and _is_name(line, line.chunks[first - 1]):
        first -= 1
    return first


def _is_name(line: ChunkedText, chunk: Chunk) -> bool:
    is_word = chunk.kind in {"plain", "roman", "code"} and chunk.folded not in line.words.year_openers
    return chunk.capitalised and is_word and line.is_content(chunk, short=True)


def _bound_before(line: ChunkedText, place: int) -> int:
    for bound in line.words.bounds:
        start = place - len(bound)
        if start >= 0 and line.stands(bound, start) and line.joined(place - 1):
            return start
    return place
