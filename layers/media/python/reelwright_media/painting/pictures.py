"""Painted pictures: the local PictureProvider, which needs no key, network or GPU."""

from pathlib import Path

import numpy as np

from reelwright.film.makers import PaintedDiorama
from reelwright.film.scenes.model import PictureBrief
from reelwright_media.diorama.file import pack
from reelwright_media.diorama.model import CutoutRow, Diorama, DioramaSheet, Part, Premultiplied
from reelwright_media.painting.composition import layout_of, shape_of
from reelwright_media.painting.finish import drift_light, grained
from reelwright_media.painting.scene import PaintedScene, drawable, encoded, paint_scene
from reelwright_media.painting.sprites import Cutout, lay
from reelwright_media.painting.type_on_picture import headline


class PaintedPictures:
    """Paints a scenery, its subjects and a headline; implements `DioramaProvider`.

    The same brief and size give the same bytes on one machine. Unknown subjects are left out.
    """

    name = "painted"

    def paint(self, brief: PictureBrief, *, width: int, height: int, font: Path | None = None) -> bytes:
        """Paint a JPEG of exactly this size, with the headline in a brand's font if given.

        Raises MissingAssetError if icons or fonts were not fetched, ContentError if the palette is invalid.
        """
        scene, lettering = _painted(brief, width, height, font)
        return _flat(scene, lettering, brief.seed)

    def paint_diorama(
        self, brief: PictureBrief, *, width: int, height: int, font: Path | None = None
    ) -> PaintedDiorama:
        """Paint the same JPEG, and the same scene as a diorama (separate planes); raises as `paint`."""
        scene, lettering = _painted(brief, width, height, font)
        cutouts = [*((spot.distance, not spot.stands, cutout) for spot, cutout in scene.subjects)]
        rows = [_row(cutout, "subject", 1 - far, floats=floats) for far, floats, cutout in cutouts]
        rows += [_row(cutout, "type", 1.0, floats=False) for cutout in lettering]
        sheet = DioramaSheet(
            width=width,
            height=height,
            drift=scene.drift,
            drift_light=drift_light(scene.drift),
            seed=brief.seed,
            cutouts=tuple(rows),
        )
        drawn = tuple(_bytes(cutout) for cutout in (*(cutout for _, cutout in scene.subjects), *lettering))
        backdrop = grained(scene.backdrop * np.float32(255), brief.seed)
        return PaintedDiorama(
            picture=_flat(scene, lettering, brief.seed), diorama=pack(Diorama(sheet, backdrop, drawn))
        )


def _painted(
    brief: PictureBrief, width: int, height: int, font: Path | None
) -> tuple[PaintedScene, tuple[Cutout, ...]]:
    """Paint the scene and its headline: one cut-out or none."""
    shared = bool(brief.headline and drawable(brief))
    layout = layout_of(shape_of(width, height), brief.arrangement, shared=shared)
    scene = paint_scene(brief, layout, width=width, height=height)
    if not brief.headline:
        return scene, ()
    lettering = headline(
        brief.headline,
        layout,
        scene.tones,
        width=width,
        height=height,
        language=brief.language,
        face=brief.face,
        style=brief.large_type,
        font=font,
    )
    return scene, (lettering,)


def _flat(scene: PaintedScene, lettering: tuple[Cutout, ...], seed: int) -> bytes:
    image = scene.flat()
    for cutout in lettering:
        lay(image, cutout)
    return encoded(image, seed)


def _row(cutout: Cutout, part: Part, depth: float, *, floats: bool) -> CutoutRow:
    return CutoutRow(left=cutout.left, top=cutout.top, depth=round(depth, 3), part=part, floats=floats)


def _bytes(cutout: Cutout) -> Premultiplied:
    """Convert a cut-out to 8-bit RGBA; colours are limited to their alpha, as premultiplied pixels require."""
    shares = np.dstack([np.minimum(cutout.rgb, cutout.alpha[..., None]), cutout.alpha])
    return np.asarray(np.clip(shares, 0, 1) * np.float32(255) + np.float32(0.5), np.uint8)
