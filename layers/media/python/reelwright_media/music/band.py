"""Plays a score in a form, bar by bar. Notes and bars are computed once and reused, varied by figure and by section."""

from collections.abc import Callable
from typing import Final

import numpy as np

from reelwright_media.composing.sound import CHANNELS, RATE, Sound
from reelwright_media.music import instruments
from reelwright_media.music.drums import Drums
from reelwright_media.music.form import Form
from reelwright_media.music.hall import reverberate
from reelwright_media.music.instruments import Note, add, pitch
from reelwright_media.music.melody import Melody
from reelwright_media.music.scores import CHORDS, KEY_FIGURES, PLUCK_FIGURES, STEPS_A_BAR, MusicScore

_TAIL_SECONDS: Final = 1.6
"""How long the last notes of a bar may sustain into the next bar."""
_ENDING_SECONDS: Final = 2.6
_KEYS_SECONDS: Final = 1.6
_PLUCK_SECONDS: Final = 0.5
_KEYS_PLAYED: Final = 0.84
"""Share of the figure that is played: the gaps make it sound less mechanical."""
_OCTAVE: Final = 12
_STOP_SECONDS: Final = 0.09
"""How fast the last bar stops for the ending."""
_SOFT, _LOUD = 7, 9
"""Velocities of the melody on weak and strong beats, in tenths."""


