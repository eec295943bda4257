"""The part of a picture that its film shows: a scenery is composed for the window of the mat, so that its ground is seen."""

from typing import Final, NamedTuple

import cv2
import numpy as np

from reelwright.film.scenes.arrangements import ARRANGEMENTS, ArrangementName
from reelwright_media.painting.composition import shape_of
from reelwright_media.painting.field import Field, Image

_GROUND_SHORT_PX: Final = 480
"""Backgrounds are painted at most this large (shorter side) and enlarged: they are soft, and it is five times cheaper."""
_CAMERA: Final = 0.05
"""How far the camera may look beyond a window, as a share of the picture's height."""
_LARGE: Final = 0.75
"""A window of this share of the height shows the whole scenery well enough."""


class SceneryScope(NamedTuple):
    """The rows that a scenery is composed for, as shares of the height."""

    top: float = 0.0
    bottom: float = 1.0

    def rows(self, height: int) -> int:
        """Count its rows on a picture of this height."""
        return round(self.bottom * height) - round(self.top * height)

    def within(self, v: float) -> float:
        """Convert a height on the picture to one of the scenery, both as shares."""
        return (v - self.top) / (self.bottom - self.top)

    def canvas(self, width: int, height: int, seed: int) -> Field:
        """Make the canvas of its scenery, for a picture of this size."""
        rows = self.rows(height)
        share = min(0.5, _GROUND_SHORT_PX / min(width, rows))
        return Field(max(16, round(width * share)), max(16, round(rows * share)), seed)

    def spread(self, image: Image, height: int) -> Image:
        """Fill the picture around a scenery, which the mat covers, with its outer rows."""
        above = round(self.top * height)
        below = height - above - image.shape[0]
        if not above and not below:
            return image
        return np.asarray(cv2.copyMakeBorder(image, above, below, 0, 0, cv2.BORDER_REPLICATE), np.float32)


WHOLE: Final = SceneryScope()


def scope_of(arrangement: ArrangementName, width: int, height: int) -> SceneryScope:
    """Find the rows that a film in an arrangement shows; only upright films have mats."""
    mat = ARRANGEMENTS[arrangement].mat
    if mat is None or shape_of(width, height) != "portrait" or 1 - mat.top - mat.bottom > _LARGE:
        return WHOLE
    return SceneryScope(max(0.0, mat.top - _CAMERA), min(1.0, 1 - mat.bottom + _CAMERA))
