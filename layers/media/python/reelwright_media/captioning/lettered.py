"""A caption line set in type: sized for the platform's safe zone, placed on the frame, with any fills."""

from collections.abc import Sequence
from typing import Final, Protocol

import numpy as np
import numpy.typing as npt

from reelwright.film.captions.model import CaptionLine
from reelwright.film.captions.styles import CaptionStyle
from reelwright.film.platforms.presets import Preset
from reelwright.film.text.lettering import capitals_of
from reelwright_media.canvas.placing import Box, place, side_of, type_zone
from reelwright_media.canvas.tiles import PremultipliedRgba
from reelwright_media.captioning.last import LastResult
from reelwright_media.captioning.rectangles import lay_under, strips_of
from reelwright_media.typography import Lettering, Tile
from reelwright_media.typography.drawing import composite
from reelwright_media.typography.wordboxes import Boxes, owners_of

_READABLE_SHARE: Final = 0.55
"""Smallest readable type for captions, as a share of the style's size."""
_PANEL_PADDING: Final = (0.42, 0.26)
"""Of a strip around the letters of its line, in type sizes (em); the margins of a line with a strip hold it."""


class Letterer(Protocol):
    """Draws words in a few lines, each word with its own fill; production uses `typography.draw_lines`."""

    def __call__(
        self,
        words: Sequence[str],
        *,
        fills: Sequence[str],
        size_px: float,
        max_width_px: int,
        tallest_px: int,
        smallest_px: float,
        lettering: Lettering,
        language: str | None = None,
    ) -> Tile:
        """Draw the words within a width and height. Fills do not change the size; text that does not fit is set smaller.

        Text that would need type below `smallest_px` gets more lines, and words wider than a line are broken.
        """


class LetteredLine:
    """The words of a line in type. Its length is the number of words."""

    def __init__(
        self, line: CaptionLine, *, preset: Preset, language: str, style: CaptionStyle, letterer: Letterer
    ) -> None:
        self._words = lettered([word.text for word in line.words], language, capitals=style.capitals)
        self._zone = type_zone(preset)
        self._lettering = lettering_of(style)
        self._language = language
        self._letterer = letterer
        self._size_px = style.type_share * min(preset.width, preset.height)
        self._lettered = LastResult(self._letter)
        first = self._letter((style.plain,) * len(self._words))
        self.box: Box = place(first.width, first.height, preset, side=side_of(style.align, language))
        """The line's place on the frame; every state is drawn at this size."""
        self.boxes: Boxes = first.boxes or ((),) * len(self._words)
        """The rectangles of each word in the box; several if the word is broken across lines."""
        self.type_px: float = first.size_px
        self._first = first
        self._panel = None if style.panel is None else self._strips(style.panel, style.round_share)

    def __len__(self) -> int:
        return len(self._words)

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the box in pixels."""
        return self.box.width, self.box.height

    def tile(self, fills: Sequence[str]) -> Tile:
        """Draw the line with one `#rrggbb` per word; the last result is cached."""
        return self._lettered(tuple(fills))

    def owners(self) -> npt.NDArray[np.uint16]:
        """Index of the word that each pixel of a tile belongs to, outlines and shadows included; height x width."""
        if self._first.ink is None:
            return np.zeros((self._first.height, self._first.width), np.uint16)
        return owners_of(self._first.ink)

    def _letter(self, fills: tuple[str, ...]) -> Tile:
        return self._letterer(
            self._words,
            fills=fills,
            size_px=self._size_px,
            max_width_px=self._zone.width,
            tallest_px=self._zone.height,
            smallest_px=_READABLE_SHARE * self._size_px,
            lettering=self._lettering,
            language=self._language,
        )

    def on_panel(self, picture: PremultipliedRgba) -> PremultipliedRgba:
        """Lay a drawing of the line on its strips; the drawing itself in styles without them."""
        return picture if self._panel is None else composite(self._panel, picture)

    def _strips(self, fill: str, round_share: float) -> PremultipliedRgba:
        """Draw a strip behind each line of words."""
        panel = np.zeros((self._first.height, self._first.width, 4), np.uint8)
        beside, above = (share * self.type_px for share in _PANEL_PADDING)
        for strip in strips_of(self.boxes, (beside, above)):
            lay_under(panel, strip.within(self._first.width, self._first.height), fill, round_share * self.type_px)
        return panel


def lettering_of(style: CaptionStyle) -> Lettering:
    """Build the lettering of a style's captions; a line with strips has wider margins and no shadow."""
    blur, drop = (0.12, 0.06) if style.panel is None else (_PANEL_PADDING[0], 0.0)
    return Lettering(
        style.face,
        style.outline,
        style.outline_share,
        style.shadow_opacity,
        blur,
        drop,
        align=style.align,
        own=style.font,
    )


def lettered(words: Sequence[str], language: str, *, capitals: bool) -> list[str]:
    """Apply a style's capitals to the words of a line."""
    return capitals_of(words, language) if capitals else list(words)
