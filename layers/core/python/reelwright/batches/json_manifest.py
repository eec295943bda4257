"""Reads manifests in JSON: one object a line (JSONL), or one document, which is a list of items or an object with `items`.

A document is parsed item by item from a buffer, by Python's own JSON decoder: 64 MiB are never in memory at once.
"""

import codecs
import json
import re
from collections.abc import Iterator
from typing import Any, BinaryIO, Final, NamedTuple, NoReturn

from reelwright.batches.columns import columns_of
from reelwright.batches.limits import MAX_LINE_BYTES
from reelwright.batches.lines import LineError
from reelwright.batches.raw import (
    SAVE_AS_UTF_8,
    ByteLine,
    RawLine,
    byte_lines,
    line_too_long,
    other_encoding,
    unreadable,
)

_CHUNK: Final = 4 * MAX_LINE_BYTES
_BLANKS: Final = re.compile(r"[ \t\n\r]*")
_PREVIEW: Final = 40
_EACH_LINE: Final = "write one JSON object a line, without commas between the lines"


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")


_DECODER: Final = json.JSONDecoder(parse_constant=_no_constant)


def read_jsonl(file: BinaryIO) -> Iterator[RawLine | LineError]:
    """Yield the lines of a JSONL file; empty lines are skipped."""
    line = 0
    for row in byte_lines(file):
        if row.number == 1 and (foreign := other_encoding(row.data)):
            yield foreign
            return
        if row.is_cut:
            line += 1
            yield RawLine(line, row.number, None, {}, (line_too_long(line, row.number),))
        elif row.data.strip():
            line += 1
            yield _parsed(line, row)


def _parsed(line: int, row: ByteLine) -> RawLine:
    try:
        text = row.data.decode()
    except UnicodeDecodeError as error:
        return RawLine(line, row.number, None, {}, (unreadable(line, row, error),))
    try:
        return raw_item(line, row.number, json.loads(text, parse_constant=_no_constant))
    except (ValueError, RecursionError) as error:
        return RawLine(line, row.number, None, {}, (_not_json(line, row.number, text, error),))


def raw_item(line: int, file_line: int, value: Any) -> RawLine:
    """Take a parsed value as an item; anything but an object is an error of its line."""
    if isinstance(value, dict):
        columns = columns_of(value)
        if _is_text("".join((*columns, *columns.values()))):
            return RawLine(line, file_line, value, columns)
        return RawLine(line, file_line, None, {}, (_half_a_character(line, file_line),))
    preview = json.dumps(value, ensure_ascii=False)[:_PREVIEW]
    wrong = LineError(
        line=line,
        file_line=file_line,
        code="not_an_object",
        message="an item must be an object in braces",
        value_preview=preview,
        hint='write {"video_request": {"script_content": "..."}}',
    )
    return RawLine(line, file_line, None, {}, (wrong,))


