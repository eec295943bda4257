"""Reverberation: the sound is convolved with decaying noise, in blocks, so memory does not grow with length."""

from typing import Final

import numpy as np

from reelwright_media.composing.sound import RATE, Sound
from reelwright_media.music.instruments import Note

_DECAY: Final = 6.9
"""Natural logarithm of 1000: the noise is 60 dB down after the hall's length (the definition of RT60)."""
_PREDELAY_SECONDS: Final = 0.018
_DARK_HZ: Final = 5200.0


def reverberate(sound: Sound, *, seconds: float, share: float, random: np.random.Generator) -> None:
    """Add `share` of hall of `seconds` RT60 to a sound, in place; left and right use independent noise."""
    length = round(seconds * RATE)
    size = 1 << (2 * length - 1).bit_length()
    block = size - length + 1
    for channel in range(sound.shape[1]):
        spectrum = np.fft.rfft(_impulse(length, seconds, random), size)
        dry = sound[:, channel].copy()
        sound[:, channel] *= 1 - share / 2
        for start in range(0, len(dry), block):
            wet = np.fft.irfft(np.fft.rfft(dry[start : start + block], size) * spectrum, size)
            end = min(len(dry), start + size)
            sound[start:end, channel] += share * wet[: end - start].astype(np.float32)


def _impulse(length: int, seconds: float, random: np.random.Generator) -> Note:
    """Compute the hall's impulse response, scaled to energy 1."""
    times = np.arange(length) / RATE
    noise = random.standard_normal(length) * np.exp(-_DECAY / seconds * times)
    spectrum = np.fft.rfft(noise)
    spectrum /= 1 + (np.fft.rfftfreq(length, 1 / RATE) / _DARK_HZ) ** 4
    impulse = np.fft.irfft(spectrum, length)
    impulse[: round(_PREDELAY_SECONDS * RATE)] = 0
    return np.asarray(impulse / np.sqrt((impulse**2).sum()), np.float32)
