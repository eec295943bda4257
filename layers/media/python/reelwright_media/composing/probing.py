"""Measures the properties of a film file, so that tests and the pipeline can check a result."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Final

import av
import numpy as np

from reelwright.errors import ContentError
from reelwright.values import Value
from reelwright_media.composing.loudness import Loudness, measure_blocks
from reelwright_media.composing.sound import RATE, Sound

_BOX_HEADER: Final = 8
_LONG_BOX_HEADER: Final = 16
_LONG_SIZE: Final = 1


class SoundFacts(Value):
    """The sound stream of a film. Loudness figures are None if loudness was not measured."""

    codec: str
    profile: str | None
    rate: int
    channels: int
    seconds: float
    loudness_lufs: float | None = None
    true_peak_dbtp: float | None = None


class FilmFacts(Value):
    """A film file: `seconds` is the length of the video stream; frames are counted by packets."""

    seconds: float
    frames: int
    width: int
    height: int
    fps: float
    steady: bool
    """Whether the frames, in the order shown, start at 0 and have equal intervals."""
    codec: str
    profile: str | None
    pixel_format: str | None
    bt709: bool
    """Whether primaries, transfer and matrix are tagged BT.709 in limited range."""
    faststart: bool
    """Whether the index (moov) comes before the data (mdat)."""
    sound: SoundFacts | None
    title: str | None


def probe(path: Path, *, listen: bool = False) -> FilmFacts:
    """Probe an MP4. `listen` decodes the sound to measure it (about 1 % of its length).

    Raises ContentError if the file is not a film.
    """
    try:
        with av.open(str(path)) as container:
            pictures = container.streams.video[0]
            times = _times(container, pictures)
            facts = _facts(container, pictures, times, faststart=_faststart(path))
        return facts.model_copy(update={"sound": _heard(path, facts.sound)}) if listen else facts
    except (av.FFmpegError, IndexError) as error:
        raise ContentError(f"{path.name} cannot be read as film.") from error


def _times(container: av.container.InputContainer, stream: av.VideoStream) -> list[Fraction]:
    base = stream.time_base or Fraction(1)
    return sorted(packet.pts * base for packet in container.demux(stream) if packet.pts is not None)


def _facts(
    container: av.container.InputContainer, stream: av.VideoStream, times: list[Fraction], *, faststart: bool
) -> FilmFacts:
    codec = stream.codec_context
    fps = stream.average_rate or Fraction(0)
    steady = bool(times) and times[0] == 0 and {b - a for a, b in pairwise(times)} <= {1 / fps}
    colours = (codec.color_primaries, codec.color_trc, codec.colorspace, codec.color_range)
    return FilmFacts(
        seconds=float(len(times) / fps) if fps else 0.0,
        frames=len(times),
        width=stream.width,
        height=stream.height,
        fps=float(fps),
        steady=steady,
        codec=codec.name,
        profile=codec.profile,
        pixel_format=codec.pix_fmt,
        bt709=all(colour == 1 for colour in colours),
        faststart=faststart,
        sound=_sound_facts(container),
        title=container.metadata.get("title"),
    )


def _sound_facts(container: av.container.InputContainer) -> SoundFacts | None:
    if not container.streams.audio:
        return None
    stream = container.streams.audio[0]
    seconds = float((stream.duration or 0) * (stream.time_base or 0))
    codec = stream.codec_context
    return SoundFacts(
        codec=codec.name,
        profile=codec.profile,
        rate=codec.sample_rate,
        channels=codec.layout.nb_channels,
        seconds=seconds,
    )


def _heard(path: Path, sound: SoundFacts | None) -> SoundFacts | None:
    if sound is None:
        return None
    loudness = film_loudness(path)
    return sound.model_copy(
        update={"loudness_lufs": loudness.lufs, "true_peak_dbtp": loudness.peak_dbtp},
    )


def film_loudness(path: Path) -> Loudness:
    """Measure the loudness of a film's sound as decoded by a player."""
    return measure_blocks(_blocks(path))


def _blocks(path: Path) -> Iterator[Sound]:
    with av.open(str(path)) as container:
        resampler = av.AudioResampler(format="flt", layout="stereo", rate=RATE)
        for frame in container.decode(audio=0):
            for block in resampler.resample(frame):
                yield block.to_ndarray().reshape(-1, 2).astype(np.float32, copy=False)


def _faststart(path: Path) -> bool:
    """Return whether `moov` comes before `mdat` (ISO/IEC 14496-12, 4.2: size, then four letters)."""
    size = path.stat().st_size
    with path.open("rb") as file:
        at = 0
        while at + _BOX_HEADER <= size:
            file.seek(at)
            header = file.read(_LONG_BOX_HEADER)
            name, length = header[4:8], int.from_bytes(header[:4], "big")
            if name in (b"moov", b"mdat"):
                return name == b"moov"
            length = int.from_bytes(header[8:16], "big") if length == _LONG_SIZE else length
            if length < _BOX_HEADER:
                return False
            at += length
    return False
