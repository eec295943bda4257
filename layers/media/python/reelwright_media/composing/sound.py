"""Sound as numpy arrays: samples x 2, 32-bit floats, 48 kHz, full scale at 1.0."""

from pathlib import Path
from typing import Final

import av
import numpy as np
import numpy.typing as npt

from reelwright.errors import ContentError

RATE: Final = 48_000
CHANNELS: Final = 2
Sound = npt.NDArray[np.float32]


def read_sound(path: Path, *, most_seconds: float | None = None) -> Sound:
    """Decode a sound file (WAV, MP3, AAC …) as 48 kHz stereo; mono plays on both sides at full level.

    Reads at most `most_seconds`. Raises ContentError if the file has no readable sound.
    """
    try:
        with av.open(str(path)) as container:
            return _decode(container, most_seconds)
    except (av.FFmpegError, IndexError) as error:
        raise ContentError(f"The sound file {path.name} cannot be read.") from error


def _decode(container: av.container.InputContainer, most_seconds: float | None) -> Sound:
    stream = container.streams.audio[0]
    resampler = av.AudioResampler(format="flt", layout=_layout(stream), rate=RATE)
    most = None if most_seconds is None else round(most_seconds * RATE)
    blocks: list[Sound] = []
    have = 0
    for frame in container.decode(stream):
        for block in resampler.resample(frame):
            blocks.append(_samples(block))
            have += len(blocks[-1])
        if most is not None and have >= most:
            break
    else:
        blocks += [_samples(block) for block in resampler.resample(None)]
    if not blocks:
        return np.zeros((0, CHANNELS), np.float32)
    return np.concatenate(blocks)[:most]


def _layout(stream: av.AudioStream) -> str:
    """Choose the layout to resample to: mono stays mono, because libswresample would reduce it by 3 dB."""
    return "mono" if stream.codec_context.layout.nb_channels == 1 else "stereo"


def _samples(frame: av.AudioFrame) -> Sound:
    channels = frame.layout.nb_channels
    block = frame.to_ndarray().reshape(-1, channels).astype(np.float32, copy=False)
    return np.repeat(block, CHANNELS, axis=1) if channels == 1 else block


def fade(sound: Sound, *, in_seconds: float = 0.0, out_seconds: float = 0.0) -> None:
    """Fade the sound in and out, in place, with a half cosine, which is smooth at both ends."""
    for seconds, into in ((in_seconds, sound), (out_seconds, sound[::-1])):
        length = min(len(sound), round(seconds * RATE))
        if length:
            curve = 0.5 - 0.5 * np.cos(np.pi * (np.arange(length, dtype=np.float32) + 0.5) / length)
            into[:length] *= curve[:, None].astype(np.float32)


def decibels(gain: float) -> float:
    """Convert a gain factor to dB."""
    return 20 * float(np.log10(max(gain, 1e-9)))


def factor(decibel: float) -> float:
    """Convert dB to a gain factor."""
    return float(10 ** (decibel / 20))
