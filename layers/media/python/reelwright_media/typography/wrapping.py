"""Breaks words into lines: allowed break points, and the breaks that make lines equally wide."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import accumulate, pairwise
from typing import Final, Literal

import budoux

from reelwright.film.text.breaking import is_tied
from reelwright.film.text.characters import is_spaceless, script_of
from reelwright.film.text.languages import primary_language
from reelwright.film.text.words import sentence_of, words_of

_PHRASE_MODELS: Final = {"thai": "th", "japanese": "ja", "chinese": "zh-hans"}
_PHRASE_LANGUAGES: Final = {"ja": "ja", "th": "th", "zh": "zh-hans"}
_MOST_BALANCED_LINES: Final = 12
"""Longer texts are filled line by line: balancing takes long and is not visible in that much text."""
_PROBES: Final = 24
"""Bisection steps for the narrowest limit; 24 leave less than a millionth of the interval."""


@dataclass(frozen=True, slots=True)
class Piece:
    """The smallest unit of line breaking: a word, or a part of one.

    `word` is the index of its word; `spaced`: a space precedes it within a line. A line never breaks before a `tied` piece,
    and before a piece `in_phrase` (scripts without spaces) only if there is no better place. `ends_line`: the piece ends
    with an inserted hyphen, so its line ends after it.
    """

    text: str
    word: int
    spaced: bool
    tied: bool = False
    in_phrase: bool = False
    ends_line: bool = False


@dataclass(frozen=True, slots=True)
class LineUnit:
    """Pieces that stay on one line: their total width, the space before them, and whether the line must end after them."""

    pieces: tuple[Piece, ...]
    width: float
    gap: float
    ends_line: bool


def pieces(words: Sequence[str], language: str | None = None, *, attached: Container[int] = ()) -> list[Piece]:
    """Cut words into pieces; words of scripts without spaces are segmented, empty ones dropped.

    Words at the indices in `attached` have no space before them.
    """
    found: list[Piece] = []
    for index, word in enumerate(words):
        for place, part in enumerate(words_of(word, language or "")):
            before = found[-1].text if found else ""
            spaced = place == 0 and bool(before) and index not in attached and not _is_unspaced(before, part)
            found.append(Piece(part, index, spaced, tied=bool(before) and is_tied(before, part)))
    return _in_phrases(found, language)


def _is_unspaced(before: str, part: str) -> bool:
    """Whether the two parts are written without a space between them."""
    return sentence_of((before, part)) == before + part


def _in_phrases(found: list[Piece], language: str | None) -> list[Piece]:
    """Mark the pieces that continue a phrase, in scripts without spaces."""
    ends = list(accumulate(len(piece.text) for piece in found))
    marked = list(found)
    first = 0
    for place in range(1, len(found) + 1):
        if place < len(found) and not found[place].spaced:
            continue
        text = "".join(piece.text for piece in found[first:place])
        start = ends[first] - len(found[first].text)
        breaks = {start + offset for offset in _phrase_starts(text, language)}
        for inner in range(first + 1, place):
            if ends[inner - 1] not in breaks:
                marked[inner] = replace(found[inner], in_phrase=True)
        first = place
    return marked


def _phrase_starts(text: str, language: str | None) -> set[int]:
    """Find the starts of phrases in a text without spaces (budoux); every position if no model has its script."""
    model = _PHRASE_LANGUAGES.get(primary_language(language)) or next(
        (_PHRASE_MODELS[script] for script in map(script_of, text) if script in _PHRASE_MODELS), None
    )
    if model is None or not any(map(is_spaceless, text)):
        return set(range(len(text)))
    return {0, *accumulate(len(phrase) for phrase in _parser(model).parse(text))}


@cache
def _parser(model: str) -> budoux.Parser:
    loaders = {
        "ja": budoux.load_default_japanese_parser,
        "th": budoux.load_default_thai_parser,
        "zh-hans": budoux.load_default_simplified_chinese_parser,
    }
    return loaders[model]()


Strictness = Literal["phrases", "pieces", "loose"]
"""Where lines may break: `phrases` only between phrases, `pieces` also within phrases, `loose` also in long rows of tied
pieces, which would otherwise have no break point."""
_LOOSELY_TIED: Final = 3
"""With `loose`, the most tied and spaced pieces that stay together."""


def _stays(item: Piece, group: Sequence[Piece], strictness: Strictness) -> bool:
    if item.tied:
        return strictness != "loose" or not item.spaced or len(group) < _LOOSELY_TIED
    return item.in_phrase and strictness == "phrases"


def units(items: Sequence[Piece], widths: Mapping[str, float], space: float, strictness: Strictness) -> list[LineUnit]:
    """Group the pieces into units that stay on one line. `widths` maps texts to widths, `space` is a space's width."""
    groups: list[list[Piece]] = []
    for item in items:
        if groups and _stays(item, groups[-1], strictness) and not groups[-1][-1].ends_line:
            groups[-1].append(item)
        else:
            groups.append([item])
    return [
        LineUnit(
            tuple(group),
            sum(widths[piece.text] + (space if piece.spaced and place else 0.0) for place, piece in enumerate(group)),
            space if group[0].spaced else 0.0,
            group[-1].ends_line,
        )
        for group in groups
    ]


