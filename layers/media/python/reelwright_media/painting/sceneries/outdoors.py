"""Places outdoors that people built: street, old town, road, railway, market, stadium."""

import numpy as np

from reelwright_media.painting.field import Field, Image, mix, shine, smooth
from reelwright_media.painting.palette import Colour, Palette, blend, colour
from reelwright_media.painting.sceneries.drawn import (
    WARM,
    WHITE,
    Markup,
    Sketch,
    backdrop,
    drawn,
    line,
    oval,
    poly,
    rect,
    shaded,
)

_ASPHALT = colour("#4a4d57")


def street(canvas: Field, tones: Palette) -> Image:
    """Paint a street by day: house fronts that lead to the horizon, lamps, a road with a kerb."""
    return _airy(canvas, tones, drawn(canvas, tones, _street))


def _street(s: Sketch) -> Markup:
    t = s.tones
    yield from backdrop(s, (t.top, blend(t.middle, WHITE, 0.3)), (_ASPHALT, shaded(_ASPHALT, 0.7)))
    yield from _clouds(s)
    far = s.floor - 0.10
    for side in (-1, 1):
        near = 0.0
        for depth in range(5):
            span = (0.17 - 0.018 * depth) * s.wide * 0.95
            yield from _front(s, side, near, span, depth)
            near += span * 0.62
        yield poly(
            [
                (s.middle + side * 0.05, far + 0.10),
                (s.middle + side * 0.9, s.high),
                (s.middle + side * 2, s.high),
                (s.middle + side * 2, far + 0.10),
            ],
            colour("#b9b4ab"),
        )
        yield line([(s.middle + side * 0.05, far + 0.10), (s.middle + side * 0.9, s.high)], colour("#e6e2d8"), 0.012)
    for k in range(6):
        y = s.floor + (s.high - s.floor) * (k / 6) ** 1.6
        yield rect(s.middle - 0.008 - 0.004 * k, y, 0.016 + 0.008 * k, 0.02 + 0.02 * k, colour("#f3efe2"))


def _front(s: Sketch, side: int, near: float, span: float, depth: int) -> Markup:
    """Draw one house front, `near` from the edge of the picture, with windows and an awning."""
    t = s.tones
    walls = (colour("#e8a27c"), colour("#d9c7a3"), colour("#9bb7c9"), colour("#c9857f"), colour("#e4d3b0"))
    wall = blend(walls[int(s.random.integers(0, 5))], t.middle, 0.12 + 0.10 * depth)
    top = (0.10 + 0.085 * depth + 0.05 * s.random.random()) * s.high
    left = near if side < 0 else s.wide - near - span
    foot = s.floor + 0.10 - 0.035 * depth
    yield rect(left, top, span, foot - top, wall)
    yield rect(left - 0.006, top - 0.012, span + 0.012, 0.02, shaded(wall, 0.8))
    step = 0.105 - 0.012 * depth
    y = top + 0.05
    while y < foot - 0.22:
        for k in range(2):
            x = left + span * (0.16 + 0.42 * k)
            yield rect(x, y, span * 0.26, step * 0.55, blend(colour("#5e7f96"), WHITE, 0.25 + 0.2 * s.random.random()))
        y += step
    yield rect(left + span * 0.08, foot - 0.13, span * 0.84, 0.10, shaded(wall, 0.45))
    yield poly(
        [
            (left, foot - 0.15),
            (left + span, foot - 0.15),
            (left + span * 0.94, foot - 0.10),
            (left + span * 0.06, foot - 0.10),
        ],
        blend(t.accent, colour("#c8433d"), 0.5),
    )


def old_town(canvas: Field, tones: Palette) -> Image:
    """Paint an old town: timbered houses with steep roofs, lit windows, cobbles, a church tower."""
    image = _airy(canvas, tones, drawn(canvas, tones, _old_town))
    return shine(image, WARM, np.exp(-canvas.distance(0.5, 0.55) * 3.0) * 0.22)


