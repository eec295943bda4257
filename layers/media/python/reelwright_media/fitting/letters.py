"""The letters of a user's font as numbers, and the font of our own that is written from them.

Nothing else of the user's file is in that font: no programs of hints, no substitutions, no names, no pictures. Later steps open
only fonts that were written here.
"""

from collections.abc import Iterator
from io import BytesIO
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

FAMILY: Final = "Reelwright Own"
_NAME: Final = "ReelwrightOwn"
"""The PostScript name, without which resvg does not take a font."""
MOST_LETTERS: Final = 10_000
MOST_CURVES: Final = 400_000
"""All letters together: a file of 2 MB has fewer, unless its letters repeat one another's parts."""
MOST_PAIRS: Final = 10_000
"""The length of a subtable of `kern` has 16 bits: 10,920 pairs."""
WIDEST: Final = 4
"""Of one letter, and of its outline beside and above it, in type sizes."""
FARTHEST: Final = 16_383
"""The same in font units: the step from one point to another has 16 bits."""
_SPACE: Final = 0x20
_BAR: Final = 0x7C
_SPACE_SHARE: Final = 0.26
"""Width of a space in type sizes, in a font without one."""
_BAR_SHARES: Final = (0.1, 0.06, -0.25, 0.8)
"""The bar: its distance from both sides, its width, its bottom and its top, in type sizes."""
_REGULAR: Final = 400


class Letters(NamedTuple):
    """The letters of a font, in font units; all curves are cubic Béziers."""

    units: int
    """Font units of one type size."""
    ascent: int
    descent: int
    """Above and below the baseline, both positive."""
    codes: npt.NDArray[np.uint32]
    """Code points, rising."""
    advances: npt.NDArray[np.uint16]
    contours: npt.NDArray[np.uint16]
    """The number of contours of each letter."""
    curves: npt.NDArray[np.uint16]
    """The number of curves of each contour; the last one ends where the contour starts."""
    starts: npt.NDArray[np.int16]
    """The first point of each contour: contours x 2."""
    points: npt.NDArray[np.int16]
    """Two control points and the end of each curve: curves x 3 x 2."""
    pairs: npt.NDArray[np.uint16]
    """Positions in `codes` of pairs of letters that are moved together or apart: pairs x 2."""
    kerns: npt.NDArray[np.int16]
    """The distance that each pair gets in addition."""


def kept_font(letters: Letters) -> bytes:
    """Write an OpenType font (CFF) of outlines, widths and pairs. Deterministic.

    The bar is ours: texts are measured between two of them. So is a missing space.
    """
    from fontTools.fontBuilder import FontBuilder  # noqa: PLC0415 - takes 0.2 s to load, for users' fonts alone

    programs = {code: (width, program) for code, width, program in _programs(letters)}
    programs[_BAR] = _bar(letters.units)
    programs.setdefault(_SPACE, (round(_SPACE_SHARE * letters.units), []))
    names = {code: f"u{code:05X}" for code in sorted(programs)}
    builder = FontBuilder(letters.units, isTTF=False)
    builder.updateHead(created=0, modified=0)
    builder.setupGlyphOrder([".notdef", *names.values()])
    builder.setupCharacterMap(names)
    widths = {".notdef": 0, **{names[code]: width for code, (width, _) in programs.items()}}
    drawn = {".notdef": _charstring(0, []), **{names[code]: _charstring(*one) for code, one in programs.items()}}
    builder.setupCFF(_NAME, {"FullName": FAMILY}, drawn, {})
    builder.setupHorizontalMetrics({name: (width, 0) for name, width in widths.items()})
    builder.setupHorizontalHeader(ascent=letters.ascent, descent=-letters.descent)
    builder.setupNameTable({"familyName": FAMILY, "styleName": "Regular", "psName": _NAME}, mac=False)
    builder.setupOS2(usWeightClass=_REGULAR, sTypoAscender=letters.ascent, sTypoDescender=-letters.descent)
    builder.setupPost(keepGlyphNames=False)
    if len(letters.pairs):
        builder.font["kern"] = _kern_table(letters, names)
    written = BytesIO()
    builder.save(written)
    return written.getvalue()


Program = list[int | str]
"""Operators of a Type 2 charstring, each behind its arguments."""


def _programs(letters: Letters) -> Iterator[tuple[int, int, Program]]:
    """Yield code point, width and drawing of each letter."""
    contour = curve = 0
    for code, width, count in zip(
        letters.codes.tolist(), letters.advances.tolist(), letters.contours.tolist(), strict=True
    ):
        program: Program = []
        at = (0, 0)
        for number in range(contour, contour + count):
            length = int(letters.curves[number])
            start = letters.starts[number].astype(np.int32)
            points = np.concatenate([start[None], letters.points[curve : curve + length].reshape(-1, 2)]).astype(
                np.int32
            )
            program += [*(start - at).tolist(), "rmoveto"]
            program += _segments(np.diff(points, axis=0).reshape(-1, 3, 2))
            at = (int(points[-1][0]), int(points[-1][1]))
            curve += length
        contour += count
        yield code, width, program


def _segments(steps: npt.NDArray[np.int32]) -> Iterator[int | str]:
    """Yield the operators of curves, each given by its three steps; a curve without a bend is a line."""
    for first, second, third in steps.tolist():
        if first == [0, 0] and third == [0, 0]:
            yield from (*second, "rlineto")
        else:
            yield from (*first, *second, *third, "rrcurveto")


def _bar(units: int) -> tuple[int, Program]:
    """Draw the bar; return its width and its drawing."""
    beside, wide, bottom, top = (round(share * units) for share in _BAR_SHARES)
    high = top - bottom
    program: Program = [beside, bottom, "rmoveto", 0, high, "rlineto", wide, 0, "rlineto", 0, -high, "rlineto"]
    return 2 * beside + wide, program


def _charstring(width: int, program: Program) -> object:
    from fontTools.misc.psCharStrings import T2CharString  # noqa: PLC0415 - as above

    return T2CharString(program=[width, *program, "endchar"])


def _kern_table(letters: Letters, names: dict[int, str]) -> object:
    from fontTools.ttLib import newTable  # noqa: PLC0415 - as above
    from fontTools.ttLib.tables._k_e_r_n import KernTable_format_0  # noqa: PLC0415 - as above

    subtable = KernTable_format_0()
    subtable.coverage, subtable.tupleIndex = 1, None
    known = [names[code] for code in letters.codes.tolist()]
    subtable.kernTable = {
        (known[left], known[right]): value
        for (left, right), value in zip(letters.pairs.tolist(), letters.kerns.tolist(), strict=True)
    }
    table = newTable("kern")
    table.version, table.kernTables = 0, [subtable]
    return table