def width_of(line: Sequence[LineUnit]) -> float:
    """Width of a line; the space before its first unit does not count."""
    return sum(unit.width + (unit.gap if place else 0.0) for place, unit in enumerate(line))


def narrowest(items: Sequence[LineUnit], most_lines: int) -> float | None:
    """Find the smallest width at which the units fit into `most_lines` lines; None if they never do."""
    low = max((unit.width for unit in items), default=0.0)
    high = width_of(items)
    if len(filled_lines(items, high)) > most_lines:
        return None
    if len(filled_lines(items, low)) <= most_lines:
        return low
    for _ in range(_PROBES):
        middle = (low + high) / 2
        if len(filled_lines(items, middle)) <= most_lines:
            high = middle
        else:
            low = middle
    return high


def even_lines(items: Sequence[LineUnit], limit: float, most_lines: int) -> list[list[LineUnit]]:
    """Break the units into the fewest lines no wider than `limit`, as equally wide as possible.

    Minimises the sum of squared widths, so no line is much shorter than the others, the last one included.
    Raises ValueError if the units do not fit.
    """
    filled = filled_lines(items, limit)
    if len(filled) > most_lines or any(unit.width > limit + 1e-6 for unit in items):
        raise ValueError(f"{len(items)} units do not fit into {most_lines} lines of {limit}")
    if len(filled) > _MOST_BALANCED_LINES:
        return filled
    return _balanced(items, limit, len(filled))


def filled_lines(items: Sequence[LineUnit], limit: float) -> list[list[LineUnit]]:
    """Fill lines greedily; a unit wider than the limit gets a line of its own."""
    lines: list[list[LineUnit]] = []
    used = 0.0
    for unit in items:
        if lines and not lines[-1][-1].ends_line and used + unit.gap + unit.width <= limit + 1e-6:
            lines[-1].append(unit)
            used += unit.gap + unit.width
        else:
            lines.append([unit])
            used = unit.width
    return lines


def _balanced(items: Sequence[LineUnit], limit: float, count: int) -> list[list[LineUnit]]:
    """Break into exactly `count` lines: the dynamic programme of Knuth and Plass, with squared widths as badness."""
    far = float("inf")
    costs: list[list[tuple[float, int]]] = [[(0.0, 0)] + [(far, 0)] * len(items)]
    for _ in range(count):
        before = costs[-1]
        row = [(far, 0)] * (len(items) + 1)
        for end in range(1, len(items) + 1):
            for begin, width in _line_starts(items, end, limit):
                cost = before[begin][0] + width * width
                if cost <= row[end][0]:  # among equal costs, prefer the longer last line
                    row[end] = (cost, begin)
        costs.append(row)
    breaks = [len(items)]
    for row in reversed(costs[1:]):
        breaks.append(row[breaks[-1]][1])
    return [list(items[begin:end]) for begin, end in pairwise(reversed(breaks))]


def _line_starts(items: Sequence[LineUnit], end: int, limit: float) -> list[tuple[int, float]]:
    """List the possible starts of a line that ends before `end`, with its width, shortest line first."""
    starts: list[tuple[int, float]] = []
    used = 0.0
    for begin in range(end - 1, -1, -1):
        if begin < end - 1 and items[begin].ends_line:
            break
        width = used + items[begin].width
        if width > limit + 1e-6:
            break
        starts.append((begin, width))
        used = width + items[begin].gap
    return starts
