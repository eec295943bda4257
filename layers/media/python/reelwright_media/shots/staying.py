"""Keeps the things of a picture whole and clear of type, whatever camera and act do: inside the window, beside the captions."""

import math
from collections.abc import Iterable
from typing import Final, NamedTuple

import numpy as np

from reelwright.film.platforms.presets import Preset
from reelwright.film.scenes.arrangements import Mat
from reelwright_media.canvas.motion import View
from reelwright_media.canvas.placing import Box, type_zone
from reelwright_media.diorama.model import CutoutRow, Premultiplied
from reelwright_media.shots.acting import HALVES_LEAN, Pose, Travel

_MARGIN: Final = 0.012
"""Between things and the edge of frame or window; a floating thing moves by less."""
_BESIDE: Final = 0.03
"""Between things and the left and right edge of the frame."""
_ABOVE_TYPE: Final = 0.006
_INKED: Final = 128
"""Alpha (0-255) of a thing itself; its shadow is lighter."""


class Extent(NamedTuple):
    """A rectangle on the frame or on a picture that covers it, in shares of width and height."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def middle_v(self) -> float:
        """Height of its middle."""
        return (self.top + self.bottom) / 2


_SLACK: Final = 0.015
"""How far a thing may be outside of its room by itself, as one that floats is, and still be held by it."""
ANYWHERE: Final = Extent(-9.0, -9.0, 10.0, 10.0)


def room_of(preset: Preset, mat: Mat | None) -> Extent:
    """Find the room for the things of a picture: the window or the frame, without the larger side of captions and hook."""
    left, top, right, bottom = (mat or Mat()).room
    top, bottom = top + _MARGIN, 1 - bottom - _MARGIN
    words = type_zone(preset)
    above, below = words.top / preset.height - _ABOVE_TYPE, words.bottom / preset.height + _ABOVE_TYPE
    spans = [(top, min(bottom, above)), (max(top, below), bottom)]
    top, bottom = max(spans, key=lambda span: span[1] - span[0])
    return Extent(max(left + _MARGIN, _BESIDE), top, 1 - max(right + _MARGIN, _BESIDE), bottom)


def clear_of(lettering: Box | None, extent: Extent, room: Extent, size: tuple[int, int]) -> Extent:
    """Take large type above or left of the things from their room; the type is fixed on the frame of this size."""
    if lettering is None:
        return room
    right, bottom = lettering.right / size[0], lettering.bottom / size[1]
    if right <= (extent.left + extent.right) / 2:
        return room._replace(left=max(room.left, right))
    return room._replace(top=max(room.top, bottom)) if bottom <= extent.middle_v else room


def extent_of(rows: Iterable[tuple[CutoutRow, Premultiplied]], size: tuple[int, int]) -> Extent | None:
    """Find the rectangle around the cut-outs of a picture of this width and height, without shadows; None without any."""
    boxes = [box for row, rgba in rows if (box := inked(row, rgba)) is not None]
    if not boxes:
        return None
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    width, height = size
    return Extent(min(lefts) / width, min(tops) / height, max(rights) / width, max(bottoms) / height)


def most_zoom(extent: Extent, room: Extent) -> float:
    """Compute the deepest zoom at which the things still fit into their room; at least 1."""
    across = (room.right - room.left) / (extent.right - extent.left)
    down = (room.bottom - room.top) / (extent.bottom - extent.top)
    return max(1.0, min(across, down))


def kept(view: View, extent: Extent | None, room: Extent) -> View:
    """Change a view no more than needed to keep the things in their room; things whose middle is outside of it stay."""
    if extent is None or not room.top <= extent.middle_v <= room.bottom:
        return view
    zoom = min(view.zoom, most_zoom(extent, room))
    return View(
        zoom,
        _centre(view.centre_x, (extent.left, extent.right), (room.left, room.right), zoom),
        _centre(view.centre_y, (extent.top, extent.bottom), (room.top, room.bottom), zoom),
    )


def seen(extent: Extent, view: View) -> Extent:
    """Project a rectangle of the picture onto the frame."""
    left, right = (0.5 + (edge - view.centre_x) * view.zoom for edge in (extent.left, extent.right))
    top, bottom = (0.5 + (edge - view.centre_y) * view.zoom for edge in (extent.top, extent.bottom))
    return Extent(left, top, right, bottom)


def acting(pose: Pose, travel: Travel, thing: Extent, room: Extent, size: tuple[int, int]) -> Pose:
    """Change a pose no more than needed to keep a thing in its room on a frame of this size, with its halves and turns.

    `thing` is where it is without the pose, `travel` how far its act goes: the whole way is shortened to the room that there
    is on that side, so that it still bounces. A thing that is not in its room anyway, and one that leaves, are not held.
    """
    if travel.leaves or not _inside(thing, room):
        return pose
    across, down = _turned(thing, pose, size)
    scale = min(pose.scale, (room.right - room.left) / across, (room.bottom - room.top) / down)
    beside = _free((thing.left + thing.right) / 2, scale * across / 2, (room.left, room.right), size[0] / min(size))
    along = _free(thing.middle_v, scale * down / 2, (room.top, room.bottom), size[1] / min(size))
    return pose._replace(
        scale=scale,
        right=_shortened(pose.right, travel.right, beside),
        down=_shortened(pose.down, travel.down, along),
    )


def _free(middle: float, half: float, ends: tuple[float, float], unit: float) -> tuple[float, float]:
    """Find how far a thing's middle may be shifted back and forth between two ends, times a unit."""
    return (ends[0] + half - middle) * unit, (ends[1] - half - middle) * unit


