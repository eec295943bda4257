"""What changes within a shot besides its camera motion: beats of the view, the subject's act, its information."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from reelwright.film.timeline.model import Beat, BeatKind, ShotAct, ShotEntrance
from reelwright_media.canvas.motion import View
from reelwright_media.shots.information import InformationLayer

FOCUS: Final = (0.5, 0.42)
"""The point of the picture that keeps its place when the view comes nearer: where subjects are."""


class BeatView(NamedTuple):
    """The view of a beat relative to the camera motion: zoom, shift to the right and down as shares of the frame."""

    zoom: float = 1.0
    right: float = 0.0
    down: float = 0.0


class BeatRow(NamedTuple):
    """The view that a beat leads to, and the seconds that it takes."""

    view: BeatView
    seconds: float


BEAT_ROWS: Final[dict[BeatKind, BeatRow]] = {
    "punch": BeatRow(BeatView(1.14), 0.16),
    "push": BeatRow(BeatView(1.10), 0.55),
    "detail": BeatRow(BeatView(1.24, 0.0, -0.012), 0.22),
    "aside": BeatRow(BeatView(1.08, 0.03), 0.4),
    "wide": BeatRow(BeatView(), 0.3),
}
_WHOLE: Final = BeatView()


class Changes(NamedTuple):
    """The changes of one shot; times count from its first frame."""

    beats: Sequence[Beat] = ()
    act: ShotAct | None = None
    information: InformationLayer | None = None
    entrances: Sequence[ShotEntrance] = ()

    def act_of(self, subject: int) -> ShotAct | None:
        """Find what a subject does by its position: the first one acts, the others may appear."""
        if subject == 0:
            return self.act
        found = (one for one in self.entrances if one.subject == subject)
        return next((ShotAct(kind="appear", at_seconds=one.at_seconds) for one in found), None)

    def beat_at(self, t: float) -> int:
        """Count the beats that have begun: 0 is the view of the camera motion alone."""
        return sum(beat.at_seconds <= t for beat in self.beats)

    def zoom_of(self, place: int) -> float:
        """Look up the zoom at the end of a beat; beat 0 has none."""
        return BEAT_ROWS[self.beats[place - 1].kind].view.zoom if place else 1.0

    def is_moving(self, t: float) -> bool:
        """Check whether a beat is under way, so that the zoom changes."""
        place = self.beat_at(t)
        return place > 0 and t - self.beats[place - 1].at_seconds < BEAT_ROWS[self.beats[place - 1].kind].seconds

    def seen(self, view: View, t: float) -> View:
        """Change a view of the camera motion by the beats at `t` seconds."""
        place = self.beat_at(t)
        if not place:
            return view
        row = BEAT_ROWS[self.beats[place - 1].kind]
        before = BEAT_ROWS[self.beats[place - 2].kind].view if place > 1 else _WHOLE
        way = _eased((t - self.beats[place - 1].at_seconds) / row.seconds)
        zoom, right, down = (a + (b - a) * way for a, b in zip(before, row.view, strict=True))
        return View(
            view.zoom * zoom,
            FOCUS[0] + (view.centre_x - FOCUS[0]) / zoom + right,
            FOCUS[1] + (view.centre_y - FOCUS[1]) / zoom + down,
        )


STEADY: Final = Changes()
"""No changes."""


def _eased(share: float) -> float:
    rest = 1 - min(1.0, max(0.0, share))
    return 1 - rest**3
