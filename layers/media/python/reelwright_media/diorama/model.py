"""A diorama: a backdrop, cut-outs in front of it that move further than it does, and specks that drift.

The painter writes one beside each picture; the renderer sets it in motion. Depth is 0 for the backdrop and 1 for the
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
    """Where a cut-out lies on the picture, in the picture's pixels, and how it moves."""

    left: int
    top: int
    depth: float
    part: Part
    """`type` is lettering: it comes in a moment after its picture, and waits while a title is on the screen."""
    floats: bool
    """Whether it hangs in the air or in water, and so rises and sinks a little; what stands on ground does not."""


class DioramaSheet(Value):
    """What a diorama holds beside its pictures. Cut-outs are listed from far to near."""

    width: int
    height: int
    drift: Drift
    drift_light: float
    """How bright the brightest speck is, as a share of white."""
    seed: int
    cutouts: tuple[CutoutRow, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Diorama:
    """The sheet with its pictures: the backdrop fills the sheet's size, `cutouts` pair up with the sheet's rows."""

    sheet: DioramaSheet
    backdrop: Rgb
    cutouts: tuple[Premultiplied, ...]
