"""Integrates a subject into a scene: light, shade, glow, shadow, and haze with distance."""

from dataclasses import dataclass, replace
from typing import Final

import cv2
import numpy as np

from reelwright.film.scenes.treatments import IconPrint
from reelwright_media.painting.composition import Spot
from reelwright_media.painting.field import Image, Plane
from reelwright_media.painting.iconprints import Cut, printed_icon
from reelwright_media.painting.palette import Colour, Palette, blend
from reelwright_media.typography.vector import Pixels

_PAD_SHARE: Final = 0.5
"""Padding around a subject for its glow and shadow, as a share of its size."""
_FAINTEST: Final = 1 / 255
"""Smallest visible alpha."""
_LEAST_CONTRAST: Final = 0.22
"""Smallest difference in luma (0-1) between a subject and its ground at which the subject is seen without a lamp."""
_DARK: Final = 0.3
"""Highest mean luma of a dark subject."""
_LAMP: Final = 2.5
"""Light at the centre of the glow for each missing unit of contrast."""
_GLOW_SHRINK: Final = 4
"""A glow is soft, so it is drawn at this fraction of its size."""
_LUMA: Final = np.array([0.299, 0.587, 0.114], np.float32)


@dataclass(frozen=True, slots=True, eq=False)
class Cutout:
    """A part of a picture: premultiplied colour and alpha, both 0-1, and the position of its upper left corner in pixels."""

    rgb: Image
    alpha: Plane
    left: int
    top: int


def cut_out(
    subject: Pixels, spot: Spot, tones: Palette, *, width: int, height: int, icons: IconPrint = "lit"
) -> Cutout:
    """Prepare a subject for a picture of this size, with its shadow. Parts outside are kept: a diorama may move them in."""
    size = spot.size * min(height, width)
    if icons == "lit":
        cut = _lit(_cut(subject, size, spot), spot, tones)
        shadow = _shadow(cut, spot)
    else:
        cut, shadow = printed_icon(icons, _cut(subject, size, replace(spot, distance=0.0)), tones)
    side = cut.alpha.shape[0]
    middle_v = spot.v * height - (subject.shape[0] / max(subject.shape[:2]) * size / 2 if spot.stands else 0)
    left, top = round(spot.u * width - side / 2), round(middle_v - side / 2)
    clear = (1 - shadow) * (1 - cut.alpha)
    rgb = cut.rgb
    if spot.sticker:
        border = _border(cut)
        rgb = rgb + (border * (1 - cut.alpha))[..., None]
        clear = clear * (1 - border)
    return _tight(Cutout(np.asarray(rgb, np.float32), np.asarray(1 - clear, np.float32), left, top))


def shine_behind(image: Image, spot: Spot, tones: Palette, subject: Pixels) -> None:
    """Add a soft glow behind a subject at this spot, in place; a strong one behind a dark subject on a dark ground."""
    height, width = image.shape[:2]
    side = int(spot.size * min(height, width) * (1 + 2 * _PAD_SHARE))
    middle_v = spot.v - (spot.size * min(height, width) / 2 / height if spot.stands else 0)
    left, top = round(spot.u * width - side / 2), round(middle_v * height - side / 2)
    place = _overlap(image, left, top, side, side)
    if place is not None:
        outer, inner = place
        strength = 0.10 if spot.stands else 0.26 * (1 - spot.distance)
        light = _glow(side, strength + _missing_light(image[outer], subject))
        image[outer] += tones.accent * light[inner][..., None]


def _missing_light(ground: Image, subject: Pixels) -> float:
    """Compute the light that a dark ground needs for its subject to stand out; 0 for a bright ground or subject."""
    ink = subject[..., 3] > 128  # noqa: PLR2004 - half covered
    if not ink.any():
        return 0.0
    of_subject = float(np.dot(cv2.mean(subject, ink.view(np.uint8))[:3], _LUMA)) / 255
    contrast = float((ground[::4, ::4] @ _LUMA).mean()) - of_subject
    unseen = of_subject < _DARK and abs(contrast) < _LEAST_CONTRAST
    return _LAMP * (_LEAST_CONTRAST - contrast) if unseen else 0.0


