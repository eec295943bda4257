"""Cuts timed words into caption lines.

Lines break where a reader would pause: at punctuation, at silences, before conjunctions and prepositions, never after one
(`phrases`); the cheapest sequence of breaks is chosen. Then the times are smoothed against flicker: a line stays until
the next one if the gap is short, for at least `SHORTEST_LINE_SECONDS` if possible, and no two lines overlap.
"""

from itertools import pairwise
from typing import Final, NamedTuple

from reelwright.film.captions.model import CaptionLine, CaptionWord
from reelwright.film.captions.phrases import WHOLE, parting_cost, reading_on_cost
from reelwright.film.platforms.presets import Preset
from reelwright.film.text.characters import width_of
from reelwright.film.text.quantities import held_together
from reelwright.film.text.words import sentence_of
from reelwright.values import Value

SHORTEST_LINE_SECONDS: Final = 0.5
"""A shorter line cannot be read."""
CLOSED_GAP_SECONDS: Final = 0.35
"""During a shorter pause between lines, the first one stays on the screen."""
HOLD_SECONDS: Final = 0.25
"""How long a line stays after its last word if no line follows immediately."""
_FLASH_SECONDS: Final = 0.2
"""A line of one word that the voice cannot read takes no time; below this length it costs extra, so it joins a neighbour."""
_COST_OF_A_FLASH: Final = 8.0
_SHORT_WORD: Final = 11
"""Width of a word that looks lost as a line of its own."""
_COST_OF_A_LONE_WORD: Final = 1.2
_PAUSE_SECONDS: Final = 0.3
_LONG_PAUSE_SECONDS: Final = 0.7
_MOST_WORDS_IN_SPACELESS_LINE: Final = 14


class LineShape(Value):
    """The capacity of a line. Wide letters (Chinese, Japanese, Korean) count double."""

    characters: int
    words: int
    ideal_words: int


PORTRAIT: Final = LineShape(characters=20, words=4, ideal_words=3)
SQUARE: Final = LineShape(characters=26, words=5, ideal_words=4)
WIDE: Final = LineShape(characters=42, words=8, ideal_words=6)
"""Two to four words at a time on a phone; the 42 characters of a line on wide screens are the BBC and Netflix limit."""


_FEW_WORDS: Final = PORTRAIT
"""The capacity of a phone's line suits large type on every screen."""


def fewer_words(line: CaptionLine, language: str = "en") -> tuple[CaptionLine, ...]:
    """Cut a line of a wide screen into shorter ones for large type; a phone's line is unchanged.

    The result has the same words and word times, and stays within the line's time.
    """
    if len(line.words) < 2 or _fits(line.words, _FEW_WORDS):  # noqa: PLR2004 - one word cannot be cut
        return (line,)
    return caption_lines(line.words, _FEW_WORDS, line.end_seconds, language)


def line_shape(preset: Preset) -> LineShape:
    """Look up the capacity of a caption line on the platform."""
    if preset.portrait:
        return PORTRAIT
    return SQUARE if preset.width == preset.height else WIDE


def caption_lines(
    words: tuple[CaptionWord, ...], shape: LineShape, end_seconds: float, language: str = "en"
) -> tuple[CaptionLine, ...]:
    """Cut a run of words into lines: every word once, in order; no line overlaps the next or passes `end_seconds`.

    A word longer than the line has its own line. `language` (BCP 47) selects the table of abbreviations.
    """
    groups = _cheapest_cut(words, shape, _costs(words, language))
    lines: list[CaptionLine] = []
    for index, group in enumerate(groups):
        start = group[0].start_seconds if not lines else max(group[0].start_seconds, lines[-1].end_seconds)
        limit = groups[index + 1][0].start_seconds if index + 1 < len(groups) else end_seconds
        lines.append(CaptionLine(words=group, start_seconds=start, end_seconds=_end(group, start, limit)))
    return tuple(lines)


def _end(group: tuple[CaptionWord, ...], start: float, limit: float) -> float:
    spoken = group[-1].end_seconds
    if limit - spoken <= CLOSED_GAP_SECONDS:
        return max(start, limit)
    return max(start, min(limit, max(spoken + HOLD_SECONDS, start + SHORTEST_LINE_SECONDS)))


class _Costs(NamedTuple):
    """The cost after each word of a run: of ending the line there, and of continuing it."""

    parting: tuple[float, ...]
    reading_on: tuple[float, ...]


def _costs(words: tuple[CaptionWord, ...], language: str) -> _Costs:
    texts = ("", *(word.text for word in words), "")
    held = held_together(texts[1:-1], language)
    windows = [(texts[place], texts[place + 1], texts[place + 2]) for place in range(len(words))]
    return _Costs(
        tuple(
            WHOLE if place in held else parting_cost(word, after, before=before, language=language)
            for place, (before, word, after) in enumerate(windows)
        ),
        tuple(reading_on_cost(word, after, before=before, language=language) for before, word, after in windows),
    )


def _cheapest_cut(words: tuple[CaptionWord, ...], shape: LineShape, costs: _Costs) -> list[tuple[CaptionWord, ...]]:
    best: list[tuple[float, int]] = [(0.0, 0)]
    for end in range(1, len(words) + 1):
        options = []
        for start in range(end - 1, -1, -1):
            group = words[start:end]
            if len(group) > 1 and not _fits(group, shape):
                break
            behind = costs.parting[end - 1] if end < len(words) else 0.0
            options.append((best[start][0] + _cost(group, costs.reading_on[start:end], shape) + behind, start))
        best.append(min(options))
    groups, end = [], len(words)
    while end > 0:
        groups.append(words[best[end][1] : end])
        end = best[end][1]
    return groups[::-1]


def _fits(group: tuple[CaptionWord, ...], shape: LineShape) -> bool:
    text = sentence_of(word.text for word in group)
    most = shape.words if " " in text else _MOST_WORDS_IN_SPACELESS_LINE
    return width_of(text) <= shape.characters and len(group) <= most


def _cost(group: tuple[CaptionWord, ...], reading_on: tuple[float, ...], shape: LineShape) -> float:
    """Price a line by its length and by the marks and pauses within it; `reading_on` holds a cost for each word."""
    text = sentence_of(word.text for word in group)
    ideal = shape.ideal_words if " " in text or len(group) == 1 else len(group)
    cost = 1.0 + 0.25 * (len(group) - ideal) ** 2
    seconds = group[-1].end_seconds - group[0].start_seconds
    cost += max(0.0, SHORTEST_LINE_SECONDS - seconds) * 2 + _COST_OF_A_FLASH * (
        len(group) == 1 and seconds < _FLASH_SECONDS
    )
    cost += _COST_OF_A_LONE_WORD * (len(group) == 1 and width_of(text) < _SHORT_WORD)
    for (left, right), marks in zip(pairwise(group), reading_on, strict=False):
        pause = right.start_seconds - left.end_seconds
        cost += marks + 4.0 * min(1.0, pause / _LONG_PAUSE_SECONDS) * (pause > _PAUSE_SECONDS)
    return cost
