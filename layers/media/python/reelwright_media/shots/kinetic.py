"""Type that moves: pieces of large lettering that come in one after another, as one clip."""

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
_SMALLEST: Final = 0.72
_RISE_SHARE: Final = 0.35
"""How far below its place a piece begins, as a share of its height."""
_OVERSHOOT: Final = 1.2
"""Of the ease "back" (Penner 2001): it passes its goal by a twentieth and settles, as things with weight do."""
_BEYOND: Final = 0.02
_OVERSHOT_RISE: Final = 0.03
"""How far, in shares of its size, an entering piece is beyond its edges and above its place at most."""
_FADE_SHARE: Final = 0.45
"""The part of an entrance in which a piece becomes opaque."""


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """Premultiplied pixels, their corner in pixels of the clip's box, and when they come in, in seconds of the clip."""

    rgba: PremultipliedRgba
    left: int
    top: int
    enters_seconds: float

    def share(self, t: float) -> float:
        """Return how far the entrance is, 0-1, at `t` seconds of the clip."""
        return _clamped((t - self.enters_seconds) / ENTRANCE_SECONDS)


class KineticClip(PaintedClip):
    """Pieces over whatever lies below, in a box of the frame with even edges, for `seconds`.

    Each grows and rises into its place; with `leaves`, all fade together at the end. Each is laid on the frame in its
    own tight box; one that stands still is kept and costs a blend.
    """

    opaque: ClassVar[bool] = False

    def __init__(self, pieces: Sequence[Piece], box: Box, *, seconds: float, leaves: bool) -> None:
        super().__init__((box.width, box.height), seconds)
        self.pos = self._own_pos = lambda _t: (box.left, box.top)
        self._pieces = tuple(pieces)
        self._box = box
        self._length = seconds
        self._leaves = leaves
        self._at_rest: dict[int, PlaneTile] = {}
        self.mask = _PiecesMask(self, seconds)

    def frame_function(self, t: float) -> RgbImage:
        """Return the colours of the pieces; the mask says where they count."""
        rgba = self.picture(t)
        alpha = np.maximum(rgba[:, :, 3:], 1)
        return np.minimum(rgba[:, :, :3].astype(np.uint16) * 255 // alpha, 255).astype(np.uint8)

    def picture(self, t: float) -> PremultipliedRgba:
        """Return the box at `t` seconds, premultiplied RGBA."""
        drawn = np.zeros((self._box.height, self._box.width, 4), np.uint8)
        presence = self._presence(t)
        for piece in self._pieces:
            share = piece.share(t)
            if share > 0:
                whole = Box(0, 0, self._box.width, self._box.height)
                drawn = composite(drawn, _at(piece, share, presence, whole))
        return drawn

    def has_own_mask(self) -> bool:
        """Return whether the mask is still the clip's own."""
        return isinstance(self.mask, _PiecesMask) and "frame_function" not in self.mask.__dict__

    def can_paint(self) -> bool:
        """Return whether the clip is as it was made; an effect recorded on it is left to the RGB road."""
        return super().can_paint() and self.opacity_at is None and self.shift_at is None

    def paint(self, t: float, planes: Planes, scratch: Planes) -> None:  # noqa: ARG002 - the base class's signature
        """Lay the pieces on the frame, in their box."""
        presence = self._presence(t)
        for place, piece in enumerate(self._pieces):
            share = piece.share(t)
            if share <= 0 or presence <= 0:
                continue
            path = _path(piece, self._box)
            tile = self._at_rest.get(place) if share >= 1 and presence >= 1 else None
            if tile is None:
                tile = plane_tile(_at(piece, share, presence, path))
                if share >= 1 and presence >= 1:
                    self._at_rest[place] = tile
            left, top = self._box.left, self._box.top
            tile.lay(planes.region(left + path.left, top + path.top, left + path.right, top + path.bottom))

    def _presence(self, t: float) -> float:
        """Return how much is left of all pieces, 0-1."""
        return _clamped((self._length - t) / LEAVE_SECONDS) if self._leaves else 1.0


class _PiecesMask(VideoClip):  # type: ignore[misc] # moviepy ships no types, so its classes are Any
    """The pieces' opacity. A tool that changes it gets a plain mask, by which the clip knows that it was changed."""

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


def _path(piece: Piece, box: Box) -> Box:
    """Return the even part of a box, counted from its corner, that a piece needs on its way and at rest."""
    height, width = piece.rgba.shape[:2]
    beside, above = math.ceil(width * _BEYOND) + 2, math.ceil(height * (_BEYOND + _OVERSHOT_RISE)) + 2
    below = math.ceil(height * _RISE_SHARE) + 2
    left, top = max(0, piece.left - beside) & ~1, max(0, piece.top - above) & ~1
    right, bottom = piece.left + width + beside, piece.top + height + below
    return Box(left, top, min(box.width, -(-right // 2) * 2), min(box.height, -(-bottom // 2) * 2))


def _at(piece: Piece, share: float, presence: float, box: Box) -> PremultipliedRgba:
    """Return a box, counted as the piece is, with the piece at a moment of its entrance; at rest its own pixels."""
    height, width = piece.rgba.shape[:2]
    way = _back(share)
    scale = _SMALLEST + (1 - _SMALLEST) * way
    left = piece.left - box.left + width * (1 - scale) / 2
    top = piece.top - box.top + height * (1 - scale) / 2 + _RISE_SHARE * height * (1 - way)
    centre = (scale - 1) / 2  # pixel centres, not corners, are what warpAffine scales
    place = np.array([[scale, 0, left + centre], [0, scale, top + centre]])
    opacity = presence * min(1.0, share / _FADE_SHARE)
    rgba = piece.rgba if opacity >= 1 else cv2.convertScaleAbs(piece.rgba, alpha=opacity)
    return np.asarray(cv2.warpAffine(rgba, place, (box.width, box.height), flags=cv2.INTER_LINEAR), np.uint8)


def _back(share: float) -> float:
    """Return Penner's easeOutBack: from 0 beyond 1 and back to it."""
    rest = share - 1
    return 1 + (_OVERSHOOT + 1) * rest**3 + _OVERSHOOT * rest**2


def _clamped(value: float) -> float:
    return min(1.0, max(0.0, value))
