"""Measures text by drawing it small with resvg: only the engine that draws the text knows its shaping."""

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np

from reelwright_media.typography.faces import Face, Run, runs
from reelwright_media.typography.vector import EngineError, Layer, Pixels, coverage, line_markup

_PROBE_PX: Final = 32
_SLICE_PX: Final = 2
_SLICE_AT: Final = 0.3
"""Height of the drawn slice above the baseline, in type sizes. Two rows suffice for the width, and pixels cost time."""
_POST: Final = "|"
"""Placed on both sides of a measured text, so that spaces and side bearings count. It is vertical, so the coverage of
its outer columns gives its edge with sub-pixel precision at any height."""
_MOST_ROOM: Final = 20
"""Largest width of one letter in type sizes; no glyph of the packaged fonts is wider."""
_REACH_PX: Final = 24
_WIDEST_PX: Final = 16_000
_HIGHEST: Final = 2.5
_DEEPEST: Final = 1.5
"""Measured range above and below the baseline, in type sizes; a letter with three stacked diacritics reaches 1.9."""
_MOST_KNOWN: Final = 8192

_known: dict[tuple[str, tuple[Face, ...]], float] = {}
"""Cache of this process: captions lay out the same words again for each highlight."""


def advances(texts: Sequence[str], faces: tuple[Face, ...]) -> list[float]:
    """Measure the width of each text in type sizes; 0 if nothing of it can be drawn. Cached."""
    widths = {text: _known.get((text, faces)) for text in texts}
    new = [text for text, width in widths.items() if width is None]
    if new:
        found = dict(zip(new, measured([runs(text, faces) for text in new]), strict=True))
        if len(_known) > _MOST_KNOWN:
            _known.clear()
        _known.update({(text, faces): width for text, width in found.items()})
        widths.update(found)
    return [widths[text] or 0.0 for text in texts]


def measured(texts: list[list[Run]]) -> list[float]:
    """Measure the width of each text in type sizes, without a cache."""
    try:
        return _between_posts(texts)
    except EngineError:  # texts of several faces: the sum of their runs' widths is close enough
        return [sum(_between_posts([[run] for run in text])) for text in texts]


def _between_posts(texts: list[list[Run]]) -> list[float]:
    """Measure each text between two posts, minus the width of the posts alone.

    Each post uses the face of the letter beside it, because resvg may draw a line of several faces in one of them.
    """
    posts = {(text[0].face, text[-1].face) for text in texts if text}
    alone = {faces: _joined([Run(_POST, faces[0]), Run(_POST, faces[1])]) for faces in posts}
    posted = [_joined([Run(_POST, text[0].face), *text, Run(_POST, text[-1].face)]) for text in texts if text]
    spans = iter(_spans([*alone.values(), *posted]) if posted else [])
    post_spans = {faces: next(spans) for faces in alone}
    return [max(0.0, next(spans) - post_spans[text[0].face, text[-1].face]) if text else 0.0 for text in texts]


def _joined(found: list[Run]) -> list[Run]:
    """Join adjacent runs of one face."""
    joined: list[Run] = []
    for run in found:
        if joined and joined[-1].face is run.face:
            joined[-1] = Run(joined[-1].text + run.text, run.face)
        else:
            joined.append(run)
    return joined


def _spans(texts: Sequence[list[Run]], room: float = 1.2) -> list[float]:
    """Measure the ink extents of texts in type sizes.

    All are drawn in one picture, one slice below the other, because resvg's setup takes longer than a slice. `room` is
    the width reserved per letter; texts that need more (U+FDFD is a whole sentence) are drawn again with more.
    """
    rows = [[(run, "#fff") for run in text] for text in texts]
    widths = [int(_PROBE_PX * (room * sum(len(run.text) for run in text) + 2)) for text in texts]
    baseline = _SLICE_PX / 2 + _SLICE_AT * _PROBE_PX
    markup = "".join(
        f'<svg y="{_SLICE_PX * place}" width="{width}" height="{_SLICE_PX}">'  # clips its content
        f"{line_markup(row, x=width / 2, y=baseline, size=_PROBE_PX, layer=Layer())}</svg>"
        for place, (row, width) in enumerate(zip(rows, widths, strict=True))
    )
    fonts = {run.face.font.path for row in rows for run, _ in row}
    drawn = coverage(markup, max(widths), _SLICE_PX * len(texts), fonts)[..., 0]
    slices = [drawn[_SLICE_PX * place : _SLICE_PX * (place + 1), :width] for place, width in enumerate(widths)]
    spans = [_extent(one) for one in slices]
    beyond = [place for place, one in enumerate(slices) if one[:, 0].any() or one[:, -1].any()]
    if beyond and room < _MOST_ROOM:
        again = _spans([texts[place] for place in beyond], room * 4)
        for place, span in zip(beyond, again, strict=True):
            spans[place] = span
    return spans


class Reach(NamedTuple):
    """Ink extent of a line in type sizes: above and below its baseline, and from its centre to the farther side."""

    above: float
    below: float
    beside: float


def reaches(lines: Sequence[Sequence[tuple[Sequence[Run], float]]], widest: float) -> list[Reach]:
    """Measure the ink extent of each line; `widest` is the approximate width of the widest line, in type sizes.

    A line is a list of texts, each with the offset of its centre. Raises EngineError if one cannot be drawn.
    """
    height, width = round(_REACH_PX * (_HIGHEST + _DEEPEST)), 2 * round(_REACH_PX * (widest + 1))
    markup = "".join(
        f'<svg y="{height * place}" width="{width}" height="{height}">'
        + "".join(
            line_markup(
                [(run, "#fff") for run in text],
                x=width / 2 + offset * _REACH_PX,
                y=_REACH_PX * _HIGHEST,
                size=_REACH_PX,
                layer=Layer(),
            )
            for text, offset in line
        )
        + "</svg>"
        for place, line in enumerate(lines)
    )
    fonts = {run.face.font.path for line in lines for text, _ in line for run in text}
    drawn = coverage(markup, width, height * len(lines), fonts)[..., 0]
    if (drawn[:, 0].any() or drawn[:, -1].any()) and width < _WIDEST_PX:
        return reaches(lines, 2 * widest)
    return [_reach(drawn[top : top + height]) for top in range(0, len(drawn), height)]


def _reach(drawn: Pixels) -> Reach:
    rows, columns = (np.flatnonzero(drawn.max(axis=axis)) for axis in (1, 0))
    if not rows.size:
        return Reach(0.0, 0.0, 0.0)
    middle = drawn.shape[1] / 2
    return Reach(
        _HIGHEST - float(rows[0]) / _REACH_PX,
        float(rows[-1] + 1) / _REACH_PX - _HIGHEST,
        max(middle - float(columns[0]), float(columns[-1]) + 1 - middle) / _REACH_PX,
    )


def _extent(drawn: Pixels) -> float:
    """Distance from the first to the last ink of a slice, in type sizes."""
    coverage = drawn.max(axis=0) / 255
    columns = np.flatnonzero(coverage)
    if columns.size < 2:  # noqa: PLR2004 - an extent has two edges
        return 0.0
    first, last = columns[0], columns[-1]
    return float(last - first - 1 + coverage[first] + coverage[last]) / _PROBE_PX
