"""Rasterises SVG. The only module that calls resvg."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

import cv2
import numpy as np
import numpy.typing as npt
import resvg_py

from reelwright_media.typography.faces import Run

Pixels = npt.NDArray[np.uint8]
"""Height x width x 4, 8 bits a channel."""


class EngineError(RuntimeError):
    """resvg failed on a drawing. It panics on some texts of several fonts with different shaping (usvg 0.48).

    The panic itself is a BaseException, not an Exception: unconverted, it would end the process instead of the step.
    """


@dataclass(frozen=True, slots=True)
class Layer:
    """One drawing pass of a line: `stroke` None strokes each run in its own fill (for extra weight only).

    `grow_px` widens the letters on every side. `hard_edges` disables anti-aliasing.
    """

    stroke: str | None = None
    grow_px: float = 0.0
    hard_edges: bool = False


def line_markup(inked: Sequence[tuple[Run, str]], *, x: float, y: float, size: float, layer: Layer) -> str:
    """Write a `<text>` centred on x with its baseline on y; resvg does bidi reordering and shaping."""
    spans = "".join(_span(run, fill, size, layer) for run, fill in inked)
    edges = ' text-rendering="optimizeSpeed"' if layer.hard_edges else ""  # resvg disables anti-aliasing for this value
    return (
        f'<text x="{x:.2f}" y="{y:.2f}" text-anchor="middle" font-size="{size:.2f}" '
        f'stroke-linejoin="round" xml:space="preserve"{edges}>{spans}</text>'
    )


def _span(run: Run, fill: str, size: float, layer: Layer) -> str:
    colour = layer.stroke or fill
    width = 2 * layer.grow_px + run.face.bold_share * size
    stroke = f' stroke="{colour}" stroke-width="{width:.2f}"' if width else ""
    family = quoteattr(run.face.font.family)
    return (
        f'<tspan font-family={family} font-weight="{run.face.weight}" fill="{colour}"{stroke}>'
        f"{escape(run.text)}</tspan>"
    )


def rasterise(markup: str, width: int, height: int, fonts: Iterable[Path] = ()) -> Pixels:
    """Rasterise SVG elements on a canvas of this size, as RGBA with straight alpha.

    Only the given fonts are used: system fonts would make pictures depend on the machine.
    """
    document = f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}">{markup}</svg>'
    return rasterise_document(document, width, height, fonts)


def rasterise_document(document: str, width: int, height: int, fonts: Iterable[Path] = ()) -> Pixels:
    """Rasterise a whole SVG document scaled to this size, as RGBA with straight alpha. Raises EngineError."""
    try:
        png = resvg_py.svg_to_bytes(
            svg_string=document,
            skip_system_fonts=True,
            width=width,
            height=height,
            font_files=sorted(str(path) for path in fonts) or None,
        )
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise EngineError(f"resvg cannot draw this: {error}") from error
    decoded = np.asarray(cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_UNCHANGED), np.uint8)
    return np.asarray(cv2.cvtColor(decoded, cv2.COLOR_BGRA2RGBA), np.uint8)
