"""Draws a few words in lines, each word in its own colour: captions, headlines and titles."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

import cv2
import numpy as np

from reelwright_media.typography import vector
from reelwright_media.typography.faces import Face, FaceName, Run, faces_for, main_script, runs
from reelwright_media.typography.measuring import advances
from reelwright_media.typography.vector import Layer, Pixels
from reelwright_media.typography.wrapping import Piece, pieces, wrap

_SHRINK: Final = 0.93
_SMALLEST_SHARE: Final = 0.3
"""Below this share of the asked size text gives up on its line limit rather than become unreadable."""
_RTL_EMBEDDING: Final = "\u202b"
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
class Tile:
    """A drawn text. `rgba` is height x width x 4, 8 bits, **premultiplied**: `frame * (1 - a) + rgb`.

    The text's optical middle is the tile's middle. Tiles of the same words at the same size have the same size
    and the same letters in the same places, whatever their fills: they replace each other without a jump.
    """

    rgba: Pixels
    size_px: float
    """The type size that fitted, at most the one asked for."""
    lines: tuple[str, ...]

    @property
    def width(self) -> int:
        """Return the width in pixels."""
        return int(self.rgba.shape[1])

    @property
    def height(self) -> int:
        """Return the height in pixels."""
        return int(self.rgba.shape[0])


@dataclass(frozen=True, slots=True)
class _Block:
    """Lines laid out: what is drawn where on a canvas of `width` x `height`."""

    lines: tuple[tuple[tuple[Run, int], ...], ...]
    baselines: tuple[float, ...]
    size_px: float
    width: int
    height: int

    @property
    def fonts(self) -> set[Path]:
        return {run.face.font.path for line in self.lines for run, _ in line}


def draw_lines(
    words: Sequence[str],
    *,
    fills: Sequence[str],
    size_px: float,
    max_width_px: int,
    most_lines: int = 2,
    lettering: Lettering = Lettering(),
    language: str | None = None,
) -> Tile:
    """Return the words drawn in at most `most_lines` centred lines, no wider than `max_width_px`.

    `fills` has one `#rrggbb` a word. Text that is too long is set smaller. Right-to-left words run right to
    left; letters no font has are left out, and where nothing is left the tile is one clear pixel. `language`
    (BCP 47) only chooses between Chinese, Japanese and Korean shapes. Raises MissingAssetError where the fonts
    were not fetched.
    """
    block = _lay_out(tuple(words), size_px, max_width_px, most_lines, lettering, language)
    if not block.lines:
        return Tile(np.zeros((1, 1, 4), np.uint8), size_px, ())
    under = _underlay(block, lettering)
    markup = "".join(
        vector.line_markup(
            [(run, fills[word]) for run, word in line],
            x=block.width / 2,
            y=y,
            size=block.size_px,
            layer=Layer(),
        )
        for line, y in zip(block.lines, block.baselines, strict=True)
    )
    over = premultiplied(vector.rasterise(markup, block.width, block.height, block.fonts))
    texts = tuple("".join(run.text for run, _ in line).lstrip(_RTL_EMBEDDING) for line in block.lines)
    return Tile(composite(under, over), block.size_px, texts)


@lru_cache(maxsize=16)
def _lay_out(  # noqa: PLR0917 - positional, since lru_cache tells keywords in another order apart
    words: tuple[str, ...],
    size_px: float,
    max_width_px: int,
    most_lines: int,
    lettering: Lettering,
    language: str | None,
) -> _Block:
    script = main_script("".join(words), language)
    faces = faces_for("".join(words), lettering.face, script)
    margin_share = lettering.outline_share + lettering.shadow_blur_share
    found = pieces(words)
    measured = advances([" ", *(item.text for item in found)], faces)
    space, width_of = measured[0], dict(zip(found, measured[1:], strict=True))
    items = [item for item in found if width_of[item]]
    if not items:
        return _Block((), (), size_px, 1, 1)
    size, lines = size_px, None
    while lines is None:
        limit = max_width_px / size - 2 * margin_share
        allowed = most_lines if size > size_px * _SMALLEST_SHARE else len(items)
        lines = wrap(items, widths=width_of, space=space, limit=limit, most_lines=allowed)
        size = size if lines else size * _SHRINK
    drawn = tuple(tuple(_inked(line, faces, rtl=script in _RTL_SCRIPTS)) for line in lines)
    widest = max(sum(width_of[item] + space * item.spaced for item in line) for line in lines)
    return _placed(drawn, size, min(max_width_px, int((widest + 2 * margin_share) * size) + 2), lettering)


def _inked(line: Sequence[Piece], faces: tuple[Face, ...], *, rtl: bool) -> list[tuple[Run, int]]:
    """Return the runs of a line with the word each belongs to; spaces go with the word after them."""
    found: list[tuple[Run, int]] = []
    for place, item in enumerate(line):
        text = f" {item.text}" if item.spaced and place else item.text
        found += [(run, item.word) for run in runs(text, faces)]
    if rtl and found:
        first, word = found[0]
        found[0] = (Run(_RTL_EMBEDDING + first.text, first.face), word)
    return found


def _placed(lines: tuple[tuple[tuple[Run, int], ...], ...], size: float, width: int, lettering: Lettering) -> _Block:
    fonts = {run.face.font for line in lines for run, _ in line}
    ascent = min(1.1, max(font.ascent for font in fonts))
    descent = max(0.28, min(0.5, max(font.descent for font in fonts)))
    step = (ascent + descent) * 0.92 * lettering.leading * size
    pad = (lettering.outline_share + lettering.shadow_blur_share + lettering.shadow_drop_share) * size
    top = pad + ascent * size
    baselines = tuple(top + step * index for index in range(len(lines)))
    return _Block(lines, baselines, size, width, int(baselines[-1] + descent * size + pad))


@lru_cache(maxsize=4)
def _underlay(block: _Block, lettering: Lettering) -> Pixels:
    """Return shadow and outline, premultiplied: the same for all fills, so drawn once a block of words."""
    layer = Layer(stroke=lettering.outline, grow_px=lettering.outline_share * block.size_px)
    markup = "".join(
        vector.line_markup([(run, "#000") for run, _ in line], x=block.width / 2, y=y, size=block.size_px, layer=layer)
        for line, y in zip(block.lines, block.baselines, strict=True)
    )
    outline = premultiplied(vector.rasterise(markup, block.width, block.height, block.fonts))
    return composite(_shadow(outline[..., 3], block.size_px, lettering), outline)


def _shadow(alpha: Pixels, size_px: float, lettering: Lettering) -> Pixels:
    """Return a soft black drop shadow; blurred at a quarter of the size, where nobody sees the difference."""
    height, width = alpha.shape
    small = cv2.resize(alpha, (max(1, width // 4), max(1, height // 4)), interpolation=cv2.INTER_AREA)
    blurred = cv2.GaussianBlur(small, (0, 0), max(0.5, lettering.shadow_blur_share * size_px / 8))
    drop = np.array([[1, 0, 0], [0, 1, lettering.shadow_drop_share * size_px]], np.float32)
    dropped = cv2.warpAffine(cv2.resize(blurred, (width, height)), drop, (width, height))
    shadow = np.zeros((height, width, 4), np.uint8)
    shadow[..., 3] = (dropped * lettering.shadow_opacity).astype(np.uint8)
    return shadow


def premultiplied(pixels: Pixels) -> Pixels:
    """Return the pixels with their colours multiplied by their alpha."""
    result = pixels.copy()
    alpha = cv2.cvtColor(pixels[..., 3], cv2.COLOR_GRAY2RGB)
    result[..., :3] = cv2.multiply(pixels[..., :3], alpha, scale=1 / 255)
    return result


def composite(under: Pixels, over: Pixels) -> Pixels:
    """Return `over` laid on `under`, both premultiplied and of one size."""
    rest = cv2.cvtColor(255 - over[..., 3], cv2.COLOR_GRAY2BGRA)
    rest[..., 3] = 255 - over[..., 3]
    return np.asarray(cv2.add(over, cv2.multiply(under, rest, scale=1 / 255)), np.uint8)