def _old_town(s: Sketch) -> Markup:
    t = s.tones
    stone = blend(t.bottom, colour("#9a8a78"), 0.6)
    yield from backdrop(s, (t.top, blend(t.middle, t.accent, 0.3)), (stone, shaded(stone, 0.5)))
    tower = s.middle - 0.02
    grey = blend(t.middle, t.bottom, 0.35)
    yield rect(tower - 0.05, 0.26 * s.high, 0.10, 0.34 * s.high, grey)
    yield poly(
        [(tower - 0.065, 0.26 * s.high), (tower + 0.065, 0.26 * s.high), (tower, 0.12 * s.high)], shaded(grey, 0.7)
    )
    for side in (-1, 1):
        near = -0.02
        for depth in range(4):
            span = (0.25 - 0.035 * depth) * s.wide
            yield from _timbered(s, side, near, span, depth)
            near += span * 0.72
    for row in range(7):
        y = s.floor + 0.11 + (s.high - s.floor - 0.1) * (row / 7) ** 1.3
        for k in range(-9, 10):
            x = s.middle + (k + 0.5 * (row % 2)) * (0.075 + 0.022 * row)
            yield oval(x, y, 0.030 + 0.009 * row, 0.011 + 0.004 * row, shaded(stone, 0.72 + 0.2 * s.random.random()))


def _timbered(s: Sketch, side: int, near: float, span: float, depth: int) -> Markup:
    t = s.tones
    plaster = blend(colour("#efe0c2"), t.middle, 0.12 + 0.14 * depth)
    beam = blend(colour("#5b3a26"), t.middle, 0.12 * depth)
    left = near if side < 0 else s.wide - near - span
    top, foot = (0.24 + 0.045 * depth) * s.high, s.floor + 0.10 - 0.03 * depth
    roof = 0.13 * s.high * (1 - 0.12 * depth)
    yield rect(left, top, span, foot - top, plaster)
    yield poly(
        [(left - 0.02, top), (left + span + 0.02, top), (left + span / 2, top - roof)],
        blend(colour("#a5523a"), t.bottom, 0.2),
    )
    for y in (top, (top + foot) / 2, foot - 0.01):
        yield rect(left, y, span, 0.014, beam)
    for k in (0.0, 0.33, 0.66, 0.96):
        yield rect(left + k * span, top, 0.014, foot - top, beam)
    yield line([(left, (top + foot) / 2), (left + span / 3, top)], beam, 0.012)
    yield line([(left + span, (top + foot) / 2), (left + span * 0.66, top)], beam, 0.012)
    for k in (0.40, 0.72):
        lit = WARM if s.random.random() < 0.7 else blend(WARM, t.bottom, 0.6)  # noqa: PLR2004 - most windows are lit
        yield rect(left + k * span, top + 0.05, span * 0.18, 0.08, lit)
    yield rect(left + span * 0.42, foot - 0.14, span * 0.2, 0.14, shaded(beam, 0.8), round_by=0.02)


def road(canvas: Field, tones: Palette) -> Image:
    """Paint a country road to the horizon, with hills, guide posts and clouds."""
    return _airy(canvas, tones, drawn(canvas, tones, _road))


def _road(s: Sketch) -> Markup:
    t = s.tones
    grass = blend(colour("#7fae5a"), t.bottom, 0.25)
    yield from backdrop(s, (t.top, blend(t.middle, WHITE, 0.35)), (grass, shaded(grass, 0.55)))
    yield from _clouds(s)
    yield from _hills(s, grass)
    h = s.floor
    yield poly(
        [(s.middle - 0.035, h), (s.middle + 0.035, h), (s.middle + 0.78, s.high), (s.middle - 0.78, s.high)], _ASPHALT
    )
    for side in (-1, 1):
        yield poly(
            [
                (s.middle + side * 0.031, h),
                (s.middle + side * 0.034, h),
                (s.middle + side * 0.74, s.high),
                (s.middle + side * 0.68, s.high),
            ],
            WHITE,
        )
        for k in range(4):
            near = 0.10 + 0.16 * k * k / 3
            x, y = s.middle + side * (0.10 + near * 1.3), h + near * 0.75
            yield rect(x, y - 0.03 - near * 0.12, 0.008 + near * 0.02, 0.03 + near * 0.12, colour("#f4f1ea"))
    for k in range(6):
        y = h + 0.02 + (s.high - h) * (k / 6) ** 1.7
        yield poly(
            [
                (s.middle - 0.004 - 0.006 * k, y),
                (s.middle + 0.004 + 0.006 * k, y),
                (s.middle + 0.007 + 0.008 * k, y + 0.015 + 0.02 * k),
                (s.middle - 0.007 - 0.008 * k, y + 0.015 + 0.02 * k),
            ],
            colour("#ffe08a"),
        )


