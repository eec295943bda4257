"""Where in its line of a manifest a mistake is: the cell of a CSV, or the value of a JSON key."""

import re
from typing import Final

from reelwright_client.errors import LineMistake

_DELIMITERS: Final = ",;\t|"
_QUOTED: Final = re.compile(r'"[^"]*"?')
_CELL: Final = r'"(?:[^"]|"")*(?:"|$)|[^{delimiter}]*'


def place_of(mistake: LineMistake, source: str, header: str) -> int | None:
    """Find the column of a mistake, from 1; `header` is the first line of the file. None where the line does not show it."""
    if mistake.column_number is not None:
        return mistake.column_number
    if mistake.column is not None:
        return _in_cells(mistake, source, header)
    key = (mistake.pointer or "").rpartition("/")[2]
    named = re.search(rf'"{re.escape(key)}"\s*:\s*"?', source) if key else None
    return _from_one(source, mistake.value_preview, start=named.end() if named else 0)


def _in_cells(mistake: LineMistake, source: str, header: str) -> int | None:
    """Find a cell by the name of its column; in the header itself, the name."""
    delimiter = max(_DELIMITERS, key=_QUOTED.sub("", header).count)
    names = [header[start:end].strip(' "') for start, end in _cells(header, delimiter)]
    cells = _cells(source, delimiter)
    if source == header or mistake.column not in names or len(cells) <= names.index(mistake.column):
        return _from_one(source, mistake.value_preview or mistake.column)
    start, end = cells[names.index(mistake.column)]
    return start + 1 + source[start:end].startswith('"')


def _cells(line: str, delimiter: str) -> list[tuple[int, int]]:
    """Find begin and end of each cell of a line, quotes included. A cell that goes on in the next line ends here."""
    cell = re.compile(_CELL.format(delimiter=re.escape(delimiter)))
    cells, start = [], 0
    while start <= len(line):
        found = cell.match(line, start)
        end = found.end() if found else start
        cells.append((start, end))
        following = line.find(delimiter, end)
        if following < 0:
            break
        start = following + 1
    return cells


def _from_one(source: str, wrong: str | None, start: int = 0) -> int | None:
    place = source.find(wrong, start) if wrong else -1
    return place + 1 if place >= 0 else None
