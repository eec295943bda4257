"""Lines out of words: as few lines as the box needs, then as even as they can be."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reelwright.film.text.breaking import letter_groups
from reelwright.film.text.words import sentence_of


@dataclass(frozen=True, slots=True)
class Piece:
    """What stays together on a line: a word, or a part of one in scripts without spaces.

    `word` is the index of the word it belongs to, `spaced` whether a space stands before it within a line.
    """

    text: str
    word: int
    spaced: bool


def pieces(words: Sequence[str], *, anywhere: bool = False) -> list[Piece]:
    """Return the words as pieces; Chinese, Japanese and Thai words may break inside.

    With `anywhere`, the last resort, so may others whose letters do not join (Thai without spaces, addresses).
    """
    return [
        Piece(part, index, spaced=place == 0 and index > 0 and _spaced(words[index - 1], word))
        for index, word in enumerate(words)
        for place, part in enumerate(letter_groups(word, anywhere=anywhere))
    ]


def _spaced(before: str, word: str) -> bool:
    """Return whether a space stands between two words: not where both sides write without."""
    return not before or sentence_of((before, word)) != before + word


def wrap(
    items: Sequence[Piece], *, widths: Mapping[Piece, float], space: float, limit: float, most_lines: int
) -> list[list[Piece]] | None:
    """Return balanced lines no wider than `limit`, or None where the pieces do not fit into `most_lines`.

    Balanced: of all ways with the same number of lines, one whose widest line is narrowest (greedy filling,
    with the limit lowered by bisection as far as the number of lines stays).
    """
    widest = max((widths[item] for item in items), default=0.0)
    lines = _fill(items, widths, space, limit)
    if len(lines) > most_lines or widest > limit:
        return None
    low, high = widest, limit
    for _ in range(12):
        middle = (low + high) / 2
        tried = _fill(items, widths, space, middle)
        if len(tried) <= len(lines):
            lines, high = tried, middle
        else:
            low = middle
    return lines


def _fill(items: Sequence[Piece], widths: Mapping[Piece, float], space: float, limit: float) -> list[list[Piece]]:
    lines: list[list[Piece]] = []
    used = 0.0
    for item in items:
        width = widths[item]
        gap = space if item.spaced else 0.0
        if lines and used + gap + width <= limit:
            lines[-1].append(item)
            used += gap + width
        else:
            lines.append([item])
            used = width
    return lines
