"""What each kind of information looks like: a function a kind, from the shot's data to parts in an area of the frame."""

import math
from collections.abc import Callable
from typing import Final

import numpy as np

from reelwright.film.scenes.information.model import InformationKind
from reelwright.film.text.words import chunks_of
from reelwright.film.timeline.model import ShotInformation, TimedItem
from reelwright_media.canvas.placing import Box
from reelwright_media.canvas.tiles import PremultipliedRgba
from reelwright_media.shots.information.counting import number_parts
from reelwright_media.shots.information.drawing import WHITE, Style, bar, dimmed, disc, person, ring
from reelwright_media.shots.information.parts import CardPart, RingPart, TilePart

_ONE_ROW: Final = 4
_TWO_ROWS: Final = 10


def _count(shown: ShotInformation, box: Box, style: Style) -> list[CardPart]:
    return number_parts(shown.items[0], box, style)


def _date(shown: ShotInformation, box: Box, style: Style) -> list[CardPart]:
    return number_parts(shown.items[0], box, style, years=True)


def _share(shown: ShotInformation, box: Box, style: Style) -> list[CardPart]:
    """Draw a ring around the percentage."""
    item = shown.items[0]
    side = min(box.width, box.height) * 0.98
    centre = ((box.left + box.right) / 2, (box.top + box.bottom) / 2)
    pictures = (ring(side, side * 0.13, WHITE, 0.22), ring(side, side * 0.13, style.accent))
    parts: list[CardPart] = [RingPart(pictures, centre, item.value or 0.0, (item.enters_seconds, item.spoken_seconds))]
    inner = round(side * 0.30)
    inside = Box(
        int(centre[0]) - inner, int(centre[1] - inner * 0.8), int(centre[0]) + inner, int(centre[1] + inner * 0.8)
    )
    return parts + number_parts(item, inside, style, fill=WHITE)


