"""The letters of a font on the pipe: a decoder that was taken over chooses every number."""

import json
import struct
from io import BytesIO

import pytest

from reelwright_media.sandbox.letters import read_letters
from reelwright_media.sandbox.wire import BrokenStreamError, read_header

COUNTS = {"units": 1000, "ascent": 900, "descent": 200, "letters": 1, "contours": 1, "curves": 2, "pairs": 1}


def pipe(*, code: int = 65, advance: int = 600, corner: int = 0, pair: int = 0, **counts: float) -> BytesIO:
    """Return a stream of one letter with one contour of two curves, and one pair."""
    numbers = struct.pack("<IHHH", code, advance, 1, 2) + struct.pack("<14h", corner, *[0] * 13)
    return BytesIO(json.dumps({**COUNTS, **counts}).encode() + b"\n" + numbers + struct.pack("<HHh", pair, 0, -50))


def test_letters_arrive_as_they_were_sent() -> None:
    """In the order of the arrays."""
    stream = pipe(corner=-7)
    found = read_letters(stream, read_header(stream), most=1)
    assert (found.codes.tolist(), found.advances.tolist(), found.starts.tolist()) == ([65], [600], [[-7, 0]])
    assert (found.pairs.tolist(), found.kerns.tolist()) == ([[0, 0]], [-50])


@pytest.mark.parametrize(
    "change",
    [
        *(
            {"letters": 2},
            {"letters": 0},
            {"units": 0},
            {"units": 17_000},
            {"ascent": -1},
            {"pairs": 0.5},
            {"curves": 10**9},
        ),
        *({"contours": 2}, {"curves": 9}, {"code": 0x110000}, {"advance": 9_999}, {"corner": 30_000}, {"pair": 7}),
    ],
)
def test_numbers_of_no_font_are_not_read(change: dict[str, int]) -> None:
    """Counts, code points, widths, points and pairs are checked before a font is written from them."""
    stream = pipe(**change)
    with pytest.raises(BrokenStreamError):
        read_letters(stream, read_header(stream), most=1)