def _inside(thing: Extent, room: Extent) -> bool:
    across = room.left - _SLACK <= thing.left <= thing.right <= room.right + _SLACK
    return across and room.top - _SLACK <= thing.top <= thing.bottom <= room.bottom + _SLACK


def _turned(thing: Extent, pose: Pose, size: tuple[int, int]) -> tuple[float, float]:
    """Compute width and height of a thing at scale 1 in its pose, as shares of the frame: a turned rectangle is wider."""
    wide, high = (thing.right - thing.left) * size[0], (thing.bottom - thing.top) * size[1]
    wide, high = wide + pose.parted * (wide + HALVES_LEAN * high), high + pose.parted * HALVES_LEAN / 2 * wide
    sine, cosine = (abs(one(math.radians(pose.turn))) for one in (math.sin, math.cos))
    return (wide * cosine + high * sine) / size[0], (wide * sine + high * cosine) / size[1]


def _shortened(shift: float, travel: tuple[float, float], free: tuple[float, float]) -> float:
    """Shorten a shift so that the act's whole way on that side ends within the free one."""
    end, rest = (travel[0], min(0.0, free[0])) if shift < 0 else (travel[1], max(0.0, free[1]))
    shorter = shift if abs(end) <= abs(rest) else shift * rest / end
    return min(max(shorter, free[0]), free[1])


def inked(row: CutoutRow, rgba: Premultiplied) -> tuple[int, int, int, int] | None:
    """Find left, top, right and bottom of a thing in pixels of its picture, without its shadow; None if it has no ink."""
    solid = rgba[..., 3] > _INKED
    rows, columns = np.flatnonzero(solid.any(axis=1)), np.flatnonzero(solid.any(axis=0))
    if not rows.size:
        return None
    left, top = row.left + int(columns[0]), row.top + int(rows[0])
    return left, top, row.left + int(columns[-1]) + 1, row.top + int(rows[-1]) + 1


def _centre(wanted: float, thing: tuple[float, float], room: tuple[float, float], zoom: float) -> float:
    """Move the centre of a view until a thing is inside its room, or in its middle if it is larger."""
    least, most = thing[1] - (room[1] - 0.5) / zoom, thing[0] + (0.5 - room[0]) / zoom
    return (least + most) / 2 if least > most else min(max(wanted, least), most)
