"""Kinetic typography: pieces of large type (mostly words) that enter one after another or are lit in turn, as one clip."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Final

import cv2
import numpy as np
import numpy.typing as npt

from reelwright_media.canvas.composition import VideoClip
from reelwright_media.canvas.painted import PaintedClip
from reelwright_media.canvas.placing import Box
from reelwright_media.canvas.planes import Planes, RgbImage
from reelwright_media.canvas.tiles import PlaneTile, PremultipliedRgba, plane_tile
from reelwright_media.typography.drawing import composite

ENTRANCE_SECONDS: Final = 0.3
LEAVE_SECONDS: Final = 0.16
_START_SCALE: Final = 0.72
"""Scale of a word at the start of its entrance."""
_RISE_SHARE: Final = 0.35
"""Distance between a word's first and final position, as a share of its height."""
_OVERSHOOT: Final = 1.2
"""Parameter of Penner's easeOutBack (2001); at 1.2 the curve exceeds its target by 5 % before it settles."""
_WIDEST_OVERSHOOT: Final = 0.02
_HIGHEST_OVERSHOOT: Final = 0.03
"""How far an entering word exceeds its final edges, and rises above its final position; shares of its size, upper bounds."""
_FADE_SHARE: Final = 0.45
"""The share of an entrance after which a word is opaque."""
_SWELL: Final = 2 * _WIDEST_OVERSHOOT
"""How much larger a word is at the moment it is lit: as much as the margins of the overshoot hold."""
_SWELL_SECONDS: Final = 0.2
FROM_THE_START: Final = -1.0
"""Entrance time of a piece that is in its place on the first frame."""


Span = tuple[float, float]
"""From and until, in seconds of the clip."""


@dataclass(frozen=True, slots=True, eq=False)
class Lit:
    """The pixels of a piece while it is lit: in the span of its word, with a swell, and in spans without one."""

    rgba: PremultipliedRgba
    spoken: Span
    quiet: tuple[Span, ...] = ()

    def at(self, t: float) -> bool:
        """Whether the piece is lit at `t` seconds of the clip."""
        return any(start <= t < end for start, end in (self.spoken, *self.quiet))

    def swell(self, t: float) -> float:
        """Scale of the piece at `t`: larger when its word begins, then back to 1."""
        start, end = self.spoken
        return 1 + _SWELL * (1 - _clamped((t - start) / _SWELL_SECONDS)) ** 2 if start <= t < end else 1.0


@dataclass(frozen=True, slots=True, eq=False)
class KineticPiece:
    """Premultiplied pixels, their corner in pixels of the clip's box, and the clip's time at which they start to enter."""

    rgba: PremultipliedRgba
    left: int
    top: int
    enters_seconds: float
    lit: Lit | None = None
    """Equally large pixels that replace `rgba` for some time."""

    def is_lit(self, t: float) -> bool:
        """Whether the piece shows its lit pixels at `t` seconds of the clip."""
        return self.lit is not None and self.lit.at(t)

    def pixels(self, t: float) -> PremultipliedRgba:
        """Select the pixels shown at `t`."""
        return self.lit.rgba if self.lit is not None and self.lit.at(t) else self.rgba

    def swell(self, t: float) -> float:
        """Scale of the piece at `t` because it is lit."""
        return 1.0 if self.lit is None else self.lit.swell(t)

    def share(self, t: float) -> float:
        """Progress of the entrance, 0-1, at `t` seconds of the clip."""
        return _clamped((t - self.enters_seconds) / ENTRANCE_SECONDS)


