"""Thumbnails: the scene composed anew around its title, readable at the width of a thumb."""

from typing import Final

import numpy as np

from reelwright.scenes.model import PictureBrief
from reelwright_media.painting.composition import THUMBNAIL_STAGES, Shape, shape_of
from reelwright_media.painting.field import Field, Image, Plane, mix, smooth
from reelwright_media.painting.palette import Palette
from reelwright_media.painting.scene import encoded, paint_scene
from reelwright_media.painting.type_on_picture import title as letter_title

_TALLEST: Final[dict[Shape, float]] = {"portrait": 0.46, "square": 0.46, "wide": 0.86}
"""The most of the height that a title may take."""
_CONTRAST: Final = 1.10


class DesignedThumbnails:
    """Designs the picture that makes one click; implements `ThumbnailPainter`. Nothing in it is a grabbed frame."""

    def thumbnail(self, brief: PictureBrief, title: str, *, width: int, height: int) -> bytes:
        """Return a JPEG of exactly this size: the scene without its headline, and the title as large as it goes.

        Same arguments, same bytes. Raises MissingAssetError where icons or fonts were not fetched.
        """
        shape = shape_of(width, height)
        stage = THUMBNAIL_STAGES[shape]
        scene = paint_scene(brief, stage, width=width, height=height)
        image = np.clip((scene.image - 0.5) * _CONTRAST + 0.5, 0, 1).astype(np.float32)
        image = _calmed(image, shape, scene.tones)
        letter_title(image, title, stage, scene.tones, tallest=_TALLEST[shape])
        return encoded(image, brief.seed)


def _calmed(image: Image, shape: Shape, tones: Palette) -> Image:
    """Return the picture darkened where the title goes, so that the type owns it."""
    canvas = Field(image.shape[1], image.shape[0], 0)
    side: Plane = smooth(0.62, 0.18, canvas.u) if shape == "wide" else smooth(0.40, 0.78, canvas.v)
    share = np.broadcast_to(side * np.float32(0.72), image.shape[:2])
    return mix(image, tones.bottom * 0.35, share)
