"""Lays out a few words: type size, lines, baselines. Text is drawn here for measurement only.

The only module that chooses type size and lines: for captions, hook, headline, thumbnail, closing card. In this order:

1. Whole words (whole phrases in scripts without spaces), in at most the requested lines, as large as possible.
2. If that is too small to read: more lines.
3. Only if a single word is too wide at the smallest readable size: that word is broken, at a hyphenation point of its
   language, with a hyphen if its script uses one.
4. Text that still does not fit is set smaller.
"""

import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Final, NamedTuple

from reelwright.film.captions.styles import Align
from reelwright.film.text.characters import main_script
from reelwright.film.text.faces import FaceName
from reelwright.film.text.languages import direction_of
from reelwright.film.text.lettering import (
    clusters_of,
    has_marks,
    reaches_far,
    runs_from_left,
    runs_from_right,
    shaped_alone,
    shaping_of,
)
from reelwright_media.typography.faces import Face, Run, faces_for, runs
from reelwright_media.typography.fontfile import FontFile
from reelwright_media.typography.hyphens import HYPHEN, fragments
from reelwright_media.typography.letters import drawable
from reelwright_media.typography.measuring import advances, measured, reaches
from reelwright_media.typography.vector import EngineError
from reelwright_media.typography.wrapping import (
    LineUnit,
    Piece,
    Strictness,
    even_lines,
    filled_lines,
    narrowest,
    pieces,
    units,
    width_of,
)

SMALLEST_SHARE: Final = 0.3
"""Default smallest readable size, as a share of the requested size."""
_LINE_WORTH: Final = 0.97
"""An additional line must make the type about 3 % larger: fewer lines read faster."""
_ORPHAN_SHARE: Final = 0.4
_ORPHAN_WORTH: Final = 0.85
"""A last line shorter than this share of the widest line is avoided if the type shrinks by no more than this factor."""
_HYPHEN_WORTH: Final = 0.8
"""An additional hyphen must make the type a quarter larger."""
_SLACKS: Final = (1.0, 1.1)
"""Factors on the narrowest possible line width to try: wider lines may avoid a short last line."""
_MOST_EVENED: Final = 80
"""Above this number of units only the first slack is tried, to limit the time."""
_PHRASE_WORTH: Final = 0.72
"""Type that keeps phrases whole may be smaller by this factor than type that breaks within phrases."""
_MOST_LINES: Final = 60
_BREAK_PROBES: Final = 6
"""Steps of the bisection for the narrowest parts of broken words."""
RTL_EMBEDDING: Final = "\u202b"
"""RIGHT-TO-LEFT EMBEDDING. resvg assumes left-to-right as base direction of every line, so RTL lines need this prefix."""
_RTL_SCRIPTS: Final = frozenset({"arabic", "hebrew"})
_ROUNDING_PX: Final = 2
"""Added to width and height, because letters may end within a pixel."""
_LEAST_PX: Final = 0.5
"""Smallest type size: unreadable, but resvg can still draw it."""
_BETWEEN: Final = 0.04
"""Smallest distance between the outlines of two lines, in type sizes (em)."""


@dataclass(frozen=True, slots=True)
class Lettering:
    """The look of text. Shares are relative to the type size, colours are `#rrggbb`; a share of 0 omits the part."""

    face: FaceName = "caption"
    outline: str = "#000000"
    outline_share: float = 0.085
    shadow_opacity: float = 0.55
    shadow_blur_share: float = 0.12
    shadow_drop_share: float = 0.06
    leading: float = 1.0
    """Factor on the line spacing."""
    align: Align = "centre"
    own: Path | None = None
    """A brand's font, which comes before `face` where it has all letters of the text."""
    shadow: str = "#000000"
    block_share: float = 0.0
    """Length of a hard shadow towards the lower right, which replaces the soft one; 0 for none."""

    @property
    def reach_share(self) -> float:
        """How far a shadow reaches below the outline of letters."""
        return max(self.shadow_blur_share + self.shadow_drop_share, self.block_share)


class Segment(NamedTuple):
    """Consecutive runs of a line drawn as one SVG text; its centre is `offset` type sizes right of the line's centre."""

    runs: int
    offset: float


@dataclass(frozen=True, slots=True)
class Block:
    """A layout on a canvas of `width` x `height` pixels: lines of runs, each with the index of its word."""

    lines: tuple[tuple[tuple[Run, int], ...], ...]
    baselines: tuple[float, ...]
    size_px: float
    width: int
    height: int
    segments: tuple[tuple[Segment, ...], ...] = ()
    """The segments of each line."""

    @property
    def fonts(self) -> set[Path]:
        """The font files that drawing needs."""
        return {run.face.font.path for line in self.lines for run, _ in line}


