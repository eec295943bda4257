"""How wide text is: drawn small by the same engine that draws it large, since only that knows its shaping."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from reelwright_media.typography.faces import Face, runs
from reelwright_media.typography.vector import Layer, line_markup, rasterise

_PROBE_PX: Final = 32
_SLICE_PX: Final = 2
_SLICE_AT: Final = 0.3
"""Height above the baseline, in shares of the size, of the slice that is drawn: every pixel costs, and two rows do."""
_POST: Final = "|"
"""Stands on both sides of a measured text, so that spaces and side bearings count; upright, so that the coverage
of its outer columns tells its edge to a fraction of a pixel, at any height."""
_MOST_KNOWN: Final = 8192

_known: dict[tuple[str, tuple[Face, ...]], float] = {}
"""Measured texts of this process: captions draw the same words again for each highlight."""


def advances(texts: Sequence[str], faces: tuple[Face, ...]) -> list[float]:
    """Return the width of each text as a share of the type size; 0 where nothing of it can be drawn."""
    widths = {text: _known.get((text, faces)) for text in texts}
    new = [text for text, width in widths.items() if width is None]
    if new:
        posts = _span("", faces)
        measured = {text: max(0.0, _span(text, faces) - posts) for text in new}
        if len(_known) > _MOST_KNOWN:
            _known.clear()
        _known.update({(text, faces): width for text, width in measured.items()})
        widths.update(measured)
    return [widths[text] or 0.0 for text in texts]


def _span(text: str, faces: tuple[Face, ...]) -> float:
    """Return the extent of a text with its posts, in shares of the type size."""
    row = [(run, "#fff") for run in runs(f"{_POST}{text}{_POST}", faces)]
    width = int(_PROBE_PX * (1.2 * len(text) + 2))
    baseline = _SLICE_PX / 2 + _SLICE_AT * _PROBE_PX
    markup = line_markup(row, x=width / 2, y=baseline, size=_PROBE_PX, layer=Layer())
    coverage = rasterise(markup, width, _SLICE_PX, {run.face.font.path for run, _ in row})[..., 3].max(axis=0) / 255
    columns = np.flatnonzero(coverage)
    if columns.size < 2:  # noqa: PLR2004 - an extent has two edges
        return 0.0
    first, last = columns[0], columns[-1]
    return float(last - first - 1 + coverage[first] + coverage[last]) / _PROBE_PX