def _is_text(text: str) -> bool:
    """Check for lone surrogates: JSON can write them as escapes, and no text that is stored may hold them."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _half_a_character(line: int, file_line: int) -> LineError:
    return LineError(
        line=line,
        file_line=file_line,
        code="not_json",
        message="an escape stands for half of a character (\\ud800 to \\udfff)",
        hint="write the character itself, in UTF-8, or both escapes",
    )


def _not_json(line: int | None, file_line: int, text: str, error: Exception) -> LineError:
    place = error.pos if isinstance(error, json.JSONDecodeError) else None
    at = "" if place is None else f" at column {place + 1}"
    return LineError(
        line=line,
        file_line=file_line,
        column_number=None if place is None else place + 1,
        code="not_json",
        message=f"the line is not JSON{at}",
        value_preview=text[place or 0 :].strip()[:_PREVIEW] or None,
        hint=_EACH_LINE,
    )


class _Buffer:
    """The text of a document that is not parsed yet, filled from the file when it runs out."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._decoder = codecs.getincrementaldecoder("utf-8-sig")()
        self._read = 0
        self._text = ""
        self._place = 0
        self._is_whole = False
        self.file_line = 1

    def peek(self) -> str:
        """Return the next character that is not blank; empty at the end."""
        while True:
            end = _BLANKS.match(self._text, self._place).end()  # type: ignore[union-attr] # it matches the empty text
            self._advance(end)
            if self._place < len(self._text):
                return self._text[self._place]
            if not self._fill():
                return ""

    def take(self, expected: str) -> None:
        """Consume one character; raises JSONDecodeError for another one."""
        if not self.peek() or self._text[self._place] not in expected:
            raise self.syntax_error()
        self._advance(self._place + 1)

    def value(self) -> Any:
        """Parse and consume one value; raises JSONDecodeError if it is not JSON, OverflowError if it is too long."""
        self.peek()
        while True:
            try:
                found, end = _DECODER.raw_decode(self._text, self._place)
            except (ValueError, RecursionError) as error:
                wrong = error.pos if isinstance(error, json.JSONDecodeError) else self._place
                if len(self._text) - self._place <= MAX_LINE_BYTES and self._fill():
                    continue
                if wrong - self._place > MAX_LINE_BYTES:
                    raise OverflowError from error
                self._advance(min(wrong, len(self._text)))
                raise self.syntax_error() from error
            # A number at the end of the buffer may go on in the next chunk.
            if end == len(self._text) and self._fill():
                continue
            is_long = end - self._place > MAX_LINE_BYTES
            self._advance(end)
            if is_long:
                raise OverflowError
            return found

    def syntax_error(self) -> json.JSONDecodeError:
        """Describe that the document is not JSON from here on."""
        return json.JSONDecodeError("not JSON", self._text, self._place)

    def rest(self) -> str:
        """Show what comes next."""
        return self._text[self._place : self._place + _PREVIEW]

    def _advance(self, place: int) -> None:
        self.file_line += self._text.count("\n", self._place, place)
        self._place = place

    def _fill(self) -> bool:
        """Read a chunk; False at the end of the file. Raises UnicodeDecodeError with the offset in the file."""
        chunk = self._file.read(_CHUNK)
        pending = len(self._decoder.getstate()[0])
        try:
            text = self._decoder.decode(chunk, final=not chunk)
        except UnicodeDecodeError as error:
            error.start += self._read - pending
            raise
        self._read += len(chunk)
        self._text = self._text[self._place :] + text
        self._place = 0
        return bool(chunk)


def read_json(file: BinaryIO) -> Iterator[RawLine | LineError]:
    """Yield the items of a document. After a syntax error nothing more can be read: it refuses the manifest."""
    buffer = _Buffer(file)
    try:
        for found in _walk(buffer):
            if isinstance(found, RawLine):
                yield found
    except (json.JSONDecodeError, OverflowError, UnicodeDecodeError) as error:
        yield _refused(buffer, error)


def read_json_options(file: BinaryIO) -> dict[str, Any]:
    """Read what a document holds beside its items: options, template and variables. Empty where it is not JSON."""
    try:
        return {found.name: found.value for found in _walk(_Buffer(file)) if isinstance(found, _Option)}
    except (json.JSONDecodeError, OverflowError, UnicodeDecodeError):
        return {}


class _Option(NamedTuple):
    """A field beside the items."""

    name: str
    value: Any


def _walk(buffer: _Buffer) -> Iterator[RawLine | _Option]:
    if buffer.peek() == "[":
        yield from _items(buffer)
    else:
        yield from _fields(buffer)
    if buffer.peek():
        raise buffer.syntax_error()


def _fields(buffer: _Buffer) -> Iterator[RawLine | _Option]:
    buffer.take("{")
    while buffer.peek() != "}":
        name = buffer.value()
        if not isinstance(name, str):
            raise buffer.syntax_error()
        buffer.take(":")
        if name == "items" and buffer.peek() == "[":
            yield from _items(buffer)
        else:
            yield _Option(name, buffer.value())
        if buffer.peek() != "}":
            buffer.take(",")
    buffer.take("}")


def _items(buffer: _Buffer) -> Iterator[RawLine]:
    buffer.take("[")
    line = 0
    while buffer.peek() != "]":
        line += 1
        file_line = buffer.file_line
        yield raw_item(line, file_line, buffer.value())
        if buffer.peek() != "]":
            buffer.take(",")
    buffer.take("]")


def _refused(buffer: _Buffer, error: Exception) -> LineError:
    if isinstance(error, OverflowError):
        return line_too_long(None, buffer.file_line)
    if isinstance(error, UnicodeDecodeError):
        return LineError(
            line=None,
            file_line=buffer.file_line,
            code="unreadable_bytes",
            message=f"byte {error.start} of the file is not UTF-8",
            hint=SAVE_AS_UTF_8,
        )
    return LineError(
        line=None,
        file_line=buffer.file_line,
        code="not_json",
        message=f"the document is not JSON from line {buffer.file_line} on",
        value_preview=buffer.rest() or None,
        hint='send a list of items, or an object with "items"; a file with one object a line is JSONL',
    )
