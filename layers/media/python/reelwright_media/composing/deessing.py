"""A de-esser: softens the sharp consonants of a voice, and only those.

`af_heart` speaks its s, z and ch sharply; on phones they hiss. The band above `_SPLIT_HZ` is
turned down while it is louder, in relation to the voice, than sibilants of recordings are.
"""

from typing import Final

import numpy as np
import numpy.typing as npt

from reelwright_media.composing.sound import RATE, Sound

_SPLIT_HZ: Final = 4800.0
_HOP: Final = RATE // 200
_ALLOWED_DB: Final = -13.0
"""Level of the band, in relation to the voice's own level while it speaks, that stays unchanged."""
_SLOPE: Final = 0.6
"""Share of the excess that is removed."""
_MOST_DB: Final = 7.0
_SMOOTH_HOPS: Final = 3
_SPEAKS_DB: Final = -30.0
"""Hops this far below the loudest are pauses."""


def deess(voice: Sound) -> Sound:
    """Soften the sibilants of a voice; sounds without any, and silence, are returned unchanged."""
    if len(voice) < 4 * _HOP:
        return voice
    sharp = _above(voice)
    gain_db = -np.minimum(_MOST_DB, np.maximum(0.0, excess_db(voice, sharp)) * _SLOPE)
    if not gain_db.any():
        return voice
    smooth = np.convolve(np.pad(gain_db, _SMOOTH_HOPS, mode="edge"), _window(), mode="valid")
    centres = (np.arange(len(smooth)) + 0.5) * _HOP
    gain = np.interp(np.arange(len(voice)), centres, 10 ** (smooth / 20))
    return np.asarray(voice + sharp * (gain - 1)[:, None], np.float32)


def excess_db(voice: Sound, sharp: Sound) -> npt.NDArray[np.float64]:
    """Compute, for each hop of 5 ms, how far the sharp band exceeds its allowed level, in dB."""
    whole, band = _levels_db(voice), _levels_db(sharp)
    speaking = whole > whole.max() + _SPEAKS_DB
    level = 10 * np.log10((10 ** (whole[speaking] / 10)).mean())
    return np.asarray(np.where(speaking, band - (level + _ALLOWED_DB), -np.inf), np.float64)


def _levels_db(sound: Sound) -> npt.NDArray[np.float64]:
    hops = len(sound) // _HOP + 1
    padded = np.pad(sound.mean(axis=1), (0, hops * _HOP - len(sound)))
    return np.asarray(10 * np.log10((padded.reshape(hops, _HOP).astype(np.float64) ** 2).mean(axis=1) + 1e-12))


def _window() -> npt.NDArray[np.float64]:
    window = np.hanning(2 * _SMOOTH_HOPS + 3)[1:-1]
    return np.asarray(window / window.sum(), np.float64)


def _above(voice: Sound) -> Sound:
    """Extract the band above the split without shifting it in time, so that the rest can be subtracted from the voice."""
    size = 1 << (len(voice) - 1).bit_length()
    frequencies = np.fft.rfftfreq(size, 1 / RATE)
    shape = 1 / (1 + (_SPLIT_HZ / np.maximum(frequencies, 1.0)) ** 8)
    spectrum = np.fft.rfft(voice, size, axis=0) * shape[:, None]
    return np.asarray(np.fft.irfft(spectrum, size, axis=0)[: len(voice)], np.float32)
