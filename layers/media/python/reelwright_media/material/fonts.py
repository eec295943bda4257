"""Reads the letters of a user's font, TTF or OTF: outlines, widths and kerning, all as numbers. Runs in the sandbox alone.

Tables of hints, substitutions, variations, pictures and names are not read. Letters that would need rules of substitution or
of marks (Arabic, Devanagari, Thai, loose accents) are left out: texts with them are set in the default face.
"""

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import numpy as np
from fontTools.pens.basePen import BasePen
from fontTools.ttLib import TTFont

from reelwright.errors import ContentError
from reelwright.film.text.lettering import is_seen, stands_alone
from reelwright_media.fitting.letters import FARTHEST, MOST_CURVES, MOST_PAIRS, WIDEST, Letters
from reelwright_media.material.charactermap import glyphs_by_code

_ADVICE: Final = "Save it as TTF or OTF."
_READ: Final = (b"\x00\x01\x00\x00", b"true", b"OTTO")
_OTHERS: Final = {
    b"ttcf": "is a collection of fonts. Save one of them as TTF or OTF.",
    b"wOFF": f"is a web font (WOFF). {_ADVICE}",
    b"wOF2": f"is a web font (WOFF2). {_ADVICE}",
}
_REMEDY: Final = "Use another font, or a licence and a file of it that permit it."
_RESTRICTED, _LESS_RESTRICTED, _WHOLE_ONLY, _PICTURES_ONLY = 0x2, 0xC, 0x100, 0x200
"""Bits of `OS/2.fsType` (ISO/IEC 14496-22)."""
_UNITS: Final = range(16, 16_385)
_NEEDED: Final = frozenset({"CFF ", "GPOS", "OS/2", "glyf", "head", "hhea", "hmtx", "kern", "loca", "maxp"})
_MOST_PARTS: Final = 200
"""Of a letter that is composed of others, which may be composed themselves."""
_MOST_GATHERED: Final = 200_000
"""Pairs that are looked at; the strongest ones are kept."""
_PAIR_LOOKUP, _EXTENSION_LOOKUP = 2, 9
_LEAST_ASCENT, _MOST_ASCENT, _MOST_DESCENT = 0.5, 2.0, 1.0
"""In type sizes; what a font states beyond is taken as the bound."""


def read_letters(path: Path, *, most: int) -> Letters:
    """Read at most `most` letters, those with the lowest code points. Raises ContentError."""
    with path.open("rb") as file:
        head = file.read(4)
    if head not in _READ:
        raise ContentError(_OTHERS.get(head, f"is no font. {_ADVICE}"))
    try:
        with TTFont(path, lazy=True) as font:
            names = glyphs_by_code(font.reader["cmap"])
            for table in set(font.keys()) - _NEEDED - {"GlyphOrder"}:
                del font[table]
            _refuse_unusable(font)
            return _letters(font, names, most)
    except (ContentError, MemoryError):
        raise
    except Exception as error:  # whatever the broken part leads to: KeyError, struct.error, AssertionError
        raise ContentError(f"is damaged, or is no whole font. {_ADVICE}") from error


def _refuse_unusable(font: Any) -> None:
    """Raise ContentError for a font without outlines, and unless its maker permits the use: the embedding rights of `OS/2`."""
    if "glyf" not in font and "CFF " not in font:
        raise ContentError(f"has no outlines that are read (tables glyf or CFF). {_ADVICE}")
    if "OS/2" not in font:
        raise ContentError(f"does not state its embedding rights (table OS/2). {_REMEDY}")
    rights = font["OS/2"].fsType
    if rights & _RESTRICTED and not rights & _LESS_RESTRICTED:
        raise ContentError(f"does not permit embedding (fsType {rights}: restricted licence). {_REMEDY}")
    if rights & _WHOLE_ONLY:
        raise ContentError(
            f"does not permit the use of a part of its letters (fsType {rights}: no subsetting). {_REMEDY}"
        )
    if rights & _PICTURES_ONLY:
        raise ContentError(f"does not permit the use of its outlines (fsType {rights}: bitmaps only). {_REMEDY}")


