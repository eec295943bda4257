"""Small fonts made for tests: squares for letters, and whatever a hostile maker adds. None comes from a file."""

import struct
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont, newTable

from reelwright_media.fitting.letters import kept_font
from reelwright_media.material.fonts import read_letters

Change = Callable[[FontBuilder], None]


def square(size: int = 600, left: int = 50) -> Any:
    """Draw a square that stands on the baseline."""
    pen = TTGlyphPen(None)
    pen.moveTo((left, 0))
    for point in ((left, size), (left + size, size), (left + size, 0)):
        pen.lineTo(point)
    pen.closePath()
    return pen.glyph()


def composed(*parts: str) -> Any:
    """Compose a glyph of others."""
    pen = TTGlyphPen(dict.fromkeys(parts))
    for part in parts:
        pen.addComponent(part, (1, 0, 0, 1, 0, 0))
    return pen.glyph()


def font(
    letters: str = "AB v",
    *,
    glyphs: dict[str, Any] | None = None,
    rights: int = 0,
    width: int = 700,
    change: Change | None = None,
) -> bytes:
    """Write a TTF file whose letters are squares, and a space; `glyphs` replaces or adds some by name: `A`."""
    drawn: dict[str, Any] = {".notdef": square(), **{letter: square() for letter in letters}, **(glyphs or {})}
    if " " in drawn:
        drawn[" "] = TTGlyphPen(None).glyph()
    names = {name: name if name.isascii() and name != " " else f"u{ord(name):04X}" for name in drawn}
    for glyph in drawn.values():
        glyph.xMin = glyph.yMin = glyph.xMax = glyph.yMax = 0
    builder = FontBuilder(1000, isTTF=True)
    builder.font.recalcBBoxes = False  # the boxes of hostile composites would be computed without end
    builder.setupGlyphOrder(list(names.values()))
    builder.setupCharacterMap({ord(letter): names[letter] for letter in letters})
    builder.setupGlyf({names[name]: glyph for name, glyph in drawn.items()}, calcGlyphBounds=False)
    builder.setupHorizontalMetrics(dict.fromkeys(names.values(), (width, 0)))
    builder.setupHorizontalHeader(ascent=900, descent=-200)
    builder.setupNameTable({"familyName": "Stranger", "styleName": "Regular"})
    builder.setupOS2(fsType=rights)
    builder.setupPost()
    if change is not None:
        change(builder)
    written = BytesIO()
    builder.save(written)
    return written.getvalue()


def with_groups(content: bytes, *, count: int) -> bytes:
    """Replace the table of letters by one of `count` groups, each of all code points."""
    opened = TTFont(BytesIO(content))
    table = newTable("Zmap")
    groups = struct.pack(">III", 0, 0x10FFFF, 1) * count
    table.data = (
        struct.pack(">HHHHI", 0, 1, 3, 10, 12) + struct.pack(">HHIII", 12, 0, 16 + len(groups), 0, count) + groups
    )
    del opened["cmap"]
    opened["cmap"] = table
    written = BytesIO()
    opened.save(written)
    return written.getvalue()


def written(letters: str, folder: Path, **made: Any) -> bytes:
    """Write a font of ours from the letters of a made one, as the sandbox does."""
    path = folder / "stranger"
    path.write_bytes(font(letters, **made))
    return kept_font(read_letters(path, most=1_000))