def railway(canvas: Field, tones: Palette) -> Image:
    """Paint a railway track to the horizon between a platform and masts with wires."""
    return _airy(canvas, tones, drawn(canvas, tones, _railway))


def _railway(s: Sketch) -> Markup:
    t = s.tones
    gravel = blend(colour("#8d857c"), t.bottom, 0.25)
    yield from backdrop(s, (t.top, blend(t.middle, t.accent, 0.35)), (gravel, shaded(gravel, 0.5)))
    yield from _hills(s, blend(colour("#6f8f6a"), t.middle, 0.3))
    h = s.floor
    for k in range(16):
        y = h + (s.high - h) * (k / 15) ** 2
        half = 0.05 + 0.60 * (k / 15) ** 2
        yield rect(s.middle - half, y, half * 2, 0.005 + 0.03 * (k / 15) ** 1.5, colour("#5a4334"))
    for side in (-1, 1):
        yield poly(
            [
                (s.middle + side * 0.030, h),
                (s.middle + side * 0.036, h),
                (s.middle + side * 0.50, s.high),
                (s.middle + side * 0.42, s.high),
            ],
            colour("#c9ced6"),
        )
        for k in range(4):
            x, size = s.middle + side * (0.13 + 0.14 * k), 0.14 + 0.13 * k
            foot = h + 0.02 + 0.05 * k
            yield rect(x, foot - size * 1.9, 0.006 + 0.004 * k, size * 1.9, shaded(t.bottom, 1.1))
            yield rect(
                min(x, x - side * size * 0.5), foot - size * 1.85, size * 0.5, 0.005 + 0.002 * k, shaded(t.bottom, 1.1)
            )
        yield line([(s.middle, h - 0.05), (s.middle + side * 0.45, 0.02)], shaded(t.bottom, 1.2), 0.004)
    yield poly(
        [(s.middle + 0.10, h), (s.wide, h + 0.02), (s.wide, s.high), (s.middle + 0.92, s.high)], colour("#b7ab9d")
    )
    yield line([(s.middle + 0.10, h), (s.middle + 0.90, s.high)], colour("#ffe08a"), 0.014)


def market(canvas: Field, tones: Palette) -> Image:
    """Paint a market: striped awnings, crates of fruit, strings of lamps."""
    image = _airy(canvas, tones, drawn(canvas, tones, _market))
    return shine(image, WARM, np.exp(-canvas.distance(0.5, 0.26) * 2.4) * 0.25)


