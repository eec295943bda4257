"""Transitions as moviepy effects: recorded on clips that paint themselves, moviepy's own effect on every other clip."""

from dataclasses import dataclass
from typing import Any

from reelwright_media.canvas.composition import CrossFadeIn, Effect, SlideIn
from reelwright_media.canvas.motion import eased
from reelwright_media.canvas.painted import PaintedClip, TimeCurve


def _ease(share: float) -> float:
    """Return a smooth way from 0 to 1 with rest at both ends; shares beyond are clamped."""
    clamped = min(1.0, max(0.0, share))
    return clamped * clamped * (3 - 2 * clamped)


def _product(first: TimeCurve | None, second: TimeCurve) -> TimeCurve:
    return second if first is None else lambda t: first(t) * second(t)


def _total(first: TimeCurve | None, second: TimeCurve) -> TimeCurve:
    return second if first is None else lambda t: first(t) + second(t)


@dataclass
class FadeOver(Effect):  # type: ignore[misc] # moviepy ships no types, so its classes are Any
    """Lets a clip appear over what lies below it: invisible for `after_seconds`, alone `seconds` later."""

    seconds: float
    after_seconds: float = 0.0

    def apply(self, clip: Any) -> Any:
        """Return the clip with the fade."""
        if not (isinstance(clip, PaintedClip) and clip.can_paint()):
            return clip.with_effects([CrossFadeIn(self.after_seconds + self.seconds)])
        faded = clip.copy()
        faded.opacity_at = _product(clip.opacity_at, lambda t: _ease((t - self.after_seconds) / self.seconds))
        return faded


@dataclass
class FadeAway(Effect):  # type: ignore[misc] # the same
    """Lets a clip vanish from `from_seconds` on, within `seconds`. Other clips than painted ones stay as they are."""

    from_seconds: float
    seconds: float

    def apply(self, clip: Any) -> Any:
        """Return the clip that vanishes."""
        if not (isinstance(clip, PaintedClip) and clip.can_paint()):
            return clip
        faded = clip.copy()
        faded.opacity_at = _product(clip.opacity_at, lambda t: 1 - _ease((t - self.from_seconds) / self.seconds))
        return faded


@dataclass
class SlideOver(Effect):  # type: ignore[misc] # the same
    """Lets a clip come in from the right edge, fast at first and coming to rest after `seconds`."""

    seconds: float

    def apply(self, clip: Any) -> Any:
        """Return the clip with the slide."""
        if not (isinstance(clip, PaintedClip) and clip.can_paint()):
            return clip.with_effects([SlideIn(self.seconds, "right")])
        moved = clip.copy()
        moved.shift_at = _total(clip.shift_at, lambda t: 1 - eased(t / self.seconds))
        return moved


@dataclass
class GiveWay(Effect):  # type: ignore[misc] # the same
    """Pushes a clip to the left by a share of the frame while another slides over it, starting at `from_seconds`.

    Other clips than painted ones stay where they are: the slide covers them all the same.
    """

    from_seconds: float
    seconds: float
    frame_share: float

    def apply(self, clip: Any) -> Any:
        """Return the clip that gives way."""
        if not (isinstance(clip, PaintedClip) and clip.can_paint()):
            return clip
        moved = clip.copy()
        moved.shift_at = _total(
            clip.shift_at, lambda t: -eased((t - self.from_seconds) / self.seconds) * self.frame_share
        )
        return moved