def lay(image: Image, cutout: Cutout) -> None:
    """Blend a cut-out onto an image (height x width x 3, 0-1), in place; parts outside are cut off."""
    rows, columns = cutout.alpha.shape
    place = _overlap(image, cutout.left, cutout.top, columns, rows)
    if place is not None:
        outer, inner = place
        image[outer] = image[outer] * (1 - cutout.alpha[inner])[..., None] + cutout.rgb[inner]


_Place = tuple[slice, slice]


def _overlap(image: Image, left: int, top: int, width: int, height: int) -> tuple[_Place, _Place] | None:
    """Intersect a box with the image: slices of the image and of the box; None if they do not overlap."""
    rows = slice(max(0, top), min(image.shape[0], top + height))
    columns = slice(max(0, left), min(image.shape[1], left + width))
    if rows.start >= rows.stop or columns.start >= columns.stop:
        return None
    return (rows, columns), (
        slice(rows.start - top, rows.stop - top),
        slice(columns.start - left, columns.stop - left),
    )


def _tight(cutout: Cutout) -> Cutout:
    """Crop the cut-out's transparent margins."""
    rows, columns = (np.flatnonzero(cutout.alpha.max(axis=axis) > _FAINTEST) for axis in (1, 0))
    if not rows.size:
        return cutout
    box = (slice(int(rows[0]), int(rows[-1]) + 1), slice(int(columns[0]), int(columns[-1]) + 1))
    return Cutout(cutout.rgb[box], cutout.alpha[box], cutout.left + int(columns[0]), cutout.top + int(rows[0]))


def _cut(subject: Pixels, size: float, spot: Spot) -> Cut:
    """Scale the subject, rotate it about its centre, and blur it by its distance."""
    side = int(size * (1 + 2 * _PAD_SHARE))
    scale = size / max(subject.shape[:2])
    middle = (subject.shape[1] / 2, subject.shape[0] / 2)
    place = np.asarray(cv2.getRotationMatrix2D(middle, -spot.turn_degrees, scale), np.float64)
    place[:, 2] += side / 2 - np.array(middle)
    shares = subject.astype(np.float32) / 255
    shares[..., :3] *= shares[..., 3:]
    placed = cv2.warpAffine(shares, place, (side, side), flags=cv2.INTER_LINEAR)
    if spot.distance:
        placed = cv2.GaussianBlur(placed, (0, 0), 0.2 + spot.distance * size * 0.012)
    pixels = np.asarray(placed, np.float32)
    return Cut(pixels[..., :3], pixels[..., 3], size)


def _lit(cut: Cut, spot: Spot, tones: Palette) -> Cut:
    """Light the subject: brighter above, shaded below, a rim light in the accent colour, haze with distance."""
    side = cut.alpha.shape[0]
    reach = max(1.0, cut.size_px * 0.012)
    # The square is padded for glow and shadow: three quarters of it are empty, and light changes only the subject.
    inked = _inked(cut.alpha, round(4 * reach) + 2)
    alpha, fall = cut.alpha[inked], np.linspace(-1, 1, side, dtype=np.float32)[inked[0], None, None]
    shade = np.clip(fall, 0, 1) * np.float32(0.30)
    rgb = cut.rgb[inked] * ((1 - np.float32(0.16) * fall) * (1 - shade)) + alpha[..., None] * (tones.bottom * shade)
    rgb = _hazed(rgb, alpha, blend(tones.middle, tones.accent, 0.25), 0.05 + 0.34 * spot.distance)
    down = np.array([[1, 0, 0], [0, 1, reach]], np.float32)
    lower = cv2.warpAffine(alpha, down, (alpha.shape[1], alpha.shape[0]))
    rim = cv2.GaussianBlur(np.clip(alpha - lower, 0, 1), (0, 0), reach * 0.8)
    rim = np.asarray(rim, np.float32) * alpha
    lit = np.zeros_like(cut.rgb)
    lit[inked] = rgb + (tones.accent - rgb) * (np.float32(0.55) * rim)[..., None]
    return Cut(lit, cut.alpha, cut.size_px)


