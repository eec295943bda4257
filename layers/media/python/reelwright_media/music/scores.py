"""The moods as scores: tempo, chords, melody and the level of each instrument. A new mood is one new row."""

from dataclasses import dataclass
from typing import Final

from reelwright.film.scenes.model import Mood

CHORDS: Final[dict[str, tuple[int, ...]]] = {
    "major": (0, 4, 7),
    "minor": (0, 3, 7),
    "major7": (0, 4, 7, 11),
    "minor7": (0, 3, 7, 10),
    "minor9": (0, 3, 7, 10, 14),
    "add9": (0, 4, 7, 14),
    "sus4": (0, 5, 7, 12),
    "diminished": (0, 3, 6),
}
"""Semitones above the chord's root."""

BEATS_A_BAR: Final = 4
STEPS_A_BAR: Final = 16
"""Patterns have one entry per sixteenth."""

KEY_FIGURES: Final = ((0, 2, 1, 3, 2, 4, 3, 2), (0, 1, 2, 4, 3, 2, 1, 3), (0, 3, 2, 4, 1, 3, 2, 1))
"""Broken chords for the keys, one note per eighth: indices into the chord's notes."""
PLUCK_FIGURES: Final = (
    (0, None, 2, None, 1, 2, None, 2, 0, None, 3, None, 2, 1, None, None),
    (0, None, None, 1, 2, None, 1, None, 3, None, 2, None, 1, None, 2, None),
)
"""Staccato figures, one entry per sixteenth; None is a pause."""


MAJOR: Final = (0, 2, 4, 5, 7, 9, 11)
MINOR: Final = (0, 2, 3, 5, 7, 8, 10)
PHRYGIAN: Final = (0, 1, 3, 5, 7, 8, 10)


@dataclass(frozen=True, slots=True)
class MusicScore:
    """One mood. Levels are factors (0: silent); `root` is a MIDI note; chords are (semitones above it, quality)."""

    beats_a_minute: float
    root: int
    chords: tuple[tuple[int, str], ...]
    pad: float
    keys: float
    pluck: float
    bass: float
    drums: float
    shimmer: float
    hall_seconds: float
    hall_share: float
    scale: tuple[int, ...]
    """Semitones of the melody's mode above the root."""
    cadence: tuple[tuple[int, str], tuple[int, str]]
    """The chord of the last bar, which leads to the ending, and that of the ending."""
    rhythm: str
    """Row of `melody.RHYTHMS`."""
    lead: float
    lead_voice: str
    """Instrument of the melody: `flute`, `bell` or `reed`."""
    kick_steps: tuple[int, ...] = (0, 8)

    @property
    def bar_seconds(self) -> float:
        """Length of a bar in seconds."""
        return BEATS_A_BAR * 60 / self.beats_a_minute


SCORES: Final[dict[Mood, MusicScore]] = {
    "awe": MusicScore(
        72,
        50,
        ((0, "minor9"), (-4, "major7"), (3, "major7"), (-2, "add9")),
        pad=0.55,
        keys=0.40,
        pluck=0,
        bass=0.5,
        drums=0.16,
        shimmer=0.35,
        hall_seconds=3.0,
        hall_share=0.34,
        scale=MINOR,
        cadence=((-2, "add9"), (0, "minor9")),
        rhythm="long",
        lead=0.34,
        lead_voice="flute",
    ),
    "calm": MusicScore(
        66,
        53,
        ((0, "major7"), (-3, "minor7"), (5, "major7"), (7, "sus4")),
        pad=0.6,
        keys=0.35,
        pluck=0,
        bass=0.35,
        drums=0.12,
        shimmer=0.25,
        hall_seconds=3.0,
        hall_share=0.34,
        scale=MAJOR,
        cadence=((7, "sus4"), (0, "major7")),
        rhythm="long",
        lead=0.3,
        lead_voice="flute",
    ),
    "upbeat": MusicScore(
        112,
        48,
        ((0, "add9"), (7, "major"), (9, "minor7"), (5, "major7")),
        pad=0.22,
        keys=0.55,
        pluck=0.18,
        bass=0.42,
        drums=0.5,
        shimmer=0.1,
        hall_seconds=1.4,
        hall_share=0.18,
        scale=MAJOR,
        cadence=((7, "major"), (0, "add9")),
        rhythm="bounce",
        lead=0.34,
        lead_voice="bell",
    ),
    "comedy": MusicScore(
        118,
        48,
        ((0, "major"), (9, "minor"), (2, "minor7"), (7, "major")),
        pad=0.05,
        keys=0,
        pluck=0.8,
        bass=0.4,
        drums=0.35,
        shimmer=0,
        hall_seconds=1.2,
        hall_share=0.16,
        scale=MAJOR,
        cadence=((7, "major"), (0, "major")),
        rhythm="bounce",
        lead=0.36,
        lead_voice="reed",
        kick_steps=(0, 6, 8),
    ),
    "tense": MusicScore(
        84,
        45,
        ((0, "minor"), (1, "major"), (0, "minor"), (-2, "diminished")),
        pad=0.6,
        keys=0.12,
        pluck=0,
        bass=0.42,
        drums=0.28,
        shimmer=0.1,
        hall_seconds=3.0,
        hall_share=0.34,
        scale=PHRYGIAN,
        cadence=((1, "major"), (0, "minor")),
        rhythm="pulse",
        lead=0.26,
        lead_voice="bell",
        kick_steps=(0, 3),
    ),
    "drive": MusicScore(
        100,
        45,
        ((0, "minor7"), (-4, "major7"), (3, "major"), (-2, "add9")),
        pad=0.35,
        keys=0.35,
        pluck=0.2,
        bass=0.34,
        drums=0.55,
        shimmer=0.15,
        hall_seconds=1.4,
        hall_share=0.18,
        scale=MINOR,
        cadence=((-2, "add9"), (0, "minor7")),
        rhythm="pulse",
        lead=0.32,
        lead_voice="reed",
        kick_steps=(0, 8, 10),
    ),
}
