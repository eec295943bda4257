"""Heroes that fill the picture: the Earth, a black hole, neurons, DNA, a circuit."""

from dataclasses import dataclass

import cv2
import numpy as np

from reelwright_media.painting.field import Field, Floats, Image, Plane, gradient, mix, shine, smooth
from reelwright_media.painting.palette import Palette, blend, colour
from reelwright_media.painting.sceneries.sky import stars

_WHITE = colour("#ffffff")


def earth(canvas: Field, tones: Palette) -> Image:
    """Paint the Earth from space: seas, land, clouds, a lit limb with blue air, stars around it."""
    image = canvas.flat(tones.bottom * 0.35)
    image = shine(image, _WHITE, stars(canvas, 7, 0.8))
    middle_v, radius = 0.36, 0.40
    away = canvas.distance(0.5, middle_v)
    across = (canvas.u - 0.5) * np.float32(canvas.width / canvas.short) / radius
    down = (canvas.v - middle_v) * np.float32(canvas.height / canvas.short) / radius
    bulge = np.sqrt(np.clip(1 - across**2 - down**2, 0, 1))
    # Curve the noise like a ball: sample it where the sphere's surface would be on a flat map.
    east, south = np.arctan2(across, bulge + 1e-3) / np.pi + 0.5, np.arcsin(np.clip(down, -1, 1)) / np.pi + 0.5
    land = smooth(0.50, 0.56, _on_ball(canvas, canvas.clouds(2.6, 2.6, 11, 6), east, south))
    dry = _on_ball(canvas, canvas.clouds(5, 5, 12, 4), east, south)
    cloud = smooth(
        0.52,
        0.72,
        _on_ball(
            canvas,
            canvas.warped(canvas.clouds(3, 5, 13, 6), canvas.clouds(2, 2, 14), canvas.clouds(2, 2, 15), 0.8),
            east,
            south,
        ),
    )
    ground = mix(colour("#2f7d46"), colour("#b99a5b"), smooth(0.45, 0.6, dry))
    surface = mix(mix(colour("#0d4f94"), colour("#1f7fc4"), bulge), ground, land)
    surface = mix(surface, _WHITE, smooth(0.80, 0.95, np.abs(down)) * 0.8)
    surface = mix(surface, _WHITE, cloud * 0.85)
    light = np.clip(-0.55 * across - 0.35 * down + 0.75 * bulge, 0, 1)
    lit = surface * (0.05 + 1.15 * light)[..., None]
    air = np.exp(-np.abs(away - radius) * 26)
    image = shine(
        image, blend(colour("#4fa8ff"), tones.accent, 0.2), air * smooth(0.9, -0.6, across + 0.6 * down) * 0.75
    )
    return mix(
        image,
        shine(lit, colour("#5fb0ff"), (1 - bulge) ** 2.5 * light * 0.9),
        smooth(radius + 0.002, radius - 0.002, away),
    )


def _on_ball(canvas: Field, plane: Plane, east: Plane, south: Plane) -> Plane:
    shape = (canvas.height, canvas.width)
    columns = np.broadcast_to(east * 0.9 * canvas.short, shape).astype(np.float32)
    rows = np.broadcast_to(south * 0.95 * canvas.short, shape).astype(np.float32)
    return np.asarray(cv2.remap(plane, columns, rows, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT), np.float32)


def black_hole(canvas: Field, tones: Palette) -> Image:
    """Paint a black hole: a glowing disc seen nearly from the side, bent over and under the shadow by its gravity."""
    image = shine(canvas.flat(tones.bottom * 0.25), _WHITE, stars(canvas, 7, 0.9))
    middle_v, shadow = 0.36, 0.145
    x = (canvas.u - 0.5) * np.float32(canvas.width / canvas.short)
    y = (canvas.v - middle_v) * np.float32(canvas.height / canvas.short)
    x, y = x * 0.97 + y * 0.22, y * 0.97 - x * 0.22
    away = np.hypot(x, y)
    swirl = canvas.warped(canvas.clouds(9, 2.4, 4, 4), canvas.clouds(2, 2, 5, 2), canvas.clouds(2, 2, 6, 2), 0.3)
    ring = np.exp(-(((away - shadow * 1.32) / 0.022) ** 2)) + 0.5 * np.exp(-np.clip(away - shadow * 1.3, 0, 9) * 14)
    flat = np.hypot(x, y / 0.16)
    disc = smooth(0.22, 0.27, flat) * np.exp(-np.clip(flat - 0.24, 0, 9) * 5.0)
    hot, glow = blend(tones.accent, _WHITE, 0.55), blend(tones.accent, colour("#ff7a2a"), 0.55)
    streaks = 0.45 + 1.1 * swirl
    towards = 1 - 0.45 * np.clip(x / 0.5, -1, 1)  # the side that turns towards us is brighter
    image = shine(image, glow, np.exp(-away * 3.2) * 0.45)
    image = shine(image, glow, ring * streaks * towards * 1.15)
    image = shine(image, hot, np.exp(-(((away - shadow * 1.16) / 0.009) ** 2)) * 1.2 * towards)
    image = mix(image, colour("#000000"), smooth(shadow * 1.04, shadow * 0.98, away))
    image = shine(image, glow, disc * streaks * towards * 1.6 * smooth(-0.05, 0.02, y + 0.02))
    return shine(image, hot, disc**2 * streaks * towards * 1.0 * smooth(-0.05, 0.02, y + 0.02))


