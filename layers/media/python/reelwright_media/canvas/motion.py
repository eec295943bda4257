"""Where the camera is. A motion is a path between two views of a picture that covers the frame.

A zoom never goes deeper than `DEEPEST_ZOOM`, and a path is cut short where a brief shot would make it hasty: 12 % in
less than four seconds reads as a jerk, not as a drift.
"""

from typing import Final, NamedTuple

from reelwright.film.timeline.model import Motion

DEEPEST_ZOOM: Final = 1.12
NEAR_ZOOM: Final = 1.5
NEAR_PAN: Final = 1.7
"""How many times as far as the backdrop the nearest plane zooms and pans: enough to see depth, little enough that a
subject stays in the middle of the picture."""
NEAREST_ZOOM: Final = 1 + (DEEPEST_ZOOM - 1) * NEAR_ZOOM
_FULL_PATH_SECONDS: Final = 4.0
_EVEN_SHARE: Final = 0.5


class View(NamedTuple):
    """What the camera sees: zoom 1 shows all of the picture; the centre is a share of its width and height."""

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
"""What the backdrop of a picture in planes does: never a zoom. A camera that rolls towards a subject makes the subject
larger, while the horizon keeps its size and sinks a little."""


def steady_zoom(motion: Motion) -> float | None:
    """Return the zoom of a motion that never changes it, None for one that does."""
    start, end = PATHS[motion]
    return start.zoom if start.zoom == end.zoom else None


def view_at(motion: Motion, seconds: float, *, length_seconds: float) -> View:
    """Return the view `seconds` into a motion of `length_seconds`; before and after it the camera rests."""
    return _on(PATHS[motion], seconds, length_seconds)


def far_view_at(motion: Motion, seconds: float, *, length_seconds: float) -> View:
    """Return what the camera sees of the backdrop of a picture in planes, whose zoom never changes."""
    return _on(FAR_PATHS[motion], seconds, length_seconds)


def _on(path: tuple[View, View], seconds: float, length_seconds: float) -> View:
    share = min(1.0, max(0.0, seconds / length_seconds)) if length_seconds > 0 else 0.0
    smooth = share * share * (3 - 2 * share)
    eased = _EVEN_SHARE * share + (1 - _EVEN_SHARE) * smooth
    way = eased * min(1.0, length_seconds / _FULL_PATH_SECONDS)
    start, end = path
    return View(*(a + (b - a) * way for a, b in zip(start, end, strict=True)))


def nearer(view: View, depth: float) -> View:
    """Return what the camera sees of a plane in front of the backdrop; `depth` 0 is the backdrop, 1 the nearest plane."""
    zoom, pan = 1 + (NEAR_ZOOM - 1) * depth, 1 + (NEAR_PAN - 1) * depth
    return View(1 + (view.zoom - 1) * zoom, 0.5 + (view.centre_x - 0.5) * pan, 0.5 + (view.centre_y - 0.5) * pan)


def eased(share: float) -> float:
    """Return a way from 0 to 1 that starts fast and comes to rest; shares beyond are clamped."""
    return 1 - (1 - min(1.0, max(0.0, share))) ** 3
