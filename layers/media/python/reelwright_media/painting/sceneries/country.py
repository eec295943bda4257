"""Nature by day and in storm: field, beach, river, snow, storm."""

import numpy as np

from reelwright_media.painting.field import Field, Image, Plane, gradient, mix, shine, smooth
from reelwright_media.painting.palette import Palette, blend, colour

_WHITE = colour("#ffffff")


def field(canvas: Field, tones: Palette) -> Image:
    """Paint a meadow under drifting clouds, with rolling fields and flowers in front."""
    image = _sky(canvas, tones)
    grass = blend(colour("#7cb84e"), tones.middle, 0.15)
    for depth in range(5):
        edge = 0.50 + 0.055 * depth + (canvas.line(1.1 + 0.3 * depth, 20 + depth, 3, 0.4) - 0.5) * 0.10
        below = canvas.v - edge
        tone = blend(blend(grass, tones.middle, 0.55 - 0.12 * depth), blend(grass, tones.bottom, 0.35), 0.18 * depth)
        rows = 0.94 + 0.06 * np.sin((canvas.x - 0.5) * (60 - 9 * depth) + below * 90)
        image = mix(image, tone * rows[..., None], smooth(-0.0015, 0.0015, below))
    image = _blooms(canvas, tones, image)
    return mix(image, tones.bottom * 0.5, smooth(0.70, 1.08, canvas.v) * 0.6)


def _blooms(canvas: Field, tones: Palette, image: Image) -> Image:
    random = canvas.random(60)
    mask = np.zeros((canvas.height, canvas.width), np.float32)
    for _ in range(70):
        u, v = random.random(), 0.68 + 0.32 * random.random()
        size = 0.004 + 0.012 * (v - 0.66) / 0.34
        row, column, reach = int(v * canvas.height), int(u * canvas.width), max(1, int(size * canvas.short))
        mask[max(0, row - reach) : row + reach, max(0, column - reach) : column + reach] = 1.0
    return mix(image, blend(tones.accent, _WHITE, 0.3), mask * 0.75)


def beach(canvas: Field, tones: Palette) -> Image:
    """Paint a beach by day: a turquoise sea with foam lines, wet and dry sand."""
    image = _sky(canvas, tones)
    sea = blend(colour("#1fa6b8"), tones.middle, 0.15)
    depth = smooth(0.44, 0.64, canvas.v)
    ripple = 0.94 + 0.12 * canvas.clouds(6, 60, 31, 3)
    water = mix(sea * 0.75, blend(sea, _WHITE, 0.35), depth)
    image = mix(image, water * ripple[..., None], smooth(0.4395, 0.4405, canvas.v))
    for wave in range(3):
        line = 0.53 + 0.04 * wave + (canvas.line(2.0, 40 + wave, 3) - 0.5) * 0.03
        image = mix(image, _WHITE, np.exp(-(((canvas.v - line) / 0.004) ** 2)) * 0.65)
    shore = 0.62 + (canvas.line(1.4, 50, 3) - 0.5) * 0.05
    sand = blend(colour("#f0d6a2"), tones.accent, 0.15) * (0.93 + 0.12 * canvas.clouds(40, 40, 52, 3))[..., None]
    image = mix(image, _WHITE, np.exp(-(((canvas.v - shore) / 0.012) ** 2)) * 0.85)
    image = mix(
        image, mix(sand * 0.72, sand, smooth(0.0, 0.07, canvas.v - shore)), smooth(0.0, 0.006, canvas.v - shore)
    )
    return mix(image, tones.bottom * 0.6, smooth(0.78, 1.1, canvas.v) * 0.5)


def river(canvas: Field, tones: Palette) -> Image:
    """Paint a river that winds between wooded banks towards hills."""
    image = _sky(canvas, tones)
    green = blend(colour("#4f8f55"), tones.bottom, 0.2)
    for depth in range(3):
        edge = 0.44 + 0.045 * depth + (canvas.line(1.3 + 0.5 * depth, 20 + depth, 5, 0.6) - 0.5) * 0.12
        image = mix(image, blend(tones.middle, green, 0.35 + 0.3 * depth), smooth(-0.002, 0.002, canvas.v - edge))
    near = smooth(0.52, 1.0, canvas.v)
    centre = 0.5 + 0.10 * np.sin(canvas.v * 9 + canvas.seed % 7) * (1 - near) + 0.04 * np.sin(canvas.v * 5)
    half = 0.05 + 0.62 * near**1.3
    inside = smooth(0.02, -0.01, np.abs(canvas.u - centre) - half) * smooth(0.518, 0.526, canvas.v)
    ripple = canvas.clouds(5, 70, 33, 3)
    water = mix(
        blend(tones.middle, colour("#3f8fb0"), 0.6), blend(tones.accent, _WHITE, 0.5), smooth(0.55, 0.8, ripple) * 0.6
    )
    rim = np.exp(-((np.abs(np.abs(canvas.u - centre) - half) / 0.012) ** 2)) * smooth(0.52, 0.53, canvas.v)
    image = mix(image, water * (1 - 0.45 * near)[..., None], inside)
    image = mix(image, blend(green, colour("#d9c79a"), 0.6), rim.astype(np.float32) * 0.7)
    return mix(image, tones.bottom * 0.5, smooth(0.74, 1.08, canvas.v) * 0.5)