def neurons(canvas: Field, tones: Palette) -> Image:
    """Paint nerve cells with branching arms, and sparks that travel along them."""
    image = gradient(canvas, [(0, tones.bottom), (0.45, tones.top * 0.8), (1, tones.bottom)])
    image = shine(image, tones.middle, smooth(0.4, 0.8, canvas.clouds(2, 2, 3, 4)) * 0.35)
    for depth, (count, size, blur) in enumerate(((7, 0.5, 0.010), (4, 1.0, 0.0015))):
        arms, bodies, sparks = (np.zeros((canvas.height, canvas.width), np.float32) for _ in range(3))
        random = canvas.random(20 + depth)
        cells = _Cells(arms, sparks, random)
        for index in range(count):
            centre = np.array(
                [random.random() * canvas.width, (0.08 + 0.80 * (index + random.random()) / count) * canvas.height]
            )
            for _ in range(7):
                cells.grow(centre, canvas.short * 0.42 * size, random.random() * 6.3, canvas.short * 0.016 * size)
            cv2.circle(bodies, (int(centre[0]), int(centre[1])), int(canvas.short * 0.045 * size), 1.0, -1, cv2.LINE_AA)
        arm_tone = blend(tones.middle, tones.accent, 0.35 + 0.3 * depth)
        for plane, tone, near in ((arms, arm_tone, 0.4), (bodies, blend(tones.accent, _WHITE, 0.25), 0.5)):
            soft = np.asarray(cv2.GaussianBlur(plane, (0, 0), max(0.7, blur * canvas.short)), np.float32)
            image = mix(image, tone, np.clip(soft, 0, 1) * (0.45 + near * depth))
        glow = cv2.GaussianBlur(sparks, (0, 0), canvas.short * 0.014)
        image = shine(image, blend(tones.accent, _WHITE, 0.5), np.asarray(glow * 5 + sparks, np.float32))
    return image


@dataclass(frozen=True, slots=True, eq=False)
class _Cells:
    """The planes that nerve cells are drawn on: their arms, and the sparks on these."""

    arms: Plane
    sparks: Plane
    random: np.random.Generator

    def grow(self, start: Floats, length: float, angle: float, width: float) -> None:
        """Draw one bending arm that thins out, with a branch at its end and a spark on its way."""
        point, steps = start.astype(float), 9
        for step in range(steps):
            angle += (self.random.random() - 0.5) * 0.7
            ahead = point + np.array([np.cos(angle), np.sin(angle)]) * length / steps
            thick = max(1, round(width * (1 - step / steps)))
            cv2.line(self.arms, _pixel(point), _pixel(ahead), 1.0, thick, cv2.LINE_AA)
            point = ahead
            if step == steps // 2 and self.random.random() < 0.5:  # noqa: PLR2004 - half of the arms carry a spark
                cv2.circle(self.sparks, _pixel(point), max(1, round(width * 0.5)), 1.0, -1, cv2.LINE_AA)
        if width > 2 and length > 40:  # noqa: PLR2004 - pixels below which a branch is invisible
            for turn in (-0.6, 0.6):
                self.grow(point, length * 0.4, angle + turn, width * 0.45)


def _pixel(point: Floats) -> tuple[int, int]:
    return int(point[0]), int(point[1])


