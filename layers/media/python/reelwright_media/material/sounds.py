"""Users' music: MP3, M4A, WAV, FLAC and Ogg, or the sound of a film, decoded to 48 kHz stereo in 16 bits.

The first bytes choose the demuxer, as in `clips`; only the local file is opened, and only decoders of `SOUND_CODECS`.
Only the decoding process of `reelwright_media.sandbox` calls these functions: a file may attack its decoder.
"""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import av
import numpy as np
import numpy.typing as npt

from reelwright.errors import ContentError
from reelwright.film.scenes.material import MAX_CLIP_CHECK_SECONDS, SOUND_CODECS
from reelwright_media.material.clips import Stopwatch
from reelwright_media.material.signatures import sound_reader

RATE: Final = 48_000
CHANNELS: Final = 2
Samples = npt.NDArray[np.int16]
"""Samples x 2."""
_ADVICE: Final = "Save it as MP3 or WAV."
_OPTIONS: Final = {
    "protocol_whitelist": "file",
    "format_whitelist": "mov,matroska,mp3,wav,flac,ogg",
    "codec_whitelist": ",".join(SOUND_CODECS),
    "enable_drefs": "0",
}


def sound_blocks(
    path: Path, *, seconds: float, least_seconds: float = 1.0, clock: Callable[[], float] = time.monotonic
) -> Iterator[Samples]:
    """Yield the first `seconds` of the file's sound, or all of it, block by block.

    Raises ContentError if the file has no readable sound, a shorter one than `least_seconds`, or takes too long.
    """
    reader = sound_reader(path)
    watch = Stopwatch(clock, most_seconds=MAX_CLIP_CHECK_SECONDS)
    most, given = round(seconds * RATE), 0
    try:
        with av.open(str(path), format=reader, options=dict(_OPTIONS)) as container:
            for block in _decoded(container, watch):
                kept = block[: most - given]
                given += len(kept)
                yield kept
                if given >= most:
                    break
    except (av.FFmpegError, IndexError, ValueError) as error:
        raise ContentError(f"is damaged or holds no sound that can be read. {_ADVICE}") from error
    if given < least_seconds * RATE:
        raise ContentError(f"lasts {given / RATE:.2f} s: send a sound of {least_seconds:g} s or more.")


def _decoded(container: av.container.InputContainer, watch: Stopwatch) -> Iterator[Samples]:
    stream = container.streams.audio[0]
    resampler = av.AudioResampler(format="s16", layout="stereo", rate=RATE)
    for frame in container.decode(stream):
        watch.check()
        frame.pts = None  # gaps of a file's clock would become silence, without a limit
        for block in resampler.resample(frame):
            yield _samples(block)
    for block in resampler.resample(None):
        yield _samples(block)


def _samples(frame: av.AudioFrame) -> Samples:
    return np.asarray(frame.to_ndarray(), np.int16).reshape(-1, CHANNELS)
