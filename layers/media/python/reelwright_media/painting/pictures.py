"""Painted pictures: the local PictureProvider, without key, network or graphics card."""

from reelwright.scenes.model import PictureBrief
from reelwright_media.painting.composition import STAGES, shape_of
from reelwright_media.painting.scene import drawable, encoded, paint_scene
from reelwright_media.painting.type_on_picture import headline


class PaintedPictures:
    """Paints a scenery, sets subjects into it, and letters a headline on it; implements `PictureProvider`.

    The same brief and size give the same bytes on one machine. Subjects that do not exist are left out.
    """

    name = "painted"

    def paint(self, brief: PictureBrief, *, width: int, height: int) -> bytes:
        """Return a JPEG of exactly this size.

        Raises MissingAssetError where icons or fonts were not fetched, ContentError for an impossible palette.
        """
        shared = bool(brief.headline and drawable(brief))
        stage = STAGES[shape_of(width, height), shared]
        scene = paint_scene(brief, stage, width=width, height=height)
        if brief.headline:
            headline(scene.image, brief.headline, stage, scene.tones)
        return encoded(scene.image, brief.seed)