def _inked(alpha: Plane, room_px: int) -> _Place:
    """Find the box of what is not transparent, with room around it."""
    left, top, width, height = cv2.boundingRect((alpha > 0).view(np.uint8))
    return (
        slice(max(0, top - room_px), top + height + room_px),
        slice(max(0, left - room_px), left + width + room_px),
    )


def _hazed(rgb: Image, alpha: Plane, haze: Colour, share: float) -> Image:
    return np.asarray(rgb * np.float32(1 - share) + haze * (alpha * np.float32(share))[..., None], np.float32)


def _shadow(cut: Cut, spot: Spot) -> Plane:
    """Compute the shadow's opacity: a drop shadow, and a contact shadow below a standing subject."""
    side, size = cut.alpha.shape[0], cut.size_px
    # The shadow is soft, so it is blurred at a quarter of the size.
    small = cv2.resize(cut.alpha, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    soft = cv2.resize(cv2.GaussianBlur(small, (0, 0), max(0.6, size * 0.045 / 4)), (side, side))
    down = np.array([[1, 0, 0], [0, 1, size * 0.06]], np.float32)
    drop = np.asarray(cv2.warpAffine(soft, down, (side, side)), np.float32) * (0.5 - 0.25 * spot.distance)
    if not spot.stands:
        return np.asarray(drop, np.float32)
    return np.asarray(1 - (1 - 0.5 * drop) * (1 - 0.66 * _pool(cut)), np.float32)


def _pool(cut: Cut) -> Plane:
    """Draw the contact shadow: a dark oval below the part that touches the ground, the subject's lowest eighth."""
    side = cut.alpha.shape[0]
    solid = cut.alpha > 0.5  # noqa: PLR2004 - half covered
    ink = np.flatnonzero(solid.any(axis=1))
    foot = int(ink[-1]) if ink.size else side // 2
    touching = np.flatnonzero(solid[max(0, foot - round(cut.size_px / 8)) : foot + 1].any(axis=0))
    left, right = (float(touching[0]), float(touching[-1])) if touching.size else (side / 2, side / 2)
    rows, columns = np.arange(side, dtype=np.float32)[:, None], np.arange(side, dtype=np.float32)[None, :]
    wide = max(1.0, 0.62 * (right - left))
    across, down = (columns - (left + right) / 2) / wide, (rows - foot) / (0.035 * cut.size_px)
    return np.asarray(np.exp(-(down**2)) * np.exp(-(across**2)), np.float32)


def _border(cut: Cut) -> Plane:
    """Dilate the subject's alpha on all sides: the white border of a sticker."""
    reach = max(3, round(cut.size_px * 0.035)) | 1
    brush = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (reach, reach))
    grown = cv2.dilate(cv2.GaussianBlur(cut.alpha, (0, 0), 1.5), brush)
    return np.asarray(cv2.GaussianBlur(grown, (0, 0), 0.8), np.float32)


def _glow(side: int, strength: float) -> Plane:
    """Draw a soft disc of light that reaches 0 at the square's edge."""
    few = max(2, side // _GLOW_SHRINK)
    ramp = np.asarray(((np.arange(few) + 0.5) * side / few - 0.5) * 2 / (side - 1) - 1, np.float32)
    away = np.sqrt(ramp[:, None] ** 2 + ramp[None, :] ** 2)
    glow = np.float32(strength) * np.clip(1 - away, 0, 1) ** np.float32(1.6)
    return np.asarray(cv2.resize(glow, (side, side), interpolation=cv2.INTER_LINEAR), np.float32)
