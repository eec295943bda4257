"""From chunks to quantities: a number grows over what belongs to it, to the right (`growth`) and then to the left (`context`).

What cannot be told for sure is kept whole and marked as not shown.
"""

from collections.abc import Sequence
from itertools import accumulate

from reelwright.film.text.quantities.chunked import ChunkedText
from reelwright.film.text.quantities.context import name_before, with_context
from reelwright.film.text.quantities.dates import last_of_date
from reelwright.film.text.quantities.growth import counted
from reelwright.film.text.quantities.model import Quantity
from reelwright.film.text.quantities.symbols import EAST_ASIAN


def quantities_of(text: str, language: str) -> tuple[Quantity, ...]:
    """Find the quantities of a text in order, none within another."""
    line = ChunkedText(text, language)
    found: list[Quantity] = []
    place = 0
    while place < len(line.chunks):
        quantities, place = _read(line, place)
        found += quantities
    return tuple(found)


def held_together(words: Sequence[str], language: str) -> frozenset[int]:
    """Find the words that belong to the same quantity as the next word: 2.5 of "2.5 million"."""
    starts = list(accumulate((len(word) + 1 for word in words), initial=0))
    held: set[int] = set()
    for one in quantities_of(" ".join(words), language):
        held |= {place for place, start in enumerate(starts[1:-1]) if one.start < start <= one.end - 1}
    return frozenset(held)


def _read(line: ChunkedText, place: int) -> tuple[list[Quantity], int]:
    """Read the quantities that begin at a chunk; also returns the index of the next chunk to read."""
    chunk = line.chunks[place]
    if chunk.kind == "east_asian":
        return [
            Quantity(chunk.start + found.start(), chunk.start + found.end(), "measure", shown=True)
            for found in EAST_ASIAN.finditer(chunk.text)
        ] or [Quantity(chunk.start, chunk.end, "code", shown=False)], place + 1
    if chunk.kind in {"code", "address"}:
        first = name_before(line, place) if chunk.kind == "code" else place
        return [line.quantity(first, place, chunk.kind, shown=False)], place + 1
    if chunk.kind == "roman":
        return _roman(line, place)
    date = last_of_date(line, place)
    if date is not None:
        return [line.quantity(place, date, "date", shown=True)], date + 1
    grown = counted(line, place)
    if grown is None:
        return [], place + 1
    found = with_context(line, place, grown)
    return [found._replace(shown=found.shown and not line.is_part_of_more(place, grown))], grown.last + 1


# Extensions of a number to the right.


def _roman(line: ChunkedText, place: int) -> tuple[list[Quantity], int]:
    """Parse a name with a Roman numeral: World War II, Louis XIV."""
    first = name_before(line, place)
    if first == place:
        return [], place + 1
    return [line.quantity(first, place, "name", shown=False)], place + 1
