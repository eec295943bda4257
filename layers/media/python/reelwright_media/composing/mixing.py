"""Mixes voices, music and effects: voices start at an exact sample; music is quieter and is ducked under speech."""

from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from reelwright.errors import StepError
from reelwright.film.timeline.model import Timeline
from reelwright_media.composing.deessing import deess
from reelwright_media.composing.effects import lay_effects
from reelwright_media.composing.loudness import SILENCE_LUFS, measure_lufs
from reelwright_media.composing.sound import CHANNELS, RATE, Sound, factor, fade, read_sound

BUS_LUFS: Final = -16.0
"""Loudness of voice and music before `MusicCue.gain` sets the distance between them."""
DUCK_DB: Final = -7.0
"""Additional music gain during speech: with the default gain of 0.32 (-10 dB) music is 17 dB below the voice."""
_MOST_GAIN_DB: Final = 30.0
_EDGE_SECONDS: Final = 0.005
_MUSIC_IN_SECONDS: Final = 0.3
_MUSIC_OUT_SECONDS: Final = 1.8
_LAST_SECONDS: Final = 0.08
_LOOP_SECONDS: Final = 1.0
_STEP: Final = RATE // 100
_SPEECH_BELOW_BUS_DB: Final = -24.0
_AHEAD_STEPS, _HOLD_STEPS, _SLOPE_STEPS = 20, 45, 40
"""In hundredths of a second: look-ahead before a word, hold in short pauses, length of the smooth slopes."""


def mix(timeline: Timeline, *, voices: list[Path], music: Path | None) -> Sound:
    """Mix the film's sound, exactly as long as its frames, before loudness is normalised.

    `voices` has one file per shot, in order. Speech past the film's end is cut. Raises StepError if the
    files do not match the shots, ContentError if one cannot be read.
    """
    track = _voices(timeline, voices)
    if music is not None and timeline.music.gain > 0:
        bed = _own_bed(music, len(track)) if timeline.music.key is not None else _composed_bed(music, len(track))
        bed *= _duck_curve(track)[:, None]
        bed *= timeline.music.gain
        track += bed
    lay_effects(track, timeline.effects, voice_lufs=BUS_LUFS)
    if not timeline.loop_frames:
        fade(track, out_seconds=_LAST_SECONDS)
    return track


def film_samples(timeline: Timeline) -> int:
    """Compute the film's length in samples."""
    return round(timeline.frames * RATE / timeline.preset.fps)


def _voices(timeline: Timeline, voices: list[Path]) -> Sound:
    if len(voices) != len(timeline.shots):
        raise StepError(f"{len(voices)} voices were given for {len(timeline.shots)} shots.")
    track = np.zeros((film_samples(timeline), CHANNELS), np.float32)
    for shot, path in zip(timeline.shots, voices, strict=True):
        voice = deess(read_sound(path))
        fade(voice, in_seconds=_EDGE_SECONDS, out_seconds=_EDGE_SECONDS)
        start = round((shot.start_frame / timeline.preset.fps + shot.voice_offset_seconds) * RATE)
        heard = voice[max(0, -start) :][: max(0, len(track) - max(0, start))]
        track[max(0, start) : max(0, start) + len(heard)] += heard
    bring_to_bus(track)
    return track


def _composed_bed(path: Path, samples: int) -> Sound:
    """Read the film's own music, which has its length, its ending and its loudness."""
    music = read_sound(path, most_seconds=samples / RATE)
    bed = np.zeros((samples, CHANNELS), np.float32)
    bed[: len(music)] = music
    bring_to_bus(bed)
    return bed


def _own_bed(path: Path, samples: int) -> Sound:
    """Read a user's music at bus loudness, looped or cut to the film's length, faded at both ends."""
    music = read_sound(path, most_seconds=samples / RATE)
    if not len(music):
        return np.zeros((samples, CHANNELS), np.float32)
    bed = _looped(music, samples)
    bring_to_bus(bed)
    fade(bed, in_seconds=_MUSIC_IN_SECONDS, out_seconds=_MUSIC_OUT_SECONDS)
    return bed


def _looped(music: Sound, samples: int) -> Sound:
    """Repeat the music to a length in samples, with an equal-power crossfade between repeats."""
    if len(music) >= samples:
        return music[:samples].copy()
    overlap = min(round(_LOOP_SECONDS * RATE), len(music) // 4)
    rise = np.sin(np.linspace(0, np.pi / 2, overlap, dtype=np.float32))[:, None]
    bed = np.zeros((samples + len(music), CHANNELS), np.float32)
    piece = music.copy()
    piece[len(piece) - overlap :] *= rise[::-1]
    bed[: len(piece)] = piece
    piece[:overlap] *= rise
    step = len(music) - overlap
    for start in range(step, samples, step):
        bed[start : start + len(piece)] += piece
    return bed[:samples]


def bring_to_bus(sound: Sound) -> None:
    """Scale a sound to the bus loudness, in place; silence is unchanged."""
    lufs = measure_lufs(sound)
    if lufs > SILENCE_LUFS:
        sound *= factor(min(_MOST_GAIN_DB, BUS_LUFS - lufs))


def _duck_curve(voice: Sound) -> npt.NDArray[np.float32]:
    """Compute the music's gain for each sample: 1 in pauses, `DUCK_DB` under speech, with smooth slopes between."""
    steps = -(-len(voice) // _STEP)
    level = np.zeros(steps * _STEP, np.float32)
    level[: len(voice)] = np.abs(voice).max(axis=1)
    spoken = level.reshape(steps, _STEP).max(axis=1) > factor(BUS_LUFS + _SPEECH_BELOW_BUS_DB)
    reach = np.ones(_AHEAD_STEPS + _HOLD_STEPS + 1)
    held = np.convolve(spoken.astype(np.float64), reach)[_AHEAD_STEPS : _AHEAD_STEPS + steps] > 0
    slope = np.hanning(_SLOPE_STEPS + 3)[1:-1]
    padded = np.pad(held.astype(np.float64), _SLOPE_STEPS // 2, mode="edge")
    speaking = np.convolve(padded, slope / slope.sum(), mode="valid")[:steps]
    gain = 10 ** (DUCK_DB * speaking / 20)
    places = np.arange(len(voice), dtype=np.float32)
    return np.interp(places, (np.arange(steps) + 0.5) * _STEP, gain).astype(np.float32)
