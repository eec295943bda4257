"""The de-esser softens sharp consonants and leaves the rest."""

import numpy as np

from reelwright_media.composing.deessing import deess
from reelwright_media.composing.sound import RATE, Sound


def spoken(sharp: float) -> Sound:
    """Return half a second of a vowel, a quarter of a sharp noise, and a vowel again."""
    random = np.random.default_rng(1)
    t = np.arange(RATE // 2) / RATE
    vowel = 0.3 * np.sin(2 * np.pi * 220 * t)
    noise = np.diff(random.standard_normal(RATE // 4 + 1)) * sharp
    sound = np.concatenate([vowel, noise, vowel]).astype(np.float32)
    return np.repeat(sound[:, None], 2, axis=1)


def level(sound: Sound) -> float:
    """Return the level in dB."""
    return 10 * float(np.log10((sound**2).mean()))


def test_a_sharp_consonant_is_softened_and_vowels_are_not() -> None:
    """By several dB, in its place only."""
    voice = spoken(0.15)
    soft = deess(voice)
    middle = slice(RATE // 2 + 2000, RATE * 3 // 4 - 2000)
    assert -8 < level(soft[middle]) - level(voice[middle]) < -2
    assert np.abs(soft[: RATE // 2 - 2000] - voice[: RATE // 2 - 2000]).max() < 0.01


def test_a_soft_consonant_is_left_alone() -> None:
    """A voice without hiss is returned as it is, and so are silence and the shortest sounds."""
    voice = spoken(0.005)
    assert np.abs(deess(voice) - voice).max() < 1e-3
    assert not deess(np.zeros((RATE, 2), np.float32)).any()
    assert len(deess(np.ones((7, 2), np.float32))) == 7
