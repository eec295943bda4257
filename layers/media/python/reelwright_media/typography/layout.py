"""Where each letter of a few words goes: size, lines, baselines. Nothing is drawn here but to measure."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from reelwright.film.text.characters import main_script
from reelwright_media.typography.faces import Face, FaceName, Run, faces_for, runs
from reelwright_media.typography.measuring import advances
from reelwright_media.typography.wrapping import Piece, pieces, wrap

_SHRINK: Final = 0.93
_WHOLE_WORDS_SHARE: Final = 0.55
"""Below this share of the asked size words break inside, rather than be set smaller still."""
_SMALLEST_SHARE: Final = 0.3
"""Below this share of the asked size text gives up on its line limit, rather than become unreadable."""
RTL_EMBEDDING: Final = "\u202b"
"""RIGHT-TO-LEFT EMBEDDING: resvg lays every line out from the left, however its first letter runs."""
_RTL_SCRIPTS: Final = frozenset({"arabic", "hebrew"})


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


@dataclass(frozen=True, slots=True)
class Block:
    """What is drawn where on a canvas of `width` x `height`: lines of runs, each with the index of its word."""

    lines: tuple[tuple[tuple[Run, int], ...], ...]
    baselines: tuple[float, ...]
    size_px: float
    width: int
    height: int

    @property
    def fonts(self) -> set[Path]:
        """Return the font files that drawing needs."""
        return {run.face.font.path for line in self.lines for run, _ in line}


@dataclass(frozen=True, slots=True)
class _Setting:
    """Pieces that fit: their lines, the size in pixels, and the widest line as a share of it."""

    lines: list[list[Piece]]
    size_px: float
    widest: float


@lru_cache(maxsize=16)
def lay_out(  # noqa: PLR0917 - positional, since lru_cache tells keywords in another order apart
    words: tuple[str, ...],
    size_px: float,
    max_width_px: int,
    most_lines: int,
    lettering: Lettering,
    language: str | None,
) -> Block:
    """Return the words laid out as large as they fit, at most at `size_px`; without lines where none can be drawn.

    Tried in this order: whole words; words broken inside where their script bears it; more lines than asked.
    """
    text = "".join(words)
    script = main_script(text, language)
    faces = faces_for(text, lettering.face, script)
    margin_share = lettering.outline_share + lettering.shadow_blur_share
    room = (size_px, max_width_px, margin_share)
    setting = (
        _fitted(pieces(words), faces, room, most_lines, _WHOLE_WORDS_SHARE)
        or _fitted(pieces(words, anywhere=True), faces, room, most_lines, _SMALLEST_SHARE)
        or _fitted(pieces(words, anywhere=True), faces, room, len(text), 0.0)
    )
    if setting is None or not setting.lines:
        return Block((), (), size_px, 1, 1)
    drawn = tuple(tuple(_inked(line, faces, rtl=script in _RTL_SCRIPTS)) for line in setting.lines)
    width = int((setting.widest + 2 * margin_share) * setting.size_px) + 2
    return _placed(drawn, setting.size_px, min(max_width_px, width), lettering)


def _fitted(
    found: list[Piece], faces: tuple[Face, ...], room: tuple[float, int, float], most_lines: int, least: float
) -> _Setting | None:
    """Return the largest setting of the pieces down to `least` of the size; None where there is none.

    `room` is the asked size, the width in pixels, and the margin on each side as a share of the size.
    """
    size_px, max_width_px, margin_share = room
    space, *measured = advances([" ", *(item.text for item in found)], faces)
    widths = dict(zip(found, measured, strict=True))
    items = [item for item in found if widths[item]]
    size = size_px
    while size >= max(1.0, least * size_px):
        limit = max_width_px / size - 2 * margin_share
        lines = wrap(items, widths=widths, space=space, limit=limit, most_lines=most_lines)
        if lines is not None:
            widest = max((sum(widths[one] + space * one.spaced for one in line) for line in lines), default=0.0)
            return _Setting(lines, size, widest)
        size *= _SHRINK
    return None


def _inked(line: Sequence[Piece], faces: tuple[Face, ...], *, rtl: bool) -> list[tuple[Run, int]]:
    """Return the runs of a line with the word each belongs to; spaces go with the word after them."""
    found: list[tuple[Run, int]] = []
    for place, item in enumerate(line):
        text = f" {item.text}" if item.spaced and place else item.text
        found += [(run, item.word) for run in runs(text, faces)]
    if rtl and found:
        first, word = found[0]
        found[0] = (Run(RTL_EMBEDDING + first.text, first.face), word)
    return found


def _placed(lines: tuple[tuple[tuple[Run, int], ...], ...], size: float, width: int, lettering: Lettering) -> Block:
    fonts = {run.face.font for line in lines for run, _ in line}
    ascent = min(1.1, max(font.ascent for font in fonts))
    descent = max(0.28, min(0.5, max(font.descent for font in fonts)))
    step = (ascent + descent) * 0.92 * lettering.leading * size
    pad = (lettering.outline_share + lettering.shadow_blur_share + lettering.shadow_drop_share) * size
    top = pad + ascent * size
    baselines = tuple(top + step * index for index in range(len(lines)))
    return Block(lines, baselines, size, width, int(baselines[-1] + descent * size + pad))
