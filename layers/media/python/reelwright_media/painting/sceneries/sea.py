"""Water: a sunlit reef, the deep sea, a trench, and the surface at sunset."""

import cv2
import numpy as np

from reelwright_media.painting.field import Field, Image, Plane, gradient, mix, shine, smooth
from reelwright_media.painting.palette import Palette, blend, colour


def underwater(canvas: Field, tones: Palette) -> Image:
    """Paint sun rays from the surface above dark reefs."""
    image = gradient(canvas, [(0, tones.top), (0.42, tones.middle), (1, tones.bottom)])
    image = shine(image, tones.accent, _rays(canvas, 0.5, -0.18))
    image = shine(image, tones.accent, 0.95 * np.exp(-canvas.distance(0.5, -0.14, 1.3) * 2.6))
    image = shine(image, tones.accent, _caustics(canvas))
    image *= (0.9 + 0.2 * canvas.clouds(2.5, 2.5, 5))[..., None]
    return _reefs(canvas, tones, image)


def _rays(canvas: Field, u: float, v: float) -> Plane:
    """Draw beams that fan out from a point above the picture: noise as a function of the angle."""
    across = (canvas.u - u) * np.float32(canvas.width / canvas.short)
    down = (canvas.v - v) * np.float32(canvas.height / canvas.short)
    angle = np.arctan2(across, down * 1.5)
    random = canvas.random(11)
    beams = np.zeros_like(angle)
    for count, strength in ((15, 0.5), (37, 0.32), (83, 0.18)):
        knots = random.random(count).astype(np.float32)
        beams += strength * np.interp(angle, np.linspace(-1.7, 1.7, count), knots).astype(np.float32)
    fall = np.exp(-canvas.v * 2.1) * smooth(1.25, 0.0, np.abs(angle) * 1.25)
    beams = (beams - beams.min()) / max(1e-6, float(beams.max() - beams.min()))
    return np.asarray(1.25 * beams**2.2 * fall, np.float32)


def _caustics(canvas: Field) -> Plane:
    bend = canvas.noise(9, 18, 21)
    web = canvas.warped(canvas.clouds(9, 24, 22, 2), bend, canvas.noise(9, 18, 23), 0.10)
    bright = np.clip(1 - np.abs(web - 0.5) * 8, 0, 1) ** 2
    return np.asarray(0.6 * bright * smooth(0.15, 0.0, canvas.v), np.float32)


def _reefs(canvas: Field, tones: Palette, image: Image) -> Image:
    for depth in range(4):
        edge = 0.80 + 0.055 * depth + (canvas.line(2.2 + depth * 0.9, 30 + depth) - 0.5) * (0.30 - 0.03 * depth)
        near = blend(blend(tones.middle, tones.bottom, 0.5 + 0.12 * depth), tones.bottom * 0.25, 0.3 + 0.2 * depth)
        light = (1 - 0.4 * smooth(0, 0.22, canvas.v - edge)) * (0.76 + 0.5 * canvas.clouds(11, 14, 40 + depth))
        rim = np.exp(-np.clip(canvas.v - edge, 0, 1) * 70) * np.float32(0.16 - 0.03 * depth)
        rock = shine(near * light[..., None], tones.accent, rim)
        image = mix(image, rock, smooth(-0.002, 0.003, canvas.v - edge))
    return image


def abyss(canvas: Field, tones: Palette) -> Image:
    """Paint the deep sea: a faint glow in smoke above a dark floor."""
    image = gradient(canvas, [(0, tones.top), (1, tones.bottom)])
    glow = np.exp(-(canvas.distance(0.5, 0.42, 1.15) ** 2) * 3.2)
    bend = canvas.clouds(3, 3, 3, 3)
    smoke = canvas.warped(canvas.clouds(2.4, 2.8, 4), bend, canvas.clouds(3, 3, 6, 3), 0.7)
    image = shine(image, tones.middle, glow * 0.85)
    image = shine(image, tones.accent, np.clip(smoke * 1.5 - 0.5, 0, 1) ** 2 * glow * 0.62)
    image *= (0.72 + 0.55 * smoke)[..., None]
    return _floor(canvas, tones, image)


def _floor(canvas: Field, tones: Palette, image: Image) -> Image:
    for depth in range(2):
        edge = 0.87 + 0.06 * depth + (canvas.line(2.6 + depth, 60 + depth) - 0.5) * 0.2
        rim = np.exp(-np.clip(canvas.v - edge, 0, 1) * 60) * np.float32(0.10)
        ground = shine(canvas.flat(tones.bottom * (0.5 - 0.2 * depth)), tones.accent, rim)
        image = mix(image, ground, smooth(-0.002, 0.004, canvas.v - edge))
    return image


