"""Rooms where people work and learn: office, school, hospital, laboratory, bedroom, gym, stage."""

import numpy as np

from reelwright_media.painting.field import Field, Image, mix, shine, smooth
from reelwright_media.painting.palette import Palette, blend, colour
from reelwright_media.painting.sceneries.drawn import (
    WARM,
    WHITE,
    Markup,
    Sketch,
    backdrop,
    boards,
    drawn,
    line,
    oval,
    poly,
    rect,
    shaded,
)


def office(canvas: Field, tones: Palette) -> Image:
    """Paint an office: windows over a city, a desk lamp, screens at both sides."""
    return _lit(canvas, tones, drawn(canvas, tones, _office), 0.30)


def _office(s: Sketch) -> Markup:
    t = s.tones
    yield from backdrop(s, (t.top, t.middle), (shaded(t.bottom, 1.12), t.bottom))
    pane, gap = s.wide / 3.2, 0.03
    for k in range(4):
        x = -0.1 + k * (pane + gap)
        yield rect(x, 0.10 * s.high, pane, 0.36 * s.high, blend(t.accent, WHITE, 0.45))
        for _ in range(4):
            wide, tall = 0.05 + 0.06 * s.random.random(), (0.08 + 0.18 * s.random.random()) * s.high
            left = x + (pane - wide) * s.random.random()
            yield rect(left, 0.46 * s.high - tall, wide, tall, blend(t.middle, WHITE, 0.25))
    for k in range(5):
        yield rect(-0.13 + k * (pane + gap), 0.10 * s.high, gap, 0.36 * s.high, shaded(t.top, 0.75))
    desk = blend(t.bottom, colour("#8a5f3d"), 0.6)
    for x, side in ((0.0, 1), (s.wide, -1)):
        yield rect(min(x, x + side * 0.26), s.floor - 0.06, 0.26, 0.03, desk)
        yield rect(x + side * 0.10 - 0.09, s.floor - 0.21, 0.18, 0.12, shaded(t.bottom, 0.5), round_by=0.01)
        yield rect(x + side * 0.10 - 0.08, s.floor - 0.20, 0.16, 0.10, blend(t.accent, t.middle, 0.35))
        yield rect(x + side * 0.10 - 0.01, s.floor - 0.09, 0.02, 0.03, shaded(t.bottom, 0.5))
    for share in (0.3, 0.7):
        yield rect(share * s.wide - 0.12, 0.03 * s.high, 0.24, 0.015, blend(WARM, WHITE, 0.6))


def school(canvas: Field, tones: Palette) -> Image:
    """Paint a classroom: a chalkboard with sums, a clock, desks in front."""
    return _lit(canvas, tones, drawn(canvas, tones, _school), 0.22)


def _school(s: Sketch) -> Markup:
    t = s.tones
    yield from backdrop(s, (t.top, t.middle), (blend(t.bottom, colour("#a87545"), 0.45), t.bottom))
    yield from boards(s, shaded(t.bottom, 0.7), s.floor)
    left, top, wide, tall = 0.10 * s.wide, 0.13 * s.high, 0.80 * s.wide, 0.33 * s.high
    yield rect(left - 0.02, top - 0.02, wide + 0.04, tall + 0.04, colour("#9a6a3c"))
    yield rect(left, top, wide, tall, colour("#1f4a3f"))
    chalk = colour("#cfe0d6")
    for row in range(5):
        x = left + 0.05
        while x < left + wide - 0.16:
            size = 0.03 + 0.09 * s.random.random()
            yield line([(x, top + 0.06 + row * tall / 5.6), (x + size, top + 0.055 + row * tall / 5.6)], chalk, 0.006)
            x += size + 0.03 + 0.06 * s.random.random()
    yield rect(left, top + tall + 0.02, wide, 0.018, colour("#7c5330"))
    yield oval(s.middle, 0.065 * s.high, 0.05, 0.05, shaded(t.bottom, 0.8))
    yield oval(s.middle, 0.065 * s.high, 0.042, 0.042, WHITE)
    yield line([(s.middle, 0.065 * s.high), (s.middle, 0.065 * s.high - 0.03)], t.bottom, 0.006)
    yield line([(s.middle, 0.065 * s.high), (s.middle + 0.02, 0.065 * s.high)], t.bottom, 0.006)
    for x in (-0.08, s.wide - 0.20):
        yield rect(x, s.floor + 0.06, 0.28, 0.03, colour("#b98350"))
        yield rect(x + 0.03, s.floor + 0.09, 0.02, 0.20, shaded(t.bottom, 0.7))
        yield rect(x + 0.23, s.floor + 0.09, 0.02, 0.20, shaded(t.bottom, 0.7))


