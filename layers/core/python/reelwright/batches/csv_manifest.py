"""Reads a manifest in CSV: UTF-8 with or without byte order mark, delimiter told from the header, quotes as in RFC 4180."""

import csv
import itertools
from collections.abc import Iterator
from typing import BinaryIO, Final

from reelwright.batches.cells import delimiter_of, is_excel_hint, unguarded
from reelwright.batches.columns import Header, item_of, read_header
from reelwright.batches.limits import MAX_LINE_BYTES
from reelwright.batches.lines import LineError
from reelwright.batches.raw import ByteLine, RawLine, byte_lines, line_too_long, other_encoding, unreadable

_QUOTES: Final = 'close each quote; a quote inside a quoted cell is written twice: "a ""word"" in quotes"'
_OLD_MAC: Final = "save the file with line feeds: as CSV UTF-8, not as CSV (Macintosh)"


class _Decoder:
    """Decodes physical lines for the CSV reader, and keeps what was wrong with those of the current record."""

    def __init__(self, rows: Iterator[ByteLine]) -> None:
        self._rows = rows
        self.number = 0
        self.wrong: list[tuple[ByteLine, UnicodeDecodeError | None]] = []

    def __iter__(self) -> Iterator[str]:
        for row in self._rows:
            self.number = row.number
            if row.is_cut:
                # The beginning alone has an open quote more often than not, which would swallow the lines after it.
                self.wrong.append((row, None))
                yield "\n"
                continue
            try:
                yield row.data.decode()
            except UnicodeDecodeError as error:
                self.wrong.append((row, error))
                yield row.data.decode("latin-1")

    def errors(self, line: int) -> tuple[LineError, ...]:
        """Take the errors of the record that was just read."""
        wrong, self.wrong = self.wrong, []
        return tuple(
            line_too_long(line, row.number) if error is None else unreadable(line, row, error) for row, error in wrong
        )


def csv_columns(file: BinaryIO) -> tuple[str, ...]:
    """Name the known columns in the order of the header; empty for a header that cannot be read."""
    text = iter(_Decoder(byte_lines(file)))
    try:
        names = next(_records(next(text, ""), text), [])
    except csv.Error:
        return ()
    return tuple(column.name for column in read_header(names, file_line=1).columns)


def read_csv(file: BinaryIO) -> Iterator[RawLine | LineError]:
    """Yield the rows below the header; rows without any cell are skipped."""
    decoder = _Decoder(byte_lines(file))
    text = iter(decoder)
    first = next(text, "")
    foreign = other_encoding(first.encode("latin-1", "replace"))
    if foreign is not None:
        yield foreign
        return
    records = _records(first, text)
    try:
        names = next(records, [])
    except csv.Error as error:
        yield _broken(decoder.number, error)
        return
    yield from (one.model_copy(update={"line": None}) for one in decoder.errors(0))
    header = read_header(names, file_line=decoder.number)
    yield from header.errors
    if any(names):
        yield from _rows(records, header, decoder)


def _records(first: str, rest: Iterator[str]) -> Iterator[list[str]]:
    """Read records; the first line tells the delimiter."""
    lines = rest if is_excel_hint(first) else itertools.chain([first], rest)
    return csv.reader(lines, delimiter=delimiter_of(first), strict=True)


def _rows(records: Iterator[list[str]], header: Header, decoder: _Decoder) -> Iterator[RawLine | LineError]:
    line = 0
    while True:
        file_line = decoder.number + 1
        try:
            cells = next(records, None)
        except csv.Error as error:
            # Where quotes do not match, the ends of all later rows are guesses.
            yield _broken(file_line, error)
            return
        if cells is None:
            return
        errors = decoder.errors(line + 1)
        if errors or any(cell and not cell.isspace() for cell in cells):
            line += 1
            yield _row(line, file_line, cells, header, errors)


def _row(line: int, file_line: int, cells: list[str], header: Header, errors: tuple[LineError, ...]) -> RawLine:
    width = len(cells)
    if width > header.width and any(cells[header.width :]):
        errors = (*errors, _too_wide(line, file_line, width, header.width))
    if sum(map(len, cells)) > MAX_LINE_BYTES:
        errors = (*errors, line_too_long(line, file_line))
    if header.is_ours:
        cells = [unguarded(cell) for cell in cells]
    given = [
        (column, cell) for column in header.columns if column.place < width and (cell := cells[column.place].strip())
    ]
    columns = {column.name: cell for column, cell in given}
    return RawLine(line, file_line, None if errors else item_of(given), columns, errors)


def _too_wide(line: int, file_line: int, cells: int, width: int) -> LineError:
    return LineError(
        line=line,
        file_line=file_line,
        code="too_many_columns",
        message=f"the row has {cells} cells, and the header {width}",
        hint="put a cell that holds the delimiter in quotes",
    )


def _broken(file_line: int, error: csv.Error) -> LineError:
    old_mac = "new-line character" in str(error)
    return LineError(
        line=None,
        file_line=file_line,
        code="bad_quotes",
        message="a carriage return stands inside a cell" if old_mac else "the quotes of a cell do not match",
        hint=_OLD_MAC if old_mac else _QUOTES,
    )