class Band:
    """One performance of a score. `random` is its only source of randomness."""

    def __init__(self, score: MusicScore, form: Form, random: np.random.Generator, *, transpose: int = 0) -> None:
        self._score = score
        self._form = form
        self._random = random
        self._root = score.root + transpose
        self._bar = form.bar_seconds * RATE
        self._tail = round(_TAIL_SECONDS * RATE)
        self._step = form.bar_seconds / STEPS_A_BAR
        self._stems: dict[tuple[str, int, int], Sound] = {}
        self._notes: dict[tuple[str, int, int, int], Note] = {}
        self._melody = Melody(score.rhythm, score.scale, self._root + 2 * _OCTAVE, random)
        self._drums = Drums(score, self._step, random)

    def perform(self, samples: int, *, ends: bool) -> Sound:
        """Play `samples` samples of music; the loudness is not normalised.

        `ends`: at the end of the form the bar stops for the last chord. Otherwise the bars fill the time, and what
        sustains past it comes in at the beginning, so that the piece can be played in a loop.
        """
        ending = round(self._form.halves * self._form.half_seconds * RATE)
        room = max(samples, ending) + round((_ENDING_SECONDS + _TAIL_SECONDS + self._form.bar_seconds) * RATE)
        music = np.zeros((room, CHANNELS), np.float32)
        for bar in range(self._form.bars):
            self._play_bar(bar, self._room(music, bar))
        if ends:
            self._stop(music, ending)
            self._play_ending(music[ending:])
        reverberate(music, seconds=self._score.hall_seconds, share=self._score.hall_share, random=self._random)
        if not ends and samples:
            over = music[samples : 2 * samples]
            music[: len(over)] += over
        return music[:samples]

    def _room(self, music: Sound, bar: int) -> Sound:
        start = round(bar * self._bar)
        return music[start : start + round(self._bar) + self._tail]

    def _play_bar(self, bar: int, room: Sound) -> None:
        score, stage = self._score, self._form.stage(bar)
        chord = self._chord_of(bar)
        turn = bar // len(score.chords)
        lay = self._laying(room, stage.gain)
        lay("pad", chord, 0, self._pad)
        if score.keys:
            lay("keys", chord, (turn + bar) % len(KEY_FIGURES), self._keys)
        if score.pluck:
            lay("pluck", chord, turn % len(PLUCK_FIGURES), self._pluck)
        if "beat" in stage.parts and score.drums:
            room[: round(self._bar)] *= self._drums.duck[: len(room), None]
        if "bass" in stage.parts:
            lay("bass", chord, int("beat" in stage.parts), self._bass)
        if "lead" in stage.parts:
            self._play_melody(bar, room, octave="octave" in stage.parts)
        if "shimmer" in stage.parts and score.shimmer:
            self._shimmer(chord, room)
        if "beat" in stage.parts and score.drums:
            self._drums.lay(
                room,
                gain=stage.gain,
                backbeat="backbeat" in stage.parts,
                opens=self._form.opens_stage(bar),
                fill=self._form.leads_on(bar),
            )

    def _laying(self, room: Sound, gain: float) -> Callable[[str, int, int, Callable[[int, int], Sound]], None]:
        def lay(part: str, chord: int, figure: int, make: Callable[[int, int], Sound]) -> None:
            name = (part, chord, figure)
            if name not in self._stems:
                self._stems[name] = make(chord, figure)
            stem = self._stems[name]
            room[:] += stem[: len(room)] * np.float32(gain)

        return lay

    def _chord_of(self, bar: int) -> int:
        """Choose the chord of a bar: the round of the score, and before the ending the one that leads to it (-1)."""
        is_last = bar == self._form.bars - 1
        return -1 if is_last and self._form.bars > 1 else bar % len(self._score.chords)

    def _chord(self, chord: int) -> tuple[int, str]:
        return self._score.cadence[chord + 2] if chord < 0 else self._score.chords[chord]

    def _pool(self, chord: tuple[int, str]) -> list[int]:
        """List the chord's MIDI notes from low to high, over an octave and a half."""
        offset, quality = chord
        notes = [self._root + offset + step for step in CHORDS[quality]]
        return sorted({*notes, *(note + _OCTAVE for note in notes[:3])})

    def _silence(self) -> Sound:
        return np.zeros((round(self._bar) + self._tail, CHANNELS), np.float32)

    def _note(self, instrument: str, midi: int, velocity: int, seconds: float) -> Note:
        """Return the cached note; velocity is in tenths, the length in hundredths, which keeps the cache small."""
        name = (instrument, midi, velocity, round(100 * seconds))
        if name not in self._notes:
            play = {"keys": instruments.keys, "pluck": instruments.pluck, **instruments.LEADS}[instrument]
            self._notes[name] = play(pitch(midi), seconds, velocity / 10)
        return self._notes[name]

    def _pad(self, chord: int, _figure: int) -> Sound:
        stem = self._silence()
        seconds = min(self._form.bar_seconds + 1.0, len(stem) / RATE)
        sound = instruments.pad([pitch(note) for note in self._pool(self._chord(chord))[:5]], seconds, self._random)
        stem[: len(sound)] += sound * np.float32(self._score.pad * 0.2)
        return stem

    def _bass(self, chord: int, moving: int) -> Sound:
        stem = self._silence()
        root = self._root + self._chord(chord)[0] - _OCTAVE
        steps = ((0, 6, 0), (6, 2, 0), (8, 6, 0), (14, 2, 7)) if moving else ((0, 14, 0),)
        for step, length, above in steps:
            note = instruments.bass(pitch(root + above), length * self._step)
            add(stem, note, step * self._step, self._score.bass * (0.17 if step % 8 == 0 else 0.12), 0.5)
        return stem

    def _keys(self, chord: int, figure: int) -> Sound:
        stem, pool = self._silence(), self._pool(self._chord(chord))
        for eighth, place in enumerate(KEY_FIGURES[figure]):
            if self._random.random() < _KEYS_PLAYED or eighth == 0:
                velocity = round(10 * (0.75 + 0.25 * self._random.random()) * (1.0 if eighth % 4 == 0 else 0.75))
                note = self._note("keys", pool[place % len(pool)] + _OCTAVE, velocity, _KEYS_SECONDS)
                at = eighth * 2 * self._step + max(0.0, float(self._random.normal(0.004, 0.004)))
                add(stem, note, at, self._score.keys * 0.14, 0.5 + 0.28 * np.sin(1.3 * eighth))
        return stem

    def _pluck(self, chord: int, figure: int) -> Sound:
        stem, pool = self._silence(), self._pool(self._chord(chord))
        for step, place in enumerate(PLUCK_FIGURES[figure]):
            if place is not None:
                midi, velocity = pool[place % len(pool)] + _OCTAVE, int(self._random.integers(7, 11))
                note = self._note("pluck", midi, velocity, _PLUCK_SECONDS)
                add(stem, note, step * self._step, self._score.pluck * 0.16, 0.5 + 0.2 * np.sin(step))
        return stem

    def _play_melody(self, bar: int, room: Sound, *, octave: bool) -> None:
        score = self._score
        for tone in self._melody.bar(bar, self._pool(self._chord(self._chord_of(bar)))):
            seconds = tone.length * self._step + 0.12
            strength = _LOUD if tone.start % 8 == 0 else _SOFT
            note = self._note(score.lead_voice, tone.midi, strength, seconds)
            add(room, note, tone.start * self._step, score.lead * 0.2, 0.45)
            if octave:
                above = self._note(score.lead_voice, tone.midi + _OCTAVE, strength, seconds)
                add(room, above, tone.start * self._step, score.lead * 0.09, 0.58)

    def _shimmer(self, chord: int, room: Sound) -> None:
        """Add two high notes at random positions, so each round of the chords differs."""
        pool = self._pool(self._chord(chord))
        for _ in range(2):
            midi = int(self._random.choice(pool)) + 2 * _OCTAVE
            at, place = int(self._random.integers(8)) * 2 * self._step, float(self._random.random())
            add(room, self._note("keys", midi, 5, _KEYS_SECONDS), at, self._score.shimmer * 0.12, place)

    def _stop(self, music: Sound, ending: int) -> None:
        """Let everything that sounds fade quickly at the ending, which then is heard alone."""
        fall = np.exp(-np.arange(len(music) - ending, dtype=np.float32) / np.float32(_STOP_SECONDS * RATE))
        music[ending:] *= fall[:, None]

    def _play_ending(self, room: Sound) -> None:
        """Play the last chord: rolled keys over bass and pad, the tonic in the melody, and a cymbal."""
        score = self._score
        pool = self._pool(score.cadence[1])
        swell = instruments.pad([pitch(note) for note in pool[:4]], _ENDING_SECONDS, self._random)
        fall = np.exp(-1.1 * np.arange(len(swell), dtype=np.float32) / np.float32(RATE))
        room[: len(swell)] += swell * fall[:, None] * np.float32(max(0.25, score.pad) * 0.2)
        for place, note in enumerate(pool[:5]):
            struck = self._note("keys", note + _OCTAVE, 9, _ENDING_SECONDS)
            add(room, struck, 0.018 * place, 0.09, 0.35 + 0.08 * place)
        tonic = self._note(score.lead_voice, pool[0] + 2 * _OCTAVE, 9, 1.4)
        add(room, tonic, 0.0, score.lead * 0.2, 0.5)
        low = instruments.bass(pitch(self._root + score.cadence[1][0] - _OCTAVE), 1.5)
        add(room, low, 0.0, max(0.4, score.bass) * 0.22, 0.5)
        self._drums.end(room)