@dataclass(frozen=True, slots=True)
class Room:
    """The space for a text in pixels; `size_px` is the largest type size, `smallest_px` the smallest readable one."""

    width_px: int
    size_px: float
    smallest_px: float
    most_lines: int
    height_px: int | None = None


@dataclass(frozen=True, slots=True)
class _Extents:
    """Vertical metrics of a block in type sizes; `pad` (vertical) and `beside` (horizontal) are for outline and shadow."""

    ascent: float
    descent: float
    step: float
    pad: float
    beside: float

    def height(self, lines: int) -> float:
        return self.ascent + self.descent + self.step * (lines - 1) + 2 * self.pad


@dataclass(frozen=True, slots=True)
class _Setting:
    """Lines that fit, the width of the widest in type sizes, the type size in pixels; a higher `worth` is better."""

    lines: list[list[LineUnit]]
    widest: float
    size_px: float
    worth: float


@lru_cache(maxsize=16)
def lay_out(words: tuple[str, ...], room: Room, lettering: Lettering, language: str | None) -> Block:
    """Lay out the words as large as they fit; the block has no lines if none of their letters can be drawn.

    The base direction of every line is that of the language (BCP 47), for any words; without a language, that of most
    letters.
    """
    text = "".join(words)
    script = main_script(text, language)
    faces = faces_for(text, lettering.face, script, lettering.own)
    rtl = script in _RTL_SCRIPTS if language is None else direction_of(language) == "rtl"
    found = _shown(words, faces, language)
    if not found:
        return Block((), (), room.size_px, 1, 1)
    extents = _extents((face.font for item in found for face in _faces_of(item, faces)), lettering)
    setting = _Setter(found, faces, room, extents, language).setting()
    drawn = [_inked([item for unit in line for item in unit.pieces], faces) for line in setting.lines]
    lines = [_Line(line, rtl=rtl) for line in drawn]
    try:
        return _placed(lines, setting, room, extents, lettering)
    except EngineError:
        return _placed([_Line(line, rtl=rtl, apart=True) for line in drawn], setting, room, extents, lettering)


def _shown(words: Sequence[str], faces: tuple[Face, ...], language: str | None) -> list[Piece]:
    """Cut the drawable part of the words into pieces. Punctuation after an undrawable emoji joins the previous word."""
    shown = [drawable(word, faces) for word in words]
    alone = {
        place
        for place, (word, kept) in enumerate(zip(words, shown, strict=True))
        if len(kept) < len(word) and kept and not any(letter.isalnum() for letter in kept)
    }
    found = pieces(shown, language, attached=alone)
    widths = advances([item.text for item in found], faces)
    return [item for item, width in zip(found, widths, strict=True) if width]


def _faces_of(item: Piece, faces: tuple[Face, ...]) -> set[Face]:
    return {run.face for run in runs(item.text, faces)}


