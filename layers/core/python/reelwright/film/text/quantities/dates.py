"""Dates: a day and a month, or a month, with the year that follows."""

from reelwright.film.text.quantities.line import Line
from reelwright.film.text.quantities.symbols import YEAR


def last_of_date(line: Line, place: int) -> int | None:
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
    return last if last > month or day else None
