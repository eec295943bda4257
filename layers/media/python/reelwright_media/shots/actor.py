"""A subject of a diorama that acts: drawn as a sprite while it stands, and pixel by pixel while it moves."""

import math
from functools import partial
from typing import Final, NamedTuple

import cv2
import numpy as np

from reelwright.film.timeline.model import ShotAct
from reelwright_media.canvas.motion import View
from reelwright_media.canvas.planes import Planes
from reelwright_media.canvas.tiles import PremultipliedRgba, plane_tile
from reelwright_media.diorama.model import CutoutRow, Premultiplied
from reelwright_media.shots.acting import Pose, copies_at, is_acting, pose_at
from reelwright_media.shots.sprites import Corner, Sprite
from reelwright_media.typography.vector import rasterise

_ROOM_SHARE: Final = 0.16
"""Room around a cut-out for its turns and its parted halves, as a share of its size."""
_SMALLEST_SCALE: Final = 0.12
_CROSS: Final = "#e8283c"
_TEETH: Final = (0.50, 0.42, 0.57, 0.45, 0.60, 0.47, 0.54, 0.40, 0.50)
"""Where a broken subject's edge runs from top to bottom, as shares of its width."""


class Placement(NamedTuple):
    """The view of a plane, and a shift in pixels to the right and down."""

    view: View
    shift: tuple[float, float]


class Actor:
    """One subject with an act. A sprite of each resting pose is kept."""

    def __init__(self, row: CutoutRow, rgba: Premultiplied, act: ShotAct, size: tuple[int, int]) -> None:
        room = [round(share * _ROOM_SHARE) for share in rgba.shape[:2]]
        padded = cv2.copyMakeBorder(rgba, room[0], room[0], room[1], room[1], cv2.BORDER_CONSTANT, value=(0, 0, 0, 0))
        self._rgba = np.asarray(padded, np.uint8)
        self._corner = Corner(row.left - room[1], row.top - room[0])
        self._act = act
        self._frame = size
        self._sprites: dict[str, tuple[float, Sprite]] = {}

    def lay(self, t: float, placement: Placement, oversize: float, planes: Planes) -> None:
        """Draw the subject at `t` seconds of the shot; `oversize` is the stored size of its sprites."""
        seconds = t - self._act.at_seconds
        stage = "before" if seconds < 0 else "acting" if is_acting(self._act.kind, seconds) else "after"
        for pose in copies_at(self._act.kind, seconds):
            self._draw("copy" if stage == "after" else "acting", pose, placement, oversize, planes)
        self._draw(stage, pose_at(self._act.kind, seconds), placement, oversize, planes)

    def _draw(self, stage: str, pose: Pose, placement: Placement, oversize: float, planes: Planes) -> None:
        """Draw a pose: a resting one as a sprite of its own size, a passing one pixel by pixel."""
        if pose.opacity <= 0 or pose.scale < _SMALLEST_SCALE or (stage == "before" and pose.opacity < 1):
            return
        if stage == "acting" and (_changes_shape(pose) or pose.scale != 1):
            self._lay_once(pose, placement, planes)
            return
        sprite = self._sprite(stage, pose, oversize * pose.scale)
        sprite.lay(*self._posed(placement, pose), planes)

    def _sprite(self, stage: str, pose: Pose, oversize: float) -> Sprite:
        kept = self._sprites.get(stage)
        if kept is None or kept[0] != oversize:
            kept = (oversize, Sprite(shaped(self._rgba, pose), self._corner, oversize=oversize))
            self._sprites[stage] = kept
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

    def _lay_once(self, pose: Pose, placement: Placement, planes: Planes) -> None:
        """Draw a pose of one frame: its shape, turned and scaled into the box that it covers."""
        rgba = shaped(self._rgba, pose._replace(turn=0.0))
        scale = placement.view.zoom * pose.scale
        height, width = rgba.shape[:2]
        middle = self._middle(placement, pose)
        reach = math.hypot(width, height) / 2 if pose.turn % 180 else 0.0
        half = (max(width / 2, reach * abs(pose.turn > 0 or pose.turn < 0)) * scale, max(height / 2, reach) * scale)
        box = [
            max(0, math.floor(middle[0] - half[0])) & ~1,
            max(0, math.floor(middle[1] - half[1])) & ~1,
            min(planes.width, (math.ceil(middle[0] + half[0]) + 1) & ~1),
            min(planes.height, (math.ceil(middle[1] + half[1]) + 1) & ~1),
        ]
        if box[0] >= box[2] or box[1] >= box[3]:
            return
        place = np.asarray(cv2.getRotationMatrix2D(((width - 1) / 2, (height - 1) / 2), -pose.turn, scale), np.float64)
        place[:, 2] += np.array(middle) - np.array(box[:2]) - 0.5 - np.array([(width - 1) / 2, (height - 1) / 2])
        drawn = cv2.warpAffine(rgba, place, (box[2] - box[0], box[3] - box[1]), flags=cv2.INTER_LINEAR)
        plane_tile(np.asarray(drawn, np.uint8)).lay(planes.region(*box))


def _changes_shape(pose: Pose) -> bool:
    return bool(pose.turn or pose.crossed or pose.parted) or pose.opacity < 1 or pose.colour < 1


def shaped(rgba: PremultipliedRgba, pose: Pose) -> PremultipliedRgba:
    """Apply what a pose changes in the subject's own pixels: colours, cross, halves, turn, opacity."""
    steps = (
        (pose.colour < 1, partial(_shaded, share=pose.colour)),
        (pose.parted > 0, partial(_parted, share=pose.parted)),
        (pose.crossed > 0, partial(_crossed, share=pose.crossed)),
        (bool(pose.turn % 360), partial(_turned, degrees=pose.turn)),
        (pose.opacity < 1, partial(cv2.convertScaleAbs, alpha=pose.opacity)),
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
    mask = np.zeros((height, width), np.uint8)
    edge = [(round(tooth * width), round(place * height / (len(_TEETH) - 1))) for place, tooth in enumerate(_TEETH)]
    cv2.fillPoly(mask, [np.array([(0, 0), *edge, (0, height)], np.int32)], 255)
    parted = np.zeros_like(rgba)
    for half, side in ((mask, -1.0), (255 - mask, 1.0)):
        alone = cv2.copyTo(rgba, half)
        moved = cv2.getRotationMatrix2D((width / 2, height), -side * 30 * share, 1.0)
        moved[0, 2] += side * share * width / 2
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


def _turned(rgba: PremultipliedRgba, degrees: float) -> PremultipliedRgba:
    height, width = rgba.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), -degrees, 1.0)
    return np.asarray(cv2.warpAffine(rgba, matrix, (width, height)), np.uint8)
