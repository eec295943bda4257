"""A city at night."""

import numpy as np

from reelwright_media.painting.field import Field, Image, gradient, mix, shine, smooth
from reelwright_media.painting.palette import Colour, Palette, blend, colour

_WARM: Colour = colour("#ffcc7a")
_LAYERS = 5


def city(canvas: Field, tones: Palette) -> Image:
    """Paint a skyline in five depths with lit windows, glowing haze between them, and a moon."""
    image = gradient(canvas, [(0, tones.top), (0.68, tones.middle), (1, tones.middle)])
    banks = canvas.warped(canvas.clouds(1.6, 6, 2), canvas.noise(2, 3, 3), canvas.noise(2, 3, 4), 0.12)
    image = shine(image, tones.accent, smooth(0.48, 0.8, banks) * smooth(0.7, 0.15, canvas.v) * 0.14)
    moon = canvas.distance(0.76 if canvas.seed % 2 else 0.24, 0.17)
    image = shine(image, tones.accent, np.exp(-moon * 5.5) * 0.34)
    image = mix(image, blend(_WARM, colour("#ffffff"), 0.65), smooth(0.062, 0.059, moon) * 0.95)
    for depth in range(_LAYERS):
        glow = np.exp(-np.abs(canvas.v - 0.66 - 0.05 * depth) * 7)
        image = shine(image, blend(tones.accent, tones.middle, 0.4), glow * np.float32(0.16 - 0.02 * depth))
        _row(canvas, tones, image, depth)
    return image * (1 - 0.5 * smooth(0.80, 1.0, canvas.v))[..., None]


def _row(canvas: Field, tones: Palette, image: Image, depth: int) -> None:
    """Draw one row of buildings in place, left to right."""
    random = canvas.random(20 + depth)
    wall = blend(blend(tones.middle, tones.accent, 0.22), tones.bottom, 0.28 + 0.165 * depth)
    left = -int(random.integers(0, 10))
    while left < canvas.width:
        width = int(canvas.short * (0.055 + 0.022 * depth) * (0.75 + 0.9 * random.random()))
        top = 0.63 - (0.33 - 0.045 * depth) * random.random() ** 1.4 + 0.075 * depth
        _building(image, wall, random, (left, int(top * canvas.height), width), canvas.short / 540 * (1 + 0.32 * depth))
        left += width + int(random.random() * 0.012 * canvas.short * (2 - depth / 3))


def _building(
    image: Image, wall: Colour, random: np.random.Generator, place: tuple[int, int, int], scale: float
) -> None:
    left, top, width = place
    start, end = max(0, left), min(image.shape[1], left + width)
    if end <= start or top >= image.shape[0]:
        return
    body = image[top:, start:end]
    fade = np.linspace(1.12, 0.62, body.shape[0], dtype=np.float32)[:, None, None]
    sides = np.linspace(1.07, 0.93, body.shape[1], dtype=np.float32)[None, :, None]
    body[:] = wall * fade * sides
    if random.random() < 0.35:  # noqa: PLR2004 - a third have a mast
        mast = (start + end) // 2
        image[max(0, top - int(26 * scale)) : top, mast : mast + max(1, round(scale))] = wall
    _windows(body, wall, random, scale)


def _windows(body: Image, wall: Colour, random: np.random.Generator, scale: float) -> None:
    across, down = max(4, round(7 * scale)), max(5, round(10 * scale))
    wide, high = max(1, round(across * 0.45)), max(2, round(down * 0.5))
    margin = max(2, round(4 * scale))
    habit = 0.18 + 0.32 * random.random()
    for row in range(margin, body.shape[0] - down, down):
        for column in range(margin, body.shape[1] - margin - wide, across):
            if random.random() < habit:
                light = 0.25 + 0.75 * random.random()
                tone = _WARM if random.random() < 0.8 else blend(_WARM, colour("#a8d8ff"), 0.9)  # noqa: PLR2004 - a few are cold white
                body[row : row + high, column : column + wide] = blend(wall, tone, 0.75 * light)