def _ratio(shown: ShotInformation, box: Box, style: Style) -> list[CardPart]:
    """Draw one figure for each of the whole; those of the part light up one after another."""
    item, (part, whole) = shown.items[0], shown.parts or (1, 2)
    text = style.title(item.text, box.height * 0.2, (box.width, box.height * 0.34), lines=2)
    room = Box(box.left, box.top, box.right, box.bottom - text.height - round(box.height * 0.04))
    columns = (
        whole if whole <= _ONE_ROW else (math.ceil(whole / 2) if whole <= _TWO_ROWS else math.ceil(math.sqrt(whole)))
    )
    rows = math.ceil(whole / columns)
    step_x, step_y = room.width / columns, room.height / rows
    height = min(step_y * 0.9, step_x * 0.9 * (1.4 if shown.persons else 1.0))
    step_y = min(step_y, height * 1.14)
    draw = person if shown.persons else disc
    plain, lit = draw(height, dimmed(style.accent, 0.2)), draw(height, style.accent)
    left, top = room.left + step_x / 2, room.top + (room.height - rows * step_y) / 2 + step_y / 2
    parts: list[CardPart] = []
    spread = max(0.3, min(1.2, item.spoken_seconds - item.enters_seconds)) / whole
    for place in range(whole):
        last = whole - columns * (place // columns)
        inset = (columns - min(columns, last)) * step_x / 2
        centre = (left + inset + place % columns * step_x, top + place // columns * step_y)
        parts.append(TilePart(plain, centre, max(0.0, item.enters_seconds - 0.5) + place * 0.4 / whole))
        if place < part:
            parts.append(TilePart(lit, centre, item.enters_seconds + 0.2 + place * spread))
    below = (box.left + box.right) / 2, box.bottom - text.height / 2
    return [*parts, TilePart(text.rgba, below, item.enters_seconds)]


def _bars(shown: ShotInformation, box: Box, style: Style) -> list[CardPart]:
    """Draw bars to scale, each with its value above and its label below; the largest has the accent."""
    largest = max(item.value or 0.0 for item in shown.items) or 1.0
    column = box.width / len(shown.items)
    room = column * 0.94
    labels = [style.label(item.label, box.height * 0.085, (column, box.height * 0.17)) for item in shown.items]
    values = [style.title(item.text, box.height * 0.2, (room, box.height * 0.26), lines=2) for item in shown.items]
    smallest = min(one.size_px for one in values)
    values = [
        one if one.size_px == smallest else style.title(item.text, smallest, (room, box.height * 0.27), lines=2)
        for item, one in zip(shown.items, values, strict=True)
    ]
    foot = box.bottom - max(tile.height for tile in labels) - box.height * 0.02
    tallest = foot - box.top - max(tile.height for tile in values) - box.height * 0.02
    parts: list[CardPart] = []
    for place, (item, label, value) in enumerate(zip(shown.items, labels, values, strict=True)):
        centre = box.left + column * (place + 0.5)
        height = max(6.0, tallest * (item.value or 0.0) / largest)
        fill = style.accent if item.value == largest else dimmed(style.accent)
        top = foot - height
        parts += [
            TilePart(bar(column * 0.62, height, fill), (centre, foot - height / 2), item.enters_seconds, "up"),
            TilePart(value.rgba, (centre, top - value.height / 2 - box.height * 0.01), item.enters_seconds + 0.3),
            TilePart(label.rgba, (centre, foot + label.height / 2 + box.height * 0.015), item.enters_seconds),
        ]
    return parts


def _versus(shown: ShotInformation, box: Box, style: Style) -> list[CardPart]:
    """Draw two values as bars, or two names with a sign between."""
    if all(item.value is not None for item in shown.items):
        return _bars(shown, box, style)
    first, second = shown.items
    third = box.height * 0.4
    middle = (box.left + box.right) / 2
    parts: list[CardPart] = []
    for item, top, fill in ((first, box.top, WHITE), (second, box.bottom - third, style.accent)):
        tile = style.title(item.text, third * 0.8, (box.width, third), fill=fill, lines=2)
        parts.append(TilePart(tile.rgba, (middle, top + third / 2), item.enters_seconds))
    sign = style.title("VS", third * 0.26, (third, third * 0.5), fill=style.dark, lines=1)
    between = (first.spoken_seconds + second.enters_seconds) / 2
    centre = (middle, (box.top + box.bottom) / 2)
    return [*parts, TilePart(disc(third * 0.46, style.accent), centre, between), TilePart(sign.rgba, centre, between)]


def _rows(shown: ShotInformation, box: Box, style: Style, heads: list[str]) -> list[CardPart]:
    """List the items in rows with a head each: discs with numbers."""
    count = len(shown.items)
    step = min(box.height / count, box.height * 0.36)
    top = box.top + (box.height - step * count) / 2
    size = min(step * 0.62, box.width * 0.17)
    left = box.left + size / 2
    room = (box.width - size * 1.35, step * 0.92)
    tiles = [style.title(item.text, step * 0.42, room, lines=3) for item in shown.items]
    smallest = max(min(tile.size_px for tile in tiles), step * 0.2)
    parts: list[CardPart] = []
    for place, (item, head) in enumerate(zip(shown.items, heads, strict=True)):
        tile = style.title(item.text, smallest, room, lines=3)
        middle = top + step * (place + 0.5)
        number = style.label(head, size * 0.5, (size, size), fill=style.dark, lines=1)
        across = box.left + size * 1.35 + tile.width / 2
        parts += [
            TilePart(disc(size, style.accent), (left, middle), item.enters_seconds),
            TilePart(number.rgba, (left, middle), item.enters_seconds),
            TilePart(tile.rgba, (across, middle), item.enters_seconds + 0.08, "right"),
        ]
    return parts


def _steps(shown: ShotInformation, box: Box, style: Style) -> list[CardPart]:
    return _rows(shown, box, style, [item.label for item in shown.items])


def _timeline(shown: ShotInformation, box: Box, style: Style) -> list[CardPart]:
    """Draw dates along a line that grows downward, with what happened beside each."""
    count = len(shown.items)
    step = min(box.height / count, box.height * 0.46)
    top = box.top + (box.height - step * count) / 2
    axis = box.left + box.width * 0.05
    width = box.width * 0.88
    size = min(step * 0.22, box.width * 0.06)
    room = (width - size * 1.4, step * 0.54)
    labels = [style.label(item.label, step * 0.24, room) for item in shown.items if item.label]
    label_px = min((tile.size_px for tile in labels), default=0.0)
    parts: list[CardPart] = []
    for place, item in enumerate(shown.items):
        middle = top + step * (place + 0.5)
        if place:
            line = bar(size * 0.28, step, dimmed(style.accent))
            parts.append(TilePart(line, (axis, middle - step / 2), shown.items[place - 1].spoken_seconds, "down"))
        tall = step * (0.42 if item.label else 0.62)
        date = style.title(item.text, tall, (width, tall), fill=style.accent, lines=1)
        label = style.label(item.label, label_px, room, align="start") if item.label else None
        height = date.height + (label.height if label else 0)
        across = axis + size * 1.4
        parts += [
            TilePart(disc(size, style.accent), (axis, middle), item.enters_seconds),
            TilePart(date.rgba, (across + date.width / 2, middle - height / 2 + date.height / 2), item.enters_seconds),
        ]
        if label is not None:
            place_y = middle + height / 2 - label.height / 2
            parts.append(TilePart(label.rgba, (across + label.width / 2, place_y), item.enters_seconds + 0.12, "right"))
    return parts


def _quote(shown: ShotInformation, box: Box, style: Style) -> list[CardPart]:
    """Set a quotation below its mark, word by word, and the name of who said it."""
    item = shown.items[0]
    middle = (box.left + box.right) / 2
    mark = _inked(style.title("“", box.height * 0.42, (box.width, box.height * 0.4), fill=style.accent, lines=1).rgba)
    name = (
        style.label(f"— {item.label}", box.height * 0.07, (box.width, box.height * 0.1), fill=style.accent)
        if item.label
        else None
    )
    top = box.top + len(mark) + box.height * 0.03
    bottom = box.bottom - (name.height if name else 0)
    parts: list[CardPart] = [TilePart(mark, (middle, box.top + len(mark) / 2), max(0.0, item.enters_seconds - 0.2))]
    parts += _spoken_lines(item, Box(box.left, int(top), box.right, int(bottom)), style)
    if name is not None:
        parts.append(TilePart(name.rgba, (middle, box.bottom - name.height / 2), item.spoken_seconds))
    return parts


def _inked(rgba: PremultipliedRgba) -> PremultipliedRgba:
    """Cut the empty rows above and below the ink: where a quotation mark stands in its line differs by face."""
    rows = np.flatnonzero(rgba[..., 3].any(axis=1))
    return rgba[rows[0] : rows[-1] + 1]


def _spoken_lines(item: TimedItem, box: Box, style: Style) -> list[CardPart]:
    """Set a text in lines that enter one after another while it is spoken."""
    whole = style.title(item.text, box.height * 0.2, (box.width, box.height), lines=7)
    lines = [line for line in whole.lines if line.strip()]
    height = box.height / max(3, len(lines))
    words = max(1, len(chunks_of(item.text)))
    passed, parts = 0, list[CardPart]()
    top = box.top + (box.height - height * len(lines)) / 2
    for place, line in enumerate(lines):
        share = passed / words
        passed += len(chunks_of(line))
        tile = style.title(line, whole.size_px, (box.width * 1.05, height * 1.6), lines=1)
        enters = item.enters_seconds + share * (item.spoken_seconds - item.enters_seconds)
        centre = ((box.left + box.right) / 2, top + height * (place + 0.5))
        parts.append(TilePart(tile.rgba, centre, enters))
    return parts


LAYOUTS: Final[dict[InformationKind, Callable[[ShotInformation, Box, Style], list[CardPart]]]] = {
    "count": _count,
    "date": _date,
    "share": _share,
    "ratio": _ratio,
    "bars": _bars,
    "versus": _versus,
    "steps": _steps,
    "timeline": _timeline,
    "quote": _quote,
}
