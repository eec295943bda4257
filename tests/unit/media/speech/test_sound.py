"""Samples, silence and the WAV file."""

import io
import wave

import numpy as np
import pytest

from reelwright_media.speech.sound import Samples, audible_span, cut, silence, sound_ends, sound_returns, spans_of, wav

RATE = 22_050


def tone(seconds: float, level: float = 0.5) -> Samples:
    """Return a hum."""
    moments = np.arange(round(seconds * RATE)) / RATE
    hum: Samples = (level * np.sin(2 * np.pi * 220 * moments)).astype(np.float32)
    return hum


def test_silence_around_a_sound_is_found() -> None:
    """The heard part begins and ends with the sound, to a window of 5 ms."""
    samples = np.concatenate([silence(0.3, RATE), tone(0.5), silence(0.2, RATE)])
    assert audible_span(samples, RATE) == pytest.approx((0.3, 0.8), abs=0.006)
    assert audible_span(silence(0.5, RATE), RATE) == (0.0, 0.0)
    assert audible_span(silence(0.0, RATE), RATE) == (0.0, 0.0)


def test_a_word_ends_where_it_falls_silent() -> None:
    """A span that holds a pause ends before it; a span of silence keeps its end."""
    samples = np.concatenate([tone(0.5), silence(0.5, RATE), tone(0.5)])
    assert sound_ends(samples, RATE, [(0.0, 1.0), (0.6, 0.9), (1.0, 1.5)]) == pytest.approx([0.5, 0.9, 1.5], abs=0.006)


def test_a_word_lasts_until_its_last_sound_before_the_next_timed_word() -> None:
    """A silent word has no span, also where all are silent."""
    samples = np.concatenate([tone(0.5), silence(0.5, RATE)])
    first, silent, last = spans_of([0.1, None, 0.3], samples, RATE)
    assert silent is None
    assert [first, last] == [pytest.approx((0.1, 0.3), abs=0.006), pytest.approx((0.3, 0.5), abs=0.006)]
    assert spans_of([None, None], samples, RATE) == [None, None]


def test_a_word_behind_a_pause_starts_where_sound_comes_back() -> None:
    """A start reckoned too early or a little late moves to the sound; the short silence of a consonant moves nothing."""
    paused = np.concatenate([tone(0.5), silence(0.3, RATE), tone(0.5)])
    assert sound_returns(paused, RATE, [(0.5, 0.84), (0.5, 0.77)]) == pytest.approx([0.8, 0.8], abs=0.006)
    assert sound_returns(paused, RATE, [(0.5, 0.6)]) == [None]
    closed = np.concatenate([tone(0.5), silence(0.06, RATE), tone(0.5)])
    assert sound_returns(closed, RATE, [(0.5, 0.56), (0.2, 0.3)]) == [None, None]


def test_the_first_word_starts_with_the_sound() -> None:
    """Before the first word any silence is a pause."""
    samples = np.concatenate([silence(0.06, RATE), tone(0.5)])
    assert sound_returns(samples, RATE, [(0.0, 0.03)]) == pytest.approx([0.06], abs=0.006)


def test_a_cut_has_no_click_at_its_ends() -> None:
    """A part begins and ends at zero and is untouched in between; the source stays as it was."""
    samples = np.ones(RATE, np.float32)
    part = cut(samples, RATE, 0.25, 0.75)
    assert len(part) == pytest.approx(0.5 * RATE, abs=1)
    assert part[0] == part[-1] == 0
    assert part[len(part) // 2] == 1
    assert samples.min() == 1
    assert len(cut(samples, RATE, 0.5, 0.5)) == 0


def test_the_file_is_mono_16_bit_and_never_clipped() -> None:
    """What is too loud is turned down as a whole; what is not keeps its level."""
    for level, peak in ((2.0, 0.95), (0.5, 0.5)):
        with wave.open(io.BytesIO(wav(tone(0.1, level), RATE))) as file:
            assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, RATE)
            samples = np.frombuffer(file.readframes(file.getnframes()), "<i2")
        assert len(samples) == round(0.1 * RATE)
        assert np.abs(samples).max() / 32767 == pytest.approx(peak, abs=0.001)
