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
    data = SynthesisedMusic().play(mood, seconds=6.5, seed=2)
    path = tmp_path / "bed.wav"
    path.write_bytes(data)
    assert len(samples(data)) == 312_000
    loudness = measure(read_sound(path))
    assert loudness.lufs == pytest.approx(BUS_LUFS, abs=0.3)
    assert loudness.peak_dbtp < -0.5


@pytest.mark.parametrize("seconds", [0.05, 0.5, 1.234, 21.7])
def test_any_length_is_played(seconds: float) -> None:
    """Lengths need not be whole bars; one shorter than a measurement is played as well."""
    assert len(samples(SynthesisedMusic().play("upbeat", seconds=seconds, seed=1))) == round(seconds * 48_000)


def test_the_same_seed_plays_the_same_and_another_one_does_not() -> None:
    """Mood, length and seed decide every byte."""
    music = SynthesisedMusic()
    first = music.play("drive", seconds=3, seed=7)
    assert first == music.play("drive", seconds=3, seed=7)
    assert first != music.play("drive", seconds=3, seed=8)


@pytest.mark.parametrize("mood", MOODS)
def test_a_bed_begins_and_ends_in_silence(mood: Mood) -> None:
    """Both ends are faded, so that it can be laid under anything."""
    bed = np.abs(samples(SynthesisedMusic().play(mood, seconds=5, seed=1)).astype(int))
    loudest = bed.max()
    assert bed[:480].max() < 0.03 * loudest
    assert bed[-480:].max() < 0.03 * loudest
    assert bed[120_000:140_000].max() > 0.2 * loudest


def test_music_goes_on_through_a_long_film() -> None:
    """There are no holes: every second of a bed sounds."""
    bed = samples(SynthesisedMusic().play("comedy", seconds=30, seed=4)).astype(float)
    level = [np.sqrt((bed[at : at + 48_000] ** 2).mean()) for at in range(48_000, 26 * 48_000, 48_000)]
    assert min(level) > 0.15 * max(level)


def test_every_score_uses_known_chords() -> None:
    """A typing slip in a row would only be heard when its mood is played."""
    assert set(SCORES) == set(MOODS)
    assert {quality for score in SCORES.values() for _, quality in score.chords} <= set(CHORDS)


@pytest.mark.benchmark
def test_a_bed_costs_little() -> None:
    """At most 0.15 CPU seconds a second of music."""
    start = time.process_time()
    SynthesisedMusic().play("drive", seconds=40, seed=1)
    assert time.process_time() - start < 6
