"""Users' clips: MP4, MOV and WebM with H.264 or VP9, read frame by frame, upright.

The container is told by its first bytes and only its own demuxer is opened: one that guesses could take a playlist for
film, and fetch what it names. Nothing but the local file is ever opened.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path
from typing import Final, NamedTuple

import av
from av.video.reformatter import ColorRange, Colorspace, Interpolation, VideoReformatter

from reelwright.errors import ContentError
from reelwright.film.scenes.material import CLIP_CODECS, MAX_CLIP_PIXELS, MAX_CLIP_SECONDS, MIN_SIDE_PIXELS

_EBML: Final = b"\x1a\x45\xdf\xa3"
"""First bytes of Matroska and WebM (RFC 8794, 11.2.1)."""
_OPTIONS: Final = {"protocol_whitelist": "file", "enable_drefs": "0"}
_SHORTEST_SECONDS: Final = 0.2
_TOO_LONG: Final = f"lasts longer than {MAX_CLIP_SECONDS:.0f} s: cut it."


class ClipFacts(NamedTuple):
    """A clip as it is meant to be seen: sizes upright, in square pixels."""

    width: int
    height: int
    seconds: float
    quarter_turns: int
    """How often each frame is turned a quarter counter-clockwise."""


def demuxer_of(head: bytes) -> str | None:
    """Return the demuxer for a file of these first 16 bytes, or None where it is no clip that is taken."""
    if head.startswith(_EBML):
        return "matroska"
    return "mov" if head[4:8] == b"ftyp" else None


def checked_clip(path: Path) -> ClipFacts:
    """Return what the clip is, after reading all its packets and decoding its key frames.

    Raises ContentError where it is damaged, too long, too large, or of another codec.
    """
    with opened(path) as (container, stream):
        first = next(container.decode(stream), None)
        if first is None:
            raise ContentError("holds no pictures.")
        return _facts(stream, first, _seconds(container, stream))


@contextmanager
def opened(path: Path) -> Iterator[tuple[av.container.InputContainer, av.VideoStream]]:
    """Open a clip for reading; whatever its decoder finds wrong is raised as ContentError."""
    with path.open("rb") as file:
        demuxer = demuxer_of(file.read(16))
    try:
        with av.open(str(path), format=demuxer, options=dict(_OPTIONS)) as container:
            stream = container.streams.video[0]
            codec = stream.codec_context
            if codec.name not in CLIP_CODECS:
                raise ContentError(f"is encoded as {codec.name}: send H.264 or VP9.")
            if codec.width * codec.height > MAX_CLIP_PIXELS or min(codec.width, codec.height) < MIN_SIDE_PIXELS:
                raise ContentError(f"has {codec.width} x {codec.height} pixels: send 64 x 64 to 4096 x 2304.")
            if container.duration is not None and container.duration / av.time_base > MAX_CLIP_SECONDS + 1:
                raise ContentError(_TOO_LONG)
            stream.thread_type = "AUTO"
            yield container, stream
    except (av.FFmpegError, IndexError, ValueError) as error:
        raise ContentError("is damaged or no clip: send MP4, MOV or WebM with H.264 or VP9.") from error


def _facts(stream: av.VideoStream, first: av.VideoFrame, seconds: float) -> ClipFacts:
    turns = round(first.rotation / 90) % 4
    ratio = stream.sample_aspect_ratio or Fraction(1)
    width, height = round(first.width * ratio) if ratio > 0 else first.width, first.height
    return ClipFacts(*((height, width) if turns % 2 else (width, height)), seconds=seconds, quarter_turns=turns)


def _seconds(container: av.container.InputContainer, stream: av.VideoStream) -> float:
    """Return the length by the packets' own times: what a header says may be anything."""
    container.seek(0)
    stream.codec_context.flush_buffers()
    stream.codec_context.skip_frame = "NONKEY"
    base, begin, end = stream.time_base or Fraction(1), None, Fraction(0)
    for packet in container.demux(stream):
        packet.decode()
        if packet.pts is None:
            continue
        begin = packet.pts * base if begin is None else min(begin, packet.pts * base)
        end = max(end, (packet.pts + (packet.duration or 0)) * base)
        if end - begin > MAX_CLIP_SECONDS + 1:
            raise ContentError(_TOO_LONG)
    seconds = float(end - (begin or 0))
    if seconds < _SHORTEST_SECONDS:
        raise ContentError(f"lasts {seconds:.2f} s: send {_SHORTEST_SECONDS} s or more, or a picture.")
    return seconds


def scaled(frame: av.VideoFrame, width: int, height: int, reformatter: VideoReformatter) -> av.VideoFrame:
    """Return the frame, not yet turned, at this size as yuv420p in BT.709 limited range."""
    return reformatter.reformat(
        frame,
        width,
        height,
        "yuv420p",
        dst_colorspace=Colorspace.ITU709,
        dst_color_range=ColorRange.MPEG,
        interpolation=Interpolation.BICUBIC,
    )
