"""What the mats of films are drawn as, in SVG: a hundred units are the width of the frame."""

import math
from collections.abc import Callable
from typing import Final, NamedTuple

from reelwright.film.scenes.arrangements import Mat, MatShape

_DEVICE: Final = "#0c0d12"
"""The body of a telephone."""
_HOLE: Final = 'fill="#ffffff"'
_SHADE: Final = 'fill="#000000" fill-opacity="0.28"'
_PRINT_TURN: Final = -2.2
"""Degrees by which a photograph lies aslant."""


Edges = tuple[float, float, float, float]
"""Left, top, right and bottom."""


class Drawing(NamedTuple):
    """The parts of a mat as SVG elements: its hole, in white; what the hole is in; and what is drawn above the picture.

    What the hole is in lies on the mat's ground. Without a hole the whole picture shows.
    """

    hole: str
    under: str
    over: str = ""


class Page(NamedTuple):
    """A mat, and the height of its frame in hundredths of the width."""

    mat: Mat
    high: float

    @property
    def window(self) -> Edges:
        """The edges of the window."""
        mat = self.mat
        return 100 * mat.left, self.at(mat.top), 100 * (1 - mat.right), self.at(1 - mat.bottom)

    @property
    def line(self) -> float:
        """The thickness of lines."""
        return 100 * self.mat.line_share

    def at(self, share: float) -> float:
        """Convert a share of the height."""
        return share * self.high

    def surface(self, colour: str) -> str:
        """Draw a colour on the whole frame."""
        return _box((0, 0, 100, self.high), f'fill="{colour}"')


def drawing_of(mat: Mat, width: int, height: int) -> Drawing:
    """Draw a mat for frames of this size."""
    return _DRAWN[mat.shape](Page(mat, 100 * height / width))


def _box(edges: Edges, look: str, radius: float = 0.0) -> str:
    left, top, right, bottom = edges
    return (
        f'<rect x="{left:.2f}" y="{top:.2f}" width="{right - left:.2f}" height="{bottom - top:.2f}" '
        f'rx="{radius:.2f}" {look}/>'
    )


def _shade(edges: Edges, right: float, down: float, radius: float = 0.0, look: str = "") -> str:
    """Draw the shadow of a box, moved to the right and down."""
    moved = (edges[0] + right, edges[1] + down, edges[2] + right, edges[3] + down)
    return _box(moved, f"{_SHADE} {look}", radius)


def _disc(x: float, y: float, radius: float, look: str) -> str:
    return f'<circle cx="{x:.2f}" cy="{y:.2f}" r="{radius:.2f}" {look}/>'


def _polygon(points: list[tuple[float, float]], look: str) -> str:
    return f'<polygon points="{" ".join(f"{x:.2f},{y:.2f}" for x, y in points)}" {look}/>'


def _stroke(colour: str, wide: float) -> str:
    return f'fill="none" stroke="{colour}" stroke-width="{wide:.2f}"'


def _plain(page: Page) -> Drawing:
    """Draw a flat surface around a rectangle with a line at its edge."""
    mat = page.mat
    hole = _box(page.window, _HOLE)
    return Drawing(hole, _box(page.window, _stroke(mat.line, 2 * page.line)))


def _strip(page: Page) -> Drawing:
    """Draw a picture between two surfaces, and a short bar above the words."""
    drawn = _plain(page)
    mark = _box((12, page.at(0.088), 30, page.at(0.088) + 1.6), f'fill="{page.mat.line}"')
    return drawn._replace(under=drawn.under + mark)


def _band(page: Page) -> Drawing:
    """Draw a band across the picture, as under news."""
    mat, top, bottom = page.mat, page.at(0.6), page.at(0.782)
    over = (
        _box((0, top - page.line, 100, top), f'fill="{mat.line}"')
        + _box((0, top, 100, bottom), f'fill="{mat.fill}"')
        + _box((0, top, 4, bottom), f'fill="{mat.line}"')
        + _box((0, bottom, 100, bottom + 0.8), f'fill="{mat.line}"')
    )
    return Drawing("", "", over)