def hospital(canvas: Field, tones: Palette) -> Image:
    """Paint a hospital room: a bed, a monitor with a heartbeat, a curtain, a drip."""
    return _lit(canvas, tones, drawn(canvas, tones, _hospital), 0.25)


def _hospital(s: Sketch) -> Markup:
    t = s.tones
    yield from backdrop(s, (blend(t.top, WHITE, 0.45), blend(t.middle, WHITE, 0.5)), (t.middle, t.bottom))
    for k in range(7):
        yield rect(
            k * 0.055 - 0.03, 0.06 * s.high, 0.045, s.floor - 0.06 * s.high, blend(t.accent, WHITE, 0.2 + 0.3 * (k % 2))
        )
    x, y = s.wide - 0.36, 0.14 * s.high
    yield rect(x, y, 0.28, 0.18, shaded(t.bottom, 0.5), round_by=0.015)
    beat = [(0, 0), (0.06, 0), (0.08, -0.05), (0.10, 0.05), (0.12, 0), (0.16, 0), (0.18, -0.03), (0.20, 0), (0.25, 0)]
    yield line([(x + 0.015 + a, y + 0.09 + b) for a, b in beat], colour("#5dff9b"), 0.008)
    yield rect(x + 0.13, y + 0.18, 0.02, s.floor - y - 0.18, shaded(t.bottom, 1.3))
    yield rect(s.middle - 0.40, 0.30 * s.high, 0.012, s.floor - 0.28 * s.high, blend(t.bottom, WHITE, 0.5))
    yield rect(s.middle - 0.44, 0.30 * s.high, 0.09, 0.13, blend(colour("#dff3ff"), t.accent, 0.2), round_by=0.03)
    yield rect(s.wide - 0.62, s.floor - 0.16, 0.62, 0.10, WHITE, round_by=0.03)
    yield rect(s.wide - 0.20, s.floor - 0.23, 0.20, 0.10, colour("#eef6ff"), round_by=0.04)
    yield rect(s.wide - 0.64, s.floor - 0.07, 0.66, 0.03, blend(t.bottom, WHITE, 0.4))
    for leg in (0.58, 0.08):
        yield rect(s.wide - leg, s.floor - 0.04, 0.02, 0.11, blend(t.bottom, WHITE, 0.3))
    cross = colour("#e5484d")
    yield rect(s.middle - 0.025, 0.08 * s.high - 0.075, 0.05, 0.15, cross)
    yield rect(s.middle - 0.075, 0.08 * s.high - 0.025, 0.15, 0.05, cross)


def laboratory(canvas: Field, tones: Palette) -> Image:
    """Paint a laboratory: shelves of coloured flasks above a bench, a hanging lamp."""
    return _lit(canvas, tones, drawn(canvas, tones, _laboratory), 0.30)


def _laboratory(s: Sketch) -> Markup:
    t = s.tones
    yield from backdrop(s, (t.top, t.middle), (blend(t.bottom, WHITE, 0.18), t.bottom))
    liquids = (colour("#4fd1c5"), colour("#f6ad55"), colour("#f687b3"), colour("#9ae6b4"), t.accent)
    for row in (0.20, 0.37):
        shelf = row * s.high
        yield rect(0, shelf, s.wide, 0.018, shaded(t.bottom, 1.1))
        x = 0.03
        while x < s.wide - 0.06:
            tint, tall = liquids[int(s.random.integers(0, 5))], 0.08 + 0.07 * s.random.random()
            if s.random.random() < 0.5:  # noqa: PLR2004 - half are conical flasks
                yield poly(
                    [(x + 0.03, shelf - tall), (x + 0.05, shelf - tall), (x + 0.085, shelf), (x - 0.005, shelf)], tint
                )
                yield rect(x + 0.028, shelf - tall - 0.03, 0.024, 0.04, blend(tint, WHITE, 0.6))
            else:
                yield rect(x + 0.015, shelf - tall, 0.04, tall, tint, round_by=0.012)
                yield rect(x + 0.015, shelf - tall - 0.02, 0.04, 0.025, blend(tint, WHITE, 0.6))
            x += 0.10 + 0.04 * s.random.random()
    yield rect(0, s.floor, s.wide, 0.03, blend(t.middle, WHITE, 0.55))
    for k in range(4):
        yield rect(0.04 + k * s.wide / 4, s.floor + 0.07, s.wide / 4 - 0.08, 0.22, shaded(t.bottom, 0.8), round_by=0.01)


