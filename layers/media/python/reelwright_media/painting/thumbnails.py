"""Thumbnails: the scene composed around the title, readable at a small size."""

from pathlib import Path
from typing import Final

import numpy as np

from reelwright.film.scenes.model import PictureBrief
from reelwright_media.canvas.pictures import decode_picture
from reelwright_media.painting.composition import THUMBNAIL_LAYOUTS, PictureLayout, Shape, shape_of
from reelwright_media.painting.field import Field, Image, mix, smooth
from reelwright_media.painting.palette import Palette
from reelwright_media.painting.scene import drawable, encoded, paint_scene
from reelwright_media.painting.sceneries.table import SCENERIES
from reelwright_media.painting.type_on_picture import title as letter_title

_STICKERS: Final[dict[Shape, int]] = {"portrait": 2, "square": 1, "wide": 1}
"""Most subjects by shape: one large subject reads better than three small ones."""
_CONTRAST: Final = 1.10


class DesignedThumbnails:
    """Designs thumbnails; implements `ThumbnailPainter`. The picture is composed for the title, not taken from the film."""

    def thumbnail(
        self,
        brief: PictureBrief,
        title: str,
        *,
        width: int,
        height: int,
        picture: bytes | None = None,
        font: Path | None = None,
    ) -> bytes:
        """Draw a JPEG of exactly this size: the scene without its headline, and the title as large as possible.

        `picture` (a user's own JPEG of this size) replaces the scene; the type keeps the scene's colours. `font` is a brand's.
        Deterministic. Raises MissingAssetError if icons or fonts were not fetched.
        """
        shape = shape_of(width, height)
        if picture is not None:
            return self._over(picture, brief, title, THUMBNAIL_LAYOUTS[shape, True], font)
        has_subject = bool(drawable(brief))
        layout = THUMBNAIL_LAYOUTS[shape, has_subject]
        scene = paint_scene(brief, layout, width=width, height=height, stickers=_STICKERS[shape])
        image = np.clip((scene.flat() - 0.5) * _CONTRAST + 0.5, 0, 1).astype(np.float32)
        image = _calmed(image, layout, scene.tones)
        letter_title(image, title, layout, scene.tones, language=brief.language, face=brief.face, font=font)
        return encoded(image, brief.seed)

    def _over(self, picture: bytes, brief: PictureBrief, title: str, layout: PictureLayout, font: Path | None) -> bytes:
        tones = SCENERIES[brief.scenery].tones(brief)
        image = np.divide(decode_picture(picture), 255, dtype=np.float32)
        image = _calmed(image, layout, tones)
        letter_title(image, title, layout, tones, language=brief.language, face=brief.face, font=font)
        return encoded(image, brief.seed)


def _calmed(image: Image, layout: PictureLayout, tones: Palette) -> Image:
    """Darken the picture behind the title, for contrast."""
    canvas = Field(image.shape[1], image.shape[0], 0)
    across = smooth(layout.text_wide / 2 + 0.16, layout.text_wide / 2 - 0.28, np.abs(canvas.u - layout.text_u))
    down = smooth(0.46, 0.12, np.abs(canvas.v - layout.text_v))
    share = across * down * np.float32(0.58)
    return mix(image, tones.bottom * 0.35, share)
