"""A subject of a diorama that acts: drawn as a sprite in its present shape."""

from functools import partial
from typing import Final, NamedTuple

import cv2
import numpy as np

from reelwright.film.timeline.model import ShotAct
from reelwright_media.canvas.motion import View
from reelwright_media.canvas.planes import Planes
from reelwright_media.canvas.tiles import PremultipliedRgba
from reelwright_media.diorama.model import CutoutRow, Premultiplied
from reelwright_media.shots.acting import ACTS, COPY_SCALE, PART_LEAN_DEGREES, STANDING, Pose, copies_at, pose_at
from reelwright_media.shots.sprites import Corner, Sprite
from reelwright_media.shots.staying import ANYWHERE, Extent, acting, extent_of, inked, seen
from reelwright_media.typography.vector import rasterise

_PAD_SHARE: Final = 0.26
"""Pixels around a cut-out for its parted halves, as a share of its size."""
_SMALLEST_SCALE: Final = 0.12
_SHAPES: Final = 10
"""Shapes of an act that changes pixels: more cost CPU and look the same."""
_CROSS: Final = "#e8283c"
_TEETH: Final = (0.50, 0.42, 0.57, 0.45, 0.60, 0.47, 0.54, 0.40, 0.50)
"""Where a broken subject's edge runs from top to bottom, as shares of its width."""


class Placement(NamedTuple):
    """The view of a plane, and a shift in pixels to the right and down."""

    view: View
    shift: tuple[float, float]


class Actor:
    """One subject with an act, which stays in its room. The sprite of its present shape is kept."""

    def __init__(
        self, row: CutoutRow, rgba: Premultiplied, act: ShotAct, size: tuple[int, int], room: Extent = ANYWHERE
    ) -> None:
        self._rgba, self._corner = _centred(row, rgba, _PAD_SHARE if act.kind == "break" else 0.0)
        self._room = room
        self._extent = extent_of([(row, rgba)], size)
        self._travel = ACTS[act.kind].travel
        self._act = act
        self._frame = size
        self._sprites: dict[str, tuple[tuple[Pose, float], Sprite]] = {}

    def lay(self, t: float, placement: Placement, oversize: float, planes: Planes) -> None:
        """Draw the subject at `t` seconds of the shot; `oversize` is the stored size of its sprites."""
        seconds = t - self._act.at_seconds
        for copied in copies_at(self._act.kind, seconds):
            pose = self._staying(placement.view, copied)
            if pose.scale >= _SMALLEST_SCALE:
                self._sprite("copy", Pose(), oversize * COPY_SCALE).lay(*self._posed(placement, pose), planes)
        pose = self._staying(placement.view, pose_at(self._act.kind, seconds))
        if pose.scale < _SMALLEST_SCALE:
            return
        sprite = self._sprite("self", _in_steps(pose), oversize)
        if pose.turn % 360:
            sprite.lay_turned(self._middle(placement, pose), placement.view.zoom * pose.scale, pose.turn, planes)
        else:
            sprite.lay(*self._posed(placement, pose), planes)

    def _staying(self, view: View, pose: Pose) -> Pose:
        """Keep a pose in the room."""
        extent = self._extent
        if extent is None or pose == STANDING:
            return pose
        return acting(pose, self._travel, seen(extent, view), self._room, self._frame)

    def _sprite(self, name: str, shape: Pose, oversize: float) -> Sprite:
        """Return the sprite of a shape; the last one of each name is kept."""
        kept = self._sprites.get(name)
        if kept is None or kept[0] != (shape, oversize):
            kept = ((shape, oversize), Sprite(shaped(self._rgba, shape), self._corner, oversize=oversize))
            self._sprites[name] = kept
        return kept[1]

    def _posed(self, placement: Placement, pose: Pose) -> tuple[View, tuple[float, float]]:
        """Scale the plane's view about the subject's middle, and shift it by the pose."""
        view = placement.view
        zoom = view.zoom * pose.scale
        middle = self._middle(placement, pose)
        centre = self._centre()
        lengths, centres = self._frame, (view.centre_x, view.centre_y)
        shift = [
            middle[axis] - centre[axis] * zoom - lengths[axis] / 2 + centres[axis] * lengths[axis] * zoom
            for axis in (0, 1)
        ]
        return View(zoom, view.centre_x, view.centre_y), (shift[0], shift[1])

    def _centre(self) -> tuple[float, float]:
        height, width = self._rgba.shape[:2]
        return self._corner.left + width / 2, self._corner.top + height / 2

    def _middle(self, placement: Placement, pose: Pose) -> tuple[float, float]:
        """Compute the subject's middle on the frame."""
        view, short, centre = placement.view, min(self._frame), self._centre()
        x = (centre[0] - view.centre_x * self._frame[0]) * view.zoom + self._frame[0] / 2
        y = (centre[1] - view.centre_y * self._frame[1]) * view.zoom + self._frame[1] / 2
        return x + placement.shift[0] + pose.right * short, y + placement.shift[1] + pose.down * short


