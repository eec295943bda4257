"""Transitions as moviepy effects. A `PaintedClip` records them as curves over time; other clips get moviepy's own effect."""

from dataclasses import dataclass
from typing import Any

from reelwright_media.canvas.composition import CrossFadeIn, Effect, SlideIn
from reelwright_media.canvas.motion import eased, smooth
from reelwright_media.canvas.painted import PaintedClip, TimeCurve


def _ease(share: float) -> float:
    return smooth(min(1.0, max(0.0, share)))


def _product(first: TimeCurve | None, second: TimeCurve) -> TimeCurve:
    return second if first is None else lambda t: first(t) * second(t)


def _total(first: TimeCurve | None, second: TimeCurve) -> TimeCurve:
    return second if first is None else lambda t: first(t) + second(t)


@dataclass
class FadeOver(Effect):  # type: ignore[misc] # moviepy ships no types, so its classes are Any
    """Fades a clip in over the clips below: transparent for `after_seconds`, opaque `seconds` later."""

    seconds: float
    after_seconds: float = 0.0

    def apply(self, clip: Any) -> Any:
        """Return a copy of the clip with the fade."""
        if not (isinstance(clip, PaintedClip) and clip.can_paint()):
            return clip.with_effects([CrossFadeIn(self.after_seconds + self.seconds)])
        faded = clip.copy()
        faded.opacity_at = _product(clip.opacity_at, lambda t: _ease((t - self.after_seconds) / self.seconds))
        return faded


@dataclass
class FadeAway(Effect):  # type: ignore[misc] # the same
    """Fades a clip out within `seconds` from `from_seconds` on. No-op on clips that are no `PaintedClip`."""

    from_seconds: float
    seconds: float

    def apply(self, clip: Any) -> Any:
        """Return a copy of the clip with the fade."""
        if not (isinstance(clip, PaintedClip) and clip.can_paint()):
            return clip
        faded = clip.copy()
        faded.opacity_at = _product(clip.opacity_at, lambda t: 1 - _ease((t - self.from_seconds) / self.seconds))
        return faded


@dataclass
class SlideOver(Effect):  # type: ignore[misc] # the same
    """Slides a clip in from the right edge within `seconds`, decelerating."""

    seconds: float

    def apply(self, clip: Any) -> Any:
        """Return a copy of the clip with the slide."""
        if not (isinstance(clip, PaintedClip) and clip.can_paint()):
            return clip.with_effects([SlideIn(self.seconds, "right")])
        moved = clip.copy()
        moved.shift_at = _total(clip.shift_at, lambda t: 1 - eased(t / self.seconds))
        return moved


@dataclass
class PushLeft(Effect):  # type: ignore[misc] # the same
    """Moves a clip to the left by a share of the frame while another slides over it, starting at `from_seconds`.

    No-op on clips that are no `PaintedClip`: the incoming slide covers them anyway.
    """

    from_seconds: float
    seconds: float
    frame_share: float

    def apply(self, clip: Any) -> Any:
        """Return a copy of the clip with the movement."""
        if not (isinstance(clip, PaintedClip) and clip.can_paint()):
            return clip
        moved = clip.copy()
        moved.shift_at = _total(
            clip.shift_at, lambda t: -eased((t - self.from_seconds) / self.seconds) * self.frame_share
        )
        return moved
