"""Brings a mix to a platform's loudness and limits its true peak: gain, look-ahead limiter, measure, repeat."""

from typing import Final

import numpy as np
import numpy.typing as npt

from reelwright_media.composing.loudness import SILENCE_LUFS, measure, measure_lufs
from reelwright_media.composing.sound import CHANNELS, RATE, Sound, decibels, factor

_HOP: Final = RATE // 1000
_ATTACK_DB_A_HOP: Final = 0.8
_RELEASE_DB_A_HOP: Final = 0.05
"""Gain change per millisecond: down by up to 800 dB a second, with look-ahead, up by 50 dB a second."""
_CODEC_HEADROOM_DB: Final = 0.6
"""AAC at 224 kbit/s overshoots its input's peaks by a few tenths of a dB."""
_MOST_GAIN_DB: Final = 30.0
_MARGIN_DB: Final = 0.05
"""A lower ceiling lowers the peaks between samples by less than its own step: without a margin most mixes take four passes."""
_PASSES: Final = 4
_CLOSE_ENOUGH_LU: Final = 0.2


def master(mix: Sound, *, lufs: float, peak_dbtp: float) -> Sound:
    """Scale the mix to an integrated loudness of `lufs`, with a true peak of at most `peak_dbtp` after AAC.

    The first pass measures and applies the difference; limiting reduces loudness a little, and peaks between
    samples pass a limiter that works on samples. So up to three more passes measure again and correct gain and ceiling.
    Silence is unchanged.
    """
    before = measure_lufs(mix)
    if before <= SILENCE_LUFS:
        return mix
    gain_db, ceiling_db = lufs - before, peak_dbtp - _CODEC_HEADROOM_DB
    result = mix
    for _ in range(_PASSES):
        gain_db = min(_MOST_GAIN_DB, gain_db)
        result = limit(mix * factor(gain_db), factor(ceiling_db))
        after = measure(result)
        excess_db = after.peak_dbtp - (peak_dbtp - _CODEC_HEADROOM_DB / 2)
        if abs(lufs - after.lufs) <= _CLOSE_ENOUGH_LU and excess_db <= 0:
            break
        gain_db += lufs - after.lufs
        if excess_db > 0:
            ceiling_db -= excess_db + _MARGIN_DB
    return result


def limit(sound: Sound, ceiling: float) -> Sound:
    """Limit every sample to `ceiling` (a factor), reducing gain smoothly around each peak.

    The gain curve has one value a millisecond; its slope is limited in dB per step. It is a running
    minimum, from both sides, of each peak's gain plus the distance to the peak times the slope.
    """
    hops = -(-len(sound) // _HOP)
    padded = np.zeros((hops * _HOP, CHANNELS), np.float32)
    padded[: len(sound)] = sound
    peaks = np.abs(padded).reshape(hops, -1).max(axis=1)
    if not hops or peaks.max() <= ceiling:
        return sound
    needed_db = np.minimum(0.0, decibels(ceiling) - 20 * np.log10(np.maximum(peaks, 1e-9)))
    needed_db = _least_neighbour(needed_db)
    # Reversed for the attack: the gain must start to fall before the peak.
    curve_db = np.minimum(_ramp(needed_db, _RELEASE_DB_A_HOP), _ramp(needed_db[::-1], _ATTACK_DB_A_HOP)[::-1])
    centres = (np.arange(hops) + 0.5) * _HOP
    gain = np.interp(np.arange(len(sound)), centres, 10 ** (curve_db / 20))
    return sound * gain[:, None].astype(np.float32)


def _least_neighbour(values: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Take the minimum with both neighbours, so that interpolation between hop centres stays below each limit."""
    around = np.pad(values, 1, mode="edge")
    return np.minimum(np.minimum(around[:-2], around[1:-1]), around[2:])


def _ramp(values: npt.NDArray[np.float64], slope: float) -> npt.NDArray[np.float64]:
    """Compute the greatest curve below the values that rises by at most `slope` per step."""
    way = np.arange(len(values)) * slope
    return np.asarray(np.minimum.accumulate(values - way) + way)
