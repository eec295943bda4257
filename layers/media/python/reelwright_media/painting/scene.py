"""A scene without type: background, subjects and particles. Pictures and thumbnails start from it."""

from dataclasses import dataclass, replace
from typing import Final

import cv2
import numpy as np

from reelwright.errors import ContentError
from reelwright.film.scenes.grouping import are_equals
from reelwright.film.scenes.model import MOST_SUBJECTS, PictureBrief
from reelwright.film.scenes.places import ground_of
from reelwright.film.scenes.treatments import HIDING
from reelwright_media.diorama.model import Drift
from reelwright_media.painting import finish
from reelwright_media.painting.composition import PictureLayout, Spot, spots
from reelwright_media.painting.field import Image
from reelwright_media.painting.groundpatterns import Size, pattern
from reelwright_media.painting.groundprints import printed
from reelwright_media.painting.palette import Palette, palette
from reelwright_media.painting.sceneries.table import SCENERIES
from reelwright_media.painting.scope import WHOLE, SceneryScope, scope_of
from reelwright_media.painting.sprites import Cutout, cut_out, lay, shine_behind
from reelwright_media.painting.subjects import draw_subject, is_subject
from reelwright_media.typography.vector import Pixels

_IN_THE_SKY: Final = frozenset({"airplane", "balloon", "comet", "kite", "rainbow", "sun", "sun-with-face", "wind-face"})
_WITH_AIR: Final = frozenset({"scenery", "duotone", "mono"})
"""Grounds in which specks drift; on paper and boards they would look like dirt."""
_JPEG_QUALITY: Final = 92


@dataclass(frozen=True, slots=True, eq=False)
class PaintedScene:
    """A painted scene in parts; images are height x width x 3, 0-1.

    `subjects` pairs positions and cut-outs from far to near; `specks` is the light of drifting particles, added on top.
    """

    backdrop: Image
    subjects: tuple[tuple[Spot, Cutout], ...]
    specks: Image
    drift: Drift
    tones: Palette

    def flat(self) -> Image:
        """Composite all parts to one image."""
        image = self.backdrop.copy()
        for _, cutout in self.subjects:
            lay(image, cutout)
        image += self.specks
        return image


def drawable(brief: PictureBrief) -> list[str]:
    """List the brief's known subjects, at most three; unknown names are skipped."""
    return [name for name in brief.subjects if is_subject(name)][:MOST_SUBJECTS]


def paint_scene(
    brief: PictureBrief, layout: PictureLayout, *, width: int, height: int, stickers: int | None = None
) -> PaintedScene:
    """Paint the scene of a brief, with its subjects arranged by a layout.

    With `stickers` (for thumbnails), at most that many subjects float with a white border.
    Raises ContentError if a palette colour is not `#rrggbb`, MissingAssetError if assets were not fetched.
    """
    row = SCENERIES[brief.scenery]
    try:
        tones = row.tones(brief)
    except ValueError as error:
        raise ContentError(f"palette {brief.palette or brief.tint} is not four #rrggbb colours") from error
    names = drawable(brief)[:stickers]
    scope = WHOLE if stickers is not None else scope_of(brief.arrangement, width, height)
    stands = None if stickers is not None or (names and _flies(names[0])) else row.stands
    ground_at = _ground(stands, brief, layout, scope)
    film = tones if brief.tint is None or brief.palette else palette(brief.tint)
    treatment = brief.treatment
    ground_print = ground_of(treatment, brief.scenery, has_subjects=bool(names))
    canvas = scope.canvas(width, height, brief.seed)
    if ground_print in HIDING:
        backdrop = pattern(ground_print, Size(height, width, layout.hero_v), film, brief.seed)
    else:
        ground = finish.graded(canvas, row.paint(canvas, tones), brief.mood)
        if names and row.stands is not None and ground_at is not None:
            ground = _raised(ground, row.stands, scope.within(ground_at))
        seen = _enlarged(ground, width, scope.rows(height))
        backdrop = scope.spread(printed(ground_print, seen, film), height)
    places = spots(
        len(names),
        layout=layout,
        width=width,
        height=height,
        ground=ground_at,
        random=canvas.random(500),
        equals=are_equals(brief),
    )
    subjects: list[tuple[Spot, Cutout]] = []
    # From far to near: the hero is first in the list and must be drawn last.
    for name, place in reversed(list(zip(names, places, strict=True))):
        pixels = draw_subject(name, max(16, round(place.size * min(width, height) * 1.1)))
        if pixels is not None:
            spot = replace(place, sticker=stickers is not None)
            icons = "lit" if spot.sticker else treatment.icons
            if icons == "lit":
                shine_behind(backdrop, spot, tones, pixels)
            subjects.append((spot, cut_out(pixels, spot, film, width=width, height=height, icons=icons)))
    drift = row.drift if ground_print in _WITH_AIR else "none"
    specks = scope.spread(_enlarged(finish.particles(canvas, drift, tones.accent), width, scope.rows(height)), height)
    return PaintedScene(backdrop, tuple(subjects), specks, drift, tones)


def _ground(stands: float | None, brief: PictureBrief, layout: PictureLayout, scope: SceneryScope) -> float | None:
    """Find the height on which subjects stand: inside the window of the film's mat, and only if they look real.

    In a window they stand as low as they may, for it shows no more sky than its subject needs.
    """
    if stands is None or brief.treatment.icons != "lit":
        return None
    return min(stands, layout.lowest_v) if scope == WHOLE else layout.lowest_v


def _raised(image: Image, stands: float, wanted: float) -> Image:
    """Cut off sky and sides, so that the ground is where the layout needs it; both are shares of the height."""
    height, width = image.shape[:2]
    share = max(0.0, (stands - wanted) / (1 - wanted))
    beside = round(share * width / 2)
    return image[round(share * height) :, beside : width - beside]


def _flies(name: str) -> bool:
    """Check whether a subject belongs in the sky: a cloud does not stand on a meadow."""
    icon = name.partition(":")[2]
    return icon.startswith(("cloud", "sun-behind", "full-moon", "crescent-moon")) or icon in _IN_THE_SKY


def _enlarged(image: Image, width: int, height: int) -> Image:
    return np.asarray(cv2.resize(image, (width, height), interpolation=cv2.INTER_CUBIC), np.float32)


def encoded(image: Image, seed: int) -> bytes:
    """Encode an image (0-1) as JPEG, with grain."""
    pixels: Pixels = finish.grained(image * np.float32(255), seed)
    done, jpeg = cv2.imencode(
        ".jpg", cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, _JPEG_QUALITY]
    )
    if not done:
        raise ContentError("the picture could not be encoded")
    return bytes(jpeg)
