"""Ornaments of a mat: patterns that grow towards the frame's edge, where no type stands and players lay their own texts.

Each is drawn as the coverage (0-255) of a band of a width and height in pixels, whose lower edge is the frame's.
"""

from collections.abc import Callable
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from reelwright.film.scenes.arrangements import Ornament

Coverage = npt.NDArray[np.uint8]
_FRACTION_BITS: Final = 4
_FRACTION: Final = 1 << _FRACTION_BITS
"""cv2 takes whole numbers: coordinates in sixteenths of a pixel."""
_FULL: Final = 255


def ornament(name: Ornament, width: int, height: int) -> Coverage:
    """Draw an ornament for a band of this size."""
    cover = np.zeros((height, width), np.uint8)
    _DRAWN[name](cover)
    return cover


def _dots(cover: Coverage) -> None:
    height, width = cover.shape
    step = width / 18
    for row in range(int(height / step) + 2):
        top = (row + 0.5) * step
        radius = 0.5 * step * min(1.0, 0.12 + 0.85 * top / height)
        for column in range(-1, 20):
            _disc(cover, (column + (0.5 if row % 2 else 0.0)) * step, top, radius)


def _waves(cover: Coverage) -> None:
    height, width = cover.shape
    across = np.arange(0, width + 8, 8)
    for place, value in enumerate((90, 160, _FULL)):
        crest = height * (0.12 + 0.3 * place) + height * 0.1 * np.sin(across / width * 2 * np.pi * 1.5 + 1.9 * place)
        _area(cover, np.stack([across, crest], axis=1), value)


def _hills(cover: Coverage) -> None:
    height, width = cover.shape
    for place, value in ((0.18, 100), (0.88, 165), (0.5, _FULL)):
        _disc(cover, place * width, height * (1.45 if value == _FULL else 1.25), height * 1.1, value)


def _rays(cover: Coverage) -> None:
    height, width = cover.shape
    middle, reach = np.array([width / 2, height * 1.05]), width * 0.9
    for place in range(0, 30, 2):
        sides = [np.pi * (1 + (place + more) / 29) for more in (0, 1)]
        ends = [middle + reach * np.array([np.cos(side), np.sin(side)]) for side in sides]
        _polygon(cover, np.stack([middle, *ends]), 120)
    _disc(cover, middle[0], middle[1], height * 0.55)


def _checks(cover: Coverage) -> None:
    height, width = cover.shape
    side = width / 12
    for row in range(int(np.ceil(height / side))):
        bottom = height - row * side
        for column in range(row % 2, 12, 2):
            cv2.rectangle(
                cover,
                (round(column * side), round(bottom - side)),
                (round((column + 1) * side) - 1, round(bottom) - 1),
                _FULL - 62 * row,
                -1,
            )


def _stripes(cover: Coverage) -> None:
    height, width = cover.shape
    step, top = width / 9, height * 0.35
    for place in range(-6, 11):
        left = place * step
        lean = height - top
        corners = [(left, height), (left + step / 2, height), (left + step / 2 + lean, top), (left + lean, top)]
        _polygon(cover, np.array(corners), _FULL)
    cover[: round(top)] = 0


def _lines(cover: Coverage) -> None:
    height, _ = cover.shape
    lines = 8
    for place in range(lines):
        middle, half = height * (place + 0.5) / lines, height / lines * (0.04 + 0.4 * place / lines)
        cover[round(middle - half) : max(round(middle - half) + 1, round(middle + half))] = _FULL


def _scallops(cover: Coverage) -> None:
    height, width = cover.shape
    side = width / 7
    for row in range(3, -1, -1):
        top = height * 1.02 - row * side * 0.5
        for column in range(-1, 9):
            across = (column + (0.5 if row % 2 else 0.0)) * side
            for share, value in ((0.5, _FULL), (0.42, 0), (0.3, _FULL - 50 * row), (0.2, 0)):
                _disc(cover, across, top, share * side, value)


def _holes(cover: Coverage) -> None:
    """Draw the holes of a strip of film."""
    height, width = cover.shape
    step = width / 10
    high, wide, turn = step * 0.42, step * 0.54, step * 0.1
    for bottom in (height * 0.86,) if height < width * 0.2 else (height * 0.94, height * 0.3):
        for place in range(10):
            left, top = (place + 0.5) * step - wide / 2, bottom - high
            for x, y in ((0.0, turn), (turn, 0.0)):
                first, last = _point(left + x, top + y), _point(left + wide - x, top + high - y)
                cv2.rectangle(cover, first, last, _FULL, -1, cv2.LINE_AA, _FRACTION_BITS)
            for x in (left + turn, left + wide - turn):
                for y in (top + turn, top + high - turn):
                    _disc(cover, x, y, turn)


def _bars(cover: Coverage) -> None:
    height, width = cover.shape
    step = width / 24
    for place in range(24):
        share = 0.28 + 0.3 * abs(np.sin(place * 1.37)) + 0.3 * abs(np.sin(place * 0.61 + 0.8))
        left = round((place + 0.2) * step)
        cover[round(height * (1 - share)) :, left : left + round(0.6 * step)] = _FULL


def _zigzag(cover: Coverage) -> None:
    height, width = cover.shape
    step = width / 10
    for place, value in enumerate((80, 150, _FULL)):
        top = height * (0.08 + 0.3 * place)
        points = [(step * at / 2, top + (0.22 * height if at % 2 else 0.0)) for at in range(22)]
        _area(cover, np.array(points), value)


def _area(cover: Coverage, edge: npt.NDArray[np.float64], value: int) -> None:
    """Fill everything below an edge."""
    height = cover.shape[0]
    _polygon(cover, np.concatenate([edge, [[edge[-1, 0], height + 2], [edge[0, 0], height + 2]]]), value)


def _polygon(cover: Coverage, corners: npt.NDArray[np.float64], value: int) -> None:
    points = np.rint(corners * _FRACTION).astype(np.int32)
    cv2.fillPoly(cover, [points], value, cv2.LINE_AA, _FRACTION_BITS)


def _disc(cover: Coverage, x: float, y: float, radius: float, value: int = _FULL) -> None:
    cv2.circle(cover, _point(x, y), round(radius * _FRACTION), value, -1, cv2.LINE_AA, _FRACTION_BITS)


def _point(x: float, y: float) -> tuple[int, int]:
    return round(x * _FRACTION), round(y * _FRACTION)


_DRAWN: Final[dict[Ornament, Callable[[Coverage], None]]] = {
    "dots": _dots,
    "waves": _waves,
    "hills": _hills,
    "rays": _rays,
    "checks": _checks,
    "stripes": _stripes,
    "lines": _lines,
    "scallops": _scallops,
    "holes": _holes,
    "bars": _bars,
    "zigzag": _zigzag,
}
