"""Graphic backgrounds: a sunburst, and layers of cut paper."""

import cv2
import numpy as np

from reelwright_media.painting.field import Field, Image, Plane, gradient, mix, shine, smooth
from reelwright_media.painting.palette import Colour, Palette, blend, colour


def rays(canvas: Field, tones: Palette) -> Image:
    """Paint a sunburst behind the subject with halftone dots, darker towards the bottom."""
    centre_v = 0.40
    across = (canvas.u - 0.5) * np.float32(canvas.width / canvas.short)
    down = (canvas.v - centre_v) * np.float32(canvas.height / canvas.short)
    away = canvas.distance(0.5, centre_v)
    turn = float(canvas.random(1).random()) * 0.5
    count = 11 + canvas.seed % 3
    wave = np.sin((np.arctan2(down, across) + turn) * count)
    edge = np.clip(wave * away * canvas.short / count * 0.9, -1, 1) * 0.5 + 0.5
    image = gradient(canvas, [(0, tones.top), (0.55, tones.middle), (1, tones.bottom)])
    light = mix(image, tones.accent, np.exp(-away * 1.3) * 0.9 + 0.08)
    image = mix(image * 0.86, light, edge.astype(np.float32))
    image = shine(image, tones.accent, np.exp(-(away**2) * 5.5) * 0.42)
    image = mix(image, tones.bottom, smooth(0.58, 1.0, canvas.v) * 0.88)
    return shine(image, blend(tones.accent, colour("#ffffff"), 0.4), _dots(canvas) * 0.16)


def _dots(canvas: Field) -> Plane:
    """Draw halftone dots that grow towards the lower corners and the upper edge."""
    pitch = 0.042
    row = np.floor(canvas.y / pitch)
    x = canvas.x / pitch + 0.5 * (row % 2)
    gap = np.sqrt((x - np.floor(x) - 0.5) ** 2 + (canvas.y / pitch - row - 0.5) ** 2) * pitch
    size = pitch * 0.42 * np.clip(1.5 * np.abs(canvas.v - 0.42) - 0.12 + 0.25 * np.abs(canvas.u - 0.5), 0, 1)
    visible = size > 0.002  # noqa: PLR2004 - smaller dots look like noise
    return np.asarray(smooth(0.0025, -0.0025, gap - size) * visible, np.float32)


def paper(canvas: Field, tones: Palette) -> Image:
    """Paint stacked sheets of paper with wavy holes, each with a soft shadow on the next."""
    sheets = 7
    image = gradient(canvas, [(0, blend(tones.accent, colour("#ffffff"), 0.35)), (1, tones.accent)])
    across = (canvas.u - 0.5) * np.float32(canvas.width / canvas.short)
    down = (canvas.v - 0.42) * np.float32(canvas.height / canvas.short)
    angle = np.arctan2(down, across)
    tall = 1.42 if canvas.portrait else 0.86
    wide = 0.92 if canvas.portrait else min(1.5, 0.86 * canvas.width / canvas.short)
    away = (np.abs(across / wide) ** 2.4 + np.abs(down / tall) ** 2.4) ** (1 / 2.4)
    grain = 0.965 + 0.07 * canvas.clouds(60, 60, 3, 2)
    for sheet in range(sheets):
        share = sheet / (sheets - 1)
        random = canvas.random(20 + sheet)
        wobble = sum(
            0.052 / waves**0.5 * (random.random() - 0.5) * np.sin(angle * waves + random.random() * 6.3)
            for waves in (2, 3, 4, 5, 7)
        )
        hole = 0.270 + 0.078 * sheet + wobble * (1 + 0.35 * sheet)
        cut = smooth(-0.003, 0.003, away - hole)
        tone = _sheet_colour(tones, share)
        image = _laid(canvas, image, tone * grain[..., None], cut, sheet)
    return image


def _sheet_colour(tones: Palette, share: float) -> Colour:
    """Colour of a sheet; `share` runs from the innermost sheet (0, accent) to the outermost (1)."""
    if share < 0.5:  # noqa: PLR2004 - the middle
        return blend(blend(tones.accent, tones.top, 0.55), tones.middle, share * 2)
    return blend(tones.middle, tones.bottom, share * 2 - 1)


def _laid(canvas: Field, image: Image, sheet: Image, cut: Plane, index: int) -> Image:
    """Lay a sheet over the image where `cut` is 1, with its shadow on the sheets below."""
    reach = canvas.short * (0.012 + 0.004 * index)
    shadow = cv2.GaussianBlur(cut, (0, 0), reach)
    shift = np.array([[1, 0, reach * 0.5], [0, 1, reach * 1.1]], np.float32)
    shadow = cv2.warpAffine(shadow, shift, (canvas.width, canvas.height), borderMode=cv2.BORDER_REPLICATE)
    image = image * (1 - 0.55 * np.asarray(shadow, np.float32))[..., None]
    rim = np.clip(cut - np.asarray(cv2.GaussianBlur(cut, (0, 0), 1.2), np.float32), 0, 1) * 0.5
    return mix(image, shine(sheet, colour("#ffffff"), rim), cut)
