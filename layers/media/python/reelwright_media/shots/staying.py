"""Keeps the things of a picture whole and clear of type, whatever the camera does: inside the window, beside the captions."""

from collections.abc import Iterable
from typing import Final, NamedTuple

import numpy as np

from reelwright.film.platforms.presets import Preset
from reelwright.film.scenes.arrangements import Mat
from reelwright_media.canvas.motion import View
from reelwright_media.canvas.placing import Box, type_zone
from reelwright_media.diorama.model import CutoutRow, Premultiplied

_MARGIN: Final = 0.012
"""Between things and the edge of frame or window; a floating thing moves by less."""
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


ANYWHERE: Final = Extent(-9.0, -9.0, 10.0, 10.0)


def room_of(preset: Preset, mat: Mat | None) -> Extent:
    """Find the room for the things of a picture: the window or the frame, without the larger side of captions and hook."""
    edges = mat or Mat()
    top, bottom = edges.top + _MARGIN, 1 - edges.bottom - _MARGIN
    words = type_zone(preset)
    above, below = words.top / preset.height - _ABOVE_TYPE, words.bottom / preset.height + _ABOVE_TYPE
    spans = [(top, min(bottom, above)), (max(top, below), bottom)]
    top, bottom = max(spans, key=lambda span: span[1] - span[0])
    return Extent(edges.left + _MARGIN, top, 1 - edges.right - _MARGIN, bottom)


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
    boxes = [box for row, rgba in rows if (box := _inked(row, rgba)) is not None]
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


def _inked(row: CutoutRow, rgba: Premultiplied) -> tuple[int, int, int, int] | None:
    inked = rgba[..., 3] > _INKED
    rows, columns = np.flatnonzero(inked.any(axis=1)), np.flatnonzero(inked.any(axis=0))
    if not rows.size:
        return None
    left, top = row.left + int(columns[0]), row.top + int(rows[0])
    return left, top, row.left + int(columns[-1]) + 1, row.top + int(rows[-1]) + 1


def _centre(wanted: float, thing: tuple[float, float], room: tuple[float, float], zoom: float) -> float:
    """Move the centre of a view until a thing is inside its room, or in its middle if it is larger."""
    least, most = thing[1] - (room[1] - 0.5) / zoom, thing[0] + (0.5 - room[0]) / zoom
    return (least + most) / 2 if least > most else min(max(wanted, least), most)
