"""The instruments in numpy. Each note is computed once and reused, so a longer piece costs only additions.

A note is mono, 48 kHz, 32-bit float, about full scale at velocity 1; frequencies in Hz, lengths in seconds.
"""

from typing import Final

import numpy as np
import numpy.typing as npt

from reelwright_media.composing.sound import RATE, Sound

Note = npt.NDArray[np.float32]
_TABLE_SIZE: Final = 4096
_A4_HZ, _A4_MIDI = 440.0, 69


def pitch(midi: int) -> float:
    """Convert a MIDI note to its frequency in Hz, equal temperament."""
    return float(_A4_HZ * 2 ** ((midi - _A4_MIDI) / 12))


def _times(seconds: float) -> Note:
    return np.asarray(np.arange(round(seconds * RATE)) / RATE, np.float32)


def _saw_table() -> Note:
    """Compute one period of a soft saw: eight partials of level k ** -1.35; scattered phases avoid a sharp edge."""
    turn = np.arange(_TABLE_SIZE) * 2 * np.pi / _TABLE_SIZE
    return np.asarray(sum(np.sin(k * turn + 1.7 * k * k) / k**1.35 for k in range(1, 9)), np.float32)


_SAW: Final = _saw_table()


def _saw(frequency: float, length: int, phase: float) -> Note:
    """Read a soft saw from the table; 4096 entries without interpolation put the noise at -70 dB."""
    steps = np.arange(length, dtype=np.float64) * (frequency * _TABLE_SIZE / RATE) + phase * _TABLE_SIZE
    return np.asarray(_SAW[steps.astype(np.int64) & (_TABLE_SIZE - 1)])


def envelope(length: int, attack: float, release: float) -> Note:
    """Build a linear rise, a plateau at 1 and a linear fall; times in seconds."""
    curve = np.ones(length, np.float32)
    rise, fall = min(length, round(attack * RATE)), min(length, round(release * RATE))
    curve[:rise] *= np.linspace(0, 1, rise, dtype=np.float32)
    curve[length - fall :] *= np.linspace(1, 0, fall, dtype=np.float32)
    return curve


_DETUNE_CENTS: Final = (-5.4, -1.8, 2.3, 5.9)


def pad(frequencies: list[float], seconds: float, random: np.random.Generator) -> npt.NDArray[np.float32]:
    """Synthesise a chord of detuned saws as samples x 2, panned from left to right by detune."""
    length = round(seconds * RATE)
    left, right = np.zeros(length, np.float32), np.zeros(length, np.float32)
    for frequency in frequencies:
        for voice, cents in enumerate(_DETUNE_CENTS):
            tone = _saw(frequency * 2 ** (cents / 1200), length, float(random.random()))
            place = (voice + 0.5) / len(_DETUNE_CENTS)
            left += tone * np.float32(1 - 0.8 * place)
            right += tone * np.float32(0.2 + 0.8 * place)
    swell = envelope(length, 0.8, 1.0) / np.float32(len(frequencies))
    return np.stack([left * swell, right * swell], axis=1)


def keys(frequency: float, seconds: float, velocity: float) -> Note:
    """Synthesise an electric piano note: two FM pairs, a warm one and a short bright tine (Chowning's 1:1 and 1:14)."""
    t = _times(seconds)
    turn = np.float32(2 * np.pi * frequency) * t
    tine = 0.25 * np.sin(14 * turn) * np.exp(-22 * t)
    warm = 1.4 * np.sin(turn) * np.exp(-5 * t)
    return np.asarray(
        np.sin(turn + velocity * (warm + tine)) * np.exp(-2.1 * t) * envelope(len(t), 0.004, 0.05) * velocity,
        np.float32,
    )


def pluck(frequency: float, seconds: float, velocity: float) -> Note:
    """Synthesise a plucked note: higher partials decay faster."""
    t = _times(seconds)
    turn = np.float32(2 * np.pi * frequency) * t
    tone = np.zeros_like(t)
    for k in range(1, 8):
        if frequency * k < 9000:  # noqa: PLR2004 - Hz; above it a pluck only hisses
            tone += (np.sin(k * turn) / k**1.1 * np.exp(-(7 + 3.2 * k) * t)).astype(np.float32)
    return np.asarray(tone * envelope(len(t), 0.002, 0.02) * velocity, np.float32)


