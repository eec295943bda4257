"""A melody over chords: one motif of the piece, bent to each chord, in phrases of four bars that question and answer."""

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np

_OCTAVE: Final = 12
_PHRASE: Final = (0, 1, 0, 2)
"""Which of the three motifs each bar of a phrase plays: statement, answer, statement, close."""
RHYTHMS: Final[dict[str, tuple[tuple[int, ...], ...]]] = {
    "long": ((0, 8), (0, 6, 8), (0,)),
    "song": ((0, 4, 6, 8), (0, 6, 8, 12), (0, 4)),
    "bounce": ((0, 3, 6, 8, 12), (0, 2, 6, 8, 11, 14), (0, 3, 6)),
    "pulse": ((0, 6, 12), (0, 6, 10, 12), (0, 8)),
}
"""Starts of notes in sixteenths, for statement, answer and close; each note lasts to the next one."""
_STEPS: Final = (-2, -1, -1, 1, 1, 2)
_LOWEST, _HIGHEST = -3, 7
"""Range of the melody in degrees of the scale, from the tonic above the chords."""


class Tone(NamedTuple):
    """A note of the melody: start and length in sixteenths of its bar, and its MIDI number."""

    start: int
    length: int
    midi: int


class Melody:
    """The melody of one piece. `scale` is the semitones of the mode above `root`; `random` decides the motif."""

    def __init__(self, rhythm: str, scale: Sequence[int], root: int, random: np.random.Generator) -> None:
        self._rhythms = RHYTHMS[rhythm]
        self._scale = tuple(scale)
        self._root = root
        self._contours = [[int(random.choice(_STEPS)) for _ in starts] for starts in self._rhythms]
        self._first = int(random.choice((0, 2, 4)))

    def bar(self, place: int, chord: Sequence[int]) -> tuple[Tone, ...]:
        """Write the bar `place` of a phrase (0-3) over a chord, given as MIDI notes. Strong beats sound its notes."""
        which = _PHRASE[place % len(_PHRASE)]
        starts = self._rhythms[which]
        tones, degree = [], self._first
        for number, start in enumerate(starts):
            degree = self._within(degree + (self._contours[which][number] if number else 0))
            midi = self._midi(degree)
            if start % 8 == 0:
                midi = _nearest(midi, chord)
            end = starts[number + 1] if number + 1 < len(starts) else 16
            tones.append(Tone(start, end - start, midi))
        return tuple(tones)

    def _within(self, degree: int) -> int:
        return min(_HIGHEST, max(_LOWEST, degree))

    def _midi(self, degree: int) -> int:
        octave, step = divmod(degree, len(self._scale))
        return self._root + _OCTAVE * octave + self._scale[step]


def _nearest(midi: int, chord: Sequence[int]) -> int:
    """Find the note of the chord, in any octave, next to a note; the lower one of two."""
    return min((note + _OCTAVE * round((midi - note) / _OCTAVE) for note in chord), key=lambda note: abs(note - midi))
