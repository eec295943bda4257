"""CSV as we read and write it: told delimiters, and cells that no spreadsheet runs as a formula.

A cell that begins with `=`, `+`, `-`, `@`, a tab or a carriage return is written with an apostrophe in front (OWASP, CSV
injection). So is one that begins with an apostrophe and then such a sign: reading removes one, and each cell comes back.
"""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import Final

_DELIMITERS: Final = ",;\t|"
_RISKY: Final = re.compile(r"'*[=+\-@\t\r]")
_QUOTED: Final = re.compile(r'"[^"]*"?')
_EXCEL_HINT: Final = re.compile(r"sep=([,;\t|])\s*$", re.IGNORECASE)


def guarded(cell: str) -> str:
    """Make a cell safe to open in a spreadsheet."""
    return f"'{cell}" if _RISKY.match(cell) else cell


def unguarded(cell: str) -> str:
    """Undo `guarded`."""
    return cell[1:] if cell.startswith("'") and _RISKY.match(cell) else cell


def delimiter_of(header: str) -> str:
    """Tell the delimiter from the header: the candidate that stands in it most often, outside quotes."""
    told = _EXCEL_HINT.match(header)
    if told:
        return told[1]
    bare = _QUOTED.sub("", header)
    return max(_DELIMITERS, key=bare.count)


def is_excel_hint(line: str) -> bool:
    """Check for the line `sep=;`, which Excel writes and reads before the header."""
    return _EXCEL_HINT.match(line) is not None


def written(rows: Iterable[Sequence[str]]) -> str:
    """Write rows as CSV (RFC 4180) with guarded cells."""
    text = io.StringIO()
    csv.writer(text).writerows([guarded(cell) for cell in row] for row in rows)
    return text.getvalue()
