"""Where each letter of a few words goes: size, lines, baselines. Nothing is drawn here but to measure.

The one place that decides size and lines of all type: captions, hook, headline, thumbnail, closing card. In this order:

1. Whole words, whole phrases in scripts without spaces, in at most the lines asked for, as large as fits.
2. Where that is too small to read: more lines.
3. Only where a word alone is too wide at the smallest readable size: that word is broken, with a hyphen where its script
   has one, at a place where its language hyphenates.
4. What still does not fit is set smaller.
"""

import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Final, NamedTuple

from reelwright.film.text.characters import main_script
from reelwright.film.text.languages import direction_of
from reelwright.film.text.lettering import clusters_of, reaches_far, runs_from_right, shaped_alone, shaping_of
from reelwright_media.typography.faces import Face, FaceName, Run, faces_for, runs
from reelwright_media.typography.fontfile import FontFile
from reelwright_media.typography.hyphens import HYPHEN, fragments
from reelwright_media.typography.letters import drawable
from reelwright_media.typography.measuring import advances, measured, reaches
from reelwright_media.typography.vector import EngineError
from reelwright_media.typography.wrapping import (
    Piece,
    Strictness,
    Unit,
    even_lines,
    filled_lines,
    narrowest,
    pieces,
    units,
    width_of,
)

SMALLEST_SHARE: Final = 0.3
"""The smallest readable size as a share of the asked one, where the caller states none."""
_LINE_WORTH: Final = 0.97
"""A line more has to make the type about 3 % larger: fewer lines read faster."""
_ORPHAN_SHARE: Final = 0.4
_ORPHAN_WORTH: Final = 0.85
"""A last line shorter than this share of the widest is worth avoiding by type that is smaller by this factor."""
_HYPHEN_WORTH: Final = 0.8
"""A word broken once more has to make the type a quarter larger."""
_SLACKS: Final = (1.0, 1.1)
_MOST_EVENED: Final = 80
_PHRASE_WORTH: Final = 0.72
"""Type that keeps phrases whole may be smaller by so much than type that breaks within them."""
_MOST_LINES: Final = 60
_BREAK_PROBES: Final = 6
RTL_EMBEDDING: Final = "\u202b"
"""RIGHT-TO-LEFT EMBEDDING: resvg lays every line out from the left, however its first letter runs."""
_RTL_SCRIPTS: Final = frozenset({"arabic", "hebrew"})
_ROUNDING_PX: Final = 2
"""Of width and height, for letters that end within a pixel."""
_LEAST_PX: Final = 0.5
"""Nobody reads type of less than a pixel, but it can be drawn."""
_BETWEEN: Final = 0.04
"""The least distance between the outlines of two lines, in type sizes."""


@dataclass(frozen=True, slots=True)
class Lettering:
    """The look of text. Shares are of the type size; colours `#rrggbb`; a share of 0 leaves a part out."""

    face: FaceName = "caption"
    outline: str = "#000000"
    outline_share: float = 0.085
    shadow_opacity: float = 0.55
    shadow_blur_share: float = 0.12
    shadow_drop_share: float = 0.06
    leading: float = 1.0
    """Factor on the distance of lines."""


class Segment(NamedTuple):
    """So many runs of a line, drawn as one text whose middle is `offset` type sizes right of the line's."""

    runs: int
    offset: float


@dataclass(frozen=True, slots=True)
class Block:
    """What is drawn where on a canvas of `width` x `height`: lines of runs, each with the index of its word."""

    lines: tuple[tuple[tuple[Run, int], ...], ...]
    baselines: tuple[float, ...]
    size_px: float
    width: int
    height: int
    segments: tuple[tuple[Segment, ...], ...] = ()
    """For each line what the engine draws at once."""

    @property
    def fonts(self) -> set[Path]:
        """Return the font files that drawing needs."""
        return {run.face.font.path for line in self.lines for run, _ in line}


@dataclass(frozen=True, slots=True)
class Room:
    """The space for a text in pixels; `size_px` is the largest type size, `smallest_px` the smallest that can be read."""

    width_px: int
    size_px: float
    smallest_px: float
    most_lines: int
    height_px: int | None = None


@dataclass(frozen=True, slots=True)
class _Extents:
    """Measures of a block in type sizes: `beside` and `pad` are what outline and shadow need at the sides and above."""

    ascent: float
    descent: float
    step: float
    pad: float
    beside: float

    def height(self, lines: int) -> float:
        return self.ascent + self.descent + self.step * (lines - 1) + 2 * self.pad


@dataclass(frozen=True, slots=True)
class _Setting:
    """Lines that fit, how wide the widest is in type sizes, and at which size in pixels; `worth` compares settings."""

    lines: list[list[Unit]]
    widest: float
    size_px: float
    worth: float


