"""Plays a score bar by bar. Notes and bars are computed once and reused, varied by figure and by entrance."""

from collections.abc import Callable
from functools import cached_property
from typing import Final

import numpy as np

from reelwright_media.composing.sound import CHANNELS, RATE, Sound
from reelwright_media.music import instruments
from reelwright_media.music.hall import reverberate
from reelwright_media.music.instruments import Note, pitch
from reelwright_media.music.scores import CHORDS, KEY_FIGURES, PLUCK_FIGURES, STEPS_A_BAR, MusicScore

_TAIL_SECONDS: Final = 1.6
"""How long the last notes of a bar may sustain into the next bar."""
_KEYS_SECONDS: Final = 1.6
_PLUCK_SECONDS: Final = 0.5
_KEYS_PLAYED: Final = 0.84
"""Share of the figure that is played: the gaps make it sound less mechanical."""
_DUCK_SECONDS: Final = 0.28
_DUCK_DEPTH: Final = 0.45
_OCTAVE: Final = 12


class Band:
    """One performance of a score. `random` is its only source of randomness."""

    def __init__(self, score: MusicScore, random: np.random.Generator, *, transpose: int = 0) -> None:
        self._score = score
        self._random = random
        self._root = score.root + transpose
        self._bar = round(score.bar_seconds * RATE)
        self._tail = round(_TAIL_SECONDS * RATE)
        self._step = score.bar_seconds / STEPS_A_BAR
        self._stems: dict[tuple[str, int, int], Sound] = {}
        self._notes: dict[tuple[str, int, int], Note] = {}

    def perform(self, samples: int) -> Sound:
        """Play `samples` samples of music; the loudness is not normalised.

        The pad opens, keys and bass join in the second bar, drums in the second and third, so a short film starts
        quietly under its hook and all parts play after about eight seconds.
        """
        score = self._score
        bars = -(-samples // self._bar)
        music = np.zeros((bars * self._bar + self._tail, CHANNELS), np.float32)
        for bar in range(bars):
            self._play_chord(bar, self._room(music, bar))
            if score.shimmer and bar > 1:
                self._shimmer(bar, self._room(music, bar))
        if score.drums:
            for bar in range(1, bars):
                music[bar * self._bar : (bar + 1) * self._bar] *= self._duck[:, None]
            for bar in range(1, bars):
                self._lay(self._room(music, bar), "drums", min(bar, 2), int(bar % 4 == 3), self._drums)  # noqa: PLR2004 - a fill every fourth bar
        reverberate(music, seconds=score.hall_seconds, share=score.hall_share, random=self._random)
        return music[:samples]

    def _room(self, music: Sound, bar: int) -> Sound:
        return music[bar * self._bar : (bar + 1) * self._bar + self._tail]

    def _play_chord(self, bar: int, room: Sound) -> None:
        score = self._score
        chord = bar % len(score.chords)
        turn = bar // len(score.chords)
        self._lay(room, "pad", chord, 0, self._pad)
        if score.bass:
            self._lay(room, "bass", chord, 0, self._bass)
        if score.keys and bar:
            self._lay(room, "keys", chord, (turn + chord) % len(KEY_FIGURES), self._keys)
        if score.pluck:
            self._lay(room, "pluck", chord, turn % len(PLUCK_FIGURES), self._pluck)

    def _lay(self, room: Sound, part: str, which: int, figure: int, make: Callable[[int, int], Sound]) -> None:
        """Add a bar of a part to the music, computing it on first use."""
        name = (part, which, figure)
        if name not in self._stems:
            self._stems[name] = make(which, figure)
        room += self._stems[name]

    def _pool(self, chord: int) -> list[int]:
        """List the chord's MIDI notes from low to high, over an octave and a half."""
        offset, quality = self._score.chords[chord]
        notes = [self._root + offset + step for step in CHORDS[quality]]
        return sorted({*notes, *(note + _OCTAVE for note in notes[:3])})

    def _silence(self) -> Sound:
        return np.zeros((self._bar + self._tail, CHANNELS), np.float32)

    def _note(self, instrument: str, midi: int, velocity: int) -> Note:
        """Return the cached note; velocity is in tenths, which keeps the cache small."""
        name = (instrument, midi, velocity)
        if name not in self._notes:
            play = instruments.keys if instrument == "keys" else instruments.pluck
            seconds = _KEYS_SECONDS if instrument == "keys" else _PLUCK_SECONDS
            self._notes[name] = play(pitch(midi), seconds, velocity / 10)
        return self._notes[name]

    def _pad(self, chord: int, _figure: int) -> Sound:
        notes = self._pool(chord)
        stem = self._silence()
        seconds = min(self._score.bar_seconds + 1.0, len(stem) / RATE)
        sound = instruments.pad([pitch(note) for note in notes[:5]], seconds, self._random)
        stem[: len(sound)] += sound * np.float32(self._score.pad * 0.22)
        return stem

    def _bass(self, chord: int, _figure: int) -> Sound:
        stem = self._silence()
        frequency = pitch(self._root + self._score.chords[chord][0] - _OCTAVE)
        for step, length in ((0, 8), (8, 6)):
            note = instruments.bass(frequency, length * self._step)
            _add(stem, note, step * self._step, self._score.bass * 0.17, 0.5)
        return stem

    def _keys(self, chord: int, figure: int) -> Sound:
        stem, pool = self._silence(), self._pool(chord)
        for eighth, place in enumerate(KEY_FIGURES[figure]):
            if self._random.random() < _KEYS_PLAYED or eighth == 0:
                velocity = round(10 * (0.75 + 0.25 * self._random.random()) * (1.0 if eighth % 4 == 0 else 0.75))
                note = self._note("keys", pool[place % len(pool)] + _OCTAVE, velocity)
                late = max(0.0, float(self._random.normal(0.004, 0.004)))
                _add(
                    stem,
                    note,
                    eighth * 2 * self._step + late,
                    self._score.keys * 0.17,
                    0.5 + 0.28 * np.sin(1.3 * eighth),
                )
        return stem

    def _pluck(self, chord: int, figure: int) -> Sound:
        stem, pool = self._silence(), self._pool(chord)
        for step, place in enumerate(PLUCK_FIGURES[figure]):
            if place is not None:
                note = self._note("pluck", pool[place % len(pool)] + _OCTAVE, int(self._random.integers(7, 11)))
                _add(stem, note, step * self._step, self._score.pluck * 0.16, 0.5 + 0.2 * np.sin(step))
        return stem

    def _shimmer(self, bar: int, room: Sound) -> None:
        """Add two high notes at random positions, so each round of the chords differs."""
        pool = self._pool(bar % len(self._score.chords))
        for _ in range(2):
            midi = int(self._random.choice(pool)) + 2 * _OCTAVE
            at, place = int(self._random.integers(8)) * 2 * self._step, float(self._random.random())
            _add(room, self._note("keys", midi, 5), at, self._score.shimmer * 0.12, place)

    def _drums(self, stage: int, fill: int) -> Sound:
        """Build a bar of drums: kick and hats first, snaps from the second stage on, a few more hats as a fill."""
        stem, level = self._silence(), self._score.drums
        for step in self._score.kick_steps:
            _add(stem, instruments.kick(), step * self._step, level * 0.7, 0.5)
        for step in range(0, STEPS_A_BAR, 1 if fill else 2):
            strong = step % 4 == 2  # noqa: PLR2004 - the off-beat
            loud = 1.0 if strong else 0.6 if step % 2 == 0 else 0.35
            _add(stem, instruments.hat(self._random, 0.06 if strong else 0.03), step * self._step, level * loud, 0.56)
        for step in (4, 12) if stage > 1 else ():
            _add(stem, instruments.snap(self._random), step * self._step, level, 0.48)
        return stem

    @cached_property
    def _duck(self) -> Note:
        """Gain curve of the sustained parts over one bar: it drops at each kick and rises again."""
        curve = np.ones(self._bar, np.float32)
        rise = 1 - _DUCK_DEPTH + _DUCK_DEPTH * np.linspace(0, 1, round(_DUCK_SECONDS * RATE)) ** 0.6
        for step in self._score.kick_steps:
            start = round(step * self._step * RATE)
            into = curve[start : start + len(rise)]
            np.minimum(into, rise[: len(into)], out=into)
        return curve


def _add(room: Sound, note: Note, seconds: float, level: float, place: float) -> None:
    """Add a note at a time of the bar; `place` is 0 for left and 1 for right. Samples past the end of `room` are cut."""
    start = round(seconds * RATE)
    heard = note[: max(0, len(room) - start)]
    room[start : start + len(heard), 0] += heard * np.float32(2 * level * (1 - place))
    room[start : start + len(heard), 1] += heard * np.float32(2 * level * place)
