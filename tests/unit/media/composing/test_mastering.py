"""Loudness and limiter."""

import numpy as np
import pytest

from reelwright_media.composing.loudness import SILENCE_LUFS, measure, measure_lufs
from reelwright_media.composing.mastering import limit, master
from reelwright_media.composing.sound import RATE, Sound


def tone(seconds: float, hertz: float, level: float) -> Sound:
    """Return a sine on both sides."""
    t = np.arange(round(seconds * RATE)) / RATE
    wave = (level * np.sin(2 * np.pi * hertz * t)).astype(np.float32)
    return np.stack([wave, wave], axis=1)


def test_a_known_tone_measures_as_the_standard_says() -> None:
    """A 997 Hz sine at -20 dBFS on both sides is -20.0 LUFS (BS.1770: -3.01 on one side alone at full scale)."""
    loudness = measure(tone(5, 997, 0.1))
    assert measure_lufs(tone(5, 997, 0.1)) == loudness.lufs
    assert loudness.lufs == pytest.approx(-20.0, abs=0.1)
    assert loudness.peak_dbtp == pytest.approx(-20.0, abs=0.1)


def test_silence_and_very_short_sounds_measure_as_silence() -> None:
    """Nothing above the gate: nothing to scale by."""
    assert measure(np.zeros((RATE, 2), np.float32)).lufs == SILENCE_LUFS
    assert measure(tone(0.1, 400, 0.5)).lufs == SILENCE_LUFS


def test_the_limiter_keeps_the_ceiling_and_spares_what_is_below() -> None:
    """No sample passes the ceiling; far from a peak nothing changes."""
    sound = tone(2, 300, 0.2)
    sound[RATE : RATE + 2000] *= 4.5
    limited = limit(sound, 0.5)
    assert np.abs(limited).max() <= 0.5 + 1e-6
    assert np.array_equal(limited[: RATE - 4800], sound[: RATE - 4800])
    assert limited[-4800:] == pytest.approx(sound[-4800:], abs=1e-6)


def test_the_limiter_moves_smoothly() -> None:
    """The gain never steps: a step would click."""
    sound = tone(2, 300, 0.2)
    sound[RATE : RATE + 2000] *= 4.5
    limited = limit(sound, 0.5)
    loud = np.abs(sound[:, 0]) > 0.02
    gain = limited[loud, 0] / sound[loud, 0]
    assert np.abs(np.diff(gain)).max() < 0.02


@pytest.mark.parametrize("level", [0.05, 0.2, 0.9])
def test_mastering_reaches_loudness_without_passing_the_peak(level: float) -> None:
    """Spiky sound is brought to -14 LUFS under -1.5 dBTP from any level."""
    random = np.random.default_rng(1)
    spikes = np.clip(random.standard_normal(4 * RATE) ** 4, 0, 6) / 6
    sound = tone(4, 220, level) * spikes[:, None].astype(np.float32)
    result = measure(master(sound, lufs=-14, peak_dbtp=-1.5))
    assert result.lufs == pytest.approx(-14, abs=0.6)
    assert result.peak_dbtp < -1.5


def test_a_hiss_is_not_turned_up_into_a_storm() -> None:
    """What is far too quiet to be meant is raised by 30 dB at most."""
    hiss = tone(2, 997, 0.0005)
    assert np.abs(master(hiss, lufs=-14, peak_dbtp=-1.5)).max() == pytest.approx(0.0005 * 10**1.5, rel=0.05)
