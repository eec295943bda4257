"""Where the camera is. A motion is a path between two views of a picture that covers the frame.

A zoom never goes deeper than `DEEPEST_ZOOM`, and a path is cut short where a brief shot would make it hasty: 12 % in
less than four seconds reads as a jerk, not as a drift.
"""

from typing import Final, NamedTuple

from reelwright.timeline.model import Motion

DEEPEST_ZOOM: Final = 1.12
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


def view_at(motion: Motion, seconds: float, *, length_seconds: float) -> View:
    """Return the view `seconds` into a motion of `length_seconds`; before and after it the camera rests."""
    share = min(1.0, max(0.0, seconds / length_seconds)) if length_seconds > 0 else 0.0
    smooth = share * share * (3 - 2 * share)
    eased = _EVEN_SHARE * share + (1 - _EVEN_SHARE) * smooth
    way = eased * min(1.0, length_seconds / _FULL_PATH_SECONDS)
    start, end = PATHS[motion]
    return View(*(a + (b - a) * way for a, b in zip(start, end, strict=True)))
