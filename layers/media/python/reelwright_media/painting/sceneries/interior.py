"""Interiors: furniture drawn as vectors, blurred like a photograph's background, then lit."""

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np

from reelwright_media.painting.field import Field, Image, Plane, mix, shine, smooth
from reelwright_media.painting.palette import Colour, Palette, blend, code, colour
from reelwright_media.typography.vector import rasterise

_WARM = colour("#ffdca6")
_WHITE = colour("#ffffff")


@dataclass(frozen=True, slots=True)
class InteriorPlan:
    """Size of the canvas in units of its shorter side, colours, and the random generator that furniture draws from."""

    wide: float
    high: float
    tones: Palette
    random: np.random.Generator


def room(canvas: Field, tones: Palette) -> Image:
    """Paint a living room: window light on a wall, a lamp, a plant, a board floor."""
    image = _furnished(canvas, tones, _room_markup)
    image = shine(image, tones.accent, _window_light(canvas) * 0.34)
    image = shine(image, _WARM, np.exp(-canvas.distance(0.86, 0.46) * 3.4) * 0.30)
    return _graded(canvas, tones, image)


def kitchen(canvas: Field, tones: Palette) -> Image:
    """Paint a kitchen: tiles, a shelf, hanging lamps over a wooden counter."""
    image = _furnished(canvas, tones, _kitchen_markup)
    for u in (0.24, 0.76):
        image = shine(image, _WARM, np.exp(-canvas.distance(u, 0.19) * 4.2) * 0.46)
    image = shine(image, tones.accent, np.exp(-canvas.distance(0.5, 0.40) * 2.6) * 0.22)
    return _graded(canvas, tones, image)


def _furnished(canvas: Field, tones: Palette, markup: Callable[[InteriorPlan], str]) -> Image:
    """Rasterise the vector drawing, slightly out of focus because it is behind the subject."""
    plan = InteriorPlan(canvas.width / canvas.short, canvas.height / canvas.short, tones, canvas.random(3))
    scaled = f'<g transform="scale({canvas.short})">{markup(plan)}</g>'
    drawn = rasterise(scaled, canvas.width, canvas.height)[..., :3].astype(np.float32) / 255
    soft = cv2.GaussianBlur(drawn, (0, 0), canvas.short * 0.0052)
    return np.asarray(soft, np.float32)


def _graded(canvas: Field, tones: Palette, image: Image) -> Image:
    image = mix(image, tones.bottom * 0.5, smooth(0.60, 1.04, canvas.v) * 0.55)
    return image * (0.95 + 0.1 * canvas.clouds(50, 50, 9, 2))[..., None]


def _window_light(canvas: Field) -> Plane:
    """Draw four slanted panes of sunlight on the wall."""
    across = (canvas.x - canvas.x.mean()) * 1.0 + (canvas.y - 0.3) * 0.28 + 0.06
    down = canvas.y / (canvas.height / canvas.short)
    panes = np.zeros((canvas.height, canvas.width), np.float32)
    for left in (-0.30, 0.02):
        for top in (0.13, 0.30):
            inside = smooth(left, left + 0.02, across) * smooth(left + 0.29, left + 0.27, across)
            panes += inside * smooth(top, top + 0.012, down) * smooth(top + 0.155, top + 0.143, down)
    return np.asarray(cv2.GaussianBlur(panes, (0, 0), canvas.short * 0.008), np.float32)


def _rect(x: float, y: float, wide: float, high: float, fill: Colour, *, round_by: float = 0) -> str:
    return f'<rect x="{x:.4f}" y="{y:.4f}" width="{wide:.4f}" height="{high:.4f}" fill="{code(fill)}" rx="{round_by}"/>'


def _fade(name: str, top: Colour, bottom: Colour) -> str:
    return (
        f'<linearGradient id="{name}" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="{code(top)}"/>'
        f'<stop offset="1" stop-color="{code(bottom)}"/></linearGradient>'
    )


def _room_markup(plan: InteriorPlan) -> str:
    wide, high, tones = plan.wide, plan.high, plan.tones
    floor = 0.585 * high
    wood = blend(tones.bottom, tones.accent, 0.22)
    parts = [
        f"<defs>{_fade('wall', tones.top, tones.middle)}{_fade('floor', wood, wood * 0.55)}</defs>",
        f'<rect width="{wide}" height="{floor}" fill="url(#wall)"/>',
        f'<rect y="{floor}" width="{wide}" height="{high - floor}" fill="url(#floor)"/>',
        _rect(0, floor - 0.035, wide, 0.035, blend(tones.middle, _WHITE, 0.45)),
        *_boards(plan, floor, wood),
        *_frames(plan),
        *_lamp(plan, floor),
        *_plant(plan, floor),
    ]
    return "".join(parts)


def _boards(plan: InteriorPlan, floor: float, wood: Colour) -> list[str]:
    """Draw the gaps between floor boards, converging to a vanishing point."""
    lines = []
    for index in range(-14, 15):
        near = plan.wide / 2 + index * 0.24
        far = plan.wide / 2 + index * 0.085
        lines.append(
            f'<line x1="{far:.3f}" y1="{floor:.3f}" x2="{near:.3f}" y2="{plan.high:.3f}" stroke="{code(wood * 0.62)}" '
            'stroke-width="0.004"/>'
        )
    return lines


