"""Landscapes: mountains, forest, desert."""

import numpy as np

from reelwright_media.painting.field import Field, Image, Plane, gradient, mix, shine, smooth
from reelwright_media.painting.palette import Palette, blend, colour

_SUN = colour("#fff3dc")


def mountains(canvas: Field, tones: Palette) -> Image:
    """Paint seven mountain ridges with mist between them and a pale sun."""
    sun_u = 0.30 + 0.40 * float(canvas.random(1).random())
    image = gradient(canvas, [(0, tones.top), (0.62, tones.middle), (1, tones.middle)])
    away = canvas.distance(sun_u, 0.30)
    image = mix(image, tones.accent, np.exp(-away * 2.0) * 0.8)
    wisps = canvas.warped(canvas.clouds(1.4, 6, 3), canvas.noise(2, 3, 4), canvas.noise(2, 3, 5), 0.3)
    image = shine(image, tones.accent, smooth(0.5, 0.75, wisps) * smooth(0.6, 0.2, canvas.v) * 0.16)
    image = mix(image, _SUN * 1.3, smooth(0.105, 0.101, away))
    image = shine(image, tones.accent, np.exp(-np.clip(away - 0.1, 0, 9) * 6) * 0.4)
    haze = blend(tones.middle, tones.accent, 0.32)
    for depth in range(7):
        far = 1 - (depth + 1) / 7
        swing = 0.34 - 0.02 * depth
        edge = 0.47 + 0.073 * depth + (0.5 - canvas.line(1.2 + 0.4 * depth, 20 + depth, 7, 0.52)) * swing
        rock = blend(haze, tones.bottom, (1 - far) ** 0.85)
        below = canvas.v - edge
        texture = 0.93 + 0.14 * canvas.clouds(9, 14, 40 + depth, 4)
        ridge = mix(rock * texture[..., None], haze, smooth(0, 0.17, below) * np.float32(0.58 * far))
        image = mix(image, ridge, smooth(-0.0015, 0.0015, below))
    return image


def forest(canvas: Field, tones: Palette) -> Image:
    """Paint trunks that fade into mist, light shafts through the crowns, undergrowth in front."""
    image = gradient(canvas, [(0, tones.top), (0.5, tones.middle), (1, blend(tones.middle, tones.bottom, 0.6))])
    image = mix(image, tones.accent, np.exp(-canvas.distance(0.5, 0.34, 0.9) * 2.1) * 0.75)
    for depth in range(5):
        image = _trunks(canvas, tones, image, depth)
        if depth in (1, 3):
            image = shine(image, tones.accent, _shafts(canvas, depth) * 0.26)
    return _undergrowth(canvas, tones, image)


def _trunks(canvas: Field, tones: Palette, image: Image, depth: int) -> Image:
    random = canvas.random(20 + depth)
    near = (depth + 1) / 5
    mask = np.zeros((canvas.height, canvas.width), np.float32)
    count = int((15 - 2 * depth) * canvas.width / canvas.short)
    sway = (canvas.clouds(2, 2, 30 + depth, 2) - 0.5) * 0.02
    for _ in range(count):
        middle = random.random()
        if depth >= 3 and abs(middle - 0.5) < 0.30:  # noqa: PLR2004 - near trunks frame the middle
            middle = 0.02 + 0.12 * random.random() if middle < 0.5 else 0.86 + 0.12 * random.random()  # noqa: PLR2004
        half = (0.005 + 0.021 * near * near) * (0.7 + 0.6 * random.random()) * canvas.short / canvas.width * 1.6
        spread = half * (1 + 0.9 * smooth(0.52, 0.70, canvas.v))
        lean = (random.random() - 0.5) * 0.05
        mask = np.maximum(
            mask, smooth(spread, spread * 0.86, np.abs(canvas.u + sway - middle - lean * (canvas.v - 0.5)))
        )
    bark = blend(blend(tones.middle, tones.accent, 0.22), tones.bottom * 0.55, near**0.8)
    textured = bark * (0.75 + 0.5 * canvas.clouds(26, 5, 40 + depth, 3))[..., None]
    crown = 0.16 - 0.03 * depth + 0.34 * np.abs(canvas.u - 0.5) * (0.5 + near)
    lumps = canvas.clouds(5 + depth, 6 + depth, 60 + depth, 6) - 0.5
    leaves = smooth(0.03, -0.02, canvas.v - crown + lumps * 0.55)
    leafy = mix(textured, blend(tones.middle, tones.bottom, 0.35 + 0.5 * near), leaves)
    return mix(image, leafy, np.maximum(mask, leaves * 0.9) * np.float32(0.5 + 0.5 * near))