def _centred(row: CutoutRow, rgba: Premultiplied, share: float) -> tuple[Premultiplied, Corner]:
    """Pad a cut-out until its thing is in its middle, about which it turns and grows, and by a share of its size."""
    height, width = rgba.shape[:2]
    box = inked(row, rgba) or (row.left, row.top, row.left + width, row.top + height)
    lefts, tops = (box[0] - row.left, row.left + width - box[2]), (box[1] - row.top, row.top + height - box[3])
    (left, right), (top, bottom) = (
        (max(ends) - ends[0] + round(share * side), max(ends) - ends[1] + round(share * side))
        for ends, side in ((lefts, width), (tops, height))
    )
    padded = cv2.copyMakeBorder(rgba, top, bottom, left, right, cv2.BORDER_CONSTANT, value=(0, 0, 0, 0))
    return np.asarray(padded, np.uint8), Corner(row.left - left, row.top - top)


def _in_steps(pose: Pose) -> Pose:
    """Reduce a pose to what changes the subject's own pixels, in steps: a sprite is made for each."""
    return Pose(
        colour=round(pose.colour * _SHAPES) / _SHAPES,
        crossed=round(pose.crossed * _SHAPES) / _SHAPES,
        parted=round(pose.parted * 10 * _SHAPES) / (10 * _SHAPES),
    )


def shaped(rgba: PremultipliedRgba, pose: Pose) -> PremultipliedRgba:
    """Apply what a pose changes in the subject's own pixels: colours, cross, halves."""
    steps = (
        (pose.colour < 1, partial(_shaded, share=pose.colour)),
        (pose.parted > 0, partial(_parted, share=pose.parted)),
        (pose.crossed > 0, partial(_crossed, share=pose.crossed)),
    )
    for needed, change in steps:
        if needed:
            rgba = np.asarray(change(rgba), np.uint8)
    return rgba


def _shaded(rgba: PremultipliedRgba, share: float) -> PremultipliedRgba:
    """Keep the colours of the lower `share`; above, only a dark grey shade remains."""
    rows = round(rgba.shape[0] * (1 - share))
    shade = rgba.copy()
    grey = cv2.cvtColor(np.ascontiguousarray(rgba[:rows, :, :3]), cv2.COLOR_RGB2GRAY) if rows else None
    if grey is not None:
        shade[:rows, :, :3] = (grey * 0.55).astype(np.uint8)[..., None]
    return shade


def _parted(rgba: PremultipliedRgba, share: float) -> PremultipliedRgba:
    """Move two halves apart along a jagged edge."""
    height, width = rgba.shape[:2]
    own_wide, pivot = width / (1 + 2 * _PAD_SHARE), height * (1 + _PAD_SHARE) / (1 + 2 * _PAD_SHARE)
    mask = np.zeros((height, width), np.uint8)
    edge = [(round(tooth * width), round(place * height / (len(_TEETH) - 1))) for place, tooth in enumerate(_TEETH)]
    cv2.fillPoly(mask, [np.array([(0, 0), *edge, (0, height)], np.int32)], 255)
    parted = np.zeros_like(rgba)
    for half, side in ((mask, -1.0), (255 - mask, 1.0)):
        alone = cv2.copyTo(rgba, half)
        moved = cv2.getRotationMatrix2D((width / 2, pivot), -side * PART_LEAN_DEGREES * share, 1.0)
        moved[0, 2] += side * share * own_wide / 2
        part = cv2.warpAffine(alone, moved, (width, height))
        parted = np.asarray(cv2.add(parted, part), np.uint8)
    return parted


def _crossed(rgba: PremultipliedRgba, share: float) -> PremultipliedRgba:
    """Draw a red cross over the subject, one stroke after the other."""
    height, width = rgba.shape[:2]
    first, second = min(1.0, 2 * share), max(0.0, 2 * share - 1)
    low, span, thick = 0.2, 0.6, max(4, round(min(width, height) * 0.07))
    strokes = [
        (low, low, low + span * first, low + span * first),
        (1 - low, low, 1 - low - span * second, low + span * second),
    ]
    markup = "".join(
        f'<line x1="{x1 * width}" y1="{y1 * height}" x2="{x2 * width}" y2="{y2 * height}" stroke="{_CROSS}" '
        f'stroke-width="{thick}" stroke-linecap="round"/>'
        for (x1, y1, x2, y2), drawn in zip(strokes, (first, second), strict=True)
        if drawn > 0
    )
    cross = rasterise(markup, width, height)
    alpha = cross[..., 3:].astype(np.uint16)
    over = np.dstack([cross[..., :3].astype(np.uint16) * alpha // 255, alpha])
    return np.asarray(over + rgba.astype(np.uint16) * (255 - alpha) // 255, np.uint8)
