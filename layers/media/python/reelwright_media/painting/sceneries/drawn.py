"""Vector drawing for sceneries: a sketch in units of the shorter side, rasterised slightly out of focus."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import cv2
import numpy as np

from reelwright_media.painting.field import Field, Image
from reelwright_media.painting.palette import Colour, Palette, blend, code, colour
from reelwright_media.typography.vector import rasterise

WHITE = colour("#ffffff")
WARM = colour("#ffdca6")
FLOOR = 0.585
"""Height of the floor's edge or the horizon, as a share of the canvas; subjects stand a little below it."""


@dataclass(frozen=True, slots=True)
class Sketch:
    """Size of the canvas in units of its shorter side, colours, and the random generator of the drawing."""

    wide: float
    high: float
    tones: Palette
    random: np.random.Generator

    @property
    def floor(self) -> float:
        """Height of the floor's edge."""
        return FLOOR * self.high

    @property
    def middle(self) -> float:
        """Horizontal middle."""
        return self.wide / 2


Markup = Iterable[str]


def drawn(canvas: Field, tones: Palette, draw: Callable[[Sketch], Markup], *, blur: float = 0.004) -> Image:
    """Rasterise a sketch; `blur` is a share of the shorter side, because sceneries are behind the subject."""
    sketch = Sketch(canvas.width / canvas.short, canvas.height / canvas.short, tones, canvas.random(3))
    scaled = f'<g transform="scale({canvas.short})">{"".join(draw(sketch))}</g>'
    pixels = rasterise(scaled, canvas.width, canvas.height)[..., :3].astype(np.float32) / 255
    return np.asarray(cv2.GaussianBlur(pixels, (0, 0), canvas.short * blur), np.float32)


def rect(x: float, y: float, wide: float, high: float, fill: Colour, *, round_by: float = 0.0) -> str:
    """Draw a rectangle."""
    return f'<rect x="{x:.4f}" y="{y:.4f}" width="{wide:.4f}" height="{high:.4f}" fill="{code(fill)}" rx="{round_by}"/>'


def poly(points: Iterable[tuple[float, float]], fill: Colour) -> str:
    """Draw a polygon."""
    corners = " ".join(f"{x:.4f},{y:.4f}" for x, y in points)
    return f'<polygon points="{corners}" fill="{code(fill)}"/>'


def oval(x: float, y: float, across: float, down: float, fill: Colour) -> str:
    """Draw an ellipse by its centre and radii."""
    return f'<ellipse cx="{x:.4f}" cy="{y:.4f}" rx="{across:.4f}" ry="{down:.4f}" fill="{code(fill)}"/>'


def line(points: Iterable[tuple[float, float]], stroke: Colour, width: float) -> str:
    """Draw an open line with round ends."""
    corners = " ".join(f"{x:.4f},{y:.4f}" for x, y in points)
    return (
        f'<polyline points="{corners}" fill="none" stroke="{code(stroke)}" stroke-width="{width:.4f}" '
        'stroke-linecap="round" stroke-linejoin="round"/>'
    )


def fade(name: str, top: Colour, bottom: Colour) -> str:
    """Define a vertical gradient."""
    return (
        f'<linearGradient id="{name}" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="{code(top)}"/>'
        f'<stop offset="1" stop-color="{code(bottom)}"/></linearGradient>'
    )


def backdrop(sketch: Sketch, wall: tuple[Colour, Colour], ground: tuple[Colour, Colour]) -> list[str]:
    """Draw wall or sky above the floor's edge, and floor or ground below it, each as a gradient from top to bottom."""
    return [
        f"<defs>{fade('wall', *wall)}{fade('ground', *ground)}</defs>",
        f'<rect width="{sketch.wide}" height="{sketch.high}" fill="url(#wall)"/>',
        f'<rect y="{sketch.floor}" width="{sketch.wide}" height="{sketch.high - sketch.floor}" fill="url(#ground)"/>',
    ]


def boards(sketch: Sketch, stroke: Colour, top: float) -> list[str]:
    """Draw lines of a floor that converge towards the horizon."""
    return [
        line([(sketch.middle + k * 0.085, top), (sketch.middle + k * 0.26, sketch.high)], stroke, 0.004)
        for k in range(-14, 15)
    ]


def shaded(tone: Colour, share: float) -> Colour:
    """Darken a colour (below 1) or lighten it towards white (above 1)."""
    return tone * np.float32(share) if share <= 1 else blend(tone, WHITE, share - 1)