def _shafts(canvas: Field, salt: int) -> Plane:
    across = (canvas.x - canvas.x.mean()) + canvas.y * 0.42
    knots = canvas.random(70 + salt).random(40).astype(np.float32)
    span = float(np.abs(across).max())
    beams = np.interp(across, np.linspace(-span, span, 40), knots).astype(np.float32)
    return np.asarray(np.clip(beams * 1.7 - 0.75, 0, 1) * smooth(0.92, 0.15, canvas.v), np.float32)


def _undergrowth(canvas: Field, tones: Palette, image: Image) -> Image:
    for depth in range(3):
        rough = (canvas.line(9 + 6 * depth, 80 + depth, 6, 0.7) - 0.5) * 0.07
        edge = 0.605 + 0.115 * depth + (canvas.line(1.3, 90 + depth, 2) - 0.5) * (0.04 + 0.03 * depth) + rough
        moss = blend(blend(tones.middle, tones.bottom, 0.5 + 0.2 * depth), tones.bottom * 0.4, 0.3 * depth)
        below = canvas.v - edge
        lit = np.exp(-np.clip(below, 0, 1) * 45) * np.float32(0.20 - 0.05 * depth)
        ground = shine(moss * (0.65 + 0.7 * canvas.clouds(18, 26, 100 + depth, 4))[..., None], tones.accent, lit)
        image = mix(image, ground, smooth(-0.002, 0.003, below))
    return image


def desert(canvas: Field, tones: Palette) -> Image:
    """Paint dunes with one sunlit and one shaded flank."""
    sun_u = 0.28 + 0.44 * float(canvas.random(1).random())
    image = gradient(canvas, [(0, tones.top), (0.55, tones.middle), (1, tones.middle)])
    away = canvas.distance(sun_u, 0.27)
    image = mix(image, blend(tones.accent, _SUN, 0.4), np.exp(-away * 2.4) * 0.8)
    image = mix(image, _SUN * 1.3, smooth(0.094, 0.090, away))
    for depth in range(6):
        near = (depth + 1) / 6
        crest = canvas.line(1.1 + 0.25 * depth, 20 + depth, 3, 0.36)
        edge = 0.54 + 0.080 * depth + (0.5 - crest) * (0.30 - 0.022 * depth)
        below = canvas.v - edge
        slope = np.gradient(_smoothed(edge[0]), 1 / canvas.width)[None, :] * (1 if sun_u < 0.5 else -1)  # noqa: PLR2004
        reach = canvas.warped(
            np.broadcast_to(slope, below.shape).astype(np.float32).copy(), *_drift(canvas, depth), 0.18
        )
        shade = smooth(-0.06, 0.16, reach) * np.exp(-np.clip(below, 0, 1) * (6 - 3 * near))
        sand = blend(blend(tones.middle, tones.accent, 0.45), blend(tones.accent, tones.bottom, 0.55), near**0.9)
        ripples = _ripples(canvas, depth) * np.float32(0.07 * near)
        dune = mix(sand * (0.96 + ripples)[..., None], tones.bottom * (0.9 - 0.3 * near), shade * 0.72)
        dune = shine(dune, _SUN, np.exp(-np.clip(below, 0, 1) * 120) * 0.16 * (1 - shade))
        dune = mix(dune, tones.bottom * 0.45, smooth(0.80, 1.05, canvas.v) * 0.55)
        image = mix(image, dune, smooth(-0.0012, 0.0012, below))
    return image


def _smoothed(row: Plane) -> Plane:
    """Smooth a row by a moving average, so that its gradient is not noisy."""
    window = max(3, row.size // 40)
    padded = np.pad(row, window, mode="edge")
    smoothed = np.convolve(padded, np.ones(window, np.float32) / window, mode="same")[window:-window]
    return smoothed.astype(np.float32)


def _drift(canvas: Field, depth: int) -> tuple[Plane, Plane]:
    return canvas.clouds(1.5, 1.5, 40 + depth, 2), canvas.clouds(1.5, 1.5, 50 + depth, 2)


def _ripples(canvas: Field, depth: int) -> Plane:
    waver = canvas.clouds(3, 3, 60 + depth, 3) * 9 + canvas.clouds(1.2, 1.2, 70 + depth, 2) * 26
    return np.sin(canvas.y * 150 + waver * 2.2).astype(np.float32)