@lru_cache(maxsize=16)
def lay_out(words: tuple[str, ...], room: Room, lettering: Lettering, language: str | None) -> Block:
    """Return the words laid out as large as they fit; without lines where none of their letters can be drawn.

    The base direction of every line is that of the language (BCP 47), whatever words stand in it; without a language it
    is that of most letters.
    """
    text = "".join(words)
    script = main_script(text, language)
    faces = faces_for(text, lettering.face, script)
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
    """Return what can be drawn of the words as pieces; a mark left alone by a picture moves to the word before."""
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
        """Return the setting by the order at the top of this file."""
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

    def _units(self, found: list[Piece], strictness: Strictness) -> list[Unit]:
        texts = list(dict.fromkeys(item.text for item in found))
        space, *widths = advances([" ", *texts], self._faces)
        return units(found, dict(zip(texts, widths, strict=True)), space, strictness)

    def _largest(self, items: list[Unit], most_lines: int) -> _Setting:
        """Return the setting in at most so many lines that is worth most; in more where broken words need them."""
        least = 1 + sum(unit.ends_line for unit in items[:-1])
        tried = [
            self._in_lines(items, lines, slack)
            for lines in range(least, max(least, most_lines) + 1)
            for slack in (_SLACKS if len(items) <= _MOST_EVENED else _SLACKS[:1])
        ]
        return max(tried, key=lambda setting: setting.worth)

    def _longest(self, items: list[Unit]) -> _Setting:
        """Return the setting in as many lines as the smallest readable size needs, or as the height has room for."""
        limit = max(self._readable, *(unit.width for unit in items))
        needed = len(filled_lines(items, limit))
        if self._room.height_px is None:
            return self._in_lines(items, needed, 1.0)
        return self._largest(items, min(max(needed, self._room.most_lines), _MOST_LINES))

    def _in_lines(self, items: list[Unit], most_lines: int, slack: float) -> _Setting:
        """Return the setting in so many lines at most; with `slack` lines may be a little wider than they have to be."""
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
        """Yield settings with broken words: for each number of lines the one whose parts are as narrow as they can be."""
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
        """Return the pieces with those that are too wide to be read cut into parts no wider than `limit`."""
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
    """Return the runs of a line with the word each belongs to; spaces go with the word after them."""
    found: list[tuple[Run, int]] = []
    for place, item in enumerate(line):
        text = f" {item.text}" if item.spaced and place else item.text
        found += [(Run(part, run.face), item.word) for run in runs(text, faces) for part in shaped_alone(run.text)]
    return found


class _Line:
    """The runs of a line in the segments that are drawn one by one.

    The engine shapes a text by the rules of its first letter's script, and draws it in one face as soon as that has the
    letters missing in another. So parts that differ in either are drawn apart. Only it knows how to order words of both
    directions, so a line with letters that run from the right stays whole, unless the engine fails on it (`apart`).
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
    def runs(self) -> tuple[tuple[Run, int], ...]:
        """Return all runs, each with the index of its word."""
        return tuple(run for group in self._groups for run in group)

    def parts(self) -> list[tuple[list[Run], float]]:
        """Return the runs of each segment, and where its middle is from the line's, in type sizes."""
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
    """Return the measures that lines of these fonts need, shadow and outline included."""
    used = set(fonts)
    ascent = min(1.1, max(font.ascent for font in used))
    descent = max(0.28, min(0.5, max(font.descent for font in used)))
    pad = lettering.outline_share + lettering.shadow_blur_share + lettering.shadow_drop_share
    return _Extents(
        ascent, descent, (ascent + descent) * 0.92 * lettering.leading, pad, pad - lettering.shadow_drop_share
    )


def _placed(lines: list[_Line], setting: _Setting, room: Room, extents: _Extents, lettering: Lettering) -> Block:
    """Return the block of these lines. Raises EngineError where the engine cannot draw one of them.

    Lines whose letters reach high or deep stand further apart. Where lines reach further than their pieces promise, the
    block is set smaller.
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
    if room.height_px is not None:
        size = min(size, (room.height_px - _ROUNDING_PX) / high)
    size = max(size, _LEAST_PX)
    top = extents.pad + above
    return Block(
        tuple(line.runs for line in lines),
        tuple((top + sum(steps[:place])) * size for place in range(len(lines))),
        size,
        min(room.width_px, int(wide * size) + _ROUNDING_PX),
        min(room.height_px or sys.maxsize, int(high * size) + _ROUNDING_PX),
        tuple(tuple(Segment(len(texts), offset) for texts, offset in line) for line in parts),
    )


def _reaches_far(line: Sequence[Run], lettering: Lettering) -> bool:
    """Return whether letters of a line may reach further than expected: accents on capitals, stacked marks, two faces."""
    text = "".join(run.text for run in line)
    if len({run.face for run in line}) > 1:
        return True
    if lettering.leading < 1 and not text.lstrip(RTL_EMBEDDING).isascii():
        return True
    return reaches_far(text)
