"""Rasterises SVG. The only module that calls resvg."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from xml.sax.saxutils import escape, quoteattr

import cv2
import numpy as np
import numpy.typing as npt
import resvg_py

from reelwright_media.typography.faces import Run

Pixels = npt.NDArray[np.uint8]
"""Height x width x 4, 8 bits a channel."""
_GROUND: Final = "#000000"


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
    return rasterise_document(_document(markup, width, height), width, height, fonts)


def coverage(markup: str, width: int, height: int, fonts: Iterable[Path] = ()) -> Pixels:
    """Rasterise SVG elements on black, as RGB: up to three planes of coverage, one in each channel.

    A caption takes a sixth less time than with `rasterise`, and emptiness half: without transparency resvg need not divide
    colours by alpha pixel by pixel.
    """
    png = _drawn(_document(markup, width, height), width, height, fonts, ground=_GROUND)
    return np.asarray(cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_COLOR_RGB), np.uint8)


def rasterise_document(document: str, width: int, height: int, fonts: Iterable[Path] = ()) -> Pixels:
    """Rasterise a whole SVG document scaled to this size, as RGBA with straight alpha. Raises EngineError."""
    png = _drawn(document, width, height, fonts)
    decoded = np.asarray(cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_UNCHANGED), np.uint8)
    return np.asarray(cv2.cvtColor(decoded, cv2.COLOR_BGRA2RGBA), np.uint8)


def _document(markup: str, width: int, height: int) -> str:
    return f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}">{markup}</svg>'


def _drawn(document: str, width: int, height: int, fonts: Iterable[Path], *, ground: str | None = None) -> bytes:
    """Draw a document as a PNG file, on a ground of one colour or on none."""
    try:
        return resvg_py.svg_to_bytes(
            svg_string=document,
            background=ground,
            skip_system_fonts=True,
            width=width,
            height=height,
            font_files=sorted(str(path) for path in fonts) or None,
        )
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise EngineError(f"resvg cannot draw this: {error}") from error
