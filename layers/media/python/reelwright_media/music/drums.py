"""The drums of a piece: beats, a backbeat from the middle on, fills into each section, and a last stroke."""

from functools import cached_property
from typing import Final

import numpy as np

from reelwright_media.composing.sound import CHANNELS, RATE, Sound
from reelwright_media.music import instruments
from reelwright_media.music.instruments import Note, add
from reelwright_media.music.scores import STEPS_A_BAR, MusicScore

_DUCK_SECONDS: Final = 0.28
_DUCK_DEPTH: Final = 0.45
_TAIL_SECONDS: Final = 0.5
_CRASH_SECONDS: Final = 1.8
_FILL_STEPS: Final = (10, 12, 13, 14, 15)


class Drums:
    """Bars of drums, computed once per kind. `step` is a sixteenth in seconds."""

    def __init__(self, score: MusicScore, step: float, random: np.random.Generator) -> None:
        self._score = score
        self._step = step
        self._bar = round(STEPS_A_BAR * step * RATE)
        self._random = random
        self._stems: dict[tuple[bool, bool], Sound] = {}

    def lay(self, room: Sound, *, gain: float, backbeat: bool, opens: bool, fill: bool) -> None:
        """Add a bar of drums to the music: with a cymbal if it opens a section, with a fill if it leads on."""
        name = (backbeat, fill)
        if name not in self._stems:
            self._stems[name] = self._beaten(backbeat=backbeat, fill=fill)
        stem = self._stems[name]
        room[: len(stem)] += stem[: len(room)] * np.float32(gain)
        if opens:
            add(room, instruments.crash(self._random, _CRASH_SECONDS), 0.0, self._score.drums * 0.5, 0.6)

    def end(self, room: Sound) -> None:
        """Add the last stroke."""
        level = max(0.15, self._score.drums)
        add(room, instruments.kick(), 0.0, level * 0.7, 0.5)
        add(room, instruments.crash(self._random, _CRASH_SECONDS), 0.0, level * 0.45, 0.55)

    @cached_property
    def duck(self) -> Note:
        """Gain curve of the sustained parts over one bar: it drops at each kick and rises again."""
        curve = np.ones(self._bar, np.float32)
        rise = 1 - _DUCK_DEPTH + _DUCK_DEPTH * np.linspace(0, 1, round(_DUCK_SECONDS * RATE)) ** 0.6
        for step in self._score.kick_steps:
            start = round(step * self._step * RATE)
            into = curve[start : start + len(rise)]
            np.minimum(into, rise[: len(into)], out=into)
        return curve

    def _beaten(self, *, backbeat: bool, fill: bool) -> Sound:
        stem = np.zeros((self._bar + round(_TAIL_SECONDS * RATE), CHANNELS), np.float32)
        level, step_seconds = self._score.drums, self._step
        for step in self._score.kick_steps:
            add(stem, instruments.kick(), step * step_seconds, level * 0.7, 0.5)
        for step in range(0, STEPS_A_BAR, 1 if backbeat else 2):
            is_offbeat = step % 4 == 2  # noqa: PLR2004 - the eighth between two beats
            loud = 1.0 if is_offbeat else 0.6 if step % 2 == 0 else 0.3
            hat = instruments.hat(self._random, 0.06 if is_offbeat else 0.03)
            add(stem, hat, step * step_seconds, level * loud, 0.56)
        for step in (4, 12) if backbeat else ():
            add(stem, instruments.snap(self._random), step * step_seconds, level, 0.48)
        for count, step in enumerate(_FILL_STEPS if fill else ()):
            add(stem, instruments.snap(self._random), step * step_seconds, level * (0.35 + 0.13 * count), 0.42)
        return stem