def trench(canvas: Field, tones: Palette) -> Image:
    """Paint a shaft of light between converging rock walls."""
    image = gradient(canvas, [(0, tones.top), (0.35, tones.middle), (0.97, tones.bottom)])
    aside = np.abs(canvas.u - 0.5 - 0.03 * np.sin(canvas.v * 5))
    beams = 0.55 + 0.7 * canvas.line(30, 2, 2)
    image = shine(image, tones.accent, np.exp(-(aside**2) * 42 - canvas.v * 1.5) * 0.95 * beams)
    across = np.broadcast_to(canvas.u, (canvas.height, canvas.width))
    # `Field.line` is horizontal noise; a transposed field gives the vertical edges of the walls.
    turned = Field(canvas.height, canvas.width, canvas.seed)
    for depth in range(6):
        left = (0.345 - 0.056 * depth) + (turned.line(2.4 + depth * 0.6, 70 + depth).T - 0.5) * 0.30
        right = (0.655 + 0.056 * depth) + (turned.line(2.2 + depth * 0.7, 90 + depth).T - 0.5) * 0.30
        inward = np.maximum(left - 0.05 * (1 - canvas.v) - across, across - right - 0.05 * (1 - canvas.v))
        rock = blend(blend(tones.top, tones.middle, 0.75), tones.bottom * 0.35, min(1.0, 0.16 + 0.17 * depth))
        light = 1 - 0.75 * smooth(0, 1, canvas.v) * (0.55 + 0.08 * depth)
        texture = 0.62 + 0.75 * canvas.clouds(9, 13, 110 + depth)
        rim = np.exp(-np.clip(inward, 0, 1) * 26 - canvas.v * 2.2) * np.float32(0.26 - 0.03 * depth)
        wall = shine(rock * (light * texture)[..., None], tones.accent, rim)
        image = mix(image, wall, smooth(-0.003, 0.003, inward))
    return image


def sunset_sea(canvas: Field, tones: Palette) -> Image:
    """Paint a low sun over the sea, clouds lit from below and a glittering path."""
    horizon = 0.58
    sun_u, sun_v = 0.5 + 0.10 * float(canvas.random(1).random() - 0.5), horizon - 0.085
    away = canvas.distance(sun_u, sun_v)
    sky = gradient(canvas, [(0, tones.top), (horizon, tones.middle), (1, tones.middle)])
    sky = mix(sky, tones.accent, 0.9 * np.exp(-away * 2.3))
    bands = canvas.warped(canvas.clouds(1.6, 7, 4), canvas.noise(2, 4, 5), canvas.noise(2, 4, 6), 0.35)
    lit = mix(canvas.flat(tones.middle * 0.55), tones.accent * 1.12, np.exp(-away * 2.2))
    sky = mix(sky, lit, smooth(0.50, 0.72, bands) * smooth(0.02, 0.25, canvas.v) * smooth(horizon, 0.4, canvas.v) * 0.8)
    sky = mix(sky, colour("#fff4d6") * 1.3, smooth(0.142, 0.136, away))
    sky = shine(sky, colour("#ffbf73"), np.exp(-np.clip(away - 0.14, 0, 9) * 7) * 0.5)
    return mix(sky, _sea(canvas, tones, horizon, sun_u), smooth(horizon - 0.001, horizon + 0.001, canvas.v))


def _in_perspective(canvas: Field, waves: Plane, down: Plane) -> Plane:
    """Project a flat sheet of waves in perspective; rows get denser towards the horizon (`down` 0)."""
    depth = 1 / (0.16 + down)
    rows = np.broadcast_to((depth - 0.86) / 5.4 * canvas.height, waves.shape).astype(np.float32)
    columns = (((canvas.u - 0.5) * (0.25 + 0.12 * depth) + 0.5) * canvas.width).astype(np.float32)
    lying = cv2.remap(waves, columns, rows, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT)
    return np.asarray(lying, np.float32)


def _sea(canvas: Field, tones: Palette, horizon: float, sun_u: float) -> Image:
    """Paint water in perspective, with a path of glitter below the sun."""
    down = np.clip((canvas.v - horizon) / (1 - horizon), 0, 1)
    sheet = np.zeros((canvas.height, canvas.width), np.float32)
    for octave in range(4):
        waves = canvas.clouds(7 * 2**octave, 26 * 2**octave, 8 + octave, 2)
        sheet += _in_perspective(canvas, waves, down) * np.float32(0.55**octave / 2.0)
    body = gradient(canvas, [(horizon, blend(tones.middle, tones.accent, 0.35)), (horizon + 0.3, tones.bottom)])
    path = np.exp(-(((canvas.u - sun_u) * canvas.width / canvas.short / (0.10 + down * 0.30)) ** 2))
    glitter = smooth(0.52, 0.64, sheet) * path * (1.15 - 0.75 * down)
    return shine(body * (0.72 + 0.55 * sheet)[..., None], colour("#ffd08a"), glitter)
