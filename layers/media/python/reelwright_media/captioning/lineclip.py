"""One caption line as a moviepy clip: a small picture with a mask and a fixed place, which paints itself into planes."""

from collections.abc import Callable, Sequence
from typing import Any, ClassVar, Generic, Protocol, TypeVar

import numpy as np
import numpy.typing as npt

from reelwright.captions.model import CaptionLine
from reelwright.platforms.presets import Preset
from reelwright_media.captioning.karaoke import POP_STEPS, LineState, state_at
from reelwright_media.captioning.placing import Box, caption_zone, place
from reelwright_media.captioning.style import CaptionStyle, written
from reelwright_media.captioning.tiles import PlaneTile, PremultipliedRgba, changed_patch, fit_box, plane_tile
from reelwright_media.rendering.composition import VideoClip
from reelwright_media.rendering.painted import PaintedClip
from reelwright_media.rendering.planes import Planes, RgbImage
from reelwright_media.typography import Tile

_SHRINK = 0.9
Key = TypeVar("Key")
Kept = TypeVar("Kept")


class Letterer(Protocol):
    """Draws words in at most a few lines, each word with its own fill; `typography.draw_lines` is the real one."""

    def __call__(
        self,
        words: Sequence[str],
        *,
        fills: Sequence[str],
        size_px: float,
        max_width_px: int,
        language: str | None = None,
    ) -> Tile:
        """Return the words no wider than `max_width_px`, same size whatever the fills; too long words are set smaller."""


class LineDrawing:
    """Draws the states of one line, each as a whole while it enters, then only the word whose colour changes.

    The last state is kept, for most frames show the same one.
    """

    def __init__(
        self, line: CaptionLine, *, preset: Preset, language: str, style: CaptionStyle, letterer: Letterer
    ) -> None:
        self.line = line
        self._zone = caption_zone(preset)
        self._language = language
        self._style = style
        self._letterer = letterer
        self._words = [written(word.text, style, language) for word in line.words]
        self._size_px = style.type_share * min(preset.width, preset.height)
        first = self._fitted()
        self.box: Box = place(first.width, first.height, preset)
        self._lettered = _Last(self._letter)
        self._picture = _Last(self._draw)
        self._tile = _Last(self._make_tile)
        self._at_rest: tuple[PremultipliedRgba, PlaneTile] | None = None

    def picture(self, seconds: float) -> PremultipliedRgba:
        """Return the line at a time of the film, premultiplied RGBA as large as the box."""
        return self._picture(state_at(self.line, seconds))

    def tile(self, seconds: float) -> PlaneTile:
        """Return the line at a time of the film, ready to be laid on planes."""
        return self._tile(state_at(self.line, seconds))

    def _fitted(self) -> Tile:
        """Return the line with no word lit, small enough for the zone's height as well as its width."""
        while True:
            tile = self._letter(None)
            if tile.height <= self._zone.height:
                return tile
            self._size_px *= _SHRINK

    def _letter(self, spoken: int | None) -> Tile:
        fills = [self._style.spoken if at == spoken else self._style.plain for at in range(len(self._words))]
        return self._letterer(
            self._words,
            fills=fills,
            size_px=self._size_px,
            max_width_px=self._zone.width,
            language=self._language,
        )

    def _draw(self, state: LineState) -> PremultipliedRgba:
        rgba = self._lettered(state.spoken).rgba
        return fit_box(rgba, self.box.width, self.box.height, scale=state.scale, opacity=state.opacity)

    def _make_tile(self, state: LineState) -> PlaneTile:
        picture = self._picture(state)
        if state.step < POP_STEPS:
            return plane_tile(picture)
        if self._at_rest is None:
            plain = self._draw(LineState(None, POP_STEPS))
            self._at_rest = plain, plane_tile(plain)
        plain, tile = self._at_rest
        changed = changed_patch(picture, plain)
        return tile.patched(*changed) if changed else tile


class _Last(Generic[Key, Kept]):
    """What was made last, by what it was made from: a line goes forward, so older ones are not asked for again."""

    def __init__(self, make: Callable[[Key], Kept]) -> None:
        self._make = make
        self._kept: tuple[Key, Kept] | None = None

    def __call__(self, key: Key) -> Kept:
        if self._kept is None or self._kept[0] != key:
            self._kept = (key, self._make(key))
        return self._kept[1]


class _LineMask(VideoClip):  # type: ignore[misc] # moviepy ships no types, so its classes are Any
    """The line's opacity. A tool that changes it gets a plain mask, by which the line knows that it was changed."""

    def __init__(self, drawing: LineDrawing, starts_at: float, seconds: float) -> None:
        super().__init__(is_mask=True, duration=seconds)
        self.size = (drawing.box.width, drawing.box.height)
        self._drawing = drawing
        self._starts_at = starts_at

    def frame_function(self, t: float) -> npt.NDArray[np.float64]:
        return self._drawing.picture(self._starts_at + t)[:, :, 3] / 255.0

    def with_updated_frame_function(self, frame_function: Callable[[float], Any]) -> Any:
        plain = VideoClip(frame_function=frame_function, is_mask=True, duration=self.duration)
        plain.start, plain.end = self.start, self.end
        return plain


class LineClip(PaintedClip):
    """A caption line. Times of the clip count from `starts_at`, a time of the film in seconds, for `seconds`."""

    opaque: ClassVar[bool] = False

    def __init__(self, drawing: LineDrawing, *, starts_at: float, seconds: float) -> None:
        box = drawing.box
        super().__init__((box.width, box.height), seconds)
        self.pos = self._own_pos = lambda _t: (box.left, box.top)
        self.mask = _LineMask(drawing, starts_at, seconds)
        self._drawing = drawing
        self._starts_at = starts_at

    def frame_function(self, t: float) -> RgbImage:
        """Return the colours of the line; the mask says where they count."""
        rgba = self._drawing.picture(self._starts_at + t)
        alpha = np.maximum(rgba[:, :, 3:], 1)
        return np.minimum(rgba[:, :, :3].astype(np.uint16) * 255 // alpha, 255).astype(np.uint8)

    def has_own_mask(self) -> bool:
        """Return whether the mask is still the line's own."""
        return isinstance(self.mask, _LineMask) and "frame_function" not in self.mask.__dict__

    def can_paint(self) -> bool:
        """Return whether the line is as it was made; an effect recorded on it is left to the RGB road."""
        return super().can_paint() and self.opacity_at is None and self.shift_at is None

    def paint(self, t: float, planes: Planes, scratch: Planes) -> None:  # noqa: ARG002 - the base class's signature
        """Lay the line on the frame, in its box."""
        self._drawing.tile(self._starts_at + t).lay(planes.region(*self._drawing.box))
