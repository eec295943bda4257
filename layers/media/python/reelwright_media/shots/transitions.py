"""Transitions between shots, as data: the effects of the incoming shot and of the outgoing shot below it."""

from collections.abc import Callable
from typing import Final

from reelwright.film.timeline.model import TransitionKind
from reelwright_media.canvas.composition import Effect
from reelwright_media.shots.effects import FadeAway, FadeOver, PushLeft, SlideOver

Entrance = Callable[[float], list[Effect]]
"""Maps the transition's length in seconds to the effects of the incoming clip."""
Exit = Callable[[float, float], list[Effect]]
"""Maps the outgoing shot's length and the transition's length, both in seconds, to the effects of the outgoing clip."""

ENTRANCES: Final[dict[TransitionKind, Entrance]] = {
    "cut": lambda _seconds: [],
    "crossfade": lambda seconds: [FadeOver(seconds)],
    "slide": lambda seconds: [SlideOver(seconds)],
    "push": lambda seconds: [SlideOver(seconds)],
    "dip": lambda seconds: [FadeOver(seconds / 2, after_seconds=seconds / 2)],
}
EXITS: Final[dict[TransitionKind, Exit]] = {
    "cut": lambda _length, _seconds: [],
    "crossfade": lambda _length, _seconds: [],
    "slide": lambda length, seconds: [PushLeft(length, seconds, frame_share=1 / 3)],
    "push": lambda length, seconds: [PushLeft(length, seconds, frame_share=1.0)],
    "dip": lambda length, seconds: [FadeAway(length, seconds / 2)],
}
"""`slide` covers the old picture, which moves by a third; `push` moves it out of the frame; `dip` fades through black."""
