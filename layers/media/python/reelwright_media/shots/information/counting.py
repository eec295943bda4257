"""A number in large type that counts up: its digits run, everything else of its text stands."""

from collections.abc import Callable
from typing import Final, NamedTuple

from reelwright.film.timeline.model import TimedItem
from reelwright_media.canvas.placing import Box
from reelwright_media.canvas.tiles import PremultipliedRgba
from reelwright_media.shots.information.drawing import Style
from reelwright_media.shots.information.parts import CardPart, CountPart, TilePart
from reelwright_media.typography import Tile

_NUMBER_SHARE: Final = 0.62
"""Largest height of the number, as a share of its box with words below."""
_LONGEST_ATTACHED: Final = 3
"""Signs and units up to this many characters stand beside the number; longer words below or above it."""
_ROLLED_YEARS: Final = 15
_GROUP: Final = 3
"""Digits behind a mark that groups thousands; other numbers of digits are decimal places."""


class _Worded(NamedTuple):
    """A figure in three: words above, the number with its signs, words below."""

    above: str
    before: str
    digits: str
    behind: str
    below: str


def number_parts(
    item: TimedItem, box: Box, style: Style, *, fill: str | None = None, years: bool = False
) -> list[CardPart]:
    """Set a figure in a box: the number as large as fits, its words around it. Without digits all of it is set as words."""
    middle = (box.left + box.right) / 2
    if item.digits is None or (years and item.text != item.text[slice(*item.digits)]):
        tile = style.title(item.text, box.height * 0.5, (box.width, box.height), fill=fill or style.accent)
        return [TilePart(tile.rgba, (middle, (box.top + box.bottom) / 2), item.enters_seconds)]
    worded = _worded(item.text, item.digits)
    rooms = [0.0 if not words else 1 - _NUMBER_SHARE for words in (worded.above, worded.below)]
    share = max(0.45, 1 - sum(rooms))
    number = f"{worded.before}{worded.digits}{worded.behind}"
    room = (box.width, box.height * share)
    final = style.number(number, box.height * share, room, fill=fill or style.accent)
    words: list[Tile | None] = [
        style.title(
            text,
            final.size_px * 0.5,
            (box.width, box.height * (1 - share) / max(1, bool(worded.above) + bool(worded.below))),
            lines=2,
        )
        if text
        else None
        for text in (worded.above, worded.below)
    ]
    heights = [0 if tile is None else tile.height for tile in words]
    total = sum(heights) + final.height
    top = (box.top + box.bottom - total) / 2
    centre = (middle, top + heights[0] + final.height / 2)
    draw = _counted(worded, style, final.size_px, fill or style.accent, years=years)
    parts: list[CardPart] = [CountPart(draw, centre, item.enters_seconds, item.spoken_seconds)]
    places = (top + heights[0] / 2, top + heights[0] + final.height + heights[1] / 2)
    for worded_tile, place in zip(words, places, strict=True):
        if worded_tile is not None:
            parts.append(TilePart(worded_tile.rgba, (middle, place), item.enters_seconds + 0.1))
    return parts


def _worded(text: str, digits: tuple[int, int]) -> _Worded:
    before, behind = text[: digits[0]], text[digits[1] :]
    signs, _, words = behind.partition(" ")
    if len(behind) <= _LONGEST_ATTACHED or not behind:
        attached, below = behind, ""
    elif behind.startswith(" "):
        attached, below = "", behind.strip()
    else:
        attached, below = (signs, words) if len(signs) <= _LONGEST_ATTACHED else ("", behind)
    if len(before) <= _LONGEST_ATTACHED:
        return _Worded("", before, text[slice(*digits)], attached, below)
    return _Worded(before.strip(), "", text[slice(*digits)], attached, below)


def _counted(
    worded: _Worded, style: Style, size_px: float, fill: str, *, years: bool
) -> Callable[[float], PremultipliedRgba]:
    """Draw the number at a share of its way; its size never changes."""

    def draw(share: float) -> PremultipliedRgba:
        digits = worded.digits if share >= 1 else running(worded.digits, share, years=years)
        text = f"{worded.before}{digits}{worded.behind}"
        return style.number(text, size_px, (size_px * 40, size_px * 4), fill=fill).rgba

    return draw


def running(digits: str, share: float, *, years: bool = False) -> str:
    """Count a written number to a share of its way: marks stay between the same digits, leading zeros fall away.

    A year counts its last years only: it runs from fifteen years before.
    """
    plain = "".join(filter(str.isdecimal, digits))
    goal = int(plain)
    value = goal - round(_ROLLED_YEARS * (1 - share)) if years else round(goal * share)
    left = str(max(0, value)).rjust(len(plain), "0")
    places = iter(left)
    written = "".join(next(places) if mark.isdecimal() else mark for mark in digits)
    return _without_leading_zeros(written)


def _without_leading_zeros(written: str) -> str:
    """Strip zeros and marks at the start; one digit stays before one or two decimal places."""
    mark = next((place for place in range(len(written) - 1, -1, -1) if not written[place].isdecimal()), None)
    has_decimals = mark is not None and len(written) - mark - 1 != _GROUP
    last = (mark or 0) - 1 if has_decimals else len(written) - 1
    place = 0
    while place < last and not written[place].strip("0").isdecimal():
        place += 1
    return written[place:]