def _print(page: Page) -> Drawing:
    """Draw a photograph on paper, held by a piece of tape, aslant on a table."""
    mat = page.mat
    turned = f'transform="rotate({_PRINT_TURN} 50 {page.at(0.43):.2f})"'
    left, top, right, bottom = 11.9, page.at(0.098), 89.6, page.at(0.572)
    paper = (4.5, page.at(0.05), 95.5, page.at(0.812))
    under = (
        _shade(paper, 1.3, 1.3, look=turned)
        + _box(paper, f'fill="{mat.fill}" {turned}', 0.8)
        + _box((36, page.at(0.036), 62, page.at(0.066)), f'fill="{mat.line}" fill-opacity="0.85" {turned}')
    )
    return Drawing(_box((left, top, right, bottom), f"{_HOLE} {turned}"), under)


def _slant(page: Page) -> Drawing:
    """Draw a surface above the picture, with a slanted edge."""
    mat, left, right, low = page.mat, page.at(0.415), page.at(0.345), page.high

    def stripe(first: float, last: float, colour: str) -> str:
        corners = [(0.0, left + first), (100.0, right + first), (100.0, right + last), (0.0, left + last)]
        return _polygon(corners, f'fill="{colour}"')

    hole = _polygon([(0, left), (100, right), (100, low), (0, low)], _HOLE)
    under = page.surface(mat.fill) + stripe(-page.line, 0.2, mat.line)
    return Drawing(hole, under, stripe(1.4, 2.6, mat.fill))


def _torn(page: Page) -> Drawing:
    """Draw a page of a note pad above the picture, torn off below its words."""
    mat = page.mat
    edge = [
        (x, page.at(0.362) + 1.1 * math.sin(x * 0.9) + 0.8 * math.sin(x * 2.3 + 1) + (0.7 if x % 4 else -0.5))
        for x in range(-2, 103, 2)
    ]
    rim = [(x, y + 2.2 + 0.9 * math.sin(x * 1.7 + 2)) for x, y in edge]
    low = page.high
    holes = "".join(_disc(x, page.at(0.05), 2.3, f'fill="{mat.ground}"') for x in range(8, 97, 12))
    rule = _box((0, page.at(0.088), 100, page.at(0.088) + 0.6), f'fill="{mat.line}"')
    under = (
        page.surface("#ffffff")
        + _polygon([(-2.0, 0.0), *((float(x), y) for x, y in edge), (102.0, 0.0)], f'fill="{mat.fill}"')
        + holes
        + rule
    )
    hole = _polygon([*((float(x), y) for x, y in rim), (102.0, low), (-2.0, low)], _HOLE)
    return Drawing(hole, under)


def _bubble(page: Page) -> Drawing:
    """Draw a speech bubble above the thing that the picture shows."""
    mat, top, bottom, turn = page.mat, page.at(0.1), page.at(0.348), 9
    path = (
        f"M{5 + turn} {top:.2f}H{95 - turn}A{turn} {turn} 0 0 1 95 {top + turn:.2f}V{bottom - turn:.2f}"
        f"A{turn} {turn} 0 0 1 {95 - turn} {bottom:.2f}H46L33 {page.at(0.395):.2f}L35 {bottom:.2f}H{5 + turn}"
        f"A{turn} {turn} 0 0 1 5 {bottom - turn:.2f}V{top + turn:.2f}A{turn} {turn} 0 0 1 {5 + turn} {top:.2f}Z"
    )
    shade = f'<path d="{path}" transform="translate(1.6 2)" {_SHADE}/>'
    look = f'fill="{mat.fill}" stroke="{mat.line}" stroke-width="{page.line:.2f}" stroke-linejoin="round"'
    return Drawing("", "", f'{shade}<path d="{path}" {look}/>')


def _round(page: Page) -> Drawing:
    """Draw a round hole with two circles around it."""
    left, top, right, bottom = page.window
    middle, down, radius = (left + right) / 2, (top + bottom) / 2, (right - left) / 2
    lines = _disc(middle, down, radius, _stroke(page.mat.line, 2 * page.line))
    lines += _disc(middle, down, radius + 3, _stroke(page.mat.line, 0.6))
    return Drawing(_disc(middle, down, radius, _HOLE), lines)


