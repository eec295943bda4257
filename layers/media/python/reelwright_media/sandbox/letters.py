"""Letters of a font on the pipe: counts in the header, then each array of `Letters`, little-endian, in its order.

The reader checks every number that a font is written from: a decoder that was taken over chooses all of them.
"""

from collections.abc import Mapping
from typing import IO, Any, Final

import numpy as np
import numpy.typing as npt

from reelwright_media.fitting.letters import FARTHEST, MOST_CURVES, MOST_PAIRS, WIDEST, Letters
from reelwright_media.sandbox.wire import BrokenStreamError, read_bytes, write_header

_UNITS: Final = range(16, 16_385)
_MOST_CODE: Final = 0x10FFFF
_MOST_CONTOURS: Final = MOST_CURVES


def write_letters(pipe: IO[bytes], letters: Letters, values: Mapping[str, Any]) -> None:
    """Write a header with these values and the counts, and the arrays."""
    counts = {
        "units": letters.units,
        "ascent": letters.ascent,
        "descent": letters.descent,
        "letters": len(letters.codes),
        "contours": len(letters.curves),
        "curves": len(letters.points),
        "pairs": len(letters.pairs),
    }
    write_header(pipe, {**values, **counts})
    for array in letters[3:]:
        pipe.write(np.ascontiguousarray(array).data.cast("B"))


def read_letters(pipe: IO[bytes], header: Mapping[str, Any], *, most: int) -> Letters:
    """Read at most `most` letters behind a header; raises BrokenStreamError for anything that is no font."""
    units = _count(header, "units", _UNITS.stop - 1)
    letters, contours = _count(header, "letters", most), _count(header, "contours", _MOST_CONTOURS)
    curves, pairs = _count(header, "curves", MOST_CURVES), _count(header, "pairs", MOST_PAIRS)
    found = Letters(
        units,
        _count(header, "ascent", 2 * units),
        _count(header, "descent", units),
        _array(pipe, np.dtype(np.uint32), letters),
        _array(pipe, np.dtype(np.uint16), letters),
        _array(pipe, np.dtype(np.uint16), letters),
        _array(pipe, np.dtype(np.uint16), contours),
        _array(pipe, np.dtype(np.int16), contours, 2),
        _array(pipe, np.dtype(np.int16), curves, 3, 2),
        _array(pipe, np.dtype(np.uint16), pairs, 2),
        _array(pipe, np.dtype(np.int16), pairs),
    )
    if units not in _UNITS or not letters or not _is_font(found):
        raise BrokenStreamError("no font")
    return found


def _is_font(letters: Letters) -> bool:
    """Whether the arrays fit one another."""
    return (
        bool((np.diff(letters.codes.astype(np.int64)) > 0).all())
        and int(letters.codes[-1]) <= _MOST_CODE
        and int(letters.contours.sum(dtype=np.int64)) == len(letters.curves)
        and int(letters.curves.sum(dtype=np.int64)) == len(letters.points)
        and int(letters.advances.max()) <= min(WIDEST * letters.units, FARTHEST)
        and all(
            not one.size or -FARTHEST <= one.min() <= one.max() <= FARTHEST for one in (letters.starts, letters.points)
        )
        and (not letters.pairs.size or int(letters.pairs.max()) < len(letters.codes))
    )


def _count(header: Mapping[str, Any], name: str, most: int) -> int:
    value = header.get(name)
    if type(value) is not int or not 0 <= value <= most:
        raise BrokenStreamError(f"no {name}")
    return value


def _array(pipe: IO[bytes], kind: "np.dtype[Any]", *shape: int) -> npt.NDArray[Any]:
    return read_bytes(pipe, int(np.prod(shape)) * kind.itemsize).view(kind).reshape(shape)
