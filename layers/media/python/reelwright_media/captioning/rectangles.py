"""Rounded rectangles under a line: the box behind the spoken word, the bar below it, the strips behind all words."""

from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from reelwright_media.canvas.tiles import PremultipliedRgba
from reelwright_media.typography.drawing import composite
from reelwright_media.typography.inking import coloured
from reelwright_media.typography.wordboxes import Boxes

_SQUAREST_PX: Final = 0.5
"""Smallest radius of a corner: with less, the coverage inside would not reach 1."""


class Rectangle(NamedTuple):
    """Edges in pixels of the line's box; may be fractional."""

    left: float
    top: float
    right: float
    bottom: float

    def within(self, width: int, height: int) -> "Rectangle":
        """Cut off what is outside a picture of this size."""
        return Rectangle(max(0, self.left), max(0, self.top), min(width, self.right), min(height, self.bottom))


def strips_of(boxes: Boxes, padding: tuple[float, float]) -> list[Rectangle]:
    """Find the strip behind each line of words, wider than its letters by a padding beside and above, in pixels."""
    beside, above = padding
    parts = [box for word in boxes for box in word]
    rows = [[box for box in parts if box.line == line] for line in sorted({box.line for box in parts})]
    return [
        Rectangle(
            min(box.left for box in row) - beside,
            row[0].top - above,
            max(box.right for box in row) + beside,
            row[0].bottom + above,
        )
        for row in rows
    ]


def lay_under(picture: PremultipliedRgba, rectangle: Rectangle, fill: str, radius: float) -> None:
    """Composite a rounded rectangle below the picture's content, in place."""
    left, top = int(rectangle.left), int(rectangle.top)
    area = picture[top : int(rectangle.bottom) + 1, left : int(rectangle.right) + 1]
    area[:] = composite(coloured(_rounded(area.shape[:2], rectangle, (left, top), radius), fill), area)


def _rounded(shape: tuple[int, int], box: Rectangle, origin: tuple[int, int], radius: float) -> PremultipliedRgba:
    """Compute the coverage of each pixel by a rounded rectangle, 0-255, from the signed distance to its outline.

    Source of the formula: rounded box in Quilez, "2D distance functions".
    """
    radius = min(max(radius, _SQUAREST_PX), (box.right - box.left) / 2, (box.bottom - box.top) / 2)
    across = _beyond(shape[1], origin[0], box.left + radius, box.right - radius)
    down = _beyond(shape[0], origin[1], box.top + radius, box.bottom - radius)
    distance = np.sqrt((across * across)[None, :] + (down * down)[:, None])
    return np.asarray(np.clip((radius + 0.5 - distance) * 255, 0, 255), np.uint8)


def _beyond(count: int, first: int, low: float, high: float) -> npt.NDArray[np.float32]:
    """Distance of each pixel's centre to a span in pixels, 0 inside."""
    middles = np.arange(count, dtype=np.float32) + np.float32(first + 0.5)
    outside = np.maximum(np.float32(low) - middles, middles - np.float32(high))
    return np.asarray(np.maximum(outside, 0), np.float32)