def dna(canvas: Field, tones: Palette) -> Image:
    """Paint a double helix that turns across the picture, with coloured rungs, blurred copies behind it."""
    image = gradient(canvas, [(0, tones.top * 0.7), (0.5, tones.middle * 0.8), (1, tones.bottom)])
    image = shine(image, tones.accent, np.exp(-canvas.distance(0.5, 0.40) * 2.2) * 0.25)
    for size, lean, blur, strength in ((0.6, -0.5, 0.012, 0.35), (1.0, 0.42, 0.0012, 1.0)):
        layer = _helix(canvas, size, lean, tones)
        soft = np.asarray(cv2.GaussianBlur(layer, (0, 0), max(0.6, blur * canvas.short)), np.float32)
        image = mix(image, soft[..., :3] / np.maximum(soft[..., 3:], 1e-3), soft[..., 3] * np.float32(strength))
    return image


def _helix(canvas: Field, size: float, lean: float, tones: Palette) -> Image:
    """Draw the helix as colour and alpha, far parts first."""
    layer = np.zeros((canvas.height, canvas.width, 4), np.float32)
    pairs = (colour("#ff7a8a"), colour("#ffd166"), colour("#6ee7b7"), colour("#7cc7ff"))
    centre, length = np.array([canvas.width / 2, canvas.height * 0.40]), np.hypot(canvas.width, canvas.height)
    along = np.array([np.sin(lean), np.cos(lean)])
    beside = np.array([along[1], -along[0]])
    steps = 46
    beads: list[tuple[float, Plane, Plane]] = []
    for step in range(steps):
        turn = step * 0.36
        base = centre + along * length * (step / steps - 0.5)
        swing = beside * canvas.short * 0.17 * size
        one, other = base + swing * np.cos(turn), base - swing * np.cos(turn)
        middle = (one + other) / 2
        for start, tint in ((one, pairs[step % 4]), (other, pairs[(step + 2) % 4])):
            ends = [(int(p[0]), int(p[1])) for p in (start, middle)]
            cv2.line(
                layer,
                ends[0],
                ends[1],
                (*map(float, tint), 1.0),
                max(1, round(canvas.short * 0.013 * size)),
                cv2.LINE_AA,
            )
        beads += [(np.sin(turn), one, tones.accent), (-np.sin(turn), other, blend(tones.accent, _WHITE, 0.45))]
    for near, place, tint in sorted(beads, key=lambda bead: bead[0]):
        radius = max(1, round(canvas.short * (0.026 + 0.010 * near) * size))
        shade = tint * np.float32(0.72 + 0.28 * near)
        cv2.circle(layer, (int(place[0]), int(place[1])), radius, (*map(float, shade), 1.0), -1, cv2.LINE_AA)
    return layer


def circuit(canvas: Field, tones: Palette) -> Image:
    """Paint a circuit board: tracks with right angles that light up, pads, a chip in the middle."""
    image = gradient(canvas, [(0, tones.top * 0.7), (0.5, tones.middle * 0.55), (1, tones.bottom * 0.8)])
    tracks, lit = (np.zeros((canvas.height, canvas.width), np.float32) for _ in range(2))
    random = canvas.random(20)
    cell = canvas.short / 18
    for index in range(70):
        x, y = (int(random.random() * side / cell) * cell for side in (canvas.width, canvas.height))
        angle = int(random.integers(0, 4)) * np.pi / 2
        plane = lit if index % 5 == 0 else tracks
        cv2.circle(plane, (int(x), int(y)), max(2, round(cell * 0.16)), 1.0, -1, cv2.LINE_AA)
        for _ in range(int(random.integers(2, 5))):
            reach = cell * random.integers(1, 6)
            ahead = (x + np.cos(angle) * reach, y + np.sin(angle) * reach)
            cv2.line(
                plane, (int(x), int(y)), (int(ahead[0]), int(ahead[1])), 1.0, max(1, round(cell * 0.09)), cv2.LINE_AA
            )
            (x, y), angle = ahead, angle + (np.pi / 4 if random.random() < 0.5 else -np.pi / 4)  # noqa: PLR2004 - left or right
        cv2.circle(plane, (int(x), int(y)), max(2, round(cell * 0.2)), 1.0, -1, cv2.LINE_AA)
    image = mix(image, blend(tones.middle, tones.accent, 0.25), tracks * 0.55)
    glow = np.asarray(cv2.GaussianBlur(lit, (0, 0), cell * 0.35), np.float32)
    image = shine(mix(image, tones.accent, lit * 0.9), tones.accent, glow * 0.9)
    return shine(image, tones.accent, np.exp(-canvas.distance(0.5, 0.40) * 2.6) * 0.22)
