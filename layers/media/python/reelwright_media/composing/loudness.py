"""Programme loudness (ITU-R BS.1770-5, EBU R 128) and true peak, measured by FFmpeg's `ebur128` filter through PyAV.

The filter string is fixed and contains no user input.
"""

from collections.abc import Iterable, Iterator
from typing import Final, Literal, NamedTuple

import av
import av.filter
import numpy as np

from reelwright_media.composing.sound import CHANNELS, RATE, Sound, decibels

SILENCE_LUFS: Final = -70.0
"""The gate of BS.1770: anything quieter, or shorter than one block of 0.4 s, counts as silence."""
_BLOCK: Final = RATE


class Loudness(NamedTuple):
    """Integrated loudness in LUFS (-70: silence) and true peak in dBTP (4x oversampled)."""

    lufs: float
    peak_dbtp: float


def measure(sound: Sound) -> Loudness:
    """Measure the loudness of a whole sound."""
    return measure_blocks(_blocks(sound))


def measure_lufs(sound: Sound) -> float:
    """Measure the integrated loudness of a whole sound alone, without oversampling it for its peaks."""
    return float(_measured(_blocks(sound), peak="none").get("lavfi.r128.I", SILENCE_LUFS))


def measure_blocks(blocks: Iterable[Sound]) -> Loudness:
    """Measure the loudness of a sound given in blocks."""
    last = _measured(blocks, peak="true")
    peaks = [float(last.get(f"lavfi.r128.true_peaks_ch{channel}", 0)) for channel in range(CHANNELS)]
    return Loudness(float(last.get("lavfi.r128.I", SILENCE_LUFS)), decibels(max(peaks)))


def _blocks(sound: Sound) -> Iterator[Sound]:
    return (sound[at : at + _BLOCK] for at in range(0, len(sound), _BLOCK))


def _measured(blocks: Iterable[Sound], *, peak: Literal["none", "true"]) -> dict[str, str]:
    """Return the filter's last figures."""
    graph = av.filter.Graph()
    source = graph.add_abuffer(sample_rate=RATE, format="flt", layout="stereo", time_base=None)
    meter = graph.add("ebur128", f"peak={peak}:metadata=1:framelog=quiet")
    sink = graph.add("abuffersink")
    source.link_to(meter)
    meter.link_to(sink)
    graph.configure()
    last: dict[str, str] = {}
    at = 0
    for block in blocks:
        if len(block):
            source.push(frame_of(block, at))
            at += len(block)
            last = _latest(sink, last)
    source.push(None)
    return _latest(sink, last)


def _latest(sink: av.filter.context.FilterContext, known: dict[str, str]) -> dict[str, str]:
    """Return the newest figures; the filter writes running figures on each frame."""
    for frame in _drained(sink):
        known = dict(frame.metadata) or known
    return known


def _drained(sink: av.filter.context.FilterContext) -> Iterator[av.AudioFrame]:
    while True:
        try:
            frame = sink.pull()
        except (av.BlockingIOError, av.EOFError):
            return
        if isinstance(frame, av.AudioFrame):
            yield frame


def frame_of(block: Sound, at: int) -> av.AudioFrame:
    """Convert samples to an interleaved float frame; `at` is the index of its first sample."""
    frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(block).reshape(1, -1), format="flt", layout="stereo")
    frame.sample_rate, frame.pts = RATE, at
    return frame