class _Setter:
    """Finds size and lines for the pieces of one text."""

    def __init__(
        self, found: list[Piece], faces: tuple[Face, ...], room: Room, extents: _Extents, language: str | None
    ) -> None:
        self._found, self._faces, self._room, self._language = found, faces, room, language
        self._extents = extents
        self._readable = room.width_px / room.smallest_px - 2 * extents.beside
        """Width of a line at the smallest readable size, in type sizes."""

    def setting(self) -> _Setting:
        """Choose the setting in the order stated at the top of this file."""
        most, smallest = self._room.most_lines, self._room.smallest_px
        phrases = self._largest(self._units(self._found, "phrases"), most)
        if phrases.size_px >= self._room.size_px:
            return phrases
        whole = self._largest(self._units(self._found, "pieces"), most)
        if phrases.size_px >= max(smallest, _PHRASE_WORTH * whole.size_px):
            return phrases
        if whole.size_px >= smallest:
            return whole
        loose = self._units(self._found, "loose")
        more = self._longest(loose)
        if more.size_px >= smallest or all(unit.width <= self._readable for unit in loose):
            return more
        broken = max(self._broken_evenly(), key=lambda setting: setting.worth)
        return broken if broken.size_px > more.size_px else more

    def _units(self, found: list[Piece], strictness: Strictness) -> list[LineUnit]:
        texts = list(dict.fromkeys(item.text for item in found))
        space, *widths = advances([" ", *texts], self._faces)
        return units(found, dict(zip(texts, widths, strict=True)), space, strictness)

    def _largest(self, items: list[LineUnit], most_lines: int) -> _Setting:
        """Find the best setting in at most `most_lines` lines; forced line ends (inserted hyphens) may need more."""
        least = 1 + sum(unit.ends_line for unit in items[:-1])
        tried = [
            self._in_lines(items, lines, slack)
            for lines in range(least, max(least, most_lines) + 1)
            for slack in (_SLACKS if len(items) <= _MOST_EVENED else _SLACKS[:1])
        ]
        return max(tried, key=lambda setting: setting.worth)

    def _longest(self, items: list[LineUnit]) -> _Setting:
        """Find the best setting in as many lines as the smallest readable size needs."""
        limit = max(self._readable, *(unit.width for unit in items))
        needed = len(filled_lines(items, limit))
        if self._room.height_px is None:
            return self._in_lines(items, needed, 1.0)
        return self._largest(items, min(max(needed, self._room.most_lines), _MOST_LINES))

    def _in_lines(self, items: list[LineUnit], most_lines: int, slack: float) -> _Setting:
        """Set the units in at most `most_lines` lines; `slack` is a factor on the narrowest possible width."""
        narrow = narrowest(items, most_lines)
        if narrow is None:
            raise ValueError(f"{len(items)} units have more than {most_lines - 1} ends of lines")
        at_most = self._room.width_px / self._room.size_px - 2 * self._extents.beside
        lines = even_lines(items, max(narrow * slack, at_most), most_lines)
        widths = [width_of(line) for line in lines]
        size = min(self._room.size_px, self._room.width_px / (max(widths) + 2 * self._extents.beside))
        if self._room.height_px is not None:
            size = min(size, self._room.height_px / self._extents.height(len(lines)))
        worth = size * _LINE_WORTH ** len(lines) * _HYPHEN_WORTH ** sum(unit.ends_line for unit in items)
        if len(lines) > 1 and widths[-1] < _ORPHAN_SHARE * max(widths):
            worth *= _ORPHAN_WORTH
        return _Setting(lines, max(widths), size, worth)

    def _broken_evenly(self) -> Iterator[_Setting]:
        """Yield settings with broken words: for each number of lines, the one with the narrowest parts."""
        widest = self._units(self._broken(self._readable), "loose")
        needed = len(filled_lines(widest, self._readable))
        for count in range(needed, max(needed, self._room.most_lines) + 1):
            best, low, high = widest, self._readable / (2 * count), self._readable
            for _ in range(_BREAK_PROBES):
                middle = (low + high) / 2
                tried = self._units(self._broken(middle), "loose")
                if len(filled_lines(tried, middle)) <= count and all(unit.width <= middle for unit in tried):
                    best, high = tried, middle
                else:
                    low = middle
            yield self._longest(best)

    def _broken(self, limit: float) -> list[Piece]:
        """Cut pieces that are too wide at the smallest readable size into parts no wider than `limit`."""
        texts = [item.text for item in self._found]
        widths = advances(texts, self._faces)
        wide = {text for text, width in zip(texts, widths, strict=True) if width > self._readable}
        letters = [HYPHEN, *dict.fromkeys(letter for text in wide for letter in clusters_of(text))]
        letter_width = dict(zip(letters, advances(letters, self._faces), strict=True))
        found: list[Piece] = []
        for item in self._found:
            parts = fragments(item.text, limit, letter_width, self._language) if item.text in wide else []
            found += [
                Piece(part.text, item.word, item.spaced and not place, ends_line=part.is_hyphenated)
                for place, part in enumerate(parts)
            ] or [item]
        return found


def _inked(line: Sequence[Piece], faces: tuple[Face, ...]) -> list[tuple[Run, int]]:
    """List the runs of a line with their word's index; a space belongs to the word after it."""
    found: list[tuple[Run, int]] = []
    for place, item in enumerate(line):
        text = f" {item.text}" if item.spaced and place else item.text
        found += [(Run(part, run.face), item.word) for run in runs(text, faces) for part in shaped_alone(run.text)]
    return found


class _Line:
    """The runs of a line, grouped into segments that are drawn separately.

    resvg shapes a text by the rules of its first letter's script, and falls back to one face for the whole text if letters
    are missing in another. So parts with different scripts or faces are drawn separately. Only resvg implements the
    bidirectional algorithm, so a line with right-to-left letters stays whole unless resvg fails on it (`apart`).
    """

    def __init__(self, inked: list[tuple[Run, int]], *, rtl: bool, apart: bool = False) -> None:
        groups: list[list[tuple[Run, int]]] = []
        whole = not apart and (rtl or any(runs_from_right(run.text) for run, _ in inked))
        for run, word in inked:
            if groups and (whole or _alike(groups[-1][-1][0], run)):
                groups[-1].append((run, word))
            else:
                groups.append([(run, word)])
        self._groups = [
            [_embedded(run, place) for place, run in enumerate(group)] if rtl else group for group in groups
        ]
        self._rtl = rtl

    @property
    def from_right(self) -> bool:
        """Whether the line begins on the right."""
        return self._rtl

    @property
    def runs(self) -> tuple[tuple[Run, int], ...]:
        """All runs, each with the index of its word."""
        return tuple(run for group in self._groups for run in group)

    def parts(self) -> list[tuple[list[Run], float]]:
        """List the runs of each segment and the offset of its centre from the line's centre, in type sizes."""
        texts = [[run for run, _ in group] for group in self._groups]
        if len(texts) == 1:
            return [(texts[0], 0.0)]
        widths = measured(texts)
        ends = list(accumulate(widths))
        middles = [end - width / 2 - ends[-1] / 2 for end, width in zip(ends, widths, strict=True)]
        return list(zip(texts, [-middle for middle in middles] if self._rtl else middles, strict=True))


