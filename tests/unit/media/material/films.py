"""Shared by the tests of clips: the fitter, a small portrait preset, and the position of the busy square in a film."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

import av
import numpy as np

from reelwright.film.platforms.presets import preset_for
from tests.unit.media.material.whole import WholeRoad

MATERIAL: Final = WholeRoad()
PRESET: Final = preset_for("tiktok").model_copy(update={"width": 90, "height": 160, "fps": 30})
MakeClip = Callable[..., Path]


def red_middle(path: Path) -> tuple[float, float]:
    """Find the centre of the busy square in the last frame, as shares of width and height."""
    with av.open(str(path)) as film:
        image = list(film.decode(video=0))[-1].to_ndarray(format="rgb24")
    rows, columns = np.nonzero((image[..., 0] > 150) & (image[..., 2] < 120))
    return float(columns.mean() / image.shape[1]), float(rows.mean() / image.shape[0])