class KineticClip(PaintedClip):
    """Words over the clips below, in a box of the frame with even edges, for `seconds`.

    Each word grows and rises into its place; a lit one swells for a moment. With `leaves`, all fade out together at the
    end. Each is blended in its own tight box; a word at rest is cached, so it costs one blend per frame.
    """

    opaque: ClassVar[bool] = False

    def __init__(self, pieces: Sequence[KineticPiece], box: Box, *, seconds: float, leaves: bool) -> None:
        super().__init__((box.width, box.height), seconds)
        self.pos = self._own_pos = lambda _t: (box.left, box.top)
        self._pieces = tuple(pieces)
        self._box = box
        self._length = seconds
        self._leaves = leaves
        self._at_rest: dict[tuple[int, bool], PlaneTile] = {}
        self.mask = _PiecesMask(self, seconds)

    def frame_function(self, t: float) -> RgbImage:
        """Straight (not premultiplied) colours of the words; the mask holds their opacity."""
        rgba = self.picture(t)
        alpha = np.maximum(rgba[:, :, 3:], 1)
        return np.minimum(rgba[:, :, :3].astype(np.uint16) * 255 // alpha, 255).astype(np.uint8)

    def picture(self, t: float) -> PremultipliedRgba:
        """Draw the whole box at `t` seconds, premultiplied RGBA."""
        drawn = np.zeros((self._box.height, self._box.width, 4), np.uint8)
        presence = self._presence(t)
        for piece in self._pieces:
            share = piece.share(t)
            if share > 0:
                whole = Box(0, 0, self._box.width, self._box.height)
                drawn = composite(drawn, _at(piece, t, presence, whole))
        return drawn

    def has_own_mask(self) -> bool:
        """Whether the mask was neither replaced nor changed."""
        return isinstance(self.mask, _PiecesMask) and "frame_function" not in self.mask.__dict__

    def can_paint(self) -> bool:
        """Whether the clip is unchanged; a clip with a recorded effect is painted through RGB instead."""
        return super().can_paint() and self.opacity_at is None and self.shift_at is None

    def paint(self, t: float, planes: Planes, scratch: Planes) -> None:  # noqa: ARG002 - the base class's signature
        """Blend the words onto the frame."""
        presence = self._presence(t)
        for place, piece in enumerate(self._pieces):
            share = piece.share(t)
            if share <= 0 or presence <= 0:
                continue
            area = _covered(piece, self._box)
            rests = share >= 1 and presence >= 1 and piece.swell(t) == 1
            state = (place, piece.is_lit(t))
            tile = self._at_rest.get(state) if rests else None
            if tile is None:
                tile = plane_tile(_at(piece, t, presence, area))
                if rests:
                    self._at_rest[state] = tile
            left, top = self._box.left, self._box.top
            tile.lay(planes.region(left + area.left, top + area.top, left + area.right, top + area.bottom))

    def _presence(self, t: float) -> float:
        """Opacity of all words together, 0-1: falls during the last `LEAVE_SECONDS`."""
        return _clamped((self._length - t) / LEAVE_SECONDS) if self._leaves else 1.0


class _PiecesMask(VideoClip):  # type: ignore[misc] # moviepy ships no types, so its classes are Any
    """Opacity of the words. moviepy tools that change it get a plain VideoClip, which `has_own_mask` detects."""

    def __init__(self, clip: KineticClip, seconds: float) -> None:
        super().__init__(is_mask=True, duration=seconds)
        self.size = tuple(clip.size)
        self._clip = clip

    def frame_function(self, t: float) -> npt.NDArray[np.float64]:
        return self._clip.picture(t)[:, :, 3] / 255.0

    def with_updated_frame_function(self, frame_function: Any) -> Any:
        plain = VideoClip(frame_function=frame_function, is_mask=True, duration=self.duration)
        plain.start, plain.end = self.start, self.end
        return plain


def _covered(piece: KineticPiece, box: Box) -> Box:
    """Find the part of a box, relative to its corner and with even edges, that a word covers during and after its entrance."""
    height, width = piece.rgba.shape[:2]
    beside, above = (
        math.ceil(width * _WIDEST_OVERSHOOT) + 2,
        math.ceil(height * (_WIDEST_OVERSHOOT + _HIGHEST_OVERSHOOT)) + 2,
    )
    below = math.ceil(height * _RISE_SHARE) + 2
    left, top = max(0, piece.left - beside) & ~1, max(0, piece.top - above) & ~1
    right, bottom = piece.left + width + beside, piece.top + height + below
    return Box(left, top, min(box.width, -(-right // 2) * 2), min(box.height, -(-bottom // 2) * 2))


def _at(piece: KineticPiece, t: float, presence: float, box: Box) -> PremultipliedRgba:
    """Draw a word at one moment into a box of the same coordinates; at rest its pixels are unchanged."""
    share = piece.share(t)
    height, width = piece.rgba.shape[:2]
    eased = _back(share)
    scale = (_START_SCALE + (1 - _START_SCALE) * eased) * piece.swell(t)
    left = piece.left - box.left + width * (1 - scale) / 2
    top = piece.top - box.top + height * (1 - scale) / 2 + _RISE_SHARE * height * (1 - eased)
    centre = (scale - 1) / 2  # warpAffine scales pixel centres, not corners
    place = np.array([[scale, 0, left + centre], [0, scale, top + centre]])
    opacity = presence * min(1.0, share / _FADE_SHARE)
    pixels = piece.pixels(t)
    rgba = pixels if opacity >= 1 else cv2.convertScaleAbs(pixels, alpha=opacity)
    return np.asarray(cv2.warpAffine(rgba, place, (box.width, box.height), flags=cv2.INTER_LINEAR), np.uint8)


def _back(share: float) -> float:
    """Penner's easeOutBack: rises from 0 to above 1 and returns to 1."""
    rest = share - 1
    return 1 + (_OVERSHOOT + 1) * rest**3 + _OVERSHOOT * rest**2


def _clamped(value: float) -> float:
    return min(1.0, max(0.0, value))
