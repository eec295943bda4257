"""Long silences between words are shortened, words are not."""

import numpy as np
import pytest

from reelwright_media.speech.pauses import tightened

RATE = 1000


def test_a_long_pause_is_cut_in_its_middle() -> None:
    """A second of silence becomes 0.32 s; the words keep their sound and move together."""
    samples = np.concatenate([np.ones(500), np.zeros(1000), np.ones(500)]).astype(np.float32)
    result, spans = tightened(samples, RATE, [(0.0, 0.5), None, (1.5, 2.0)], speed=1.0)
    assert spans == [(0.0, 0.5), None, pytest.approx((0.82, 1.32))]
    assert len(result) == 1320
    assert (result[10:500] == 1).all()
    assert (result[500:820] == 0).all()
    assert (result[820:-10] == 1).all()


def test_faster_speech_has_shorter_pauses() -> None:
    """The longest pause shrinks with the speed."""
    result, _ = tightened(np.zeros(2000, np.float32), RATE, [(0.0, 0.5), (1.5, 2.0)], speed=2.0)
    assert len(result) == 1160


def test_short_pauses_stay() -> None:
    """Where no pause is too long the sound is the same object, and spans are as they were."""
    samples = np.ones(1000, np.float32)
    result, spans = tightened(samples, RATE, [(0.0, 0.4), (0.6, 1.0)], speed=1.0)
    assert result is samples
    assert spans == [(0.0, 0.4), (0.6, 1.0)]