def _alike(before: Run, run: Run) -> bool:
    return before.face is run.face and (shaping_of(before.text) == shaping_of(run.text))


def _embedded(run: tuple[Run, int], place: int) -> tuple[Run, int]:
    return run if place else (Run(RTL_EMBEDDING + run[0].text, run[0].face), run[1])


def _extents(fonts: Iterable[FontFile], lettering: Lettering) -> _Extents:
    """Compute the metrics for lines in these fonts, shadow and outline included."""
    used = set(fonts)
    ascent = min(1.1, max(font.ascent for font in used))
    descent = max(0.28, min(0.5, max(font.descent for font in used)))
    pad = lettering.outline_share + lettering.reach_share
    return _Extents(
        ascent, descent, (ascent + descent) * 0.92 * lettering.leading, pad, pad - lettering.shadow_drop_share
    )


def _placed(lines: list[_Line], setting: _Setting, room: Room, extents: _Extents, lettering: Lettering) -> Block:
    """Place the lines in a block. Raises EngineError if resvg cannot draw one of them.

    Lines with unusually high or deep letters get more spacing. If a line is wider than the sum of its pieces, the block
    is set smaller.
    """
    wide = setting.widest
    above, below, steps = extents.ascent, extents.descent, [extents.step] * (len(lines) - 1)
    parts = [line.parts() for line in lines]
    if any(len(line) > 1 or _reaches_far(line[0][0], lettering) for line in parts):
        reached = reaches(parts, wide)
        above, below = max(above, reached[0].above), max(below, reached[-1].below)
        apart = _BETWEEN + lettering.outline_share
        steps = [max(extents.step, upper.below + lower.above + apart) for upper, lower in pairwise(reached)]
        wide = max(wide, *(2 * line.beside for line in reached))
    wide += 2 * extents.beside
    high = above + below + sum(steps) + 2 * extents.pad
    size = min(setting.size_px, (room.width_px - _ROUNDING_PX) / wide)
    shifts = _shifts(lines, setting, wide - 2 * extents.beside, lettering.align)
    if room.height_px is not None:
        size = min(size, (room.height_px - _ROUNDING_PX) / high)
    size = max(size, _LEAST_PX)
    top = extents.pad + above
    inset = max(0.0, 1.0 - extents.pad * size)  # tiny type has a padding of less than a pixel
    return Block(
        tuple(line.runs for line in lines),
        tuple(inset + (top + sum(steps[:place])) * size for place in range(len(lines))),
        size,
        min(room.width_px, int(wide * size) + _ROUNDING_PX),
        min(room.height_px or sys.maxsize, int(high * size) + _ROUNDING_PX),
        tuple(
            tuple(Segment(len(texts), offset + shift) for texts, offset in line)
            for line, shift in zip(parts, shifts, strict=True)
        ),
    )


def _shifts(lines: list[_Line], setting: _Setting, wide: float, align: Align) -> list[float]:
    """Compute how far right of the block's centre each line's centre is, in type sizes."""
    if align == "centre":
        return [0.0] * len(lines)
    rest = [max(0.0, wide - width_of(line)) / 2 for line in setting.lines]
    return [space if line.from_right else -space for line, space in zip(lines, rest, strict=True)]


def _reaches_far(line: Sequence[Run], lettering: Lettering) -> bool:
    """Whether a line may exceed its fonts' metrics or the sum of its pieces' widths.

    That is: tight lines of a brand's font, accents on capitals, stacked diacritics, several faces, marks on letters, and
    letters from left to right in a line from right to left, which resvg shapes in other pieces than were measured.
    """
    text = "".join(run.text for run in line)
    if len({run.face for run in line}) > 1 or has_marks(text):
        return True
    if text.startswith(RTL_EMBEDDING) and runs_from_left(text):
        return True
    if lettering.leading < 1 and lettering.own is not None:
        return True
    if lettering.leading < 1 and not text.lstrip(RTL_EMBEDDING).isascii():
        return True
    return reaches_far(text)