def flute(frequency: float, seconds: float, velocity: float) -> Note:
    """Synthesise a soft wind tone: few partials, a slow attack, and vibrato that comes after it."""
    t = _times(seconds)
    vibrato = 0.012 * np.sin(2 * np.pi * 5.1 * t) * np.clip((t - 0.25) / 0.4, 0, 1)
    turn = np.float32(2 * np.pi * frequency) * (t + vibrato / 5.1)
    tone = np.sin(turn) + 0.32 * np.sin(2 * turn) + 0.12 * np.sin(3 * turn) + 0.05 * np.sin(5 * turn)
    return np.asarray(0.7 * tone * envelope(len(t), 0.07, 0.22) * velocity, np.float32)


def bell(frequency: float, seconds: float, velocity: float) -> Note:
    """Synthesise a bright struck tone: FM at 1:3.5, which is clear above a mix (Chowning's bells)."""
    t = _times(seconds)
    turn = np.float32(2 * np.pi * frequency) * t
    strike = 1.6 * velocity * np.sin(3.5 * turn) * np.exp(-7 * t)
    return np.asarray(np.sin(turn + strike) * np.exp(-3.2 * t) * envelope(len(t), 0.003, 0.06) * velocity, np.float32)


def reed(frequency: float, seconds: float, velocity: float) -> Note:
    """Synthesise a nasal tone of odd partials, which closes quickly: it carries a rhythm."""
    t = _times(seconds)
    turn = np.float32(2 * np.pi * frequency) * t
    tone = sum(np.sin(k * turn) / k**1.2 * np.exp(-0.6 * k * t) for k in (1, 3, 5, 7) if frequency * k < 9000)  # noqa: PLR2004 - Hz
    return np.asarray(0.8 * tone * np.exp(-1.2 * t) * envelope(len(t), 0.012, 0.08) * velocity, np.float32)


LEADS: Final = {"flute": flute, "bell": bell, "reed": reed}
"""Instruments of a melody, by the name in a score."""


def bass(frequency: float, seconds: float) -> Note:
    """Synthesise a soft bass note: a sine and an octave that fades after the attack."""
    t = _times(seconds)
    turn = np.float32(2 * np.pi * frequency) * t
    tone = np.sin(turn) + 0.35 * np.sin(2 * turn) * np.exp(-3 * t)
    return np.asarray(tone * (0.75 + 0.25 * np.exp(-9 * t)) * envelope(len(t), 0.012, 0.09), np.float32)


def kick() -> Note:
    """Synthesise a bass drum: a sine that falls from 145 Hz to 45 Hz."""
    t = _times(0.32)
    cycles = 45 * t + (145 - 45) / 26 * (1 - np.exp(-26 * t))
    return np.asarray(np.sin(2 * np.pi * cycles) * np.exp(-9 * t) * envelope(len(t), 0.001, 0.03), np.float32)


def hat(random: np.random.Generator, seconds: float) -> Note:
    """Synthesise a hi-hat: noise differentiated twice, which keeps only its high frequencies."""
    t = _times(seconds)
    noise = np.diff(random.standard_normal(len(t) + 2), n=2)
    return np.asarray(0.12 * noise * np.exp(-70 * t), np.float32)


def crash(random: np.random.Generator, seconds: float) -> Note:
    """Synthesise a cymbal: bright noise that fades slowly."""
    t = _times(seconds)
    noise = np.diff(random.standard_normal(len(t) + 1), n=1)
    return np.asarray(0.16 * noise * np.exp(-3.2 * t) * envelope(len(t), 0.002, 0.1), np.float32)


def snap(random: np.random.Generator) -> Note:
    """Synthesise a finger snap: a burst of noise without low frequencies."""
    t = _times(0.16)
    noise = np.diff(random.standard_normal(len(t) + 1), n=1)
    return np.asarray(0.2 * noise * np.exp(-26 * t) * envelope(len(t), 0.001, 0.02), np.float32)


def add(room: Sound, note: Note, seconds: float, level: float, place: float) -> None:
    """Add a note to the music at a time; `place` is 0 for left and 1 for right. Samples past the end of `room` are cut."""
    start = round(seconds * RATE)
    heard = note[: max(0, len(room) - start)]
    room[start : start + len(heard), 0] += heard * np.float32(2 * level * (1 - place))
    room[start : start + len(heard), 1] += heard * np.float32(2 * level * place)