def _letters(font: Any, glyphs: dict[int, int], most: int) -> Letters:
    if "glyf" in font:  # its own names are in a table that is not needed
        font.setGlyphOrder([f"g{place}" for place in range(font["maxp"].numGlyphs)])
    units = font["head"].unitsPerEm
    if units not in _UNITS:
        raise ContentError(f"is damaged: {units} units a type size. {_ADVICE}")
    names = font.getGlyphOrder()
    named = {code: names[glyph] for code, glyph in sorted(glyphs.items()) if stands_alone(chr(code))}
    drawing = _Drawing(font.getGlyphSet(), units)
    for code, name in named.items():
        if len(drawing.codes) < most:
            drawing.add(code, name)
    if not drawing.codes:
        raise ContentError(
            f"has no letters that films can use: none by Unicode, of a script without joining. {_ADVICE}"
        )
    head = font["hhea"]
    places = defaultdict(list)
    for place, code in enumerate(drawing.codes):
        places[named[code]].append(place)
    kerning = _strongest(_placed_pairs(font, places), units)
    return Letters(
        units,
        round(min(max(head.ascent, _LEAST_ASCENT * units), _MOST_ASCENT * units)),
        round(min(max(-head.descent, 0), _MOST_DESCENT * units)),
        np.array(drawing.codes, np.uint32),
        np.array(drawing.advances, np.uint16),
        np.array(drawing.contours, np.uint16),
        np.array(drawing.curves, np.uint16),
        np.array(drawing.starts, np.int16).reshape(-1, 2),
        np.array(drawing.points, np.int16).reshape(-1, 3, 2),
        np.array(list(kerning), np.uint16).reshape(-1, 2),
        np.array(list(kerning.values()), np.int16),
    )


class _Drawing:
    """Collects the outlines of letters; one that is empty or too large is left out, but a space may be empty."""

    def __init__(self, glyphs: Any, units: int) -> None:
        self._glyphs, self._bound = glyphs, min(WIDEST * units, FARTHEST)
        self.codes: list[int] = []
        self.advances: list[int] = []
        self.contours: list[int] = []
        self.curves: list[int] = []
        self.starts: list[tuple[int, int]] = []
        self.points: list[tuple[int, ...]] = []

    def add(self, code: int, name: str) -> None:
        """Draw a letter. Raises ContentError if all letters together have too many curves."""
        glyph = self._glyphs[name]
        pen = _Outline(self._glyphs, MOST_CURVES - len(self.points))
        glyph.draw(pen)
        width = round(glyph.width)
        if (bool(pen.points) is not is_seen(chr(code))) or not 0 < width <= self._bound or pen.reach > self._bound:
            return
        self.codes.append(code)
        self.advances.append(width)
        self.contours.append(len(pen.starts))
        self.curves += pen.curves
        self.starts += pen.starts
        self.points += pen.points


class _Outline(BasePen):  # type: ignore[misc] # mypy does not read fontTools (pyproject.toml)
    """The contours of one glyph in cubic curves and whole units; composites and quadratic curves are resolved by BasePen."""

    def __init__(self, glyphs: Any, most: int) -> None:
        super().__init__(glyphs)
        self._most = most
        self._at = (0, 0)
        self._parts = 0
        self.reach = 0
        self.starts: list[tuple[int, int]] = []
        self.curves: list[int] = []
        self.points: list[tuple[int, ...]] = []

    def addComponent(self, name: str, transformation: Any) -> None:  # noqa: N802 - fontTools' names
        """Draw another glyph as a part of this one. Raises ContentError for too many: parts of parts multiply."""
        self._parts += 1
        if self._parts > _MOST_PARTS:
            raise ContentError(f"has a letter of more than {_MOST_PARTS} parts.")
        super().addComponent(name, transformation)

    def _moveTo(self, point: tuple[float, float]) -> None:  # noqa: N802
        self._drop_empty()
        self._at = self._whole(point)
        self.starts.append(self._at)
        self.curves.append(0)

    def _lineTo(self, point: tuple[float, float]) -> None:  # noqa: N802
        self._add(self._at, self._whole(point), self._whole(point))

    def _curveToOne(self, first: Any, second: Any, point: Any) -> None:  # noqa: N802
        self._add(*map(self._whole, (first, second, point)))

    def _closePath(self) -> None:  # noqa: N802
        if self.starts and self._at != self.starts[-1]:
            self._lineTo(self.starts[-1])
        self._drop_empty()

    def _endPath(self) -> None:  # noqa: N802
        self._closePath()

    def _add(self, first: tuple[int, int], second: tuple[int, int], point: tuple[int, int]) -> None:
        if len(self.points) >= self._most:
            raise ContentError(f"has too many curves: all letters together may have {MOST_CURVES:,}.")
        self.points.append((*first, *second, *point))
        self.curves[-1] += 1
        self._at = point

    def _drop_empty(self) -> None:
        if self.curves and not self.curves[-1]:
            self.starts.pop()
            self.curves.pop()

    def _whole(self, point: tuple[float, float]) -> tuple[int, int]:
        x, y = round(point[0]), round(point[1])
        self.reach = max(self.reach, abs(x), abs(y))
        return x, y