def _frames(plan: InteriorPlan) -> list[str]:
    tones = plan.tones
    parts = []
    for place in (0.06, 0.78 * plan.wide):
        size = 0.15 + 0.04 * plan.random.random()
        top = (0.12 + 0.08 * plan.random.random()) * plan.high
        mat = blend(tones.middle, _WHITE, 0.7)
        art = blend(tones.accent, tones.bottom, plan.random.random())
        parts.append(_rect(place, top, size, size * 1.3, blend(tones.bottom, tones.middle, 0.25)))
        parts.append(_rect(place + 0.012, top + 0.012, size - 0.024, size * 1.3 - 0.024, mat))
        parts.append(_rect(place + 0.04, top + 0.045, size - 0.08, size * 1.3 - 0.09, art))
    return parts


def _lamp(plan: InteriorPlan, floor: float) -> list[str]:
    x, top = 0.90 * plan.wide, floor - 0.50
    shade = code(blend(_WARM, plan.tones.accent, 0.25))
    pole = blend(plan.tones.bottom, plan.tones.middle, 0.2)
    return [
        _rect(x - 0.006, top + 0.14, 0.012, floor - top - 0.10, pole),
        f'<ellipse cx="{x}" cy="{floor + 0.045}" rx="0.075" ry="0.016" fill="{code(pole)}"/>',
        f'<path d="M{x - 0.06} {top}h.12l.05 .16h-.22z" fill="{shade}"/>',
    ]


def _plant(plan: InteriorPlan, floor: float) -> list[str]:
    x, foot = 0.10 * plan.wide, floor + 0.07
    leaf = blend(colour("#2f7d4f"), plan.tones.middle, 0.25)
    leaves = [
        f'<path d="M0 0C{side * 0.02:.3f} -.12 {side * 0.10:.3f} -.2 {side * 0.15:.3f} -.30C{side * 0.03:.3f} -.24 '
        f'{-side * 0.03:.3f} -.12 0 0z" transform="translate({x:.3f} {foot - 0.15:.3f}) rotate({angle})" '
        f'fill="{code(leaf * shade)}"/>'
        for side, angle, shade in (
            (1, -8, 1.0),
            (-1, 8, 0.85),
            (1, 30, 0.75),
            (-1, -30, 0.92),
            (1, -38, 0.8),
            (-1, 42, 1.05),
        )
    ]
    pot = blend(plan.tones.accent, plan.tones.bottom, 0.35)
    return [*leaves, f'<path d="M{x - 0.075} {foot - 0.16}h.15l-.022 .16h-.106z" fill="{code(pot)}"/>']


def _kitchen_markup(plan: InteriorPlan) -> str:
    wide, high, tones = plan.wide, plan.high, plan.tones
    counter = 0.565 * high
    wood = blend(tones.bottom, colour("#a8683a"), 0.5)
    parts = [
        f"<defs>{_fade('wall', tones.top, tones.middle)}{_fade('wood', wood, wood * 0.5)}</defs>",
        f'<rect width="{wide}" height="{high}" fill="url(#wall)"/>',
        *_tiles(plan, counter),
        *_shelf(plan),
        f'<rect y="{counter}" width="{wide}" height="{high - counter}" fill="url(#wood)"/>',
        _rect(0, counter, wide, 0.03, blend(wood, _WHITE, 0.32)),
        _rect(0, counter + 0.16 * high, wide, 0.012, wood * 0.4),
        *_hanging_lamps(plan),
    ]
    return "".join(parts)


def _tiles(plan: InteriorPlan, foot: float) -> list[str]:
    """Draw wall tiles in running bond, each slightly lighter or darker."""
    wide, high, gap = 0.155, 0.078, 0.006
    parts = []
    for row in range(int(foot / high) + 1):
        for column in range(int(plan.wide / wide) + 2):
            tone = blend(
                blend(plan.tones.top, plan.tones.middle, row * high / foot), _WHITE, 0.10 + 0.10 * plan.random.random()
            )
            left = (column - 0.5 * (row % 2)) * wide
            parts.append(_rect(left + gap / 2, row * high + gap / 2, wide - gap, high - gap, tone, round_by=0.006))
    return parts


def _shelf(plan: InteriorPlan) -> list[str]:
    tones = plan.tones
    y = 0.33 * plan.high
    parts = []
    for start, end in ((0.0, 0.27), (0.73, 1.0)):
        left, span = start * plan.wide, (end - start) * plan.wide
        parts.append(_rect(left, y, span, 0.022, blend(tones.bottom, colour("#8a5a36"), 0.5)))
        x = left + 0.03
        while x < left + span - 0.06:
            jar_wide, jar_high = 0.045 + 0.03 * plan.random.random(), 0.07 + 0.09 * plan.random.random()
            tint = blend(tones.accent, (tones.middle, tones.bottom, _WHITE)[plan.random.integers(0, 3)], 0.55)
            parts.append(_rect(x, y - jar_high, jar_wide, jar_high, tint, round_by=0.012))
            parts.append(_rect(x + 0.006, y - jar_high - 0.014, jar_wide - 0.012, 0.018, tones.bottom, round_by=0.004))
            x += jar_wide + 0.014 + 0.02 * plan.random.random()
    return parts


def _hanging_lamps(plan: InteriorPlan) -> list[str]:
    parts = []
    metal, bulb = code(blend(plan.tones.bottom, plan.tones.accent, 0.3)), code(blend(_WARM, _WHITE, 0.5))
    for share in (0.24, 0.76):
        x, y = share * plan.wide, 0.17 * plan.high
        parts.append(_rect(x - 0.003, 0, 0.006, y, plan.tones.bottom))
        parts.append(f'<path d="M{x - 0.11} {y + 0.075}a.11 .10 0 0 1 .22 0z" fill="{metal}"/>')
        parts.append(f'<ellipse cx="{x}" cy="{y + 0.078}" rx=".085" ry=".016" fill="{bulb}"/>')
    return parts