def bedroom(canvas: Field, tones: Palette) -> Image:
    """Paint a bedroom at night: a window with moon, a headboard, a bedside lamp that glows."""
    image = drawn(canvas, tones, _bedroom)
    image = shine(image, WARM, np.exp(-canvas.distance(0.86, 0.48) * 3.2) * 0.50)
    return mix(image, tones.bottom * 0.4, smooth(0.66, 1.05, canvas.v) * 0.6)


def _bedroom(s: Sketch) -> Markup:
    t = s.tones
    yield from backdrop(s, (t.top, t.middle), (blend(t.bottom, t.middle, 0.3), shaded(t.bottom, 0.8)))
    x, y = 0.10 * s.wide, 0.12 * s.high
    yield rect(x - 0.02, y - 0.02, 0.42, 0.46, shaded(t.bottom, 1.25))
    yield rect(x, y, 0.38, 0.42, colour("#101b45"))
    yield oval(x + 0.26, y + 0.12, 0.055, 0.055, colour("#fff3c9"))
    for _ in range(14):
        yield oval(x + 0.37 * s.random.random(), y + 0.4 * s.random.random(), 0.003, 0.003, WHITE)
    yield rect(x + 0.185, y, 0.012, 0.42, shaded(t.bottom, 1.25))
    for k in range(3):
        yield rect(x - 0.05 + k * 0.02, y - 0.06, 0.05, 0.56, blend(t.accent, t.bottom, 0.45 + 0.1 * k))
    yield rect(
        0.16 * s.wide, s.floor - 0.20, 0.62 * s.wide, 0.26, blend(t.bottom, colour("#7a4f35"), 0.6), round_by=0.05
    )
    yield rect(0.22 * s.wide, s.floor - 0.06, 0.22 * s.wide, 0.10, colour("#f2efe8"), round_by=0.04)
    yield rect(0.50 * s.wide, s.floor - 0.06, 0.22 * s.wide, 0.10, colour("#f2efe8"), round_by=0.04)
    yield rect(0.12 * s.wide, s.floor + 0.02, 0.70 * s.wide, 0.34, blend(t.accent, t.middle, 0.45), round_by=0.06)
    yield rect(0.84 * s.wide, s.floor - 0.05, 0.20, 0.24, blend(t.bottom, colour("#7a4f35"), 0.5))
    yield rect(0.90 * s.wide - 0.006, s.floor - 0.18, 0.012, 0.13, shaded(t.bottom, 0.7))
    yield poly(
        [
            (0.90 * s.wide - 0.05, s.floor - 0.27),
            (0.90 * s.wide + 0.05, s.floor - 0.27),
            (0.90 * s.wide + 0.085, s.floor - 0.15),
            (0.90 * s.wide - 0.085, s.floor - 0.15),
        ],
        blend(WARM, WHITE, 0.3),
    )


def gym(canvas: Field, tones: Palette) -> Image:
    """Paint a gym: racks of dumbbells, a mirror, a punching bag, rubber tiles."""
    return _lit(canvas, tones, drawn(canvas, tones, _gym), 0.18)


