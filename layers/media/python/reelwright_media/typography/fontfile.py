"""Reads family, ascent, descent and character coverage of a font file.

Parses the OpenType tables (ISO/IEC 14496-22) `name`, `head`, `hhea` and `cmap` only.
"""

import struct
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

_TYPOGRAPHIC_FAMILY: Final = 16
_FAMILY: Final = 1
_FULL_UNICODE: Final = 12
_BASIC_PLANE: Final = 4


@dataclass(frozen=True, slots=True, eq=False)
class FontFile:
    """One font file. `ascent` and `descent` are shares of the type size, both positive.

    `starts` and `ends` are sorted, closed ranges of code points. Compared by identity: `read_font` creates one object per
    file, and comparing thousands of ranges would be slow.
    """

    path: Path
    family: str
    ascent: float
    descent: float
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def has(self, letter: str) -> bool:
        """Whether the font has a glyph for this one character."""
        code = ord(letter)
        place = bisect_right(self.starts, code) - 1
        return place >= 0 and code <= self.ends[place]


@lru_cache(maxsize=64)
def read_font(path: Path) -> FontFile:
    """Parse a font file. Raises KeyError or struct.error if it is not an OpenType font."""
    content = path.read_bytes()
    tables = _tables(content)
    units: int = struct.unpack_from(">H", content, tables["head"] + 18)[0]
    ascent, descent = struct.unpack_from(">hh", content, tables["hhea"] + 4)
    ranges = _ranges(content, tables["cmap"])
    return FontFile(
        path=path,
        family=_family(content, tables["name"]),
        ascent=ascent / units,
        descent=-descent / units,
        starts=tuple(start for start, _ in ranges),
        ends=tuple(end for _, end in ranges),
    )


def _tables(content: bytes) -> dict[str, int]:
    count: int = struct.unpack_from(">H", content, 4)[0]
    records = (struct.unpack_from(">4sIII", content, 12 + 16 * index) for index in range(count))
    return {tag.decode("latin-1"): offset for tag, _, offset, _ in records}


def _family(content: bytes, table: int) -> str:
    count, strings = struct.unpack_from(">HH", content, table + 2)
    found: dict[int, str] = {}
    for index in range(count):
        platform, _, _, name_id, length, offset = struct.unpack_from(">6H", content, table + 6 + 12 * index)
        start = table + strings + offset
        if platform == 3 and name_id in (_FAMILY, _TYPOGRAPHIC_FAMILY):  # noqa: PLR2004 - 3 is Windows, UTF-16
            found.setdefault(name_id, content[start : start + length].decode("utf-16-be"))
    return found.get(_TYPOGRAPHIC_FAMILY) or found[_FAMILY]


def _ranges(content: bytes, table: int) -> list[tuple[int, int]]:
    """List sorted, closed ranges of code points that the best Unicode subtable maps to a glyph other than 0."""
    count: int = struct.unpack_from(">H", content, table + 2)[0]
    subtables: dict[int, int] = {}
    for index in range(count):
        platform, encoding, offset = struct.unpack_from(">HHI", content, table + 4 + 8 * index)
        layout: int = struct.unpack_from(">H", content, table + offset)[0]
        if platform in (0, 3) and (platform, encoding) != (0, 5):  # (0, 5) holds variation sequences
            subtables[layout] = table + offset
    if _FULL_UNICODE in subtables:
        return _full_ranges(content, subtables[_FULL_UNICODE])
    return _basic_ranges(content, subtables[_BASIC_PLANE])


def _full_ranges(content: bytes, subtable: int) -> list[tuple[int, int]]:
    groups: int = struct.unpack_from(">I", content, subtable + 12)[0]
    return [struct.unpack_from(">II", content, subtable + 16 + 12 * index) for index in range(groups)]


def _basic_ranges(content: bytes, subtable: int) -> list[tuple[int, int]]:
    doubled: int = struct.unpack_from(">H", content, subtable + 6)[0]
    ends_at = subtable + 14
    starts_at, deltas_at, offsets_at = (
        ends_at + doubled + 2,
        ends_at + 2 * doubled + 2,
        ends_at + 3 * doubled + 2,
    )
    ranges: list[tuple[int, int]] = []
    for place in range(0, doubled, 2):
        (end,) = struct.unpack_from(">H", content, ends_at + place)
        (start,) = struct.unpack_from(">H", content, starts_at + place)
        (delta,) = struct.unpack_from(">H", content, deltas_at + place)
        (offset,) = struct.unpack_from(">H", content, offsets_at + place)
        for code in range(start, end + 1):
            glyph = code
            if offset:
                (glyph,) = struct.unpack_from(">H", content, offsets_at + place + offset + 2 * (code - start))
            if (glyph + delta) & 0xFFFF if glyph or not offset else 0:
                ranges.append((code, code))
    return ranges
