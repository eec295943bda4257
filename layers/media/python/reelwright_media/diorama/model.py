"""A diorama: a backdrop, cut-outs in front of it that move further than it, and drifting specks.

The painter writes one beside each picture; the renderer animates it. Depth is 0 for the backdrop and 1 for the
nearest plane.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from reelwright.values import Value

Drift = Literal["bubbles", "dust", "sparks", "snow", "none"]
Part = Literal["subject", "type"]
Premultiplied = npt.NDArray[np.uint8]
"""Height x width x 4, red first, colours multiplied by alpha."""
Rgb = npt.NDArray[np.uint8]
"""Height x width x 3, red first."""


class CutoutRow(Value):
    """Position of a cut-out on the picture, in the picture's pixels, and its motion."""

    left: int
    top: int
    depth: float
    part: Part
    """`type` is lettering: it appears shortly after its picture, and only after a title has left the screen."""
    floats: bool
    """Whether it hovers in air or water, and so rises and sinks a little; objects on the ground do not."""


class DioramaSheet(Value):
    """A diorama's data without its pictures. Cut-outs are listed from far to near."""

    width: int
    height: int
    drift: Drift
    drift_light: float
    """Brightness of the brightest speck, as a share of white."""
    seed: int
    cutouts: tuple[CutoutRow, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Diorama:
    """The sheet with its pictures: the backdrop fills the sheet's size, `cutouts` pair up with the sheet's rows."""

    sheet: DioramaSheet
    backdrop: Rgb
    cutouts: tuple[Premultiplied, ...]
