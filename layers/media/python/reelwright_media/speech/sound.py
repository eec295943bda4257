"""Speech as samples: detects sound and silence, cuts without clicks, writes WAV files."""

import io
import wave
from collections.abc import Sequence

import av
import numpy as np
from numpy.typing import NDArray

from reelwright_media.speech.alignment import Span

Samples = NDArray[np.float32]  # one channel, full scale is 1.0

_WINDOW_SECONDS = 0.005
_FADE_SECONDS = 0.006  # long enough to avoid a click, too short to affect a consonant
_LOUDEST = 0.95  # -0.4 dBFS: headroom for the resampler's overshoot
_SILENCE_OF_PEAK = 0.012  # 38 dB below the peak: above breath and the vocoder's noise floor
_PAUSE_SECONDS = 0.1
_LATE_SECONDS = 0.05
_FULL_SCALE = 32767
_LOWEST = 32768.0  # the negative end of 16 bits: every sample is read within -1 and 1


def pcm_samples(data: bytes) -> Samples:
    """Read mono 16-bit PCM, little-endian."""
    return np.frombuffer(data, "<i2").astype(np.float32) / _LOWEST


def flac_samples(data: bytes, rate: int) -> Samples:
    """Read a FLAC of our own encoder as mono samples at this rate: the mean of its channels."""
    resampler = av.AudioResampler(format="flt", layout="mono", rate=rate)
    with av.open(io.BytesIO(data), "r", format="flac") as container:
        frames = [*container.decode(audio=0), None]
        blocks = [block.to_ndarray().reshape(-1) for frame in frames for block in resampler.resample(frame)]
    return np.concatenate(blocks) if blocks else np.zeros(0, np.float32)


def audible_span(samples: Samples, rate: int) -> tuple[float, float]:
    """Find the start and end of the audible part in seconds; (0, 0) if all is silent."""
    audible = np.flatnonzero(_audible(samples, rate))
    if not len(audible):
        return 0.0, 0.0
    step = _window(rate) / rate
    return float(audible[0]) * step, min(len(samples) / rate, float(audible[-1] + 1) * step)


def sound_ends(samples: Samples, rate: int, spans: list[tuple[float, float]]) -> list[float]:
    """Find the end of the last sound in each span (seconds); the span's own end if it is silent."""
    audible = _audible(samples, rate)
    step = _window(rate) / rate
    ends = []
    for start, end in spans:
        first = int(start / step)
        sounding = np.flatnonzero(audible[first : int(end / step)])
        ends.append(min(end, (first + int(sounding[-1]) + 1) * step) if len(sounding) else end)
    return ends


def spans_of(starts: Sequence[float | None], samples: Samples, rate: int) -> list[Span | None]:
    """Let each word last from its start until its last sound before the next word (seconds); None for one without a start."""
    known = [start for start in starts if start is not None]
    untils = [*known[1:], len(samples) / rate][: len(known)]
    ends = iter(sound_ends(samples, rate, list(zip(known, untils, strict=True))))
    return [None if start is None else (start, next(ends)) for start in starts]


def sound_returns(samples: Samples, rate: int, gaps: list[tuple[float, float]]) -> list[float | None]:
    """Find the time at which the sound returns after a pause, for each gap (end of a word, expected start of the next).

    The search ends 50 ms after the gap. None unless at least 100 ms of silence, or silence from the start of the sound
    on, precede it: a shorter silence is the closure of a plosive.
    """
    audible = _audible(samples, rate)
    step = _window(rate) / rate
    found = []
    for ended, begun in gaps:
        first = int(ended / step)
        place = _after_pause(audible[first : int((begun + _LATE_SECONDS) / step)], round(_PAUSE_SECONDS / step))
        found.append(None if place is None else (first + place) * step)
    return found


def _after_pause(audible: NDArray[np.bool_], least: int) -> int | None:
    """Find the index after the last silence; None if that is shorter than `least` windows or no sound follows."""
    silent = np.flatnonzero(~audible)
    place = int(silent[-1]) + 1 if len(silent) else 0
    sounding = np.flatnonzero(audible[:place])
    length = place - 1 - int(sounding[-1]) if len(sounding) else least
    return place if 0 < place < len(audible) and length >= least else None


def cut(samples: Samples, rate: int, start_seconds: float, end_seconds: float) -> Samples:
    """Copy a part, with fades of 6 ms at both ends against clicks."""
    part = samples[max(0, round(start_seconds * rate)) : round(end_seconds * rate)].astype(np.float32)
    length = min(len(part) // 2, int(_FADE_SECONDS * rate))
    if length:
        ramp = np.linspace(0.0, 1.0, length, dtype=np.float32)
        part[:length] *= ramp
        part[-length:] *= ramp[::-1]
    return part


def silence(seconds: float, rate: int) -> Samples:
    """Create silent samples."""
    return np.zeros(max(0, round(seconds * rate)), np.float32)


def _window(rate: int) -> int:
    return max(1, int(rate * _WINDOW_SECONDS))


def _audible(samples: Samples, rate: int) -> NDArray[np.bool_]:
    """Whether each window of 5 ms is audible; the last window may be shorter."""
    window = _window(rate)
    peaks = np.pad(np.abs(samples), (0, -len(samples) % window)).reshape(-1, window).max(axis=1)
    audible: NDArray[np.bool_] = peaks > _SILENCE_OF_PEAK * peaks.max(initial=0.0)
    return audible


def wav(samples: Samples, rate: int) -> bytes:
    """Encode a mono 16-bit WAV; a sound with peaks above -0.4 dBFS is attenuated as a whole, never clipped."""
    peak = float(np.abs(samples).max(initial=0.0))
    level = _FULL_SCALE * (min(1.0, _LOUDEST / peak) if peak else 1.0)
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(rate)
        out.writeframes(np.rint(samples * level).astype("<i2").tobytes())
    return file.getvalue()