def _gym(s: Sketch) -> Markup:
    t = s.tones
    yield from backdrop(s, (t.top, t.middle), (shaded(t.bottom, 1.1), shaded(t.bottom, 0.7)))
    yield rect(0.06 * s.wide, 0.10 * s.high, 0.88 * s.wide, 0.30 * s.high, blend(t.middle, WHITE, 0.22))
    for k in range(5):
        x = 0.06 * s.wide + k * 0.19 * s.wide
        yield poly(
            [(x, 0.40 * s.high), (x + 0.05, 0.10 * s.high), (x + 0.09, 0.10 * s.high), (x + 0.04, 0.40 * s.high)],
            blend(t.middle, WHITE, 0.34),
        )
    iron = shaded(t.bottom, 0.55)
    for row in (0.47, 0.545):
        yield rect(0.04 * s.wide, row * s.high, 0.92 * s.wide, 0.016, iron)
        for k in range(7):
            x, size = 0.09 * s.wide + k * 0.135 * s.wide, 0.022 + 0.004 * k
            for side in (-0.04, 0.04):
                yield oval(x + side, row * s.high - size, 0.018, size, blend(t.accent, iron, 0.35 if k % 2 else 0.9))
            yield rect(x - 0.04, row * s.high - size - 0.006, 0.08, 0.012, blend(WHITE, iron, 0.5))
    yield rect(0.85 * s.wide, 0, 0.008, 0.16 * s.high, iron)
    yield rect(0.85 * s.wide - 0.055, 0.15 * s.high, 0.12, 0.36, blend(t.accent, t.bottom, 0.25), round_by=0.05)
    yield from boards(s, shaded(t.bottom, 0.5), s.floor)


def stage(canvas: Field, tones: Palette) -> Image:
    """Paint a stage: a curtain, two spotlights, the heads of the audience in front."""
    image = drawn(canvas, tones, _stage)
    for u, lean in ((0.12, 0.42), (0.88, -0.42)):
        across = np.abs(canvas.u - (u + lean * canvas.v * 1.5))
        beam = np.exp(-((across / (0.05 + 0.20 * canvas.v)) ** 2)) * smooth(0.75, 0.05, canvas.v)
        image = shine(image, tones.accent, beam.astype(np.float32) * 0.45)
    image = shine(image, tones.accent, np.exp(-(canvas.distance(0.5, 0.62, 0.8) ** 2) * 9) * 0.40)
    return mix(image, tones.bottom * 0.2, _heads(canvas))


def _heads(canvas: Field) -> Image:
    mask = np.zeros((canvas.height, canvas.width), np.float32)
    for row, level in enumerate((0.86, 0.95)):
        for k in range(12):
            u = (k + 0.5 * row + 0.3 * float(canvas.random(40 + k).random())) / 11
            mask = np.maximum(mask, smooth(0.088, 0.078, canvas.distance(u, level, 1.1)))
    return np.maximum(mask, smooth(0.96, 1.0, np.broadcast_to(canvas.v, mask.shape)))


def _stage(s: Sketch) -> Markup:
    t = s.tones
    yield from backdrop(
        s, (shaded(t.bottom, 0.6), shaded(t.bottom, 0.9)), (blend(t.bottom, colour("#8a5a36"), 0.55), t.bottom)
    )
    folds = 14
    for k in range(folds):
        x = k * s.wide / folds
        tone = blend(t.top, t.middle, 0.25 + 0.55 * (k % 2))
        yield poly(
            [(x, 0), (x + s.wide / folds + 0.01, 0), (x + s.wide / folds + 0.01, s.floor), (x, s.floor)],
            shaded(tone, 0.62),
        )
    for k in range(6):
        x = k * s.wide / 5 - 0.1
        yield oval(x + s.wide / 10, 0, s.wide / 8, 0.085 * s.high, shaded(blend(t.top, t.middle, 0.5), 0.85))
    yield from boards(s, shaded(t.bottom, 0.7), s.floor)


def _lit(canvas: Field, tones: Palette, image: Image, light: float) -> Image:
    """Add daylight from above and darken the foreground, where captions are."""
    image = shine(image, tones.accent, np.exp(-canvas.distance(0.5, 0.30) * 2.4) * light)
    image = mix(image, tones.bottom * 0.5, smooth(0.62, 1.04, canvas.v) * 0.55)
    return image * (0.95 + 0.1 * canvas.clouds(50, 50, 9, 2))[..., None]