def _strongest(pairs: Iterator[tuple[int, int, int]], units: int) -> dict[tuple[int, int], int]:
    """Keep the pairs of the greatest distances; the first value of a pair counts."""
    found: dict[tuple[int, int], int] = {}
    for left, right, value in pairs:
        if len(found) >= _MOST_GATHERED:
            break
        if abs(value) <= units:
            found.setdefault((left, right), value)
    return dict(sorted(found.items(), key=lambda pair: -abs(pair[1]))[:MOST_PAIRS])


def _placed_pairs(font: Any, places: dict[str, list[int]]) -> Iterator[tuple[int, int, int]]:
    """Yield pairs of positions of letters and their distance, in font units."""
    for left, right, value in _pairs(font, places):
        if value:
            yield from ((first, second, value) for first in places.get(left, ()) for second in places.get(right, ()))


def _pairs(font: Any, places: dict[str, list[int]]) -> Iterator[tuple[str, str, int]]:
    if "GPOS" in font:
        table = font["GPOS"].table
        if table.FeatureList is None or table.LookupList is None:
            return
        records = [one.Feature for one in table.FeatureList.FeatureRecord if one.FeatureTag == "kern"]
        for number in sorted({number for feature in records for number in feature.LookupListIndex}):
            for subtable in table.LookupList.Lookup[number].SubTable:
                inner = subtable.ExtSubTable if subtable.LookupType == _EXTENSION_LOOKUP else subtable
                if inner.LookupType == _PAIR_LOOKUP:
                    yield from _pairs_by_letter(inner) if inner.Format == 1 else _pairs_by_class(inner, places)
    elif "kern" in font:
        for table in font["kern"].kernTables:
            yield from ((left, right, value) for (left, right), value in getattr(table, "kernTable", {}).items())


def _pairs_by_letter(subtable: Any) -> Iterator[tuple[str, str, int]]:
    for left, pairs in zip(subtable.Coverage.glyphs, subtable.PairSet, strict=True):
        for record in pairs.PairValueRecord:
            yield left, record.SecondGlyph, getattr(record.Value1, "XAdvance", 0)


def _pairs_by_class(subtable: Any, places: dict[str, list[int]]) -> Iterator[tuple[str, str, int]]:
    """Yield the pairs of two classes of letters; the second class 0, all other letters, has no distance in practice."""
    firsts, seconds = defaultdict(list), defaultdict(list)
    for name in subtable.Coverage.glyphs:
        if name in places:
            firsts[subtable.ClassDef1.classDefs.get(name, 0)].append(name)
    for name, number in subtable.ClassDef2.classDefs.items():
        if name in places:
            seconds[number].append(name)
    for number, lefts in firsts.items():
        for other, record in enumerate(subtable.Class1Record[number].Class2Record):
            value = getattr(record.Value1, "XAdvance", 0)
            if value:
                yield from ((left, right, value) for left in lefts for right in seconds[other])