def _arch(page: Page) -> Drawing:
    """Draw a wall with an arched window on a sill, and a floor."""
    mat = page.mat
    left, top, right, bottom = page.window

    def arched(by: float, look: str) -> str:
        radius = (right - left) / 2 + by
        spring = top + (right - left) / 2
        return (
            f'<path d="M{left - by:.2f} {bottom:.2f}V{spring:.2f}A{radius:.2f} {radius:.2f} 0 0 1 {right + by:.2f} '
            f'{spring:.2f}V{bottom:.2f}Z" {look}/>'
        )

    floor = page.at(0.85)
    seam = f'{_stroke(mat.line, 0.7)} stroke-opacity="0.6"'
    boards = "".join(
        f'<path d="M{50 + (x - 50) * 0.6:.2f} {floor:.2f}L{x} {page.high:.2f}" {seam}/>' for x in range(-130, 240, 30)
    )
    under = (
        page.surface(mat.fill)
        + arched(6, f'fill="{mat.ground}"')
        + arched(page.line, f'fill="{mat.line}"')
        + _box((left - 8, bottom, right + 8, bottom + 3), f'fill="{mat.ground}"', 0.8)
        + _box((0, floor, 100, page.high), f'fill="{mat.ground}"')
        + boards
        + _box((0, floor, 100, floor + page.line), f'fill="{mat.line}"')
    )
    return Drawing(arched(0, _HOLE), under)


def _phone(page: Page) -> Drawing:
    """Draw a telephone whose screen shows the picture and a message."""
    mat = page.mat
    left, top, right, bottom = page.window
    body = (3.0, page.at(0.02), 97.0, page.at(0.98))
    under = _box(body, f'fill="{_DEVICE}" stroke="{mat.line}" stroke-width="{page.line:.2f}"', 13)
    message = (8.6, page.at(0.594), 91.4, page.at(0.79))
    over = (
        _box((36, page.at(0.052), 64, page.at(0.052) + 5), f'fill="{_DEVICE}"', 2.5)
        + _shade(message, 0.8, 1.2, 6)
        + _disc(13, message[3] + 2.4, 2.2, f'fill="{mat.fill}"')
        + _disc(10.4, message[3] + 6.2, 1.2, f'fill="{mat.fill}"')
        + _box(message, f'fill="{mat.fill}"', 6)
        + _box((35, page.at(0.935), 65, page.at(0.935) + 1.4), 'fill="#ffffff" fill-opacity="0.85"', 0.7)
    )
    return Drawing(_box((left, top, right, bottom), _HOLE, 10), under, over)


def _screen(page: Page) -> Drawing:
    """Draw a television with aerials, knobs and legs; the words are on its front."""
    mat = page.mat
    body = (4.0, page.at(0.122), 96.0, page.at(0.812))
    base = body[3]
    aerials = "".join(
        f'<path d="M50 {body[1]:.2f}L{x} {page.at(0.045):.2f}" {_stroke(mat.line, 1.3)}/>'
        + _disc(x, page.at(0.045), 1.8, f'fill="{mat.line}"')
        for x in (29, 73)
    )
    legs = "".join(
        _polygon(
            [(x, base - 1), (x + 8, base - 1), (x + 4 + lean, base + 9), (x + 1 + lean, base + 9)], f'fill="{mat.line}"'
        )
        for x, lean in ((16.0, -3.0), (76.0, 6.0))
    )
    knobs = "".join(_disc(7.6, page.at(v), 1.6, f'fill="{mat.line}"') for v in (0.67, 0.70))
    front = _box(body, f'fill="{mat.fill}" stroke="{mat.line}" stroke-width="{page.line:.2f}"', 8)
    rim = _box(page.window, _stroke(mat.line, 2 * page.line), 9)
    return Drawing(_box(page.window, _HOLE, 9), aerials + legs + front + knobs + rim)


