"""Users' clips: MP4, MOV, WebM and MKV with the codecs of `CLIP_CODECS`, read frame by frame.

The first bytes choose the container, and only its own demuxer is opened: one that guesses could read a playlist as
film and fetch its entries. Only the local file is opened. Sizes, frames and seconds are bounded before
frames are decoded, and the decoder refuses a stream whose frames grow larger later.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path
from typing import Final, NamedTuple

import av

from reelwright.errors import ContentError
from reelwright.film.scenes.material import (
    CLIP_ADVICE,
    CLIP_CODECS,
    MAX_CLIP_FRAMES,
    MAX_CLIP_PIXELS,
    MAX_CLIP_PIXELS_IN_ALL,
    MAX_CLIP_SECONDS,
    MIN_SIDE_PIXELS,
)
from reelwright_media.material.orientation import UPRIGHT, Orientation, orientation_of
from reelwright_media.material.signatures import format_of

_OPTIONS: Final = {
    "protocol_whitelist": "file",
    "format_whitelist": "mov,matroska",
    "codec_whitelist": "h264,hevc,libdav1d,vp9,prores",  # FFmpeg also opens decoders to learn what a stream is
    "enable_drefs": "0",
    "max_pixels": str(MAX_CLIP_PIXELS),
}
_DECODER_OPTIONS: Final = {"max_pixels": str(MAX_CLIP_PIXELS)}
_OTHER_CODECS: Final = {
    "cinepak": "Cinepak",
    "dnxhd": "DNxHD",
    "dvvideo": "DV",
    "ffv1": "FFV1",
    "h263": "H.263",
    "mjpeg": "Motion JPEG",
    "mpeg1video": "MPEG-1",
    "mpeg2video": "MPEG-2",
    "mpeg4": "MPEG-4 Part 2",
    "qtrle": "QuickTime Animation",
    "rawvideo": "uncompressed video",
    "theora": "Theora",
    "vp8": "VP8",
    "vvc": "H.266",
}
"""FFmpeg's codec names found in MOV and MKV -> common names."""
_SHORTEST_SECONDS: Final = 0.2


class ClipFacts(NamedTuple):
    """A clip as shown: sizes upright, in square pixels."""

    width: int
    height: int
    seconds: float
    orientation: Orientation = UPRIGHT


class Stopwatch:
    """The time that one clip may take. `clock` returns seconds and never goes back."""

    def __init__(self, clock: Callable[[], float], *, most_seconds: float) -> None:
        self._clock, self._most = clock, most_seconds
        self._end = clock() + most_seconds

    def check(self) -> None:
        """Raise ContentError if the time is over."""
        if self._clock() > self._end:
            raise ContentError(f"takes more than {self._most:.0f} s to decode: send fewer or smaller frames.")

    def watched(self, frames: Iterable[av.VideoFrame]) -> Iterator[av.VideoFrame]:
        """Yield the frames while there is time."""
        for frame in frames:
            self.check()
            yield frame


class Budget:
    """Counts the frames of a clip and raises ContentError if they are too many, too large or too long."""

    def __init__(self, pixels: int, most_pixels: int = MAX_CLIP_PIXELS_IN_ALL) -> None:
        self._frames = 0
        self._most = min(MAX_CLIP_FRAMES, most_pixels // max(1, pixels))

    def spend(self, seconds: float) -> None:
        """Count one frame; `seconds` is the length of the clip so far. A second over the limit is allowed."""
        self._frames += 1
        if seconds > MAX_CLIP_SECONDS + 1:
            raise ContentError(f"lasts longer than {MAX_CLIP_SECONDS:.0f} s: cut it.")
        if self._frames > self._most:
            raise ContentError(
                f"has more than {self._most} frames of this size: cut it, or send fewer frames a second."
            )


def refuse_clip_size(width: int, height: int) -> None:
    """Raise ContentError if a moving picture's frames are too small or too large."""
    if width * height > MAX_CLIP_PIXELS or min(width, height) < MIN_SIDE_PIXELS:
        raise ContentError(f"has {width} x {height} pixels: send 64 x 64 to 4096 x 2304.")


def checked_seconds(seconds: float) -> float:
    """Return the length of a clip unchanged; raises ContentError if it is below the minimum."""
    if seconds < _SHORTEST_SECONDS:
        raise ContentError(f"lasts {seconds:.2f} s: send {_SHORTEST_SECONDS} s or more, or a picture.")
    return seconds


def checked_film(path: Path, watch: Stopwatch) -> ClipFacts:
    """Read all packets of a film, decode its key frames and return its facts.

    Raises ContentError if it is damaged, too long, too large, or of another codec.
    """
    with _opened(path) as (container, stream):
        first = next(container.decode(stream), None)
        if first is None:
            raise ContentError("holds no pictures.")
        return _facts(stream, first, checked_seconds(_seconds(container, stream, watch)))


@contextmanager
def film_frames(path: Path) -> Iterator[Iterator[av.VideoFrame]]:
    """Yield the frames of a film, as stored, in the order shown."""
    with _opened(path) as (container, stream):
        yield container.decode(stream)


@contextmanager
def _opened(path: Path) -> Iterator[tuple[av.container.InputContainer, av.VideoStream]]:
    """Open a film for reading; decoder errors are raised as ContentError."""
    demuxer = format_of(path).reader
    try:
        with av.open(str(path), format=demuxer, options=dict(_OPTIONS)) as container:
            stream = container.streams.video[0]
            codec = stream.codec_context
            if codec.codec.canonical_name not in CLIP_CODECS:
                raise ContentError(_refused_codec(codec.codec.canonical_name))
            refuse_clip_size(codec.width, codec.height)
            if container.duration is not None:
                Budget(1).spend(container.duration / av.time_base)
            codec.options = dict(_DECODER_OPTIONS)
            stream.thread_type = "AUTO"
            yield container, stream
    except (av.FFmpegError, IndexError, ValueError) as error:
        raise ContentError(f"is damaged or is not a clip. {CLIP_ADVICE}") from error


def _refused_codec(name: str) -> str:
    return f"is a clip in {_OTHER_CODECS.get(name, 'a rare format')}, which is not accepted. {CLIP_ADVICE}"


def _facts(stream: av.VideoStream, first: av.VideoFrame, seconds: float) -> ClipFacts:
    orientation = orientation_of(first)
    ratio = stream.sample_aspect_ratio or Fraction(1)
    width = round(first.width * ratio) if ratio > 0 else first.width
    return ClipFacts(*orientation.size(width, first.height), seconds=seconds, orientation=orientation)


def _seconds(container: av.container.InputContainer, stream: av.VideoStream, watch: Stopwatch) -> float:
    """Measure the length by the packets' times, because headers may be wrong."""
    container.seek(0)
    codec = stream.codec_context
    codec.flush_buffers()
    codec.skip_frame = "NONKEY"
    budget = Budget(codec.width * codec.height)
    base, begin, end = stream.time_base or Fraction(1), None, Fraction(0)
    for packet in container.demux(stream):
        if packet.pts is not None:
            begin = packet.pts * base if begin is None else min(begin, packet.pts * base)
            end = max(end, (packet.pts + (packet.duration or 0)) * base)
        budget.spend(float(end - (begin or 0)))
        watch.check()
        packet.decode()
    return float(end - (begin or 0))
