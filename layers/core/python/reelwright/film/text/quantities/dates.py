"""Dates: a day and a month, or a month, with the year that follows."""

from typing import Final

from reelwright.film.text.quantities.chunked import ChunkedText
from reelwright.film.text.quantities.symbols import YEAR

_ERAS: Final = frozenset({"ad", "bc", "bce", "ce"})
"""Behind a year of fewer than four digits: "March 15, 44 BC"."""


def last_of_date(line: ChunkedText, place: int) -> int | None:
    """Find the last chunk of a date that starts here: 3 October 1990, October 3, 1990, 3 de octubre de 1990."""
    day = line.is_day(place)
    month = place + 1 if day else place
    if day and month < len(line.chunks) and line.chunks[month].folded in line.words.of:
        month += 1
    if month >= len(line.chunks) or line.chunks[month].folded not in line.words.months:
        return None
    if line.is_loud is False and line.language in {"en", "de"} and not line.chunks[month].capitalised:
        return None
    last = month
    if not day and line.is_day(month + 1):
        last = month + 1
    year = last + 1
    if year < len(line.chunks) and line.chunks[year].folded in line.words.of:
        year += 1
    if year < len(line.chunks) and YEAR.fullmatch(line.chunks[year].text):
        last = year
    elif year + 1 < len(line.chunks) and line.chunks[year].text.isdecimal() and line.chunks[year + 1].folded in _ERAS:
        last = year + 1
    return last if last > month or day else None
