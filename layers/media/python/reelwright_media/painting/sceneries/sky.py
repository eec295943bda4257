"""The night sky: nebulae with a planet's rim, and northern lights."""

import numpy as np

from reelwright_media.painting.field import Field, Image, Plane, gradient, mix, shine, smooth
from reelwright_media.painting.palette import Palette, blend, colour


def stars(canvas: Field, salt: int, density: float = 1.0) -> Plane:
    """Draw stars: many faint points, and a few bright ones with a soft halo."""
    random = canvas.random(salt)
    plane = np.zeros((canvas.height, canvas.width), np.float32)
    count = int(canvas.width * canvas.height / 900 * density)
    rows, columns = random.integers(0, canvas.height, count), random.integers(0, canvas.width, count)
    brightness = random.random(count).astype(np.float32)
    plane[rows, columns] = 0.15 + 0.85 * brightness**5
    for row, column, light in zip(rows, columns, brightness, strict=True):
        if light > 0.93:  # noqa: PLR2004 - the few that get a halo
            _halo(plane, int(row), int(column), float(light - 0.9) * 10)
    return plane


def _halo(plane: Plane, row: int, column: int, light: float) -> None:
    radius = max(2, round(min(plane.shape) / 150))
    top, left = max(0, row - radius), max(0, column - radius)
    patch = plane[top : row + radius + 1, left : column + radius + 1]
    down = np.arange(patch.shape[0])[:, None] + top - row
    across = np.arange(patch.shape[1])[None, :] + left - column
    np.maximum(patch, light * np.exp(-(down**2 + across**2) / (0.22 * radius**2)), out=patch)


def space(canvas: Field, tones: Palette) -> Image:
    """Paint a nebula and, for two of three seeds, the lit rim of a planet below."""
    bend_x, bend_y = canvas.clouds(1.6, 1.6, 2, 3), canvas.clouds(1.6, 1.6, 3, 3)
    cloud = canvas.warped(canvas.clouds(1.7, 1.7, 4, 6), bend_x, bend_y, 1.5)
    veins = canvas.warped(canvas.clouds(2.6, 2.6, 5, 6), bend_y, bend_x, 1.2)
    cloud, veins = np.clip(cloud * 1.75 - 0.40, 0, 1), np.clip(veins * 1.75 - 0.40, 0, 1)
    image = shine(canvas.flat(tones.top * 0.6), tones.middle, cloud**2.0 * 1.5)
    image = shine(image, tones.accent, (veins * cloud) ** 1.4 * 1.35)
    image = shine(image, tones.bottom, np.clip(cloud - 0.4, 0, 1) ** 2 * 2.2)
    image *= (1 - 0.45 * smooth(0.55, 0.8, canvas.clouds(2.2, 2.2, 9)))[..., None]
    image = shine(image, colour("#eaf1ff"), stars(canvas, 7))
    return image if canvas.seed % 3 == 0 else _planet_rim(canvas, tones, image)


def _planet_rim(canvas: Field, tones: Palette, image: Image) -> Image:
    tall = canvas.height / canvas.short
    radius, top = 1.25, 0.80
    away = canvas.distance(0.5 + 0.12 * float(canvas.random(8).random() - 0.5), top + radius / tall)
    depth = radius - away
    surface = blend(tones.middle, tones.bottom, 0.4) * (0.08 + 0.28 * canvas.clouds(3, 9, 12))[..., None]
    lit = np.exp(-np.clip(depth, 0, 9) * 9)
    ground = shine(surface, blend(tones.accent, tones.middle, 0.3), lit * 0.75)
    image = shine(image, tones.accent, np.exp(-np.clip(-depth, 0, 9) * 13) * 0.8)
    return mix(image, ground, smooth(-0.002, 0.003, depth))


def aurora(canvas: Field, tones: Palette) -> Image:
    """Paint curtains of northern light over snowy hills and firs."""
    image = gradient(canvas, [(0, tones.top), (0.75, tones.middle), (1, tones.bottom)])
    image = shine(image, colour("#dfe9ff"), stars(canvas, 5, 0.7) * smooth(0.75, 0.2, canvas.v))
    for curtain in range(3):
        base = 0.60 - 0.13 * curtain + (canvas.line(1.0 + 0.4 * curtain, 20 + curtain, 2) - 0.5) * 0.36
        above = base - canvas.v
        folds = 0.12 + 1.2 * np.clip(canvas.line(5 + 3 * curtain, 30 + curtain, 4, 0.62) * 2.2 - 0.75, 0, 1)
        folds = folds * (0.35 + 0.9 * smooth(0.3, 0.65, canvas.line(0.9, 40 + curtain, 2)))
        veil = smooth(-0.015, 0.05, above) * np.exp(-np.clip(above, 0, 1) * (5.2 - 0.8 * curtain)) * folds
        image = shine(image, tones.accent, veil * (0.85 - 0.2 * curtain))
        high = smooth(0.05, 0.32, above) * np.exp(-np.clip(above, 0, 1) * 3.6) * folds
        image = shine(image, blend(tones.bottom, colour("#b04dff"), 0.75), high * 0.38)
    return _snow(canvas, tones, image)


def _snow(canvas: Field, tones: Palette, image: Image) -> Image:
    for depth in range(3):
        edge = 0.74 + 0.085 * depth + (canvas.line(1.2 + 0.5 * depth, 50 + depth, 3) - 0.5) * 0.13
        firs = _firs(canvas, depth) * (0.020 + 0.014 * depth)
        snow = blend(blend(tones.middle, colour("#cfe3f5"), 0.30 - 0.08 * depth), tones.bottom, 0.25 + 0.2 * depth)
        below = canvas.v - edge
        lit = np.exp(-np.clip(below, 0, 1) * 22)
        hill = shine(snow * (0.72 + 0.3 * canvas.clouds(4, 8, 60 + depth))[..., None], tones.accent, lit * 0.14)
        image = mix(image, tones.bottom * (0.42 - 0.1 * depth), smooth(-0.0015, 0.0015, below + firs))
        image = mix(image, hill, smooth(0.004, 0.007 + 0.004 * depth, below))
    return image


def _firs(canvas: Field, depth: int) -> Plane:
    """Height of a row of firs at each column, 1 x width: jagged triangles of random size."""
    random = canvas.random(80 + depth)
    heights = np.zeros(canvas.width, np.float32)
    columns = np.arange(canvas.width)
    for _ in range(int(26 * canvas.width / canvas.short / (1 + 0.45 * depth))):
        middle, size = random.random() * canvas.width, 0.45 + 0.55 * random.random()
        half = canvas.short * 0.021 * (1 + 0.5 * depth) * size
        rise = np.clip(1 - np.abs(columns - middle) / half, 0, 1)
        toothed = np.floor(rise * 6) / 6 * 0.45 + rise * 0.55
        heights = np.maximum(heights, toothed * size)
    return heights[None, :] * np.float32(1.9)
