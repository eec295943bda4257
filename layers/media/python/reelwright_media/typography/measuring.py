"""How wide text is: drawn small by the same engine that draws it large, since only that knows its shaping."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from reelwright_media.typography.faces import Face, runs
from reelwright_media.typography.vector import Layer, Pixels, line_markup, rasterise

_PROBE_PX: Final = 32
_ROW_PX: Final = 52
_POST: Final = "|"
"""Stands on both sides of a measured text, so that spaces and side bearings count; upright, so that the coverage
of its outer columns tells its edge to a fraction of a pixel."""
_MOST_KNOWN: Final = 8192

_known: dict[tuple[str, tuple[Face, ...]], float] = {}
"""Measured texts of this process: captions draw the same words again for each highlight."""


def advances(texts: Sequence[str], faces: tuple[Face, ...]) -> list[float]:
    """Return the width of each text as a share of the type size; 0 where nothing of it can be drawn.

    All texts not met before are drawn together, in one call of the engine.
    """
    widths = {text: _known.get((text, faces)) for text in texts}
    new = sorted(text for text, width in widths.items() if width is None)
    if new:
        posts, *spans = _spans(["", *new], faces)
        measured = {text: max(0.0, span - posts) for text, span in zip(new, spans, strict=True)}
        if len(_known) > _MOST_KNOWN:
            _known.clear()
        _known.update({(text, faces): width for text, width in measured.items()})
        widths.update(measured)
    return [widths[text] or 0.0 for text in texts]


def _spans(texts: Sequence[str], faces: tuple[Face, ...]) -> list[float]:
    """Return the extent of each text with its posts, in shares of the type size, one row of a picture each."""
    rows = [[(run, "#fff") for run in runs(f"{_POST}{text}{_POST}", faces)] for text in texts]
    width = int(_PROBE_PX * (1.2 * max(len(text) for text in texts) + 2))
    markup = "".join(
        line_markup(row, x=width / 2, y=_ROW_PX * place + _PROBE_PX, size=_PROBE_PX, layer=Layer())
        for place, row in enumerate(rows)
    )
    fonts = {run.face.font.path for row in rows for run, _ in row}
    alpha = rasterise(markup, width, _ROW_PX * len(rows), fonts)[..., 3]
    return [_extent(alpha[place * _ROW_PX : (place + 1) * _ROW_PX]) for place in range(len(rows))]


def _extent(alpha: Pixels) -> float:
    coverage = alpha.max(axis=0) / 255
    columns = np.flatnonzero(coverage)
    if columns.size < 2:  # noqa: PLR2004 - an extent has two edges
        return 0.0
    first, last = columns[0], columns[-1]
    return float(last - first - 1 + coverage[first] + coverage[last]) / _PROBE_PX