def _browser(page: Page) -> Drawing:
    """Draw two windows on the screen of a computer: one shows the picture, one the words."""
    mat, line = page.mat, page.line
    left, top, right, bottom = page.window
    look = f'fill="{mat.fill}" stroke="{mat.line}" stroke-width="{line:.2f}"'

    def titled(edges: Edges, bar: float) -> str:
        x0, y0, x1, _ = edges
        dots = "".join(_disc(x0 + 4 + 3.6 * place, y0 + bar / 2, bar / 4, f'fill="{mat.fill}"') for place in range(3))
        return (
            _shade(edges, 1.4, 1.8, 1.6)
            + _box(edges, look, 1.6)
            + _box((x0, y0, x1, y0 + bar), f'fill="{mat.line}"', 1.6)
            + dots
        )

    under = titled((left, page.at(0.075), right, bottom), top - page.at(0.075))
    under += _box((34, page.at(0.084), 90, page.at(0.106)), f'fill="{mat.fill}" fill-opacity="0.9"', 2)
    under += titled((left + 3, page.at(0.592), right + 2, page.at(0.805)), page.at(0.0215))
    x, y = 84.0, page.at(0.796)
    pointer = [
        (x, y),
        (x, y + 8.4),
        (x + 2, y + 6.6),
        (x + 3.6, y + 10),
        (x + 5, y + 9.3),
        (x + 3.5, y + 6),
        (x + 6, y + 6),
    ]
    under += _box((20, page.at(0.885), 80, page.at(0.885) + 11), f'fill="{mat.fill}"', 3)
    under += "".join(
        _box(
            (23 + 11.2 * place, page.at(0.885) + 2.2, 29.6 + 11.2 * place, page.at(0.885) + 8.8),
            f'fill="{colour}"',
            1.6,
        )
        for place, colour in enumerate((mat.line, mat.ground, mat.line, mat.ground, mat.line))
    )
    under += _polygon(pointer, f'fill="#ffffff" stroke="{_DEVICE}" stroke-width="0.7"')
    return Drawing(_box((left, top, right, bottom), _HOLE), under)


def _reel(page: Page) -> Drawing:
    """Draw a strip of film: holes at both sides, the picture in one of its frames, the words in another."""
    mat, pitch = page.mat, 7.6
    holes = "".join(
        _box((x, 1.5 + pitch * row, x + 6, 1.5 + pitch * row + 4.4), f'fill="{mat.line}"', 1.2)
        for row in range(round(page.high / pitch) + 1)
        for x in (3.2, 90.8)
    )
    left, top, right, _ = page.window
    faint = f'fill="{mat.line}" fill-opacity="0.2"'
    nexts = _box((left, page.at(0.835), right, page.high + 9), faint, 1.5) + _box(
        (left, -9, right, top - 3.5), faint, 1.5
    )
    rim = _box(page.window, _stroke(mat.line, 2 * page.line), 1.5)
    return Drawing(_box(page.window, _HOLE, 1.5), page.surface(mat.fill) + holes + nexts + rim)


def _stamp(page: Page) -> Drawing:
    """Draw a postage stamp: paper with a perforated edge around the picture, and a postmark."""
    mat, step = page.mat, 4.75
    left, top, right, bottom = 2.5, page.at(0.016), 97.5, page.at(0.984)
    across = [left + step * place for place in range(21)]
    down = [top + (bottom - top) / 36 * place for place in range(37)]
    spots = [(x, y) for x in across for y in (top, bottom)] + [(x, y) for y in down for x in (left, right)]
    under = (
        _box((left, top, right, bottom), f'fill="{mat.fill}"')
        + "".join(_disc(x, y, 1.45, f'fill="{mat.ground}"') for x, y in spots)
        + _box(page.window, _stroke(mat.line, 2 * page.line))
    )
    waves = "".join(
        f'<path d="M52 {y:.2f}q5 -3 10 0t10 0t10 0t10 0" {_stroke(mat.fill, 0.9)}/>'
        for y in (page.at(0.858) + 3.4 * row for row in range(5))
    )
    mark = _disc(42, page.at(0.858) + 6.8, 10.5, _stroke(mat.fill, 0.9)) + _disc(
        42, page.at(0.858) + 6.8, 7.5, _stroke(mat.fill, 0.5)
    )
    return Drawing(_box(page.window, _HOLE), under, waves + mark)


_DRAWN: Final[dict[MatShape, Callable[[Page], Drawing]]] = {
    "plain": _plain,
    "band": _band,
    "print": _print,
    "slant": _slant,
    "torn": _torn,
    "strip": _strip,
    "bubble": _bubble,
    "round": _round,
    "arch": _arch,
    "phone": _phone,
    "screen": _screen,
    "browser": _browser,
    "reel": _reel,
    "stamp": _stamp,
}