def _market(s: Sketch) -> Markup:
    t = s.tones
    ground = blend(colour("#b79a77"), t.bottom, 0.25)
    yield from backdrop(s, (t.top, t.middle), (ground, shaded(ground, 0.55)))
    fruits = (colour("#e5533d"), colour("#f2a63b"), colour("#8cc152"), colour("#f7d154"), colour("#8e5ea2"))
    for side, stripe in ((-1, colour("#d9483b")), (1, colour("#2f8f83"))):
        left = -0.06 if side < 0 else s.wide - 0.48
        yield rect(
            left, 0.24 * s.high, 0.54, s.floor - 0.24 * s.high, shaded(blend(t.bottom, colour("#6b4a33"), 0.6), 0.75)
        )
        for k in range(6):
            tone = stripe if k % 2 else colour("#f6efe2")
            x = left + k * 0.09
            yield poly(
                [(x + 0.02, 0.16 * s.high), (x + 0.10, 0.16 * s.high), (x + 0.09, 0.26 * s.high), (x, 0.26 * s.high)],
                tone,
            )
            yield oval(x + 0.045, 0.26 * s.high, 0.045, 0.022, tone)
        for row in range(3):
            y = s.floor - 0.16 + 0.11 * row
            yield rect(left, y, 0.54, 0.09, shaded(colour("#a9764a"), 0.95 - 0.12 * row))
            for k in range(10):
                fruit = fruits[(k // 3 + row) % 5]
                yield oval(
                    left + 0.035 + k * 0.053, y - 0.004, 0.030, 0.028, shaded(fruit, 0.85 + 0.15 * s.random.random())
                )
    for k in range(11):
        x = k * s.wide / 10
        yield oval(x, 0.10 * s.high + 0.05 * np.sin(k * np.pi / 5) ** 2, 0.014, 0.018, blend(WARM, WHITE, 0.4))
    yield line(
        [(k * s.wide / 10, 0.095 * s.high + 0.05 * np.sin(k * np.pi / 5) ** 2) for k in range(11)], t.bottom, 0.004
    )


def bridge(canvas: Field, tones: Palette) -> Image:
    """Paint a suspension bridge over the sea, seen from its side, with a skyline behind it."""
    image = _airy(canvas, tones, drawn(canvas, tones, _bridge))
    glitter = smooth(0.62, 0.85, canvas.clouds(5, 70, 33, 3)) * smooth(0.60, 0.64, canvas.v)
    return shine(image, tones.accent, glitter * 0.30)


def _bridge(s: Sketch) -> Markup:
    t = s.tones
    sea = blend(colour("#2f7fa8"), t.bottom, 0.2)
    yield from backdrop(s, (t.top, blend(t.middle, WHITE, 0.15)), (sea, shaded(sea, 0.45)))
    yield from _clouds(s)
    for k in range(26):
        tall = 0.02 + 0.10 * s.random.random()
        yield rect(k * s.wide / 26, s.floor - tall, s.wide / 30, tall, blend(t.middle, sea, 0.35))
    steel, deck = colour("#c8452f"), s.floor + 0.05
    towers, top = (0.24 * s.wide, 0.76 * s.wide), 0.24 * s.high
    for share in (0.0, 0.06):
        points = [(k / 40, top + 0.02 + share + (deck - top - 0.06) * _sag(k / 40)) for k in range(41)]
        yield line([(u * s.wide, y) for u, y in points], shaded(steel, 0.85), 0.010 - 0.05 * share)
    for k in range(1, 40):
        high = top + 0.02 + (deck - top - 0.06) * _sag(k / 40)
        yield line([(k / 40 * s.wide, high), (k / 40 * s.wide, deck)], shaded(steel, 0.75), 0.003)
    for x in towers:
        yield rect(x - 0.022, top, 0.044, deck - top + 0.22, steel)
        for share in (0.15, 0.45, 0.75):
            yield rect(x - 0.035, top + share * (deck - top), 0.07, 0.02, shaded(steel, 0.8))
        yield oval(x, deck + 0.23, 0.07, 0.02, shaded(sea, 0.5))
    yield rect(-0.1, deck, s.wide + 0.2, 0.045, shaded(steel, 0.7))
    yield rect(-0.1, deck, s.wide + 0.2, 0.010, blend(steel, WHITE, 0.35))


def _sag(u: float) -> float:
    """Height of the cable at a share of the width: 0 at the towers, 1 at its lowest point and at the banks."""
    if u < 0.24:  # noqa: PLR2004 - the left tower
        return 1 - u / 0.24
    if u > 0.76:  # noqa: PLR2004 - the right tower
        return (u - 0.76) / 0.24
    return 1 - ((u - 0.5) / 0.26) ** 2


def stadium(canvas: Field, tones: Palette) -> Image:
    """Paint a stadium at night: tiers of spectators, floodlights, a striped pitch."""
    image = drawn(canvas, tones, _stadium)
    for u in (0.10, 0.90):
        image = shine(image, WHITE, np.exp(-canvas.distance(u, 0.10) * 5.5) * 0.75)
    image = shine(image, tones.accent, np.exp(-(canvas.distance(0.5, 0.62, 0.7) ** 2) * 5) * 0.22)
    return mix(image, tones.bottom * 0.4, smooth(0.70, 1.05, canvas.v) * 0.5)


def _stadium(s: Sketch) -> Markup:
    t = s.tones
    grass = blend(colour("#3f9e4d"), t.bottom, 0.10)
    yield from backdrop(s, (shaded(t.top, 0.6), t.middle), (grass, shaded(grass, 0.6)))
    for k in range(-5, 6, 2):
        yield poly(
            [
                (s.middle + k * 0.11, s.floor),
                (s.middle + (k + 1) * 0.11, s.floor),
                (s.middle + (k + 1) * 0.34, s.high),
                (s.middle + k * 0.34, s.high),
            ],
            shaded(grass, 0.86),
        )
    crowd = (t.accent, WHITE, colour("#e5533d"), colour("#4f8fe0"), t.middle)
    for tier in range(9):
        y = s.floor - 0.035 - tier * 0.036 * s.high / 1.2
        bend = 0.05 * tier
        yield rect(-0.1, y, s.wide + 0.2, 0.05, shaded(blend(t.bottom, t.middle, 0.15 * (tier % 3)), 0.8))
        for k in range(34):
            x = (k + 0.5 * (tier % 2)) * s.wide / 33
            lift = bend * abs(x / s.wide - 0.5)
            tone = shaded(crowd[int(s.random.integers(0, 5))], 0.45 + 0.4 * s.random.random())
            yield oval(x, y - lift * 0.3, 0.012, 0.014, tone)
    yield rect(0, s.floor - 0.03, s.wide, 0.03, blend(t.accent, t.bottom, 0.4))
    yield line([(s.middle - 0.55, s.floor + 0.16), (s.middle + 0.55, s.floor + 0.16)], WHITE, 0.007)
    yield f'<ellipse cx="{s.middle}" cy="{s.floor + 0.16}" rx=".26" ry=".07" fill="none" stroke="#ffffff" stroke-width=".007"/>'
    for u in (0.10, 0.90):
        yield rect(u * s.wide - 0.008, 0.10 * s.high, 0.016, 0.30 * s.high, shaded(t.bottom, 0.7))
        for k in range(6):
            yield oval(u * s.wide - 0.05 + 0.05 * (k % 3), 0.085 * s.high + 0.035 * (k // 3), 0.018, 0.014, WHITE)


def _clouds(s: Sketch) -> Markup:
    for _ in range(4):
        x, y = s.wide * s.random.random(), (0.06 + 0.22 * s.random.random()) * s.high
        size = 0.06 + 0.06 * s.random.random()
        for across, down, share in ((0, 0, 1.0), (0.9, 0.15, 0.75), (-0.9, 0.2, 0.7), (0.4, -0.3, 0.7)):
            yield oval(
                x + across * size,
                y + down * size,
                size * share,
                size * share * 0.55,
                blend(WHITE, s.tones.middle, 0.12),
            )


def _hills(s: Sketch, tone: Colour) -> Markup:
    for depth in range(3):
        y = s.floor - 0.10 + 0.045 * depth
        far = blend(tone, s.tones.middle, 0.62 - 0.22 * depth)
        for k in range(4):
            yield oval((k + 0.3 + 0.5 * s.random.random()) * s.wide / 3.4 - 0.1, y + 0.12, 0.36, 0.13, far)


def _airy(canvas: Field, tones: Palette, image: Image) -> Image:
    """Add light on the horizon and darken the foreground, where captions are."""
    image = shine(image, tones.accent, np.exp(-np.abs(canvas.v - 0.55) * 9) * 0.12)
    image = mix(image, tones.bottom * 0.5, smooth(0.66, 1.06, canvas.v) * 0.6)
    return image * (0.95 + 0.1 * canvas.clouds(40, 40, 9, 2))[..., None]
