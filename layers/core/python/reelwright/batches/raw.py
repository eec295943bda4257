"""What every reader of manifests shares: numbered physical lines, raw items, and the refusal of a whole manifest.

Readers are generators over a binary file. They yield a `RawLine` for each item and a `LineError` without a line for what is
wrong with the whole manifest; memory holds one item at a time.
"""

import codecs
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO, Final, NamedTuple

from reelwright.batches.limits import MAX_LINE_BYTES
from reelwright.batches.lines import LineError

_SHOWN_BYTES: Final = 8
_OTHER_ENCODINGS: Final = {
    codecs.BOM_UTF16_LE: "UTF-16",
    codecs.BOM_UTF16_BE: "UTF-16",
}
SAVE_AS_UTF_8: Final = "save the file as UTF-8 (in Excel: CSV UTF-8) and send it again"


class ByteLine(NamedTuple):
    """One line of the file with its number from 1 and the offset of its first byte; `is_cut`: it is over the limit."""

    number: int
    offset: int
    data: bytes
    is_cut: bool


class RawLine(NamedTuple):
    """One item as it was sent. `item` has the fields of `BatchItemRequest`, not judged yet; None if it cannot be read."""

    line: int
    file_line: int
    item: Mapping[str, Any] | None
    columns: dict[str, str]
    errors: tuple[LineError, ...] = ()


def byte_lines(file: BinaryIO) -> Iterator[ByteLine]:
    """Yield the lines of a file without a byte order mark; of a line over MAX_LINE_BYTES only the beginning."""
    number, offset = 0, 0
    while data := file.readline(MAX_LINE_BYTES + 1):
        number += 1
        size, last = len(data), data
        while size > MAX_LINE_BYTES and last and not last.endswith(b"\n"):
            last = file.readline(MAX_LINE_BYTES)
            size += len(last)
        marked = number == 1 and data.startswith(codecs.BOM_UTF8)
        start = len(codecs.BOM_UTF8) if marked else 0
        yield ByteLine(number, offset + start, data[start:], is_cut=last is not data)
        offset += size


def other_encoding(data: bytes) -> LineError | None:
    """Refuse a file whose byte order mark says that it is not UTF-8."""
    name = next((name for mark, name in _OTHER_ENCODINGS.items() if data.startswith(mark)), None)
    if name is None:
        return None
    return LineError(
        line=None,
        file_line=1,
        column_number=1,
        code="unreadable_bytes",
        message=f"the file is in {name}, at byte 0",
        hint=SAVE_AS_UTF_8,
    )


def unreadable(line: int, row: ByteLine, error: UnicodeDecodeError) -> LineError:
    """Describe bytes that are not UTF-8, with their offset in the file: accents of a file in Latin-1, for example."""
    wrong = row.data[error.start : error.end][:_SHOWN_BYTES]
    return LineError(
        line=line,
        file_line=row.number,
        column_number=len(row.data[: error.start].decode(errors="replace")) + 1,
        code="unreadable_bytes",
        message=f"byte {row.offset + error.start} of the file (0x{wrong.hex()}) is not UTF-8",
        value_preview=wrong.decode("latin-1"),
        hint=SAVE_AS_UTF_8,
    )


def line_too_long(line: int | None, file_line: int) -> LineError:
    """Refuse a line over the limit."""
    return LineError(
        line=line,
        file_line=file_line,
        code="too_long",
        message=f"the line has more than {MAX_LINE_BYTES // 1024} KiB",
        hint="shorten the item; a line of a CSV can also be this long because a quote is not closed",
    )
