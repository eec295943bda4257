"""Camera motion: a path between two views of a picture that covers the frame.

A zoom never goes deeper than `DEEPEST_ZOOM`, and a path is shortened in a brief shot: a zoom of 12 % in
less than four seconds looks like a jerk, not like a drift.
"""

from typing import Final, NamedTuple

from reelwright.film.timeline.model import Motion

DEEPEST_ZOOM: Final = 1.12
NEAR_ZOOM: Final = 1.5
NEAR_PAN: Final = 1.7
"""Zoom and pan of the nearest plane relative to the backdrop: enough to show depth, little enough that a
subject stays in the middle of the picture."""
NEAREST_ZOOM: Final = 1 + (DEEPEST_ZOOM - 1) * NEAR_ZOOM
_FULL_PATH_SECONDS: Final = 4.0
_EVEN_SHARE: Final = 0.5


class View(NamedTuple):
    """The visible part of a picture: zoom 1 shows all of the picture; the centre is a share of its width and height."""

    zoom: float
    centre_x: float
    centre_y: float


_WHOLE: Final = View(1.0, 0.5, 0.5)
_CLOSE: Final = View(DEEPEST_ZOOM, 0.5, 0.485)
_LEFT: Final = View(1.10, 0.456, 0.5)
_RIGHT: Final = View(1.10, 0.544, 0.5)
_LOW: Final = View(1.10, 0.5, 0.544)
_HIGH: Final = View(1.10, 0.5, 0.456)

PATHS: Final[dict[Motion, tuple[View, View]]] = {
    "push_in": (_WHOLE, _CLOSE),
    "pull_out": (_CLOSE, _WHOLE),
    "pan_left": (_RIGHT, _LEFT),
    "pan_right": (_LEFT, _RIGHT),
    "rise": (_LOW, _HIGH),
    "still": (_WHOLE, _WHOLE),
}


_FAR_HIGH: Final = View(1.06, 0.5, 0.474)
_FAR_LOW: Final = View(1.06, 0.5, 0.526)

FAR_PATHS: Final[dict[Motion, tuple[View, View]]] = {
    **PATHS,
    "push_in": (_FAR_LOW, _FAR_HIGH),
    "pull_out": (_FAR_HIGH, _FAR_LOW),
}
"""Paths of a diorama's backdrop, without zoom. A camera that rolls towards a subject makes the subject
larger, while the horizon keeps its size and sinks a little."""


def moving_axis(motion: Motion) -> int:
    """Return the axis along which a motion without zoom moves: 0 down, 1 across."""
    start, end = PATHS[motion]
    return int(start.centre_x != end.centre_x)


def steady_zoom(motion: Motion) -> float | None:
    """Return the constant zoom of a motion, None if the zoom changes."""
    start, end = PATHS[motion]
    return start.zoom if start.zoom == end.zoom else None


def view_at(motion: Motion, seconds: float, *, length_seconds: float) -> View:
    """Compute the view `seconds` into a motion of `length_seconds`; constant before and after it."""
    return _on(PATHS[motion], seconds, length_seconds)


def far_view_at(motion: Motion, seconds: float, *, length_seconds: float) -> View:
    """Compute the view of a diorama's backdrop; its zoom is constant."""
    return _on(FAR_PATHS[motion], seconds, length_seconds)


def _on(path: tuple[View, View], seconds: float, length_seconds: float) -> View:
    share = min(1.0, max(0.0, seconds / length_seconds)) if length_seconds > 0 else 0.0
    evened = _EVEN_SHARE * share + (1 - _EVEN_SHARE) * smooth(share)
    way = evened * min(1.0, length_seconds / _FULL_PATH_SECONDS)
    start, end = path
    return View(*(a + (b - a) * way for a, b in zip(start, end, strict=True)))


def nearer(view: View, depth: float) -> View:
    """Compute the view of a plane in front of the backdrop; `depth` 0 is the backdrop, 1 the nearest plane."""
    zoom, pan = 1 + (NEAR_ZOOM - 1) * depth, 1 + (NEAR_PAN - 1) * depth
    return View(1 + (view.zoom - 1) * zoom, 0.5 + (view.centre_x - 0.5) * pan, 0.5 + (view.centre_y - 0.5) * pan)


def smooth(share: float) -> float:
    """Smoothstep: 3x² - 2x³, with zero slope at 0 and 1; `share` is within 0-1."""
    return share * share * (3 - 2 * share)


def eased(share: float) -> float:
    """Ease out from 0 to 1: fast start, slow end; shares outside 0-1 are clamped."""
    return 1 - (1 - min(1.0, max(0.0, share))) ** 3
