"""Pages of still pictures: a large one for each script, with sentences, and a small one of all scripts."""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from reelwright.film.text.words import chunks_of
from reelwright_media.typography import draw_lines
from tests.contact_sheet.sheet import Image

_LARGE: Final = (252, 448)
_SMALL: Final = (108, 192)
"""Width and height of a picture on each page."""
_A_ROW: Final = 5
"""Pictures of the usual width in a row of a large page."""
_TEXT: Final = 76
"""Height of the sentence below a picture."""
_NOTE: Final = 16
_GAP: Final = 6
_PAPER: Final = (24, 20, 18)
"""BGR."""
_LABEL: Final = 20


@dataclass(frozen=True, slots=True, eq=False)
class Still:
    """One scene: its picture (BGR), its sentence, a note on the planner's choice, and the language."""

    picture: Image
    text: str
    note: str
    language: str


def large_page(stills: list[Still]) -> Image:
    """Lay out one script: pictures of equal size, each above its sentence; a picture may be several frames side by side."""
    height = _LARGE[1]
    width = height * stills[0].picture.shape[1] // stills[0].picture.shape[0]
    a_row = max(1, _A_ROW * _LARGE[0] // width)
    rows = -(-len(stills) // a_row)
    cell = (width + _GAP, height + _TEXT + _NOTE + _GAP)
    paper = np.full((rows * cell[1] + _GAP, a_row * cell[0] + _GAP, 3), _PAPER, np.uint8)
    for place, still in enumerate(stills):
        left, top = _GAP + place % a_row * cell[0], _GAP + place // a_row * cell[1]
        _put(paper, _resized(still.picture, (width, height)), left, top)
        _put(paper, _sentence(still, width), left, top + height)
        _label(paper, f"{place} {still.note}", left, top + height + _TEXT + _NOTE - 4, 0.36)
    return paper


def small_page(films: dict[str, list[Still]]) -> Image:
    """Lay out all scripts: one a row, with its name above its pictures; of several frames side by side the last is shown."""
    width, height = _SMALL
    most = max(map(len, films.values()), default=1)
    row = height + _LABEL + _GAP
    paper = np.full((len(films) * row + _GAP, most * (width + _GAP) + _GAP, 3), _PAPER, np.uint8)
    for line, (name, stills) in enumerate(films.items()):
        top = line * row + _GAP
        _label(paper, name, _GAP, top + _LABEL - 6, 0.45)
        for place, still in enumerate(stills):
            shown = still.picture[:, -(still.picture.shape[0] * width // height) :]
            _put(paper, _resized(shown, _SMALL), _GAP + place * (width + _GAP), top + _LABEL)
    return paper


def _sentence(still: Still, width: int) -> Image:
    """Set the sentence in white on the page's colour."""
    words = list(chunks_of(still.text))
    box = np.full((_TEXT, width, 3), _PAPER, np.uint8)
    tile = draw_lines(
        words,
        fills=["#e8e4dc"] * len(words),
        size_px=17,
        smallest_px=7,
        max_width_px=width,
        tallest_px=_TEXT,
        most_lines=6,
        language=still.language,
    )
    rgba = tile.rgba[:_TEXT, :width]
    part = box[: rgba.shape[0], : rgba.shape[1]]
    part[:] = part * (1 - rgba[..., 3:] / 255) + rgba[..., 2::-1]
    return box


def _resized(picture: Image, size: tuple[int, int]) -> Image:
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)


def _put(paper: Image, picture: Image, left: int, top: int) -> None:
    paper[top : top + picture.shape[0], left : left + picture.shape[1]] = picture


def _label(paper: Image, text: str, left: int, baseline: int, size: float) -> None:
    cv2.putText(paper, text, (left, baseline), cv2.FONT_HERSHEY_SIMPLEX, size, (160, 170, 175), 1, cv2.LINE_AA)