def snow(canvas: Field, tones: Palette) -> Image:
    """Paint snowy hills under a pale sun, with blue shadows."""
    image = gradient(canvas, [(0, tones.top), (0.5, blend(tones.middle, _WHITE, 0.35)), (1, tones.middle)])
    image = shine(image, tones.accent, np.exp(-canvas.distance(0.62, 0.26) * 4) * 0.55)
    for depth in range(5):
        edge = 0.46 + 0.075 * depth + (canvas.line(1.2 + 0.4 * depth, 20 + depth, 4, 0.45) - 0.5) * 0.20
        below = canvas.v - edge
        shade = canvas.clouds(2.4, 4, 40 + depth, 4)
        bank = mix(blend(_WHITE, tones.top, 0.10), blend(tones.middle, tones.top, 0.5), smooth(0.35, 0.75, shade) * 0.6)
        bank = shine(bank, tones.accent, np.exp(-np.clip(below, 0, 1) * 60) * 0.12)
        image = mix(image, bank * np.float32(0.80 + 0.04 * depth), smooth(-0.0015, 0.0015, below))
    return mix(image, blend(tones.bottom, tones.top, 0.3), smooth(0.74, 1.1, canvas.v) * 0.6)


def storm(canvas: Field, tones: Palette) -> Image:
    """Paint heavy clouds over dark land, rain, and branching lightning."""
    image = gradient(canvas, [(0, tones.bottom), (0.45, tones.top), (0.7, tones.middle), (1, tones.bottom)])
    billow = canvas.warped(
        canvas.clouds(2.2, 3.0, 4, 6), canvas.clouds(1.5, 1.5, 5, 3), canvas.clouds(1.5, 1.5, 6, 3), 0.9
    )
    cover = smooth(0.75, 0.30, canvas.v)
    image = mix(image, tones.bottom * 0.55, smooth(0.42, 0.60, billow) * cover * 0.85)
    image = shine(image, tones.middle, smooth(0.55, 0.75, billow) * cover * 0.28)
    bolt = _bolt(canvas)
    near = canvas.distance(0.5, 0.34, 0.9)
    image = shine(image, tones.accent, np.exp(-near * 2.6) * 0.40)
    rain = smooth(0.62, 0.95, canvas.clouds(90, 7, 70, 2)) * smooth(0.25, 0.5, canvas.v)
    image = shine(image, tones.middle, rain * 0.22)
    edge = 0.72 + (canvas.line(2.2, 80, 5, 0.6) - 0.5) * 0.10
    image = mix(image, tones.bottom * 0.35, smooth(-0.002, 0.002, canvas.v - edge))
    return shine(image, blend(tones.accent, _WHITE, 0.6), bolt)


def _bolt(canvas: Field) -> Plane:
    """Draw a bolt from the clouds to the land, with two branches; a core and its glow."""
    total = np.zeros((canvas.height, canvas.width), np.float32)
    for branch, (start, end, width) in enumerate(((0.10, 0.73, 1.0), (0.30, 0.55, 0.55), (0.42, 0.66, 0.45))):
        bend = (canvas.random(90 + branch).random(15) - 0.5) * 0.22
        lean = (0.0, 0.30, -0.26)[branch]
        heights = np.linspace(0, 1, 15)
        path = np.interp(
            canvas.v[:, 0], start + heights * (end - start), 0.5 + bend * (0.35 + heights * 0.5) + lean * heights
        )
        if branch:
            path += (
                float(np.interp(start, np.linspace(0.10, 0.73, 15), (canvas.random(90).random(15) - 0.5) * 0.22)) * 0.5
            )
        away = np.abs(canvas.u - path[:, None].astype(np.float32)) * np.float32(canvas.width / canvas.short)
        inside = smooth(start - 0.005, start + 0.01, canvas.v) * smooth(end + 0.005, end - 0.01, canvas.v)
        total += inside * (np.exp(-((away / (0.006 * width)) ** 2)) * 1.4 + np.exp(-away / (0.05 * width)) * 0.30)
    return total


def _sky(canvas: Field, tones: Palette) -> Image:
    """Paint a bright sky with soft clouds."""
    image = gradient(canvas, [(0, tones.top), (0.45, blend(tones.middle, _WHITE, 0.35)), (1, tones.middle)])
    drift = canvas.warped(
        canvas.clouds(1.6, 4.5, 2, 5), canvas.clouds(1.4, 1.4, 3, 3), canvas.clouds(1.4, 1.4, 4, 3), 0.5
    )
    image = mix(image, _WHITE, smooth(0.50, 0.72, drift) * smooth(0.50, 0.10, canvas.v) * 0.85)
    return shine(image, tones.accent, np.exp(-canvas.distance(0.74, 0.14) * 3.4) * 0.35)
