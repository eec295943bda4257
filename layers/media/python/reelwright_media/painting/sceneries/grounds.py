"""Plain grounds for large type and for things without a place; they take the film's palette whole."""

import numpy as np

from reelwright_media.painting.field import Field, Image, gradient, mix, shine, smooth
from reelwright_media.painting.palette import Palette, blend, colour

_WHITE = colour("#ffffff")


def soft_gradient(canvas: Field, tones: Palette) -> Image:
    """Paint large soft blobs of the palette's colours that flow into each other."""
    image = gradient(canvas, [(0, tones.top), (0.6, tones.middle), (1, tones.bottom)])
    random = canvas.random(2)
    bend_x, bend_y = canvas.clouds(1.2, 1.2, 3, 2), canvas.clouds(1.2, 1.2, 4, 2)
    for tone, strength in ((tones.middle, 0.9), (tones.accent, 0.55), (tones.top, 0.8), (tones.bottom, 0.7)):
        u, v = random.random(), random.random()
        blob = np.exp(-(canvas.distance(float(u), float(v), 0.8) ** 2) * 3.2)
        image = mix(image, tone, canvas.warped(blob.astype(np.float32), bend_x, bend_y, 0.8) * strength)
    image = shine(image, tones.accent, np.exp(-canvas.distance(0.5, 0.38) * 2.4) * 0.22)
    return mix(image, tones.bottom, smooth(0.62, 1.0, canvas.v) * 0.7)


def halftone(canvas: Field, tones: Palette) -> Image:
    """Paint a comic ground: two flat colours and dots that grow along a diagonal."""
    side = 1 if canvas.seed % 2 else -1
    slope = canvas.v + 0.28 * side * (canvas.u - 0.5)
    image = mix(canvas.flat(tones.middle), tones.top, smooth(0.10, 0.75, 1 - slope))
    pitch = 0.05
    turn = 0.5
    across = (canvas.x * np.cos(turn) + canvas.y * np.sin(turn)) / pitch
    down = (canvas.y * np.cos(turn) - canvas.x * np.sin(turn)) / pitch
    away = np.hypot(across - np.round(across), down - np.round(down))
    size = np.clip(0.62 * smooth(0.35, 1.05, slope), 0, 0.7)
    image = mix(image, tones.bottom, smooth(0.04, -0.04, away - size) * smooth(0.02, 0.12, size))
    image = shine(image, tones.accent, np.exp(-(canvas.distance(0.5, 0.38) ** 2) * 4) * 0.30)
    return mix(image, tones.bottom, smooth(0.74, 1.02, canvas.v) * 0.6)


def grid(canvas: Field, tones: Palette) -> Image:
    """Paint a dark sheet with a fine grid that glows towards the middle, as in a drawing office."""
    image = gradient(canvas, [(0, tones.top * 0.75), (0.5, blend(tones.top, tones.middle, 0.5)), (1, tones.bottom)])
    for pitch, width, strength in ((0.02, 0.0012, 0.10), (0.10, 0.0022, 0.26)):
        for axis in (canvas.x, canvas.y):
            nearest = np.abs(axis / pitch - np.round(axis / pitch)) * pitch
            lines = np.broadcast_to(smooth(width * 1.6, width * 0.4, nearest), (canvas.height, canvas.width))
            image = shine(image, tones.accent, lines * np.float32(strength))
    image = shine(image, tones.accent, np.exp(-canvas.distance(0.5, 0.38) * 2.2) * 0.26)
    return mix(image, tones.bottom * 0.7, smooth(0.66, 1.02, canvas.v) * 0.7)


def bokeh(canvas: Field, tones: Palette) -> Image:
    """Paint lights out of focus in front of a dark gradient."""
    image = gradient(canvas, [(0, tones.top), (0.5, blend(tones.top, tones.middle, 0.6)), (1, tones.bottom)])
    random = canvas.random(5)
    colours = (tones.accent, tones.middle, blend(tones.accent, _WHITE, 0.5), blend(tones.accent, tones.middle, 0.5))
    for index in range(34):
        u, v, size = random.random(), random.random(), 0.02 + 0.085 * random.random() ** 1.8
        away = canvas.distance(float(u), float(v))
        disc = smooth(size, size * 0.90, away) * (0.55 + 0.45 * smooth(size * 0.6, size, away))
        image = shine(image, colours[index % 4], disc * np.float32(0.07 + 0.20 * random.random()))
    return mix(image, tones.bottom, smooth(0.62, 1.02, canvas.v) * 0.55)
