"""What every music bed promises."""

import io
import time
import wave
from pathlib import Path
from typing import get_args

import numpy as np
import pytest

from reelwright.film.scenes.model import Mood
from reelwright_media.composing.loudness import measure
from reelwright_media.composing.mixing import BUS_LUFS
from reelwright_media.composing.sound import read_sound
from reelwright_media.music.bed import SynthesisedMusic
from reelwright_media.music.scores import CHORDS, SCORES

MOODS: tuple[Mood, ...] = get_args(Mood)


def samples(data: bytes) -> np.ndarray:
    """Return the samples of a WAV, after checking its format."""
    with wave.open(io.BytesIO(data)) as file:
        assert (file.getframerate(), file.getnchannels(), file.getsampwidth()) == (48_000, 2, 2)
        return np.frombuffer(file.readframes(file.getnframes()), "<i2").reshape(-1, 2)


@pytest.mark.parametrize("mood", MOODS)
def test_a_bed_has_exactly_the_asked_length_and_the_one_loudness(mood: Mood, tmp_path: Path) -> None:
    """All moods are equally loud (within 0.3 LU), never clip, and are as long as asked to the sample."""
    data = SynthesisedMusic().play(mood, seconds=6.5, seed=2, ending_seconds=5.8)
    path = tmp_path / "bed.wav"
    path.write_bytes(data)
    assert len(samples(data)) == 312_000
    loudness = measure(read_sound(path))
    assert loudness.lufs == pytest.approx(BUS_LUFS, abs=0.3)
    assert loudness.peak_dbtp < -0.5


@pytest.mark.parametrize("seconds", [0.05, 0.5, 1.234, 21.7])
def test_any_length_is_played(seconds: float) -> None:
    """Lengths need not be whole bars; one shorter than a measurement is played as well."""
    assert len(
        samples(SynthesisedMusic().play("upbeat", seconds=seconds, seed=1, ending_seconds=0.8 * seconds))
    ) == round(seconds * 48_000)


def test_the_same_seed_plays_the_same_and_another_one_does_not() -> None:
    """Mood, length and seed decide every byte."""
    music = SynthesisedMusic()
    first = music.play("drive", seconds=3, seed=7, ending_seconds=2.4)
    assert first == music.play("drive", seconds=3, seed=7, ending_seconds=2.4)
    assert first != music.play("drive", seconds=3, seed=8, ending_seconds=2.4)


@pytest.mark.parametrize("mood", MOODS)
def test_a_bed_begins_and_ends_in_silence(mood: Mood) -> None:
    """Both ends are faded, so that nothing clicks."""
    bed = np.abs(samples(SynthesisedMusic().play(mood, seconds=5, seed=1, ending_seconds=4.3)).astype(int))
    loudest = bed.max()
    assert bed[:48].max() < 0.03 * loudest
    assert bed[-48:].max() < 0.03 * loudest
    assert bed[120_000:140_000].max() > 0.2 * loudest


def test_music_goes_on_through_a_long_film() -> None:
    """There are no holes: every second of a bed sounds."""
    bed = samples(SynthesisedMusic().play("comedy", seconds=30, seed=4, ending_seconds=29.0)).astype(float)
    level = [np.sqrt((bed[at : at + 48_000] ** 2).mean()) for at in range(48_000, 26 * 48_000, 48_000)]
    assert min(level) > 0.15 * max(level)


def loudness_curve(data: bytes, seconds: float = 1.0) -> np.ndarray:
    """Return the level of each piece of `seconds`, in dB."""
    bed = samples(data).astype(float)
    size = round(seconds * 48_000)
    return np.array([10 * np.log10((bed[at : at + size] ** 2).mean() + 1e-9) for at in range(0, len(bed) - size, size)])


@pytest.mark.parametrize("mood", MOODS)
def test_music_rises_to_its_end(mood: Mood) -> None:
    """Each quarter before the ending is louder than the one before, the last by 3 dB or more than the first."""
    curve = loudness_curve(SynthesisedMusic().play(mood, seconds=32, seed=5, ending_seconds=31.0))[:30]
    quarters = [float(curve[at : at + 7].mean()) for at in (0, 8, 15, 23)]
    assert quarters == sorted(quarters)
    assert quarters[3] > quarters[0] + 3


@pytest.mark.parametrize("mood", MOODS)
def test_music_ends_with_a_chord_on_the_last_word(mood: Mood) -> None:
    """The chord is as loud as what led to it, then nothing new begins and it rings out."""
    data = SynthesisedMusic().play(mood, seconds=14, seed=5, ending_seconds=12.0)
    curve = loudness_curve(data, 0.25)
    assert curve[48:50].max() > curve[40:48].mean() - 3
    assert curve[54] < curve[48] - 4
    assert np.abs(samples(data)[-480:].astype(int)).max() < 600


def test_music_of_a_loop_leads_into_its_beginning() -> None:
    """Without ending, its last samples go on with its first: no jump is larger than those inside."""
    bed = samples(SynthesisedMusic().play("drive", seconds=8, seed=5, ending_seconds=None)).astype(int)
    inside = np.abs(np.diff(bed, axis=0)).max()
    assert np.abs(bed[0] - bed[-1]).max() <= inside


def test_every_score_uses_known_chords() -> None:
    """A typing slip in a row would only be heard when its mood is played."""
    assert set(SCORES) == set(MOODS)
    assert {quality for score in SCORES.values() for _, quality in score.chords} <= set(CHORDS)


@pytest.mark.benchmark
def test_a_bed_costs_little() -> None:
    """At most 0.1 CPU seconds a second of music."""
    start = time.process_time()
    SynthesisedMusic().play("drive", seconds=40, seed=1, ending_seconds=39.0)
    assert time.process_time() - start < 4
