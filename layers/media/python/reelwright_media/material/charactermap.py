"""Reads which glyph stands for which character from the table `cmap` of a user's font (ISO/IEC 14496-22).

Not left to fontTools: a table of a few kilobytes may name all of Unicode thousands of times, and would be written out first.
"""

import struct
from collections.abc import Iterator
from itertools import chain
from typing import Final

from reelwright.errors import ContentError

_MOST: Final = 300_000
"""Entries of a table: Unicode has 160,000 characters."""
_UNICODE: Final = frozenset({*((0, encoding) for encoding in (0, 1, 2, 3, 4, 6)), (3, 1), (3, 10)})
"""Platforms and encodings."""
_LONG, _SHORT = 12, 4
"""Formats of subtables."""


def glyphs_by_code(table: bytes) -> dict[int, int]:
    """Map code points to the numbers of their glyphs. Raises ContentError for a table that names too many, struct.error."""
    (count,) = struct.unpack_from(">H", table, 2)
    places: dict[int, int] = {}
    for index in range(count):
        platform, encoding, place = struct.unpack_from(">HHI", table, 4 + 8 * index)
        if (platform, encoding) in _UNICODE:
            places[struct.unpack_from(">H", table, place)[0]] = place
    found: dict[int, int] = {}
    entries = (
        _long(table, places[_LONG]) if _LONG in places else _short(table, places[_SHORT]) if _SHORT in places else ()
    )
    for number, (code, glyph) in enumerate(entries):
        if number == _MOST:
            raise ContentError(f"names more than {_MOST:,} characters.")
        if glyph:
            found.setdefault(code, glyph)
    return found


def _long(table: bytes, place: int) -> Iterator[tuple[int, int]]:
    """Yield the entries of a subtable of format 12."""
    (groups,) = struct.unpack_from(">I", table, place + 12)
    for index in range(groups):
        start, end, glyph = struct.unpack_from(">III", table, place + 16 + 12 * index)
        yield from zip(range(start, end + 1), range(glyph, glyph + end - start + 1), strict=True)


def _short(table: bytes, place: int) -> Iterator[tuple[int, int]]:
    """Yield the entries of a subtable of format 4."""
    (doubled,) = struct.unpack_from(">H", table, place + 6)
    segments = range(0, doubled, 2)
    starts = place + 16 + doubled
    return chain.from_iterable(_segment(table, place + 14, starts + segment, doubled, segment) for segment in segments)


def _segment(table: bytes, ends: int, at: int, doubled: int, segment: int) -> Iterator[tuple[int, int]]:
    (end,) = struct.unpack_from(">H", table, ends + segment)
    (start,), (delta,) = struct.unpack_from(">H", table, at), struct.unpack_from(">H", table, at + doubled)
    listed = at + 2 * doubled
    (offset,) = struct.unpack_from(">H", table, listed)
    for code in range(start, end + 1):
        glyph = code
        if offset:
            (glyph,) = struct.unpack_from(">H", table, listed + offset + 2 * (code - start))
        yield code, (glyph + delta) & 0xFFFF if glyph or not offset else 0
