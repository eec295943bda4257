"""How shots follow each other, as data: what the coming shot does, and what the leaving one does below it."""

from collections.abc import Callable
from typing import Final

from reelwright.film.timeline.model import TransitionKind
from reelwright_media.canvas.composition import Effect
from reelwright_media.shots.effects import FadeAway, FadeOver, GiveWay, SlideOver

Entrance = Callable[[float], list[Effect]]
"""From the transition's seconds to the effects of the clip that comes in."""
Exit = Callable[[float, float], list[Effect]]
"""From the leaving shot's length and the transition's seconds to the effects of the clip that leaves."""

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
    "slide": lambda length, seconds: [GiveWay(length, seconds, frame_share=1 / 3)],
    "push": lambda length, seconds: [GiveWay(length, seconds, frame_share=1.0)],
    "dip": lambda length, seconds: [FadeAway(length, seconds / 2)],
}
"""`slide` covers the old picture, which gives way a little; `push` drives it out; `dip` goes through black."""
